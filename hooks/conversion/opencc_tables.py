"""The dictionaries of opencc-python-reimplemented, applied fast.

The package tries every window length in every dictionary (1.5 MB/s). The same
dictionaries give the same output here at more than ten times that speed: one regular
expression finds the places where an entry of two or more characters can start, look-ups
happen only there, and all other text is converted character by character in one go.

The order of the package (`opencc/opencc.py`, StringTree) is kept: within a dictionary
the longest entry wins, among equally long ones the leftmost; the dictionaries of a group
are tried one after the other on what the former ones left; each stage of the conversion
chain reads the joined output of the stage before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import opencc

# So many characters, and a look-up for each one of the text is faster than a search.
FEW = 100
PACKAGE = Path(opencc.__file__).parent


class Phrase(NamedTuple):
    """An entry of two or more characters; `group` is its dictionary's place in the group."""

    group: int
    converted: str


def read_dictionary(path: Path, separators: re.Pattern[str]) -> dict[str, str]:
    """The entries of one dictionary file of the package: key -> first conversion.

    Entries that contain one of the package's separators are left out: it cuts the text
    at these before it looks anything up, so that they never match.
    """
    entries = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, conversions = line.strip().split("\t")
        if not separators.search(key):
            entries[key] = conversions.split(" ")[0]
    return entries


def _files(dictionary: Mapping[str, Any]) -> list[str]:
    if dictionary["type"] == "group":
        return [file for part in dictionary["dicts"] for file in _files(part)]
    return [dictionary["file"]]


def _lookup_table(characters: Mapping[str, str], table: list[int | str]) -> list[int | str]:
    """A table for `str.translate` with these characters over those of another table.

    A list is several times faster than a dict with gaps, where every character that is not
    in it costs an exception.
    """
    end = max(map(ord, characters), default=-1) + 1
    extended = table + list(range(len(table), end))
    for character, converted in characters.items():
        extended[ord(character)] = converted
    return extended


def _character_class(characters: Iterable[str]) -> str:
    return "[" + "".join(re.escape(c) for c in sorted(set(characters))) + "]"


class Stage:
    """One step of the conversion chain: a group of dictionaries in order."""

    def __init__(self, group: Iterable[Mapping[str, str]]) -> None:
        self.characters: dict[str, str] = {}
        self.phrases: dict[str, Phrase] = {}
        for place, dictionary in enumerate(group):
            # A character that an earlier dictionary converts by itself is gone before
            # this one is tried, and with it every phrase of this one that contains it.
            taken = frozenset(self.characters)
            for key, converted in dictionary.items():
                if len(key) == 1:
                    self.characters.setdefault(key, converted)
                elif taken.isdisjoint(key):
                    self.phrases.setdefault(key, Phrase(place, converted))
        self._table = _lookup_table(self.characters, [])
        self._index()

    def _index(self) -> None:
        changed = [char for char, converted in self.characters.items() if char != converted]
        # A few characters are found faster than all are looked up.
        self._few = re.compile(_character_class(changed)) if 0 < len(changed) < FEW else None
        self._lengths: dict[str, list[int]] = {}
        for key in self.phrases:
            lengths = self._lengths.setdefault(key[0], [])
            if len(key) not in lengths:
                lengths.append(len(key))
        firsts = _character_class(key[0] for key in self.phrases)
        seconds = _character_class(key[1] for key in self.phrases)
        self._starts = re.compile(f"{firsts}(?={seconds})") if self.phrases else None

    def but(self, characters: Mapping[str, str]) -> Stage:
        """This step with these characters converted so, and by themselves only."""
        stage = copy(self)
        stage.characters = {**self.characters, **characters}
        kept = {key: p for key, p in self.phrases.items() if characters.keys().isdisjoint(key)}
        stage.phrases = kept
        stage._table = _lookup_table(characters, self._table)
        stage._index()
        return stage

    @property
    def keeps_length(self) -> bool:
        """Whether no entry is longer or shorter than what it becomes."""
        lengths = [(len(key), len(phrase.converted)) for key, phrase in self.phrases.items()]
        lengths += [(1, len(converted)) for converted in self.characters.values()]
        return all(before == after for before, after in lengths)

    def _candidates(self, text: str) -> list[tuple[int, int, int]]:
        """Entries that stand in the text, as (group, -length, start): the order of choice."""
        found = []
        for match in self._starts.finditer(text) if self._starts else ():
            start = match.start()
            for length in self._lengths[text[start]]:
                phrase = self.phrases.get(text[start : start + length])
                # The slice is shorter than `length` at the end of the text, where a
                # shorter entry would be found twice.
                if phrase and start + length <= len(text):
                    found.append((phrase.group, -length, start))
        return found

    def _by_character(self, text: str) -> str:
        if self._few:
            return self._few.sub(lambda match: self.characters[match[0]], text)
        return text.translate(self._table)

    def convert(self, text: str) -> str:
        """The text after this step."""
        candidates = self._candidates(text)
        if not candidates:
            return self._by_character(text)
        pieces, end = [], 0
        for start, stop in choose(candidates):
            pieces.append(self._by_character(text[end:start]))
            pieces.append(self.phrases[text[start:stop]].converted)
            end = stop
        pieces.append(self._by_character(text[end:]))
        return "".join(pieces)


def choose(candidates: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The spans (start, stop) to convert, from left to right, none overlapping another.

    Candidates are (group, -length, start); the smallest is chosen first, then the next
    that does not overlap those chosen.
    """
    if len(candidates) == 1:
        _, length, start = candidates[0]
        return [(start, start - length)]
    taken: set[int] = set()
    chosen = []
    for _, length, start in sorted(candidates):
        span = range(start, start - length)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append((start, start - length))
    return sorted(chosen)


class OpenccTables:
    """Converts like `opencc.OpenCC(configuration).convert`, with identical output."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self.stages = tuple(stages)

    def convert(self, text: str) -> str:
        """The converted text; any string is good input."""
        for stage in self.stages:
            text = stage.convert(text)
        return text

    @property
    def keeps_length(self) -> bool:
        """Whether every character of a text becomes one character, in its place."""
        return all(stage.keeps_length for stage in self.stages)

    def appearing(self) -> set[str]:
        """Characters that a step puts where another stood, for the next step to read."""
        entries: list[tuple[str, str]] = []
        for stage in self.stages[:-1]:
            entries += stage.characters.items()
            entries += [(key, phrase.converted) for key, phrase in stage.phrases.items()]
        return {char for key, converted in entries for char in converted if char not in key}

    def but(self, characters: Mapping[str, str]) -> OpenccTables:
        """These tables, with characters that are converted so wherever they stand.

        None of them may be `appearing`.
        """
        *stages, last = self.stages
        unchanged = {char: char for char in characters}
        return OpenccTables([*(stage.but(unchanged) for stage in stages), last.but(characters)])

    def characters(self) -> set[str]:
        """All characters that some step converts by themselves."""
        return {char for stage in self.stages for char in stage.characters}

    def phrases(self) -> list[str]:
        """All entries of two or more characters, as the text would have to hold them."""
        return sorted({key for stage in self.stages for key in stage.phrases})


@cache
def load(configuration: str = "tw2s") -> OpenccTables:
    """The tables of a configuration of the package, read once in a process.

    Raises FileNotFoundError for a configuration that the package does not have.
    """
    config = PACKAGE / "config" / f"{configuration}.json"
    chain = json.loads(config.read_text(encoding="utf-8"))["conversion_chain"]
    separators = opencc.OpenCC().split_chars_re
    return OpenccTables(
        Stage(
            read_dictionary(PACKAGE / "dictionary" / file, separators)
            for file in _files(step["dict"])
        )
        for step in chain
    )


def read_characters(file: str) -> dict[str, list[str]]:
    """A character dictionary of the package with all its conversions, the first first."""
    lines = (PACKAGE / "dictionary" / file).read_text(encoding="utf-8").splitlines()
    pairs = (line.strip().split("\t") for line in lines)
    return {key: conversions.split(" ") for key, conversions in pairs}
