"""All that the conversion of a site goes by, read from the project's data files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from base.problems import Problem
from conversion import opencc_tables
from conversion.converter import NOTHING, Converter
from conversion.leaks import LeakCheck
from conversion.opencc_tables import OpenccTables
from conversion.shared_characters import load_shared
from conversion.term_checks import check_effects
from conversion.terms import Terms, load_terms
from conversion.text import TextConverter

TERMS, SHARED = "terms.yml", "shared_characters.yml"


# Known by itself: the same files give the same one (`_load`), and it is asked for with each page.
@dataclass(frozen=True, eq=False)
class ConversionSettings:
    """The tables of the package, our terms, and what may remain."""

    tables: OpenccTables
    terms: Terms
    leaks: LeakCheck

    @cached_property
    def _usual(self) -> Converter:
        return Converter(self.tables, self.terms)

    def convert(self, text: str) -> str:
        """A text as a page without rules of its own has it; made ready when first asked."""
        return self._usual.convert(text)

    def text_converter(
        self,
        groups: Iterable[str] = (),
        rules: Mapping[str, str] = NOTHING,
        titles: Mapping[str, str] = NOTHING,
    ) -> TextConverter:
        """The conversion for pages with these groups and rules; see `Converter`."""
        converter = Converter(self.tables, self.terms, groups, rules, titles)
        return TextConverter(converter, self.leaks.with_rules(rules).inspect)


def load_settings(folder: Path, shown: str = "") -> tuple[ConversionSettings, list[Problem]]:
    """The settings in a folder of data files, and what is wrong with these files.

    `shown` is how errors name the folder. Files that have not changed are not read again.
    """
    files = [folder / name for name in (TERMS, SHARED)]
    contents = tuple(file.read_bytes() if file.is_file() else None for file in files)
    return _load(folder, shown or folder.as_posix(), contents)


@lru_cache(maxsize=2)
def _load(
    folder: Path, shown: str, contents: tuple[bytes | None, ...]
) -> tuple[ConversionSettings, list[Problem]]:
    tables = opencc_tables.load()
    terms, problems = load_terms(folder / TERMS, f"{shown}/{TERMS}")
    problems += check_effects(terms, tables)
    shared, faults = load_shared(folder / SHARED, f"{shown}/{SHARED}")
    leaks = LeakCheck(tables, terms, shared, f"{shown}/{SHARED}")
    return ConversionSettings(tables, terms, leaks), sorted(problems + faults)
