"""A page as data for search engines and other programs, in the vocabulary of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from htmlkit.lexer import parse
from model.guide import HOME, GuidePage, section_title, site_name
from model.page import Page

# Headings of a page that is a sequence of steps.
STEP = re.compile(r"step-[1-9][0-9]*(-|$)")
# That of the texts; the file LICENSE says the same.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What the build makes of the glossary (content/lists.py).
TERMS = '<div class="terms"'


def _stretch(page: Page) -> range:
    """The places of the tags of the list of terms."""
    for place in page.places("rows"):
        if page.tokens[place].startswith(TERMS):
            return range(place, page.end(place), 2)
    return range(0)


def defined_terms(page: Page) -> list[tuple[str, str]]:
    """The terms that a page explains, each with its anchor."""
    stretch = _stretch(page)
    starts = (place for place in page.places("h3") if place in stretch)
    return [
        (parse(page.tokens[place]).get("id") or "", page.text(place, page.end(place)))
        for place in starts
    ]


def _term_set(title: str, url: str, terms: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@type": "DefinedTermSet",
        "@id": f"{url}#terms",
        "name": title,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": name, "url": f"{url}#{anchor}"}
            for anchor, name in terms
        ],
    }


def _above(page: GuidePage, by_address: Mapping[str, GuidePage]) -> list[GuidePage]:
    """The start page, and that of the page's folder, as far as they are others."""
    folders = page.address.split("/")[:-2]
    addresses = ["", *("/".join(folders[: n + 1]) + "/" for n in range(len(folders)))]
    return [by_address[a] for a in addresses if a in by_address and a != page.address]


def _called(page: GuidePage, language: str) -> str:
    """What the way on top of a page calls one above it, where that is what its part is called."""
    edition = page.edition(language)
    if page.id == HOME:
        return site_name(edition)
    return section_title(edition) if page.id == page.section else edition.title


def structured(
    page: GuidePage,
    language: str,
    by_address: Mapping[str, GuidePage],
    base: str,
    picture: str,
) -> dict[str, Any]:
    """A page for schema.org: an article, or a list of steps, the terms that it defines, and the way
    that leads to it. `picture` is an address. What it rests on its own list says, with links: as
    `citation`, which no search engine shows, it took up to 900 bytes of a page."""
    edition = page.edition(language)
    folder = edition.folder
    url = f"{base}{folder}{page.address}"
    steps = [(anchor, title) for anchor, title in edition.titles.items() if STEP.match(anchor)]
    about: dict[str, Any] = {
        "@type": "HowTo" if steps else "Article",
        "@id": f"{url}#page",
        "url": url,
        "name" if steps else "headline": edition.title,
        "image": picture,
        "inLanguage": language,
        "dateModified": page.updated,
        "license": LICENCE,
    }
    if steps:
        about["step"] = [
            {"@type": "HowToStep", "name": title, "url": f"{url}#{anchor}"}
            for anchor, title in steps
        ]
    graph = [about]
    if terms := defined_terms(edition):
        graph.append(_term_set(edition.title, url, terms))
    if above := _above(page, by_address):
        way = [_called(other, language) for other in above]
        places = [f"{base}{folder}{other.address}" for other in above]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": place}
            for number, (name, place) in enumerate(
                [*zip(way, places, strict=True), (edition.title, url)], 1
            )
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": items})
    else:
        # On other pages the way begins with it.
        about["isPartOf"] = {"@type": "WebSite", "name": site_name(edition), "url": base + folder}
    return {"@context": "https://schema.org", "@graph": graph}


def script(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
