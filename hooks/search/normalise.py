"""The canonical form of text: one character for all forms of a character, blanks for marks.

The engine (docs/assets/javascripts/search/engine/canonical.js) folds in the same way; a test asks
it for every name of the site that this folds.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from conversion.opencc_tables import read_characters

# (start, length, instead): characters of a text that another text has otherwise.
Edit = tuple[int, int, str]


def _pairs() -> dict[str, str]:
    """Character -> the first Simplified form that the dictionaries name.

    The Japanese variants stay out: they turn 条 back into 條.
    """
    simplified = {key: targets[0] for key, targets in read_characters("TSCharacters.txt").items()}
    pairs = dict(simplified)
    for file in ("TWVariants.txt", "HKVariants.txt"):
        for standard, variants in read_characters(file).items():
            for variant in variants:
                pairs.setdefault(variant, simplified.get(standard, standard))
    return pairs


def fold_map(same_characters: Iterable[str], used: Iterable[str]) -> dict[str, str]:
    """Character -> canonical character, where that one is `used`.

    Each string of `same_characters` is read as its first character, over the dictionaries.
    """
    pairs = _pairs()
    for row in same_characters:
        pairs.update({character: row[0] for character in row[1:]})
        pairs.pop(row[0], None)
    known = frozenset(used)

    def last(character: str) -> str:
        passed = {character}
        while character in pairs and pairs[character] not in passed:
            character = pairs[character]
            passed.add(character)
        return character

    folded = {key: last(key) for key in pairs}
    # One UTF-16 unit for one: what lies beyond the first plane stays out.
    return {
        key: value
        for key, value in sorted(folded.items())
        if key != value and value in known and len(key) == len(value) == 1
        if key <= "\uffff" and value <= "\uffff"
    }


class _Units(dict[str, str]):
    """What each character is folded to, as it is asked for."""

    def __missing__(self, character: str) -> str:
        plain = unicodedata.normalize("NFKC", character).lower()
        unit = " " if len(plain) > 1 or not plain.isalnum() else self.get(plain, plain)
        self[character] = unit
        return unit


class Folder:
    """Folds text as the engine does; offsets count UTF-16 units as long as there are no
    characters beyond the first plane, which the site does not use."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._units = _Units(pairs)

    def fold(self, text: str) -> str:
        """The canonical form, of the same length."""
        return "".join(map(self._units.__getitem__, text))


def _replaced(text: str, wanted: str) -> list[Edit]:
    """The same for texts of one length, whose characters are compared one by one."""
    found: list[Edit] = []
    for at, (old, new) in enumerate(zip(text, wanted, strict=True)):
        if old != new:
            start, length, instead = found[-1] if found else (-1, 0, "")
            if start + length == at:
                found[-1] = (start, length + 1, instead + new)
            else:
                found.append((at, 1, new))
    return found


def edits(text: str, wanted: str) -> list[Edit]:
    """What must be replaced in `text` to get `wanted`."""
    if text == wanted:
        return []
    if len(text) == len(wanted):
        return _replaced(text, wanted)
    matcher = difflib.SequenceMatcher(None, text, wanted, autojunk=False)
    return [
        (start, end - start, wanted[other_start:other_end])
        for tag, start, end, other_start, other_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def apply(text: str, changes: Sequence[Edit]) -> str:
    """The text with the edits made, as the engine makes them."""
    out, done = [], 0
    for start, length, instead in changes:
        out += [text[done:start], instead]
        done = start + length
    return "".join([*out, text[done:]])
