"""`make audit`: what a reader gets, in figures, without network.

The weight of a first view, axe-core on every page, Ace on each book, Lighthouse on each kind of
page, and the load that our nginx bears (deploy/nginx/), all on the site as it is built now. The
figures are printed, not judged, but for two: a violation of axe or Ace ends with 1. What must hold
is in the tests.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "hooks")]

import book  # noqa: E402
import lighthouse  # noqa: E402
import load  # noqa: E402
import matrix  # noqa: E402
import weights  # noqa: E402
from site_under_audit import audited  # noqa: E402
from table import show  # noqa: E402

LOAD = f"Load: wrk, {load.CONNECTIONS} connections, {load.THREADS} threads, {load.SECONDS} s each"
PARTS = {
    "weight": ("Weight, packed", weights),
    "load": (LOAD, load),
    "lighthouse": ("Lighthouse 12, mobile defaults", lighthouse),
    "book": ("Ace by DAISY, the books", book),
    "axe": ("axe-core, all rules but those of LEFT_OUT in tests/axe.py", matrix),
}
# In these nothing may be found.
JUDGED = ("book", "axe")


def main() -> int:
    """Builds the site in a folder of its own and prints the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in PARTS:
        parser.add_argument(f"--no-{name}", action="store_true", help="leave this part out")
    packing = "level of gzip: 9 as we pack beforehand (the default), 1 as nginx packs by itself"
    parser.add_argument("--level", type=int, default=9, choices=range(1, 10), help=packing)
    slow = "how many times Lighthouse slows the machine down; 0: as its speed asks for"
    parser.add_argument("--slowdown", type=float, default=4, help=slow)
    options = vars(parser.parse_args())
    try:
        return run(options, options.pop("level"), options.pop("slowdown"))
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2


def run(left_out: dict[str, bool], level: int, slowdown: float) -> int:
    """Prints the parts; 1 if axe or Ace found something. Raises `RuntimeError`, as for no build."""
    sound = True
    with audited(level, slowdown) as site:
        for name, (title, part) in PARTS.items():
            if left_out[f"no_{name}"]:
                continue
            last = show(title, part.HEAD, part.rows(site))
            sound &= name not in JUDGED or last[-1] == "0"
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
