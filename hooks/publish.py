"""Adds what a built site publishes for the first time to the ledger.

    python hooks/publish.py site/ [--day 2026-11-23]

Run on a site that is about to go out; commit the ledger with it. This is no part of the
build, which knows no clock: the day is today's unless another is given.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from editions.faults import Sources
from links.ledger import FILE, append, read_ledger, unpublished
from links.pages import read_pages


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--ledger", type=Path, default=Path("docs/_data") / FILE)
    parser.add_argument("--day", type=datetime.date.fromisoformat, default=datetime.date.today())
    options = parser.parse_args()
    ledger, problems = read_ledger(options.ledger)
    pages, faults = read_pages(options.site, Sources())
    for problem in [*problems, *faults]:
        print(problem, file=sys.stderr)
    if problems or faults:
        return 1
    try:
        new = unpublished(ledger, pages, options.day.isoformat())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if new:
        append(options.ledger, ledger, new)
    print(f"{options.ledger}: {len(new)} lines added to {len(ledger.entries)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
