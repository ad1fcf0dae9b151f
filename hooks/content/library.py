"""Reads and checks everything under `docs/` that pages are made of, before one is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from base.memory import remembered
from base.problems import Problem
from base.records import Table
from content.ages import read_ages
from content.attribute_lists import Icons, check_attribute_lists, read_icons
from content.block_check import check_blocks
from content.brackets import check_brackets
from content.changes import changes_of
from content.character_check import check_characters
from content.claims import check_bindings, check_caveats, places, read_claims
from content.facts import check_citations, check_figures, checked_on, read_facts, stated_by
from content.former_ids import check_former_ids
from content.front_matter import check_pages
from content.glossary import read_glossary
from content.list_lines import check_lists, check_parts, part_places
from content.lists import Library
from content.marks import check_marks
from content.parts import read_parts
from content.pictures import check_pictures, read_pictures
from content.promised import promised_anchors
from content.prose import check_prose
from content.raw_html import check_raw_html
from content.script_check import check_data_script, check_script
from content.source_pages import SourcePage, SourcePages, read_pages
from conversion.leaks import LeakCheck
from conversion.settings import ConversionSettings, load_settings


@dataclass(frozen=True)
class Sources:
    """All that authors wrote: data and pages."""

    library: Library
    pages: SourcePages
    settings: ConversionSettings


def _first_of_lines(found: Iterable[Iterable[Problem]]) -> Iterator[Problem]:
    """What checks find, cause first: where one has found something on a line, what later ones say
    of the same line is most often the same fault once more."""
    lines: set[int] = set()
    for problems in found:
        new = [problem for problem in problems if problem.line not in lines]
        # A mark that is not closed on its line goes on in the next one.
        lines |= {line for p in new if p.line for line in (p.line, p.line + 1)}
        yield from new


@remembered
def _check_alone(
    page: SourcePage, leaks: LeakCheck, risks: frozenset[str], icons: Icons
) -> tuple[Problem, ...]:
    """What is wrong with a page whatever the data and the other pages say, but for the names of
    its risks and icons."""
    found = _first_of_lines(
        (
            check_raw_html(page),
            check_attribute_lists(page, icons),
            check_blocks(page, risks),
            check_brackets(page),
            [*check_prose(page), *check_former_ids(page)],
            check_script(page, leaks),
            check_marks(page),
        )
    )
    return tuple(found)


def read_sources(docs_dir: Path) -> tuple[Sources, list[Problem]]:
    """The data, the pages, and all that is wrong with them, sorted by file and line."""
    data_dir = docs_dir / "_data"
    facts, problems = read_facts(data_dir)
    claims, risks, faults = read_claims(data_dir)
    problems += faults
    terms, faults = read_glossary(data_dir, facts)
    problems += faults
    pages, faults = read_pages(docs_dir)
    problems += faults
    settings, faults = load_settings(data_dir, "docs/_data")
    problems += faults
    known, faults = read_parts(data_dir)
    problems += faults
    ages, faults = read_ages(data_dir, known.topics)
    problems += faults
    problems += check_data_script(facts, terms, claims, ages, settings.leaks)
    problems += check_pages(pages, known.sections)
    parts = part_places(pages)
    problems += check_parts(parts, {"facts": facts, "claims": claims}, known)
    known_risks = (*risks, *risks.faulty) if risks.whole else ()
    names = frozenset(risk.lower() for risk in known_risks)
    told = {(problem.path, problem.line) for problem in problems}
    stated, icons = stated_by(facts), read_icons(docs_dir)
    for problem in _check_texts(pages, facts, stated, settings.leaks, names, icons):
        if (problem.path, problem.line) not in told:
            problems.append(problem)
    pictures, faults = read_pictures(data_dir)
    problems += faults
    for page in pages:
        problems += check_lists(page, parts, known)
    problems += check_pictures(pages, pictures)
    problems += check_bindings(pages, claims)
    problems += check_caveats(pages, claims, risks)
    problems += _check_characters(pages, list(problems))
    of_id = promised_anchors(data_dir)
    promised = {page.src: of_id.get(str(page.meta.get("id")), frozenset()) for page in pages}
    where = places(pages)
    library = Library(
        facts, terms, claims, known, where, parts, settings.convert, promised, pictures
    )
    library = replace(library, ages=ages, changes=changes_of(pages))
    return Sources(library, pages, settings), sorted(set(problems))


def _check_texts(
    pages: SourcePages,
    facts: Table,
    stated: Mapping[str, str],
    leaks: LeakCheck,
    risks: frozenset[str],
    icons: Icons,
) -> Iterator[Problem]:
    dates = checked_on(facts)
    for page in pages:
        figures = check_figures(page, facts, stated, dates)
        alone = _check_alone(page, leaks, risks, icons)
        yield from _first_of_lines((alone, check_citations(page, facts), figures))


def _check_characters(pages: SourcePages, known: Iterable[Problem]) -> Iterator[Problem]:
    """Characters that no page holds, on lines of which nothing else is known to be wrong."""
    told = {(problem.path, problem.line) for problem in known}
    for page in (*pages, *pages.shells):
        for problem in check_characters(page):
            if (problem.path, problem.line) not in told:
                yield problem
