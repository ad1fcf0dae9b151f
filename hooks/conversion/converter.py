"""Traditional text to Simplified text, as the mainland writes it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from conversion.opencc_tables import OpenccTables, choose
from conversion.terms import Terms

# No configuration of the package converts these.
QUOTATION_MARKS = dict(zip("「」『』", "“”‘’", strict=True))
# A character for private use: no dictionary has it.
MASK = "\ue000"
# Stands between texts that are converted in one go: it stands in no entry of the package.
BETWEEN = "\x1e"
# A text is converted again at most so often, until nothing changes any more.
ROUNDS = 4
NOTHING: Mapping[str, str] = MappingProxyType({})


class Beginnings:
    """Finds where one of many wordings may begin."""

    def __init__(self, wordings: Iterable[str]) -> None:
        starts = {wording[:2] for wording in wordings}
        single = _class_of(start for start in starts if len(start) == 1)
        first = _class_of(start[0] for start in starts if len(start) == 2)
        second = _class_of(start[1] for start in starts if len(start) == 2)
        # Two patterns: a search for one class is fast, for one of two alternatives it is not.
        patterns = [single] if single else []
        patterns += [f"{first}(?={second})"] if first else []
        self._patterns = [re.compile(pattern) for pattern in patterns]

    def places(self, text: str) -> Iterator[int]:
        """The places of a character that is a wording by itself, and of a first character of
        a wording before a second one."""
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                yield match.start()


def _class_of(characters: Iterable[str]) -> str:
    """A class of a regular expression; an empty string without characters."""
    members = "".join(re.escape(char) for char in sorted(set(characters)))
    return f"[{members}]" if members else ""


class Converted(NamedTuple):
    """The Simplified form of a text.

    `even` has a character for each of the text. Where a wording has changed its length, it
    has masks, and `uneven` holds the wording's start, its stop and what it becomes.
    """

    even: str
    uneven: tuple[tuple[int, int, str], ...] = ()

    def part(self, start: int, stop: int) -> str:
        """What the characters from `start` to `stop` become.

        A wording across a cut that has changed its length belongs to the part in which it
        starts.
        """
        if not self.uneven:
            return self.even[start:stop]
        pieces, at = [], start
        first = max(0, bisect_left(self.uneven, (start,)) - 1)
        for low, high, wording in self.uneven[first:]:
            if low >= stop:
                break
            if high > at:
                pieces.append(self.even[at : max(at, low)])
                pieces.append(wording if low >= start else "")
                at = high
        pieces.append(self.even[at:stop])
        return "".join(pieces)

    def __str__(self) -> str:
        return self.part(0, len(self.even))


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
        self._rules = dict(rules)
        self.used_rules: set[str] = set()
        wordings = terms.select(groups) | dict(titles) | self._rules
        # A wording of one character comes after all longer ones: it can as well stand in the
        # tables, where it costs nothing. Not so a rule of the page, whose use is noted.
        appearing = tables.appearing()
        single = {
            char: to
            for char, to in wordings.items()
            if len(char) == len(to) == 1 and char not in self._rules and char not in appearing
        }
        self._tables = tables.but(QUOTATION_MARKS | single)
        self._index({key: to for key, to in wordings.items() if key not in single})
        entries = {*tables.phrases(), *wordings}
        self._changing: frozenset[str] = frozenset()
        self._again = Beginnings(())
        self._index(self._unstable(entries) | self._wordings)
        characters = {*tables.characters(), *"".join(entries)}
        self._changing = self._still_changing(entries | characters)
        self._again = Beginnings(self._changing)
        self.used_rules.clear()

    def _index(self, wordings: dict[str, str]) -> None:
        self._wordings = wordings
        self._lengths: dict[str, set[int]] = {}
        for wording in wordings:
            self._lengths.setdefault(wording[:2], set()).add(len(wording))
        self._beginnings = Beginnings(wordings)

    def _results(self, texts: Iterable[str]) -> dict[str, str]:
        """Each text and its conversion."""
        texts = list(texts)
        return dict(zip(texts, self.convert(BETWEEN.join(texts)).split(BETWEEN), strict=True))

    def _unstable(self, texts: Iterable[str]) -> dict[str, str]:
        """Results of entries and wordings that a second conversion would change.

        An entry such as 徵聲 -> 徵声 protects a character only while its neighbour is
        Traditional; kept as a wording, its result stays what it is.
        """
        again = self._results(set(self._results(texts).values()))
        return {text: text for text, changed in again.items() if text != changed}

    def _still_changing(self, texts: Iterable[str]) -> frozenset[str]:
        """The beginnings of entries that a converted text can hold and that still change."""
        results = self._results(texts)
        appearing = set("".join(results.values()))
        return frozenset(
            text[:2]
            for text, result in results.items()
            if text != result and appearing.issuperset(text)
        )

    def _may_change(self, text: str) -> bool:
        """Whether a converted text holds the beginning of an entry that changes it."""
        for start in self._again.places(text):
            if text[start] in self._changing or text[start : start + 2] in self._changing:
                return True
        return False

    def _spans(self, text: str, ignored: str) -> list[tuple[int, int]]:
        """Where wordings stand, from left to right."""
        candidates = []
        for start in self._beginnings.places(text):
            for key in (text[start : start + 2], text[start]):
                for length in self._lengths.get(key, ()):
                    wording = text[start : start + length]
                    # The last of a text would be found once more with each longer length.
                    whole = len(wording) == length
                    if whole and wording in self._wordings and wording != ignored:
                        candidates.append((0, -length, start))
        return choose(candidates) if candidates else []

    def converted(self, text: str, ignored: str = "") -> Converted:
        """The Simplified form of a text, place by place.

        `ignored` is a wording to leave out, to see what it does (in the first round).
        """
        result = self._once(text, ignored)
        # A neighbour that has become Simplified may complete an entry. To convert again what
        # is converted must change nothing, so it is done here; hardly any text needs it.
        for _ in range(0 if ignored else ROUNDS):
            if not self._may_change(result.even):
                break
            again = self._once(result.even, ignored)
            if again.even == result.even:
                break
            result = Converted(again.even, tuple(sorted(result.uneven + again.uneven)))
        return result

    def _once(self, text: str, ignored: str) -> Converted:
        spans = self._spans(text, ignored)
        if not spans:
            return Converted(self._tables.convert(text))
        masked: list[str] = []
        end = 0
        for start, stop in spans:
            # The mask stands in no entry of the package: none reaches into a wording.
            masked += (text[end:start], MASK * (stop - start))
            end = stop
        plain = self._tables.convert("".join(masked) + text[end:])
        pieces: list[str] = []
        uneven: list[tuple[int, int, str]] = []
        end = 0
        for start, stop in spans:
            wording = text[start:stop]
            to = self._wordings[wording]
            if wording in self._rules:
                self.used_rules.add(wording)
            pieces += (plain[end:start], to if len(to) == len(wording) else plain[start:stop])
            if len(to) != len(wording):
                uneven.append((start, stop, to))
            end = stop
        return Converted("".join(pieces) + plain[end:], tuple(uneven))

    def convert(self, text: str) -> str:
        """The Simplified form of one run of text."""
        return str(self.converted(text))

    def unused_rules(self) -> list[str]:
        """Rules of the page that matched nothing so far, sorted."""
        return sorted(set(self._rules) - self.used_rules)
