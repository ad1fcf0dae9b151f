"""Adds what a built site publishes for the first time to the ledger.

    python hooks/publish.py site/ [--day 2026-11-23]

Run on a site that is about to go out; commit the ledger with it, published.sum, its seal, and
figures.txt, by which a change of a figure is noticed (content/figures.py). This is no part of the
build, which knows no clock: the day is today's unless another is given.

    python hooks/publish.py --seal

seals the ledger as it is, after somebody has looked that it is whole, and takes the figures of all
pages as they are.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from base.problems import Problem, Unusable
from content.figures import FILE as FIGURES
from content.figures import file_text
from content.library import read_sources
from content.source_tree import DATA
from links.ledger import FILE, Entry, append, check_seal, read_ledger, seal, unpublished
from model.site_files import read_guide


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, nargs="?", help="folder of the built site")
    parser.add_argument("--ledger", type=Path, default=Path("docs/_data") / FILE)
    parser.add_argument("--day", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument("--seal", action="store_true", help="seal the ledger as it is")
    options = parser.parse_args()
    ledger, problems = read_ledger(options.ledger)
    folder = options.ledger.parent
    if not options.seal:
        problems = problems or list(check_seal(folder, ledger, folder.as_posix()))
    faults: list[Problem] = []
    new: list[Entry] = []
    try:
        if options.site:
            pages, faults = read_guide(options.site)
            new = unpublished(ledger, pages, options.day.isoformat())
        elif not options.seal:
            parser.error("which site? make publish, or hooks/publish.py site")
    except (Unusable, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for problem in [*problems, *faults]:
        print(problem, file=sys.stderr)
    if problems or faults:
        return 1
    sources, unread = read_sources(folder.parent) if folder.name == DATA else (None, [])
    for problem in unread:
        # The figures of a page that cannot be read would be forgotten.
        print(problem, file=sys.stderr)
    if unread:
        return 1
    if new:
        append(options.ledger, ledger, new)
    if new or options.seal:
        seal(options.ledger)
    if sources is not None:
        text = file_text(sources.pages, sources.library.facts)
        (folder / FIGURES).write_text(text, encoding="utf-8", newline="\n")
    print(f"{options.ledger}: {len(new)} lines added to {len(ledger.entries)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
