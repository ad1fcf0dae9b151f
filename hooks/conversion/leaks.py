"""Characters of the wrong script: in the Traditional text, and in what it became."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache

from base.languages import EDITIONS, SIMPLIFIED, TRADITIONAL
from base.problems import Problem
from conversion.converter import BETWEEN, Converter
from conversion.opencc_tables import OpenccTables, read_characters
from conversion.shared_characters import Shared
from conversion.terms import Terms
from conversion.text import BLOCK

CONTEXT = 6  # characters shown on each side
# What stands between runs and blocks of text that are looked over in one go.
BREAK = f"[{BETWEEN}{BLOCK}]"
# The replacement character, private use, and controls that no keyboard gives.
MOJIBAKE = "\ufffd\ue000-\uf8ff\x80-\x9f"
RARE = "\U00010000"  # from here on, characters outside the basic plane


@cache
def _simplified_only() -> dict[str, str]:
    """Characters that no Traditional text holds -> what it holds instead (source: package)."""
    taiwan = {old: forms[0] for old, forms in read_characters("TWVariants.txt").items()}
    traditional = set(read_characters("TSCharacters.txt")) | set(taiwan) | set(taiwan.values())
    return {
        char: "、".join(dict.fromkeys(taiwan.get(form, form) for form in forms))
        for char, forms in read_characters("STCharacters.txt").items()
        if char not in forms and char not in traditional
    }


def _traditional_only(tables: OpenccTables, terms: Terms) -> dict[str, str]:
    """Characters that the conversion changes where they stand alone -> what they become."""
    converter = Converter(tables, terms)
    chars = tables.characters()
    chars.update(row.source for row in terms.rows if len(row.source) == 1)
    before = BETWEEN.join(sorted(chars))
    pairs = zip(before, converter.convert(before), strict=True)
    return {char: after for char, after in pairs if after != char}


class Script:
    """What may stand in one edition.

    `wrong` are the characters of the other script, with what to write; `shared` those that
    are right in some words; `words` are wordings that are right whatever they hold;
    `mojibake` more wrong characters, as part of a regular expression's class.
    """

    def __init__(
        self,
        wrong: Mapping[str, str],
        shared: Iterable[Shared],
        words: Iterable[str] = (),
        mojibake: str = "",
    ) -> None:
        self._write = dict(wrong)
        self._listed: dict[str, tuple[str, ...]] = {}
        for row in shared:
            self._write[row.char] = row.write
            self._listed[row.char] = row.words
        self._words = {char: list(listed) for char, listed in self._listed.items()}
        self._add(words)
        # One range for all rare characters: some thousand of them in a class make the search
        # fifty times slower.
        common = "".join(re.escape(char) for char in sorted(self._write) if char < RARE)
        self._suspects = re.compile(f"[{mojibake}{common}{RARE}-\U0010ffff]")

    def _add(self, words: Iterable[str]) -> None:
        for word in words:
            for char in set(word) & self._write.keys():
                self._words.setdefault(char, []).append(word)

    def with_words(self, words: Iterable[str]) -> Script:
        """The same, with more wordings that are right."""
        script = copy(self)
        script._words = {char: list(allowed) for char, allowed in self._words.items()}
        script._add(words)
        return script

    def slips(self, text: str) -> Iterable[tuple[str, int]]:
        """The characters that are wrong where they stand, each with its place."""
        for match in self._suspects.finditer(text):
            char, place = match[0], match.start()
            if char >= RARE and char not in self._write:
                continue
            if not any(_covers(text, place, char, word) for word in self._words.get(char, ())):
                yield char, place

    def instead(self, char: str) -> str:
        """What to write instead of a character."""
        return self._write.get(char, "")

    def right_in(self, char: str) -> str:
        """The words that are listed for a character, or an empty string."""
        return "、".join(self._listed.get(char, ())[:4])


def _covers(text: str, place: int, char: str, word: str) -> bool:
    """Whether the character at a place is part of a word."""
    starts = (place - i for i, c in enumerate(word) if c == char)
    return any(start >= 0 and text.startswith(word, start) for start in starts)


def _around(text: str, place: int, reach: int) -> str:
    """The characters around a place, of its own run in a batch of runs."""
    before = re.split(BREAK, text[max(0, place - reach) : place])[-1]
    return before + re.split(BREAK, text[place : place + reach + 1])[0]


def _near(text: str, place: int) -> str:
    return _around(text, place, 2)


def _excerpt(text: str, place: int) -> str:
    return " ".join(_around(text, place, CONTEXT).split())


class LeakCheck:
    """Looks over each text and what it became.

    `shown` is how messages name the file of shared characters.
    """

    def __init__(
        self, tables: OpenccTables, terms: Terms, shared: Sequence[Shared], shown: str
    ) -> None:
        self._shown, self._terms_shown = shown, terms.path
        of = {edition: [row for row in shared if row.edition == edition] for edition in EDITIONS}
        self._traditional = Script(_simplified_only(), of[TRADITIONAL], mojibake=MOJIBAKE)
        wrong = _traditional_only(tables, terms)
        self._simplified = Script(wrong, of[SIMPLIFIED], [row.target for row in terms.rows])

    def with_rules(self, rules: Mapping[str, str]) -> LeakCheck:
        """For a page with rules of its own: what its author asks for is right."""
        check = copy(self)
        check._simplified = self._simplified.with_words(rules.values())
        return check

    def inspect(self, before: str, after: str) -> list[Problem]:
        """What is wrong with a Traditional text and with its Simplified form."""
        faults = self.inspect_master(before)
        for char, place in self._simplified.slips(after):
            message = f"{char} in “{_excerpt(after, place)}” (zh-Hans): {self._advice(char)}"
            faults.append(Problem("", 0, message, _near(before, place)))
        return faults

    def inspect_master(self, text: str) -> list[Problem]:
        """What is wrong with a Traditional text alone."""
        faults = []
        for char, place in self._traditional.slips(text):
            message = f"{char} in “{_excerpt(text, place)}”: {self._traditional_advice(char)}"
            faults.append(Problem("", 0, message, _near(text, place)))
        return faults

    def unconverted(self, text: str) -> str:
        """The characters that would be of the wrong script in the Simplified edition, if the text
        stood there as it is."""
        return "".join(char for char, _ in self._simplified.slips(text))

    def _traditional_advice(self, char: str) -> str:
        write = self._traditional.instead(char)
        if not write:
            return "a broken character (mojibake): write what was meant"
        if words := self._traditional.right_in(char):
            return (
                f"write {write}; if it is right here as in {words}, list the word in {self._shown}"
            )
        return f'write {write}, or mark a quotation with lang="zh-Hans"'

    def _advice(self, char: str) -> str:
        write = self._simplified.instead(char) or "?"
        return (
            f"not converted. If {write} is meant, add the word to {self._terms_shown}; "
            f"if {char} is right, list the word in {self._shown}"
        )
