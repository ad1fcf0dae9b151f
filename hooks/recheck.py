"""What of the facts is due to be checked again, as a worksheet, and the filled one back.

    make recheck                    or   python hooks/recheck.py [--days 30 | --all] [--to recheck]
    make recheck TAKE=filled.csv    or   python hooks/recheck.py take filled.csv

The first writes recheck.html (to tick, and to save the filled list), recheck.csv, and recheck.ics
with the days on which facts will be due. The second puts the new days into docs/_data/facts.yml and
lists what changed; a list with a fault changes nothing.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from base.problems import Problem
from base.source_text import BadText, read_text
from content.ages import due, overdue
from content.library import Sources, read_sources
from content.recheck import as_calendar, as_csv, as_html, stands, take, with_checks, worksheet

OVERRIDES = Path("overrides")
MOST_DAYS = 3650


def _write(sources: Sources, to: Path, today: datetime.date, until: datetime.date) -> None:
    library = sources.library
    templates = {
        path.as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(OVERRIDES.rglob("*.html"))
    }
    facts = overdue(library.facts, library.ages, until)
    where = stands(sources.pages, library.glossary, templates)
    rows = worksheet(facts, library.ages, where)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in (("csv", as_csv(rows)), ("html", as_html(rows) if rows else "")):
        (to / f"recheck.{name}").unlink(missing_ok=True)
        if rows:
            (to / f"recheck.{name}").write_text(text, encoding="utf-8", newline="")
    calendar = as_calendar(library.facts, library.ages)
    (to / "recheck.ics").write_text(calendar, encoding="utf-8", newline="")
    late = len(overdue(library.facts, library.ages, today))
    print(f"{late} facts are due, {len(rows)} by {until}: {to}/")
    if not rows and (coming := overdue(library.facts, library.ages, datetime.date.max)):
        print(f"nothing to do; the first is due on {due(coming[0], library.ages)}")


def _take(sources: Sources, filled: Path, data_dir: Path, today: datetime.date) -> list[Problem]:
    facts = sources.library.facts
    file = data_dir / "facts.yml"
    try:
        taken, problems = take(read_text(filled, filled.name), filled.name, facts, today)
        text = read_text(file, file.name)
    except BadText as error:
        return [error.problem]
    if problems:
        return problems
    try:
        text = with_checks(text, facts, taken.checked)
    except ValueError as error:
        place, _, message = str(error).partition(": ")
        path, _, line = place.rpartition(":")
        return [Problem(path, int(line), message)]
    file.write_text(text, encoding="utf-8", newline="\n")
    print(f"{file}: {len(taken.checked)} facts checked again; {taken.open} without an answer")
    for row in taken.changed:
        print(f"\n{row['fact']} {row['answer']}: {row['remark'] or '(no remark)'}")
        print(f"  stands at {row['stands']}\n  {row['if_changed']}")
    return []


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_DAYS:
        raise argparse.ArgumentTypeError(f"a number from 0 to {MOST_DAYS}, not {text[:20]!r}")
    return int(text)


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="?", choices=("write", "take"), default="write")
    parser.add_argument("filled", nargs="?", type=Path, help="the filled list")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--to", type=Path, default=Path("recheck"))
    parser.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument("--days", type=_days, default=30, help="what is due within so many days")
    parser.add_argument("--all", action="store_true", help="all facts, due or not")
    options = parser.parse_args()
    sources, problems = read_sources(options.docs)
    # Pages may be at work; the facts must be whole.
    problems = [each for each in problems if "_data/" in each.path]
    if not problems and options.what == "take":
        if options.filled is None or not options.filled.is_file():
            parser.error("which list? make recheck TAKE=filled.csv")
        problems = _take(sources, options.filled, options.docs / "_data", options.today)
    elif not problems:
        until = options.today + datetime.timedelta(days=options.days)
        _write(sources, options.to, options.today, datetime.date.max if options.all else until)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
