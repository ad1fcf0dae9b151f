"""Tags of the second edition: the attributes that hold words and addresses, and those few
tags that need a treatment of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from editions.addresses import SIMPLIFIED, TRADITIONAL, Leads, Site
from editions.edition_links import Edit, edited
from editions.elements import URL_LISTS
from editions.islands import BadIsland, linked_data, theme_settings
from editions.lexer import Attribute, Kind
from editions.markup import Protection, Role
from editions.prose import Fault, Prose

REFRESH = re.compile(r"(?<=url=)[^\s;'\"]+", re.IGNORECASE)
LISTED_URL = re.compile(r"(?:(?<=^)|(?<=,))(\s*)([^\s,]\S*)")
# Addresses that lead to the same place from all pages.
ANYWHERE = ("/", "http:", "https:", "mailto:", "tel:")
ANY_PAGE = 1000
UPS = re.compile(r"(?:\.\./)*")
EDITION_OF = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "x-default": TRADITIONAL}


class Tags:
    """Writes the tags of a page in `folder` anew.

    `prose` converts their words. What authors should mend gathers in `faults`. The tags
    written so far hold for all pages for which going `climb` folders up leads to the same
    folder; for all pages of the site if it is `ANY_PAGE`.
    """

    def __init__(self, folder: str, site: Site, prose: Prose) -> None:
        self._folder = folder
        self._site = site
        self._prose = prose
        self.faults: list[Fault] = []
        self.climb = ANY_PAGE

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
        converted, faults = self._prose.words(text)
        self.faults += faults
        return converted

    def _missing(self, url: str) -> None:
        self.faults.append(Fault(url, f"the link {url} leads to nothing"))

    def _url(self, url: str) -> str:
        if url[0] == "#":
            return url
        plain = unescape(url) if "&" in url else url
        if not plain.startswith(ANYWHERE):
            ups = UPS.match(plain)
            self.climb = min(self.climb, len(ups[0]) // 3 if ups else 0)
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
            self.faults.append(Fault(token, "the <html> tag does not name its language"))
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
            self.climb = 0
            leads, new = self._site.in_edition(self._folder, url, edition or "")
            if leads is Leads.MISSING:
                self._missing(url)
            return new

        return self._edit(does, "href", lead) if edition else []

    def _island(self, token: str, does: Role) -> list[Edit]:
        start, end = does.tag.content
        try:
            if does.special == "theme settings":
                new = theme_settings(token[start:end], self._words, self._url)
            else:
                new = linked_data(token[start:end], self._words, self._site.rebased)
        except BadIsland as error:
            message = f"the script with {does.special} is not JSON: {error}"
            self.faults.append(Fault("", message))
            return []
        return [(start, end, new)]


SPECIALS: dict[str, Callable[[Tags, str, Role], list[Edit]]] = {
    "language": Tags._language,
    "title": Tags._title,
    "own address": Tags._own_address,
    "locale": Tags._locale,
    "refresh": Tags._refresh,
    "edition link": Tags._edition_link,
    "theme settings": Tags._island,
    "linked data": Tags._island,
}
