"""Tags of the second edition: the attributes that hold words and addresses, and those few
tags that need a treatment of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from base.languages import SIMPLIFIED, TRADITIONAL
from base.problems import Problem
from conversion.text import TextConverter
from editions.attributes import URL_LISTS
from editions.embedded_json import BadJson, linked_data, theme_settings
from editions.roles import Protection, Role
from htmlkit.edit import Edit, edited
from htmlkit.lexer import Attribute, Kind
from model.addresses import Leads, Site

REFRESH = re.compile(r"(?<=url=)[^\s;'\"]+", re.IGNORECASE)
LISTED_URL = re.compile(r"(?:(?<=^)|(?<=,))(\s*)([^\s,]\S*)")
EDITION_OF = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "x-default": TRADITIONAL}


class TagWriter:
    """Writes the tags of a page in `folder` anew.

    `converter` converts their words. What authors should mend gathers in `problems`.
    """

    def __init__(self, folder: str, site: Site, converter: TextConverter) -> None:
        self._folder = folder
        self._site = site
        self._converter = converter
        self.problems: list[Problem] = []

    def _say(self, message: str, snippet: str = "") -> None:
        self.problems.append(Problem("", 0, message, snippet))

    def write(self, token: str, does: Role, inside: Protection) -> str:
        """The new form of a token; `inside` is the protection of the elements around it."""
        edits: list[Edit] = []
        if does.texts and Protection.ALL not in (inside, does.protection):
            edits += [(a.start, a.end, self._words(a.value or "")) for a in does.texts]
        for attribute in does.urls:
            new = self._addresses(attribute)
            if new != attribute.value:
                edits.append((attribute.start, attribute.end, new))
        if does.special in SPECIALS and (not inside or does.special == "edition link"):
            edits += SPECIALS[does.special](self, token, does)
        return edited(token, edits) if edits else token

    def _words(self, text: str) -> str:
        """Text that stands by itself: an attribute, a title, a setting."""
        converted, problems = self._converter.words(text)
        self.problems += problems
        return converted

    def _missing(self, url: str) -> None:
        self._say(f"the link {url} leads to nothing", url)

    def _url(self, url: str) -> str:
        if url[0] == "#":
            return url
        plain = unescape(url) if "&" in url else url
        leads, new = self._site.copied(self._folder, plain)
        if leads is Leads.MISSING:
            self._missing(plain)
        return url if new == plain else escape(new)

    def _addresses(self, attribute: Attribute) -> str:
        value = attribute.value or ""
        if attribute.name not in URL_LISTS:
            return self._url(value)
        return LISTED_URL.sub(lambda match: match[1] + self._url(match[2]), value)

    def _edit(self, does: Role, name: str, change: Callable[[str], str]) -> list[Edit]:
        """The edit of one attribute by a function of its value."""
        found = [a for a in does.tag.attributes if a.name == name and a.value]
        return [(a.start, a.end, change(a.value or "")) for a in found]

    def _language(self, token: str, does: Role) -> list[Edit]:
        if does.tag.kind is Kind.OPEN and not does.tag.get("lang"):
            self._say("the <html> tag does not name its language", token)
        return self._edit(does, "lang", lambda value: SIMPLIFIED)

    def _title(self, token: str, does: Role) -> list[Edit]:
        start, end = does.tag.content
        return [(start, end, self._words(token[start:end]))] if end else []

    def _own_address(self, token: str, does: Role) -> list[Edit]:
        name = "href" if does.tag.name == "link" else "content"
        return self._edit(does, name, self._site.rebased)

    def _locale(self, token: str, does: Role) -> list[Edit]:
        return self._edit(does, "content", lambda value: "zh_CN")

    def _refresh(self, token: str, does: Role) -> list[Edit]:
        def redirect(value: str) -> str:
            return REFRESH.sub(lambda url: self._url(url[0]), value)

        return self._edit(does, "content", redirect)

    def _edition_link(self, token: str, does: Role) -> list[Edit]:
        edition = EDITION_OF.get(does.tag.get("data-edition") or does.tag.get("hreflang") or "")

        def lead(url: str) -> str:
            leads, new = self._site.in_edition(self._folder, url, edition or "")
            if leads is Leads.MISSING:
                self._missing(url)
            return new

        return self._edit(does, "href", lead) if edition else []

    def _embedded(self, token: str, does: Role) -> list[Edit]:
        start, end = does.tag.content
        try:
            if does.special == "theme settings":
                new = theme_settings(token[start:end], self._words, self._url)
            else:
                new = linked_data(token[start:end], self._words, self._site.rebased)
        except BadJson as error:
            self._say(f"the script with {does.special} is not JSON: {error}")
            return []
        return [(start, end, new)]


SPECIALS: dict[str, Callable[[TagWriter, str, Role], list[Edit]]] = {
    "language": TagWriter._language,
    "title": TagWriter._title,
    "own address": TagWriter._own_address,
    "locale": TagWriter._locale,
    "refresh": TagWriter._refresh,
    "edition link": TagWriter._edition_link,
    "theme settings": TagWriter._embedded,
    "linked data": TagWriter._embedded,
}
