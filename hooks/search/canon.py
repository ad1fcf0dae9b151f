"""The one form in which all is compared: the folded text of the Simplified edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.normalise import Edit, Folder, edits, fold_map
from search.readings import readings
from search.sections import SearchPage, Section
from search.vocabulary import Words


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
        characters = set("".join([*texts, *said, *words.stop, *heard]))
        used = set(everything.fold("".join(characters)))
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
        self.texts = {
            (page.address, section.anchor): (fold(section.text), fold(section.heading))
            for page in simplified
            for section in page.sections
        }
        self.titles = {page.address: fold(page.title) for page in simplified}
        folded = [*self.titles.values(), *(text for pair in self.texts.values() for text in pair)]
        self.read = readings(folded, list(map(fold, said)), fold)

    def word(self, text: str) -> str:
        """The canonical form of a word, as the Simplified edition says it."""
        return self._saying.sub(lambda match: self.said[match[0]], self.folder.fold(text))

    def asked(self, query: str) -> str:
        """The canonical form of a query without stop phrases, if anything is left."""
        text = self.word(query)
        kept = self._known.sub(lambda match: match[0] if match[0] in self._members else "", text)
        return kept if kept.strip() else text

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


def _texts(page: SearchPage) -> list[str]:
    return [page.title, *(t for s in page.sections for t in (s.heading, s.text) if t)]
