"""Traditional text to Simplified text, as the mainland writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from editions.opencc_tables import OpenccTables, choose
from editions.terms import Terms

# No configuration of the package converts these.
QUOTATION_MARKS = dict(zip("「」『』", "“”‘’", strict=True))
# A character for private use: no dictionary has it.
MASK = "\ue000"
NOTHING: Mapping[str, str] = MappingProxyType({})


# The characters from the first place to the second of a text, and what they become.
Segment = tuple[int, int, str]


class Converter:
    """Converts text for one set of rules.

    The table of terms (and over it the page's own `rules`) comes first: the longest
    wording, among equally long ones the leftmost. What it converts is final; the text
    between goes through the package's tables and gets the mainland's quotation marks.
    `titles` are headings that pages with rules of their own convert in their own way, so
    that they read the same in the navigation of all pages.
    """

    def __init__(
        self,
        tables: OpenccTables,
        terms: Terms,
        groups: Iterable[str] = (),
        rules: Mapping[str, str] = NOTHING,
        titles: Mapping[str, str] = NOTHING,
    ) -> None:
        if not tables.keeps_length:
            raise ValueError("a configuration whose entries change their length cannot be used")
        self._tables = tables.with_characters(QUOTATION_MARKS)
        self._rules = dict(rules)
        self.used_rules: set[str] = set()
        self._index(terms.select(groups) | dict(titles) | self._rules)
        self._index(self._unstable_results() | self._wordings)
        self.used_rules.clear()

    def _index(self, wordings: dict[str, str]) -> None:
        self._wordings = wordings
        self._lengths: dict[str, set[int]] = {}
        for wording in wordings:
            self._lengths.setdefault(wording[0], set()).add(len(wording))
        firsts = "".join(re.escape(first) for first in sorted(self._lengths))
        self._starts = re.compile(f"[{firsts}]") if firsts else None

    def _unstable_results(self) -> dict[str, str]:
        """Results of entries and wordings that a second conversion would change.

        An entry such as 徵聲 -> 徵声 protects a character only while its neighbour is
        Traditional; kept as a wording, its result stays what it is.
        """
        results = {self.convert(phrase) for phrase in self._tables.phrases()}
        results.update(self._wordings.values())
        return {text: text for text in results if self.convert(text) != text}

    def _spans(self, text: str, ignored: str) -> list[tuple[int, int]]:
        """Where wordings stand, from left to right."""
        candidates = []
        for match in self._starts.finditer(text) if self._starts else ():
            start = match.start()
            for length in self._lengths[match[0]]:
                wording = text[start : start + length]
                # At the end of the text a longer slice is cut short: not a second find.
                if wording in self._wordings and len(wording) == length and wording != ignored:
                    candidates.append((0, -length, start))
        return choose(candidates) if candidates else []

    def _by_tables(self, text: str, spans: Sequence[tuple[int, int]]) -> str:
        """The text by the package's tables, character for character; wordings masked.

        The mask stands in no entry of the package, so that none reaches into a wording.
        """
        pieces: list[str] = []
        end = 0
        for start, stop in spans:
            pieces += (text[end:start], MASK * (stop - start))
            end = stop
        return self._tables.convert("".join(pieces) + text[end:])

    def _segments(
        self, text: str, plain: str, offset: int, spans: Sequence[tuple[int, int]]
    ) -> list[Segment]:
        found: list[Segment] = []
        end = 0
        for start, stop in spans:
            start, stop = start - offset, stop - offset
            if end < start:
                found.append((end, start, plain[end:start]))
            wording = text[start:stop]
            if wording in self._rules:
                self.used_rules.add(wording)
            found.append((start, stop, self._wordings[wording]))
            end = stop
        if end < len(text):
            found.append((end, len(text), plain[end:]))
        return found

    def segments(self, text: str, ignored: str = "") -> list[Segment]:
        """The text cut into pieces that are converted independently, left to right.

        `ignored` is a wording to leave out, to see what it does.
        """
        spans = self._spans(text, ignored)
        return self._segments(text, self._by_tables(text, spans), 0, spans)

    def convert(self, text: str) -> str:
        """The Simplified form of one run of text."""
        return "".join([converted for _, _, converted in self.segments(text)])

    def convert_all(
        self, texts: Sequence[str], between: str
    ) -> list[tuple[str, list[Segment] | None]]:
        """The Simplified form of each text, each by itself but in one go.

        `between` is a character that no text and no entry holds (with a single text it does
        not matter). With a text come its segments, if a wording changes its length.
        """
        batch = between.join(texts)
        spans = self._spans(batch, "")
        plain = self._by_tables(batch, spans)
        results: list[tuple[str, list[Segment] | None]] = []
        start = place = 0
        for text in texts:
            stop = start + len(text)
            first = place
            while place < len(spans) and spans[place][1] <= stop:
                place += 1
            if first == place:
                results.append((plain[start:stop], None))
            else:
                results.append(self._assembled(text, plain, start, spans[first:place]))
            start = stop + len(between)
        return results

    def _assembled(
        self, text: str, plain: str, offset: int, spans: Sequence[tuple[int, int]]
    ) -> tuple[str, list[Segment] | None]:
        """A text of a batch (from `offset`), its wordings between what the tables gave."""
        segments = self._segments(text, plain[offset : offset + len(text)], offset, spans)
        lengthened = any(len(new) != stop - start for start, stop, new in segments)
        return "".join([new for _, _, new in segments]), segments if lengthened else None

    def unused_rules(self) -> list[str]:
        """Rules of the page that matched nothing so far, sorted."""
        return sorted(set(self._rules) - self.used_rules)
