"""Tags of the second edition: the attributes that hold words and addresses, and those few
tags that need a treatment of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple

from editions.addresses import SIMPLIFIED, TRADITIONAL, Leads, Site
from editions.edition_links import Edit, edited
from editions.elements import URL_LISTS
from editions.islands import BadIsland, linked_data, theme_settings
from editions.lexer import Attribute, Kind
from editions.markup import Protection, Role
from editions.prose import Fault, Prose
from editions.quotation import quotation_fault, unbalanced

REFRESH = re.compile(r"(?<=url=)[^\s;'\"]+", re.IGNORECASE)
LISTED_URL = re.compile(r"(?:(?<=^)|(?<=,))(\s*)([^\s,]\S*)")
EDITION_OF = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "x-default": TRADITIONAL}


class Changed(NamedTuple):
    """A tag in its new form, and what its author should mend."""

    token: str
    faults: tuple[Fault, ...] = ()


class Tags:
    """Writes the tags of the pages in one folder anew.

    `prose` converts their words. `known` remembers tags; it may be shared by pages whose
    folders have the same parent and whose tags are converted by the same prose.
    """

    def __init__(self, folder: str, site: Site, prose: Prose, known: dict[str, Changed]) -> None:
        self.prose = prose
        self._folder = folder
        self._site = site
        self._known = known
        self._faults: list[Fault] = []

    def change(self, token: str, does: Role, inside: Protection) -> Changed:
        """The new form of a token; `inside` is the protection of the elements around it."""
        if inside or not does.lasting:
            return self._write(token, does, inside)
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = self._write(token, does, inside)
        return known

    def _write(self, token: str, does: Role, inside: Protection) -> Changed:
        self._faults = []
        edits: list[Edit] = []
        if Protection.ALL not in (inside, does.protection):
            edits += [(a.start, a.end, self._words(a.value or "")) for a in does.texts]
        edits += [(a.start, a.end, self._addresses(a)) for a in does.urls]
        if does.special in SPECIALS and (not inside or does.special == "edition link"):
            edits += SPECIALS[does.special](self, token, does)
        return Changed(edited(token, edits), tuple(self._faults))

    def _words(self, text: str) -> str:
        """Text that stands by itself: an attribute, a title, a setting."""
        passage = self.prose.single(text)
        self._faults += passage.faults
        if fault := unbalanced(passage.quotation):
            self._faults.append(quotation_fault(passage.plain, fault))
        return passage.html[0]

    def _missing(self, url: str) -> None:
        self._faults.append(Fault(url, f"the link {url} leads to nothing"))

    def _url(self, url: str) -> str:
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
            self._faults.append(Fault(token, "the <html> tag does not name its language"))
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

    def _island(self, token: str, does: Role) -> list[Edit]:
        start, end = does.tag.content
        try:
            if does.special == "theme settings":
                new = theme_settings(token[start:end], self._words, self._url)
            else:
                new = linked_data(token[start:end], self._words, self._site.rebased)
        except BadIsland as error:
            message = f"the script with {does.special} is not JSON: {error}"
            self._faults.append(Fault("", message))
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
