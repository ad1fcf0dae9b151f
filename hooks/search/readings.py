"""Pinyin: how characters are read on the site, and how common ones are read at all.

The common ones are there for slips: 崔收 sounds like 催收. They cost next to nothing, as
every browser has them in the order of their readings: the first level of GB 2312. What is
sent are the lengths of its stretches of one syllable, and what these do not say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

from base.memory import remembered

# A reading must make up this share of a character's uses to count.
SHARE = 0.08
LAST = (0xD7, 0xF9)
PLACES = [(row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
COMMON = b"".join(bytes(place) for place in PLACES if place <= LAST).decode("gb2312")
# In the order of GB 2312 ü stands right behind u.
ORDER = {"lv": "lu0", "nv": "nu0", "lve": "lue", "nve": "nue"}


def _unread(signs: str) -> Any:
    # One for each sign; the package's types know of one for all only.
    return [""] * len(signs)


@remembered
def _words(run: str) -> tuple[str, ...]:
    """A stretch without blanks, cut into words."""
    return tuple(seg(run))


@cache
def _read(word: str) -> list[str]:
    """One reading for each character of a word; "" for other signs."""
    return lazy_pinyin(word, style=Style.NORMAL, errors=_unread)


def _rising(values: Sequence[str]) -> set[int]:
    """Places of a longest subsequence that never falls."""
    tails: list[str] = []
    at: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_right(tails, value)
        tails[length : length + 1] = [value]
        before.append(at[length - 1] if length else -1)
        at[length : length + 1] = [place]
    kept, place = set(), at[-1] if at else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _in_order() -> list[str]:
    """The reading of each common character that its place in the order says."""
    usual = [_read(character)[0] for character in COMMON]
    kept = _rising([ORDER.get(sound, sound) for sound in usual])
    found: list[str] = []
    for place, sound in enumerate(usual):
        found.append(sound if place in kept or not found else found[-1])
    return found


def _heard(
    texts: Iterable[str], names: Iterable[str], fold: Callable[[str], str]
) -> dict[str, set[str]]:
    """The readings of each character: on the site by its words, else the usual one. Those of names
    count however rare they are, as a name may be all that is typed: 給付 is read jifu."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    found: Counter[str] = Counter()
    # No word goes beyond a blank. What stands there more than once is cut once, and each word is
    # looked up once.
    for run, times in Counter(run for text in texts for run in text.split(" ")).items():
        for word in _words(run):
            found[word] += times
    for word, times in found.items():
        for character, sound in zip(word, _read(word), strict=True):
            if sound:
                counts[character][sound] += times
    for character in COMMON:
        if (folded := fold(character)) not in counts:
            counts[folded][_read(character)[0]] += 1
    heard = {
        character: {s for s, count in sounds.items() if s and count >= SHARE * sounds.total()}
        for character, sounds in counts.items()
    }
    for word in {word for name in names for word in _words(name)}:
        for character, sound in zip(word, _read(word), strict=True):
            if sound:
                heard[character].add(sound)
    return heard


def readings(texts: Iterable[str], names: Sequence[str], fold: Callable[[str], str]) -> str:
    """The stretches of the common characters, then more readings: "a2 ai13 … bei呗 …".

    `texts` and `names` are canonical; `fold` gives the canonical form of a common character.
    """
    order = _in_order()
    stretches = [f"{sound}{len(list(run))}" for sound, run in groupby(order)]
    said = {(fold(character), sound) for character, sound in zip(COMMON, order, strict=True)}
    more: dict[str, str] = defaultdict(str)
    for character, sounds in sorted(_heard([*texts, *names], names, fold).items()):
        for sound in sorted(sounds):
            if (character, sound) not in said and character != " ":
                more[sound] += character
    return " ".join([*stretches, *(sound + more[sound] for sound in sorted(more))])
