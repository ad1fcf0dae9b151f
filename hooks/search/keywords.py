"""Words that by themselves say which page answers: what a support desk goes by.

`make learn` finds them in what people ask and writes docs/_data/learned/keywords.tsv: a line for
each page, its id, a tab, and its words in both scripts with blanks between them, the surest first.
They are few on purpose: what none of them is in, a person answers.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from base.problems import Problem, Unusable, nearest
from base.source_text import BadText, read_text
from search.model import FOLDER, MEND, SHOWN

FILE = "keywords.tsv"
# A word is sure when, by the lower end of what its queries allow for, it is right so often; and of
# the queries that no surer word is in, it gets at least so many, and this share of them right.
SURE, AGAIN, QUERIES = 0.75, 0.85, 2
# A place that is not the first of a query is right too, but less so.
SECOND = 0.7
SHORTEST, LONGEST = 2, 8
# No Latin letters, which stand in other words; numbers of hotlines, but none that sums begin with.
RUNS = re.compile(r"[^\sa-z0-9]+|(?<![a-z0-9])[0-9]{5}(?![a-z0-9])")

# The first line says of what they were learned.
DIGEST = "digest"
Keywords = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """A query: its folded text, the ids of the pages that answer, what it counts, whether who asks
    may be in danger."""

    query: str
    text: str
    pages: tuple[str, ...]
    weight: float
    danger: bool

    def right(self, page: str) -> float:
        """How right a page is as its answer."""
        if page not in self.pages:
            return 0.0
        return self.weight * (1 if page == self.pages[0] else SECOND)


@dataclass(frozen=True)
class Heard:
    """What words are learned from: `asked`, the `names` of pages and things, and the words of
    danger, which have answers of their own; all folded."""

    asked: Sequence[Asked]
    names: Sequence[str]
    dangers: Sequence[str]

    @property
    def digest(self) -> str:
        """A hash of all that the words depend on."""
        rows = [[e.query, e.text, e.pages, e.weight, e.danger] for e in self.asked]
        said = [rows, self.names, self.dangers, SURE, AGAIN, QUERIES, SECOND, SHORTEST, LONGEST]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def candidates(texts: Iterable[str]) -> set[str]:
    """What may be a word: names and queries that are short, or short parts of them between blanks.
    Stretches of longer ones are none that anybody would know for a word."""
    parts = (part for text in texts for part in text.split())
    return {part for part in parts if SHORTEST <= len(part) <= LONGEST}


def _inside(text: str, words: Collection[str]) -> Iterator[tuple[str, int]]:
    """The words in a folded text, and where they stand."""
    for run in RUNS.finditer(text):
        for start in range(len(run[0]) - SHORTEST + 1):
            for end in range(start + SHORTEST, min(len(run[0]), start + LONGEST) + 1):
                if (word := run[0][start:end]) in words:
                    yield word, run.start() + start


def _least(share: float, many: int) -> float:
    """The lower end of what a share of many allows for (Wilson, one deviation)."""
    spread = math.sqrt(share * (1 - share) / many + 1 / (4 * many * many))
    return (share + 1 / (2 * many) - spread) / (1 + 1 / many)


def _ranked(asked: Sequence[Asked], words: Collection[str]) -> list[tuple[str, str, list[int]]]:
    """The words that are sure enough, the surest first: word, page, and the queries they are in."""
    inside: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(asked):
        for word in dict.fromkeys(word for word, _ in _inside(each.text, words)):
            inside[word].append(number)
    found = []
    for word, numbers in inside.items():
        if len(numbers) < QUERIES:
            continue
        right: dict[str, float] = defaultdict(float)
        for number in numbers:
            for page in asked[number].pages:
                right[page] += asked[number].right(page)
        page, hits = max(right.items(), key=lambda each: each[1])
        share = min(1.0, hits / sum(asked[number].weight for number in numbers))
        if (sure := _least(share, len(numbers))) >= SURE:
            found.append((-sure, -len(word), word, page, numbers))
    return [(word, page, numbers) for _, _, word, page, numbers in sorted(found)]


def _written(asked: Sequence[Asked], words: Collection[str]) -> dict[str, list[str]]:
    """How people write each word, in the order of the queries."""
    found: dict[str, dict[str, None]] = {word: {} for word in words}
    for each in asked:
        for word, at in _inside(each.text, words):
            found[word][each.query[at : at + len(word)]] = None
    return {word: list(forms) for word, forms in found.items()}


def learn_keywords(
    heard: Heard, urgent: str, scripts: Sequence[Callable[[str], str]]
) -> dict[str, list[str]]:
    """The words of each page by its id, in each of the `scripts`. Nobody who may be in danger is
    sent elsewhere than to the page `urgent`."""
    asked, dangers = heard.asked, heard.dangers
    words = candidates([*heard.names, *(each.text for each in asked)])
    answered = {
        number for number, each in enumerate(asked) if any(word in each.text for word in dangers)
    }
    kept: dict[str, str] = {}
    for word, page, numbers in _ranked(asked, words):
        left = [number for number in numbers if number not in answered]
        if len(left) < QUERIES or any(danger in word for danger in dangers):
            continue
        if page != urgent and any(asked[number].danger for number in numbers):
            continue
        weight = sum(asked[number].weight for number in left)
        if sum(asked[number].right(page) for number in left) < AGAIN * weight:
            continue
        kept[word] = page
        answered.update(left)
    forms = _written(asked, kept)
    found: dict[str, list[str]] = {}
    for word, page in kept.items():
        written = [form for each in forms[word] for form in (each, *(s(each) for s in scripts))]
        found.setdefault(page, []).extend(dict.fromkeys(written))
    return found


def write_keywords(keywords: Keywords, digest: str, data_dir: Path) -> None:
    """Writes the file."""
    lines = [f"{page}\t{' '.join(words)}\n" for page, words in sorted(keywords.items())]
    text = f"{DIGEST}\t{digest}\n" + "".join(lines)
    (data_dir / FOLDER / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_keywords(data_dir: Path) -> tuple[Keywords, str]:
    """The words of each page by its id, and of what they were learned. Raises `Unusable`."""
    shown = f"{SHOWN}/{FILE}"
    try:
        text = read_text(data_dir / FOLDER / FILE, shown)
    except BadText as error:
        raise Unusable(f"{shown}: {error.problem.message}; {MEND}") from error
    found: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        page, tab, words = line.partition("\t")
        if not tab or not words.strip() or page in found or (number == 1) != (page == DIGEST):
            message = "not an id, a tab and its words, or a second line of a page"
            raise Unusable(f"{shown}:{number}: {message}; {MEND}")
        found[page] = words.split()
    if DIGEST not in found:
        raise Unusable(f"{shown}: the file is empty; {MEND}")
    return found, "".join(found.pop(DIGEST, ()))


def check_keywords(data_dir: Path, ids: Iterable[str]) -> list[Problem]:
    """Whether the words can be read, and belong to pages that there are."""
    shown, known = f"{SHOWN}/{FILE}", set(ids)
    try:
        keywords, _ = read_keywords(data_dir)
    except Unusable as error:
        place, _, message = str(error).partition(": ")
        file, _, line = place.partition(":")
        return [Problem(file, int(line or 0), message)]
    return [
        Problem(shown, number, f'no page has the id "{page}"{nearest(page, known)}; {MEND}')
        for number, page in enumerate(keywords, 2)
        if page not in known
    ]
