"""The text of pages: converted and looked over in batches, each distinct text once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import NamedTuple

from editions.converter import Converter, Segment

REFERENCE = re.compile(r"&#(?:[0-9]+|x[0-9a-f]+);", re.IGNORECASE)
# Below lie Latin letters and signs, among them those that are markup.
FIRST_HAN = "\u2e80"
# Stands between the texts of a batch: no text holds it, and no entry of a dictionary.
BETWEEN = "\x1e"
NOT_QUOTATION = re.compile(f"[^「」『』{BETWEEN}]+")
# Texts remembered; a page and its entries in the search index are converted one after
# another, so that a big site need not be held as a whole.
MEMORY = 20_000


class Fault(NamedTuple):
    """Something in a page that its author can mend.

    `snippet` is a stretch of text as the page has it, to find the place in the source.
    """

    snippet: str
    message: str


class Passage(NamedTuple):
    """A text and its Simplified form.

    `quotation` are the quotation marks of the Traditional text, in order. `segments` are
    given only where a wording changes its length, so that places do not match.
    """

    plain: str
    converted: str
    quotation: str
    faults: tuple[Fault, ...]
    segments: list[Segment] | None

    def cut(self, lengths: Sequence[int]) -> list[str]:
        """The converted text in parts, for a Traditional text in parts of these lengths.

        A wording may lie across a cut; if its length changes, all of what it becomes goes
        to the part in which it starts.
        """
        parts = [""] * len(lengths)
        part, bound = 0, lengths[0]
        for start, stop, converted in self.segments or [(0, len(self.plain), self.converted)]:
            while start < stop:
                while bound <= start:
                    part += 1
                    bound += lengths[part]
                end = min(stop, bound) if len(converted) == stop - start else stop
                parts[part] += converted[: end - start] if end < stop else converted
                converted = converted[end - start :]
                start = end
        return parts


Inspect = Callable[[str, str], Sequence[Fault]]


def with_characters(text: str) -> str:
    """The text with characters instead of numeric references to Han characters."""
    if "&#" not in text:
        return text

    def character(reference: re.Match[str]) -> str:
        meant = unescape(reference[0])
        return meant if meant >= FIRST_HAN else reference[0]

    return REFERENCE.sub(character, text)


def _pass_all(before: str, after: str) -> Sequence[Fault]:
    return ()


class Prose:
    """Converts the text of pages by one converter.

    `inspect` says what is wrong with a Traditional text and its Simplified form.
    """

    def __init__(self, converter: Converter, inspect: Inspect = _pass_all) -> None:
        self.converter = converter
        self._inspect = inspect
        self._known: dict[str, Passage] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Converts texts that are not known yet, all at once: that is several times faster."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) > MEMORY:
            self._known.clear()
        batch = BETWEEN.join(new)
        if batch.count(BETWEEN) >= max(len(new), 1):
            for text in new:
                self._known[text] = self._passage(text)
            return
        pairs = self.converter.convert_all(new, BETWEEN)
        after = BETWEEN.join([converted for converted, _ in pairs])
        clean = not self._inspect(batch, after)
        marks = NOT_QUOTATION.sub("", batch).split(BETWEEN)
        for text, (converted, segments), quotation in zip(new, pairs, marks, strict=True):
            faults = () if clean else tuple(self._inspect(text, converted))
            self._known[text] = Passage(text, converted, quotation, faults, segments)

    def _passage(self, text: str) -> Passage:
        ((converted, segments),) = self.converter.convert_all([text], BETWEEN)
        quotation = NOT_QUOTATION.sub("", text).replace(BETWEEN, "")
        return Passage(text, converted, quotation, tuple(self._inspect(text, converted)), segments)

    def passage(self, text: str) -> Passage:
        """What is known of a text; it is learned if need be."""
        passage = self._known.get(text)
        if passage is None:
            self.learn([text])
            passage = self._known[text]
        return passage

    def worded(self, text: str, wording: str) -> list[Fault]:
        """What is wrong with a text for which the author gives the Simplified wording."""
        return list(self._inspect(text, wording))
