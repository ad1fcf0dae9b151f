"""All that is wrong with what authors wrote, in one run, without building a page.

    make lint      or     python hooks/lint.py [--docs docs] [--config mkdocs.yml] [--today DAY]

The build runs the same first. It reads docs/, the templates and the settings, and says for each
fault where it stands and what would be right. A fault is told once, at its cause.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from limits import read_limits

from base.problems import Problem
from base.records import kebab
from base.source_text import BadText, read_text
from base.yaml_rows import BadYaml, Row, load
from content.character_check import check_data_characters
from content.claims import RISKS_FILE
from content.days import check_days
from content.facts import hotlines
from content.figures import FILE as FIGURES
from content.figures import check_figures_told, read_figures
from content.library import Sources, read_sources
from content.menu_check import check_menu
from content.parts import TOPICS_FILE
from content.script_check import check_lines_script
from content.source_tree import DATA, check_named, check_tree
from content.template_check import NEEDED, check_said, check_templates
from conversion.leaks import LeakCheck
from links.echoes import told_once
from links.exits import check_exits
from links.ledger import FILE as LEDGER
from links.ledger import Ledger, check_seal, read_ledger
from links.source_check import check_permalinks
from links.source_links import check_source_links
from links.template_links import (
    check_ids,
    check_template_links,
    check_tools,
    read_templates,
)
from search.checks import Moved, Places, check_places, check_queries, check_titles
from search.concepts import check_script, read_concepts
from search.keywords import check_keywords
from search.model import check_model
from search.training_queries import read_queries
from search.vocabulary import read_words

SHOWN = f"docs/{DATA}"
OVERRIDES = "overrides"


def _search_problems(data_dir: Path, sources: Sources) -> Iterator[Problem]:
    words, faults = read_words(data_dir, sources.library.glossary)
    queries, more = read_queries(data_dir)
    places, now = Places(sources), Moved(sources.pages).now
    concepts, wrong = read_concepts(data_dir)
    yield from (*faults, *more, *wrong, *check_script(concepts, sources.settings.leaks))
    unusable = check_model(data_dir)
    yield from unusable
    ids = [page.meta.get("id") for page in sources.pages]
    # Both are written by `make learn`; what an unreadable page is called nobody knows.
    if not unusable and not sources.pages.broken and not any(map(kebab, ids)):
        yield from check_keywords(data_dir, map(str, ids))
    if not faults:
        yield from check_places(words, places, now)
        yield from check_titles(words, sources)
    yield from check_queries(queries, places, now)


def _other_script(data_dir: Path, config_file: Path | None, leaks: LeakCheck) -> Iterator[Problem]:
    """Simplified characters of what else readers see: topics, risks, the menu."""
    files = [(data_dir / Path(shown).name, shown) for shown in (TOPICS_FILE, RISKS_FILE)]
    files += [(config_file, config_file.name)] if config_file else []
    for file, shown in files:
        try:
            yield from check_lines_script(shown, read_text(file, shown), leaks)
        except BadText:
            continue  # Told by who reads it.


def _promise_problems(data_dir: Path, ledger: Ledger, sources: Sources) -> list[Problem]:
    # What a ledger in disorder says nobody knows.
    return list(check_seal(data_dir, ledger, SHOWN)) or check_permalinks(ledger, sources)


def _last_day(ledger: Ledger) -> datetime.date | None:
    return datetime.date.fromisoformat(ledger.entries[-1].day) if ledger.entries else None


def _figure_problems(
    data_dir: Path, sources: Sources, ledger: Ledger, known: Sequence[Problem]
) -> Iterator[Problem]:
    """Pages without another fault that changed since they were published, and do not say so."""
    # Where nothing was published yet, there is no file.
    if not ledger.entries:
        return
    before, faults = read_figures(data_dir, f"{SHOWN}/{FIGURES}")
    yield from faults
    pages = {str(page.meta.get("id")) for page in sources.pages}
    lacking = sorted(pages.intersection(e.page_id for e in ledger.entries) - before.keys())
    if lacking and not faults:
        message = f"{len(lacking)} pages that were published are missing ({lacking[0]}, …)"
        yield Problem(f"{SHOWN}/{FIGURES}", 0, f"{message}: restore the file from git")
    faulty = {problem.path for problem in known}
    for page in sources.pages:
        last = before.get(str(page.meta.get("id")))
        if last and page.path not in faulty:
            yield from check_figures_told(page, last, sources.library.facts)


def _quoted_lines(rows: object) -> frozenset[int]:
    """The lines of the facts on which sources are quoted in other languages than Chinese."""
    lines: set[int] = set()
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, Row) or "quote" not in row:
            continue
        # Without a language nobody knows; that it lacks one is told.
        if not str(row.get("quote_lang", "")).startswith("zh"):
            start = row.lines["quote"]
            later = [line for line in row.lines.values() if line > start]
            lines.update(range(start, min(later, default=start + 1)))
    return frozenset(lines)


def _data_characters(data_dir: Path) -> Iterator[Problem]:
    for file in sorted(data_dir.glob("*.yml")):
        path = f"{SHOWN}/{file.name}"
        try:
            rows, text = load(file, path), read_text(file, path)
        except (BadYaml, BadText):
            continue  # Told by who reads it.
        yield from check_data_characters(path, text, _quoted_lines(rows))


def _elsewhere(problems: Iterable[Problem], known: Sequence[Problem]) -> Iterator[Problem]:
    """Problems of lines of which nothing is known to be wrong, and that no record has told."""
    told = {(problem.path, problem.line) for problem in known}
    for problem in problems:
        same = (each.message for each in known if each.path == problem.path)
        if (problem.path, problem.line) not in told and not any(
            problem.message in message for message in same
        ):
            yield problem


def lint(
    docs_dir: Path,
    config_file: Path | None = None,
    today: datetime.date | None = None,
    at_work: bool = False,
) -> tuple[Sources, list[Problem]]:
    """What authors wrote, and all that is wrong with it, sorted by file and line.

    Without `config_file` menu and templates are not looked at. `today` is told by who has a clock;
    `at_work` says that an author has files open, so that his editor may keep some beside them.
    """
    data_dir = docs_dir / DATA
    sources, problems = read_sources(docs_dir)
    folders = [(docs_dir, docs_dir.name), (data_dir, SHOWN)]
    if config_file:
        folders += [(docs_dir / "assets", "docs/assets"), (docs_dir.parent / OVERRIDES, OVERRIDES)]
    for folder, shown in folders:
        if not folder.is_dir():
            return sources, [Problem(shown, 0, "the folder is missing: restore it from git")]
    problems += _search_problems(data_dir, sources)
    ledger, faults = read_ledger(data_dir / LEDGER, f"{SHOWN}/{LEDGER}")
    problems += faults or _promise_problems(data_dir, ledger, sources)
    problems += check_days(sources, _last_day(ledger), today)
    problems += read_limits(data_dir)[1]
    problems += _elsewhere(check_source_links(docs_dir, sources), list(problems))
    problems += check_exits(sources)
    templates = read_templates(docs_dir.parent / OVERRIDES)
    other = _other_script(data_dir, config_file, sources.settings.leaks)
    problems += _elsewhere(other, list(problems))
    problems += _elsewhere(check_ids(sources, templates), list(problems))
    problems += [*check_template_links(sources, templates), *check_tools(sources, templates)]
    problems += _elsewhere(_data_characters(data_dir), list(problems))
    problems += _elsewhere(check_tree(docs_dir, docs_dir.parent / OVERRIDES, at_work), problems[:])
    if config_file:
        problems += check_menu(config_file, sources.pages)
        problems += _elsewhere(check_templates(docs_dir, config_file), list(problems))
        facts = sources.library.facts
        if facts.whole and not facts.faulty:
            said = check_said(docs_dir.parent / OVERRIDES, hotlines(facts), sources.settings.leaks)
            problems += _elsewhere(said, list(problems))
        # What settings in disorder, or templates that are gone, name nobody knows.
        unread = (config_file.name, *(f"{OVERRIDES}/{name}" for name in NEEDED))
        if all(problem.path not in unread for problem in problems):
            problems += _elsewhere(
                check_named(docs_dir, config_file, sources.pages), list(problems)
            )
    problems += _figure_problems(data_dir, sources, ledger, problems[:])
    return sources, told_once(problems, sources, ledger)


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--config", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--today", type=datetime.date.fromisoformat, help="no day lies behind it")
    options = parser.parse_args()
    # Problems quote what authors wrote; a terminal that cannot show it shows its numbers.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sources, problems = lint(options.docs, options.config, options.today)
    for problem in problems:
        print(problem)
    print(f"{len(sources.pages)} pages, {len(problems)} faults")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
