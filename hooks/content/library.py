"""Reads and checks everything under `docs/` before a page is rendered."""

from __future__ import annotations

from pathlib import Path

from content.claims import check_bindings, check_caveats, places, read_claims
from content.facts import check_citations, check_figures, read_facts
from content.front_matter import check_pages
from content.glossary import read_glossary
from content.lasting import check_former_ids
from content.list_lines import check_lists, check_parts, part_places
from content.lists import Library
from content.master import check_data_script, check_script
from content.pages import Page, read_pages
from content.problems import Problem
from content.prose import check_prose
from editions.rulebook import load_rulebook


def read_library(docs_dir: Path) -> tuple[Library, list[Page], list[Problem]]:
    """The data, the pages, and all that is wrong with them, sorted by file and line."""
    data_dir = docs_dir / "_data"
    facts, problems = read_facts(data_dir)
    claims, risks, faults = read_claims(data_dir)
    problems += faults
    terms, faults = read_glossary(data_dir, facts)
    problems += faults
    pages, faults = read_pages(docs_dir)
    problems += faults
    book, faults = load_rulebook(data_dir, "docs/_data")
    problems += faults
    problems += check_data_script(facts, terms, claims, book.residue)
    problems += check_pages(pages)
    parts = part_places(pages)
    problems += check_parts(parts, {"facts": facts, "claims": claims})
    for page in pages:
        problems += check_prose(page)
        problems += check_script(page, book.residue)
        problems += check_lists(page, parts)
        problems += check_former_ids(page)
        problems += check_citations(page, facts)
        problems += check_figures(page, facts)
    problems += check_bindings(pages, claims)
    problems += check_caveats(pages, claims, risks)
    convert = book.prose().converter.convert
    library = Library(facts, terms, claims, places(pages), parts, convert)
    return library, pages, sorted(set(problems))
