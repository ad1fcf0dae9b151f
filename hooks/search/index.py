"""The index of an edition: all that the engine needs, as one JSON document (and some bytes).

format   what an engine of another build would not understand
fold     two strings: characters, and their canonical forms
read     readings, as `search.readings` gives them
same     groups of canonical words, joined by "|"
said     "canonical word>folded word>folded word…", joined by "|": what the Simplified
         edition, or the site, says otherwise; for queries and names
stop     canonical stop phrases, joined by "|"
near     numbers of the pages to offer when nothing fits
learned  what was learned from askings, as `search.model` gives it
pages    [address, title, weight, aliases, sections, edits of the title]
         section: [anchor, heading, text, names, danger names, edits of the text, edits of
         the heading]
         aliases and names are joined by "|"; aliases and danger names are in the edition's
         script, names, which nobody sees, canonical and without blanks and stop phrases
         edits: [start, length, instead] that turn the folded text into the canonical one,
         that of the Simplified edition; trailing empty fields are left out
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.fold import Edit, Folder, edits, fold_map
from search.model import NOTHING
from search.packed import unpack
from search.readings import readings
from search.sections import SearchPage, Section
from search.words import Words

# Below the root of an edition.
INDEX = "search/index.json"
FORMAT = 4


def read_index(root: Path) -> dict[str, Any]:
    """The published index of the edition at `root`, with the bytes of `raw` as numbers.

    Raises `FileNotFoundError` if there is none.
    """
    text, raw = unpack((root / INDEX).read_bytes())
    index: dict[str, Any] = json.loads(text)
    return {**index, "raw": list(raw)}


@dataclass
class Aliases:
    """Other names of the places of the site, in the Traditional script."""

    of_page: dict[str, list[str]] = field(default_factory=dict)
    of_section: dict[str, list[str]] = field(default_factory=dict)
    dangers: dict[str, list[str]] = field(default_factory=dict)


class Canon:
    """The canonical words and sections, the same for both editions."""

    def __init__(
        self,
        simplified: Sequence[SearchPage],
        words: Words,
        wordings: Iterable[tuple[str, str]],
        aliases: Aliases,
        heard: Iterable[str] = (),
    ) -> None:
        texts = [t for page in simplified for t in _texts(page)]
        said = [
            *(word for group in words.same for word in group.words),
            *(w for of in (aliases.of_page, aliases.of_section, aliases.dangers)
              for names in of.values() for w in names),
        ]  # fmt: skip
        plain = fold_map(words.characters, map(chr, range(0x3400, 0xFFFF)))
        everything = Folder(plain)
        used = set("".join(map(everything.fold, [*texts, *said, *words.stop, *heard])))
        self.pairs = fold_map(words.characters, used)
        self.folder = Folder(self.pairs)
        fold = self.folder.fold
        self.stop = sorted({fold(word) for word in words.stop})
        self.said = _said((fold(old), fold(new)) for old, new in wordings)
        self._saying = re.compile("|".join([*map(re.escape, self.said), r"(?!)"]))
        self.same = self._groups(words)
        self._members = {word for group in self.same for word in group}
        known = sorted([*self._members, *self.stop], key=lambda word: (-len(word), word))
        self._known = re.compile("|".join(map(re.escape, known)))
        self.read = readings([*map(fold, texts), *map(fold, said)], fold)
        self.texts = {
            (page.address, section.anchor): (fold(section.text), fold(section.heading))
            for page in simplified
            for section in page.sections
        }
        self.titles = {page.address: fold(page.title) for page in simplified}

    def word(self, text: str) -> str:
        """The canonical form of a word, as the Simplified edition says it."""
        return self._saying.sub(lambda match: self.said[match[0]], self.folder.fold(text))

    def asked(self, query: str) -> str:
        """The canonical form of a query without stop phrases, if anything is left."""
        text = self.word(query)
        kept = self._known.sub(lambda match: match[0] if match[0] in self._members else "", text)
        return kept if kept.strip() else text

    def core(self, name: str) -> str:
        """The canonical form of a name without blanks and stop phrases, if anything is left."""
        return self.asked(name.replace(" ", ""))

    def _groups(self, words: Words) -> list[list[str]]:
        taken = set(self.stop)
        groups = []
        for group in words.same:
            members = [w for w in dict.fromkeys(map(self.word, group.words)) if w not in taken]
            taken.update(members)
            if len(members) > 1:
                groups.append(members)
        return groups

    def edits(self, address: str, section: Section) -> tuple[list[Edit], list[Edit]]:
        """What makes text and heading canonical that a section has in one edition."""
        text, heading = self.texts[address, section.anchor]
        fold = self.folder.fold
        return edits(fold(section.text), text), edits(fold(section.heading), heading)


def _said(wordings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded word -> canonical word, the longest first."""
    pairs = {old: new for old, new in wordings if old != new and " " not in old + new}
    return {old: pairs[old] for old in sorted(pairs, key=lambda old: (-len(old), old))}


def _joined_said(said: dict[str, str]) -> str:
    by_canonical: dict[str, list[str]] = {}
    for old, new in said.items():
        by_canonical.setdefault(new, [new]).append(old)
    return "|".join(map(">".join, sorted(by_canonical.values())))


def _texts(page: SearchPage) -> list[str]:
    return [page.title, *(t for s in page.sections for t in (s.heading, s.text) if t)]


def places_of(pages: Iterable[SearchPage]) -> list[str]:
    """The addresses of all sections in the order of an index."""
    return [
        f"{page.address}#{section.anchor}" if section.anchor else page.address
        for page in pages
        for section in page.sections
    ]


def _trimmed(values: list[Any]) -> list[Any]:
    while values and not values[-1]:
        values.pop()
    return values


def make_index(
    pages: Sequence[SearchPage],
    canon: Canon,
    words: Words,
    aliases: Aliases,
    shown: Callable[[str], str],
    learned: Sequence[object] = NOTHING,
) -> str:
    """The JSON of one edition; `shown` puts an alias into the edition's script.

    `learned` is what `search.model.for_index` gives for `places_of(pages)`.
    """

    def joined(of: dict[str, list[str]], place: str) -> str:
        """Names of a place as people see them; of those that are read alike, the first."""
        kept: dict[str, str] = {}
        for name in map(shown, of.get(place, ())):
            kept.setdefault(canon.word(name), name)
        return "|".join(kept.values())

    rows = []
    for page in pages:
        sections = []
        for section in page.sections:
            place = f"{page.address}#{section.anchor}"
            row = [section.anchor, section.heading, section.text]
            row += [
                "|".join(dict.fromkeys(map(canon.core, aliases.of_section.get(place, ())))),
                joined(aliases.dangers, place),
            ]
            sections.append(_trimmed([*row, *canon.edits(page.address, section)]))
        weight = words.weights.get(page.address, 1)
        names = joined(aliases.of_page, page.address)
        title = edits(canon.folder.fold(page.title), canon.titles[page.address])
        rows.append(_trimmed([page.address, page.title, weight, names, sections, title]))
    places = {page.address: number for number, page in enumerate(pages)}
    index = {
        "format": FORMAT,
        "fold": ["".join(canon.pairs), "".join(canon.pairs.values())],
        "read": canon.read,
        "same": ["|".join(group) for group in canon.same],
        "said": _joined_said(canon.said),
        "stop": "|".join(canon.stop),
        "near": [places[place] for place in words.nearest if place in places],
        "learned": list(learned),
        "pages": rows,
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))
