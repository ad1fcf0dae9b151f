"""The Simplified copy of a page: text converted, structure untouched.

The tokens of the copy stand in the same places as those of the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import lru_cache

from base.languages import SIMPLIFIED
from base.memory import remembered
from base.problems import Problem
from conversion.converter import BETWEEN
from conversion.settings import ConversionSettings
from conversion.text import BLOCK, TextConverter, with_characters
from editions.roles import Protection, Role, role
from editions.switch import exchange_current
from editions.tags import TagWriter
from htmlkit.edit import without_attribute
from htmlkit.lexer import parse
from htmlkit.nesting import Ending, element_end
from model.addresses import Site
from model.page import Page

MARK = "data-simplified"


class _Copy:
    """Makes the copy of one page.

    All its text is converted in one go, which is several times faster than run by run.
    """

    def __init__(self, page: Page, site: Site, converter: TextConverter) -> None:
        self._converter = converter
        self._tags = TagWriter(page.base, site, converter)
        self.tokens = list(page.tokens)
        # The text to convert, part by part with what stands between runs and blocks, and the
        # places of the parts in `tokens` (-1 for what stands between).
        self._parts: list[str] = []
        self._places: list[int] = []
        self._edition_links: list[int] = []

    @property
    def problems(self) -> list[Problem]:
        """What the author should mend; no problem names a file yet."""
        return self._tags.problems

    def make(self) -> None:
        """Goes through the tokens, then converts all text at once."""
        self._walk()
        if self._parts:
            self._convert()
        exchange_current(self.tokens, self._edition_links)

    def _walk(self) -> None:
        tokens, parts, places = self.tokens, self._parts, self._places
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

    def _change(self, place: int, does: Role, inside: Protection) -> None:
        if does.special == "edition link" and does.tag.get("data-edition"):
            self._edition_links.append(place)
        if does.broken:
            shown = self.tokens[place][:40]
            self.problems.append(Problem("", 0, f"{shown} … is never closed", shown))
        self.tokens[place] = sys.intern(self._tags.write(self.tokens[place], does, inside))

    def _protect(self, place: int, does: Role) -> int:
        """Puts the author's wording into a protected element; returns where that ends."""
        end, ending = element_end(self.tokens, place)
        if ending is Ending.MISSING:
            tag = self.tokens[place]
            message = f"the protected element {tag} is never closed"
            self.problems.append(Problem("", 0, message, tag))
        if does.wording is not None:
            texts = range(place + 1, end, 2)
            before = "".join(self.tokens[i] for i in texts)
            # The wording takes the place of all text in the element; tags stay.
            for i in texts:
                self.tokens[i] = does.wording if i == place + 1 else ""
            self.problems.extend(self._converter.worded(before, does.wording))
        return end

    def _convert(self) -> None:
        """Converts all text in one go, and puts it in its places."""
        tokens, parts = self.tokens, self._parts
        batch = "".join(parts)
        if "&#" in batch:
            parts = [with_characters(part) for part in parts]
            batch = "".join(parts)
        converted, problems = self._converter.batch(batch)
        self.problems.extend(problems)
        start = 0
        for place, part in zip(self._places, parts, strict=True):
            stop = start + len(part)
            if place >= 0:
                new = converted.part(start, stop)
                # A reference stays as the page has it where nothing changes.
                if new != part:
                    # As in `Page.read`: most words stand on many pages.
                    tokens[place] = sys.intern(new)
            start = stop


def simplified(page: Page, site: Site, converter: TextConverter) -> tuple[Page, list[Problem]]:
    """The page in the Simplified edition, and what its author should mend."""
    copy = _Copy(page, site, converter)
    copy.make()
    return page.copy(copy.tokens, SIMPLIFIED), [each.on(page.file) for each in copy.problems]


@remembered
def with_marked_simplified(page: Page, settings: ConversionSettings) -> Page:
    """The Traditional page with what stands in `data-simplified` elements in Simplified: words
    for readers of the other script, which stand in both editions."""
    tokens = list(page.tokens)
    for start in page.places("simplified"):
        for place in range(start + 1, page.end(start), 2):
            tokens[place] = _marked(tokens[place], settings)
        tokens[start] = without_attribute(tokens[start], MARK)
    return page.copy(tokens, page.language) if page.places("simplified") else page


# The same words on all pages.
@lru_cache(maxsize=256)
def _marked(text: str, settings: ConversionSettings) -> str:
    return settings.convert(text)


def headings(page: Page, convert: Callable[[str], str]) -> Mapping[str, str]:
    """The headings of a page in its Simplified form, the H1 first."""
    found: dict[str, str] = {}
    for start in page.places("heading"):
        name = parse(page.tokens[start]).name
        end = next((place for place in page.places(f"/{name}") if place > start), start)
        text = "".join(page.tokens[start + 1 : end : 2]).strip()
        if text and not text.isascii():
            found.setdefault(text, convert(text))
    return found
