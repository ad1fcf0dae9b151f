"""A stretch of a page in the second edition: text converted, structure untouched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from editions.addresses import Site
from editions.edition_links import exchange_current
from editions.lexer import SEAM, split
from editions.markup import Protection, Role, role
from editions.nesting import Ending, element_end
from editions.prose import BETWEEN, BLOCK, Fault, Prose, with_characters
from editions.tags import ANY_PAGE, Tags


class Copy(NamedTuple):
    """The Simplified form of stretches of HTML.

    A stretch has the same form on all pages for which going up so many folders as `climbs`
    says of it leads to the same folder (for `ANY_PAGE`: on all pages). `closed` is false if a
    stretch ends within something (a tag, a script, an element that protects its content), so
    that the form may be another one in the whole page.
    """

    stretches: list[str]
    faults: list[Fault]
    climbs: list[int]
    closed: bool


class Fragment:
    """Makes the copy of stretches of HTML of a page in `folder`.

    Each stretch is read by itself, but their text is converted in one go: that is several
    times faster. `whole` says that each is all there is: a page, an entry of an index.
    """

    def __init__(
        self,
        stretches: Sequence[str],
        folder: str,
        site: Site,
        prose: Prose,
        whole: bool = False,
    ) -> None:
        self._whole = whole
        self._prose = prose
        self._tags = Tags(folder, site, prose)
        self._count = len(stretches)
        self._tokens = split(SEAM.join(stretches))
        # The text to convert, part by part with what stands between runs and blocks, and the
        # places of the parts in `_tokens` (-1 for what stands between).
        self._parts: list[str] = []
        self._places: list[int] = []
        # By stretch, the places of links that name their edition.
        self._edition_links: dict[int, list[int]] = {}
        self._climbs: list[int] = []
        # A seam that a stretch has swallowed, or brought along, is no seam.
        self._closed = self._tokens[1::2].count(SEAM) == self._count - 1

    def make(self) -> Copy:
        """Goes through the tokens, then converts all text at once."""
        self._walk()
        if self._parts:
            self._convert()
        for links in self._edition_links.values():
            if not exchange_current(self._tokens, links):
                self._closed = False
        html = "".join(self._tokens)
        stretches = html.split(SEAM) if self._count > 1 else [html]
        return Copy(stretches, self._tags.faults, self._climbs, self._closed)

    def _walk(self) -> None:
        tokens, parts, places = self._tokens, self._parts, self._places
        protected_to, inside = 0, Protection.NONE
        in_run = in_block = False
        for place, does in enumerate(map(role, tokens[1::2])):
            place += place + 1
            if place >= protected_to:
                inside = Protection.NONE
                text = tokens[place - 1]
                if (
                    text
                    and (in_run or not text.isascii() or "&#" in text)
                    and place != protected_to
                ):
                    parts.append(text)
                    places.append(place - 1)
                    in_run = in_block = True
                if does.inert:
                    continue
                if in_block and does.ends_block:
                    parts.append(BLOCK)
                    places.append(-1)
                    in_run = in_block = False
                elif in_run and does.ends_run:
                    parts.append(BETWEEN)
                    places.append(-1)
                    in_run = False
            if does.changes:
                self._change(place, does, inside)
            if does.protects and place >= protected_to:
                protected_to = self._protect(place, does)
                inside = does.protection or Protection.TEXT
        if protected_to < len(tokens):
            parts.append(tokens[-1])
            places.append(len(tokens) - 1)
        self._climbs.append(self._tags.climb)

    def _change(self, place: int, does: Role, inside: Protection) -> None:
        if does.special == "seam":
            self._climbs.append(self._tags.climb)
            self._tags.climb = ANY_PAGE
            return
        if does.special == "edition link" and does.tag.get("data-edition"):
            self._edition_links.setdefault(len(self._climbs), []).append(place)
        if does.broken:
            self._closed = False
            shown = self._tokens[place][:40]
            self._tags.faults.append(Fault(shown, f"{shown} … is never closed"))
        self._tokens[place] = self._tags.write(self._tokens[place], does, inside)

    def _protect(self, place: int, does: Role) -> int:
        """Puts the author's wording into a protected element; returns where that ends."""
        end, ending = element_end(self._tokens, place, self._whole)
        if ending is Ending.UNKNOWN:
            self._closed = False
        elif ending is Ending.MISSING:
            tag = self._tokens[place]
            self._tags.faults.append(Fault(tag, f"the protected element {tag} is never closed"))
        if does.wording is not None:
            texts = range(place + 1, end, 2)
            before = "".join(self._tokens[i] for i in texts)
            # The wording takes the place of all text in the element; tags stay.
            for i in texts:
                self._tokens[i] = does.wording if i == place + 1 else ""
            self._tags.faults += self._prose.worded(before, does.wording)
        return end

    def _convert(self) -> None:
        """Converts all text in one go, and puts it in its places."""
        tokens, parts = self._tokens, self._parts
        batch = "".join(parts)
        if "&#" in batch:
            parts = [with_characters(part) for part in parts]
            batch = "".join(parts)
        converted, faults = self._prose.batch(batch)
        self._tags.faults += faults
        start = 0
        for place, part in zip(self._places, parts, strict=True):
            stop = start + len(part)
            if place >= 0:
                new = converted.part(start, stop)
                # A reference stays as the page has it where nothing changes.
                if new != part:
                    tokens[place] = new
            start = stop
