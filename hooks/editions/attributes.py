"""The attributes and elements that hold words or addresses, for the second edition."""

from __future__ import annotations

from htmlkit.elements import names

# The words of these are not prose. (Script, style and textarea never reach the text: the
# lexer gives them as one token.)
VERBATIM = names("code pre kbd samp svg math rt")
TEXT_ATTRIBUTES = names(
    "title alt label placeholder aria-label aria-description aria-placeholder "
    "aria-roledescription aria-valuetext"
)
# Attributes of our own that hold words for scripts and style sheets to show: these, and all
# that start with "data-text-".
DATA_TEXT = names("data-label data-text")
TEXT_METAS = names(
    "description keywords author application-name apple-mobile-web-app-title og:title "
    "og:description og:site_name og:image:alt "
    "twitter:image:alt guide:section-title guide:alias guide:change"
)
URL_METAS = names("og:url")
URL_ATTRIBUTES = names("href src action formaction poster data xlink:href")
URL_LISTS = names("srcset imagesrcset")
