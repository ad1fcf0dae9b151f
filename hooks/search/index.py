"""The search's data of an edition, as the engine reads it: a first part that answers by itself,
and what comes after it (layout.py says which pages stand where).

The first part, `index.json`:

format   what an engine of another build would not understand
stamp    of what the numbers of pages and sections mean; other parts of the same site have it too
units    how many sections there are in all parts
parts    how many text parts follow: text-1.json, …
learned  [how many shards of what was learned, what a level is worth]: learned-0.json, …
terms    how many shards say which sections hold a word: terms-0.json, …; 0 in a guide so small
         that all its text is loaded at once
fold     two strings: characters, and their canonical forms
read     readings, as `search.readings` gives them
same     groups of canonical words, joined by "|"
said     "canonical word>folded word>folded word…", joined by "|": what the Simplified
         edition, or the site, says otherwise; for queries and names
stop     canonical stop phrases, joined by "|"
near     numbers of the pages to offer when nothing fits
named    "canonical name without blanks>number of a section", joined by "|": where two places bear
         one name, the one that opens
first    the number of the first section in `pages`: 0
unheard  numbers of the sections in `pages` that nothing was learned of
pages    [address, id, title, weight, aliases, sections, edits of the title]
         id: empty if it is the last folder of the address
         section: [anchor, heading, text, names, danger names, edits of the text, edits of
         the heading]
         aliases and names are joined by "|"; aliases and danger names are in the edition's
         script, names, which nobody sees, canonical
         edits: [start, length, instead] that turn the folded text into the canonical one,
         that of the Simplified edition; trailing empty fields are left out

A text part: stamp, first, unheard, pages. In a large guide `parts.json` says with which section
each of them starts. Sections are numbered through all parts; the number of a page is
that of its first section.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from search.canon import Aliases, Canon
from search.normalise import edits
from search.packed import unpack
from search.sections import SearchPage, Section
from search.vocabulary import Words

# Below the root of an edition.
FOLDER = "search/"
INDEX = f"{FOLDER}index.json"
FORMAT = 7


def text_part(number: int) -> str:
    """The name of a text part; the first is the index itself."""
    return f"text-{number}.json" if number else "index.json"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_part(file: Path) -> dict[str, Any]:
    """A published part, with the bytes of `raw` as numbers. Raises `FileNotFoundError`."""
    text, raw = unpack(file.read_bytes())
    part: dict[str, Any] = json.loads(text)
    return {**part, "raw": list(raw)}


def read_index(root: Path) -> dict[str, Any]:
    """The published index of the edition at `root`, with the pages of all its parts.

    Raises `FileNotFoundError` if there is none.
    """
    index = read_part(root / INDEX)
    for number in range(1, index["parts"] + 1):
        index["pages"] += read_part(root / FOLDER / text_part(number))["pages"]
    return index


def places_of(pages: Sequence[SearchPage]) -> list[str]:
    """The addresses of all sections in the order of an index."""
    return [
        f"{page.address}#{section.anchor}" if section.anchor else page.address
        for page in pages
        for section in page.sections
    ]


def _joined_said(said: Mapping[str, str]) -> str:
    by_canonical: dict[str, list[str]] = {}
    for old, new in said.items():
        by_canonical.setdefault(new, [new]).append(old)
    return "|".join(map(">".join, sorted(by_canonical.values())))


def tables(pages: Sequence[SearchPage], canon: Canon, words: Words) -> dict[str, object]:
    """What all queries need, whatever they ask for."""
    number = {place: at for at, place in enumerate(places_of(pages))}
    named = {canon.word(name).replace(" ", ""): number[to] for name, to in words.named.items()}
    return {
        "fold": ["".join(canon.pairs), "".join(canon.pairs.values())],
        "read": canon.read,
        "same": ["|".join(group) for group in canon.same],
        "said": _joined_said(canon.said),
        "stop": "|".join(canon.stop),
        "near": [number[place] for place in words.nearest],
        "named": "|".join(f"{name}>{place}" for name, place in named.items()),
    }


def _trimmed(values: list[Any]) -> list[Any]:
    while values and not values[-1]:
        values.pop()
    return values


class Rows:
    """The rows of an edition's pages; `shown` puts an alias into the edition's script. Of the
    edition that `is_canonical` the folded texts are the canonical ones."""

    def __init__(
        self,
        canon: Canon,
        words: Words,
        aliases: Aliases,
        shown: Callable[[str], str],
        is_canonical: bool = False,
    ) -> None:
        self._canon, self._words, self._aliases = canon, words, aliases
        self._shown, self._is_canonical = shown, is_canonical

    def _names(self, of: Mapping[str, Sequence[str]], place: str) -> str:
        """Names of a place as people see them; of those that are read alike, the first."""
        kept: dict[str, str] = {}
        for name in map(self._shown, of.get(place, ())):
            kept.setdefault(self._canon.word(name), name)
        return "|".join(kept.values())

    def _section(self, page: SearchPage, section: Section) -> list[Any]:
        canon, aliases = self._canon, self._aliases
        place = f"{page.address}#{section.anchor}"
        unseen = dict.fromkeys(map(canon.word, aliases.of_section.get(place, ())))
        dangers = self._names(aliases.dangers, place)
        row = [section.anchor, section.heading, section.text, "|".join(unseen), dangers]
        return _trimmed([*row, *(() if self._is_canonical else canon.edits(page.address, section))])

    def page(self, page: SearchPage) -> list[Any]:
        """The row of a page."""
        canon = self._canon
        own = page.address.rstrip("/").rpartition("/")[2]
        return _trimmed(
            [
                page.address,
                page.id if page.id != own else "",
                page.title,
                self._words.weights.get(page.address, 1),
                self._names(self._aliases.of_page, page.address),
                [self._section(page, section) for section in page.sections],
                edits(canon.folder.fold(page.title), canon.titles[page.address]),
            ]
        )
