"""What the second edition costs: plain, ours and the peer, as whole builds, in one run.

    python tests/bench/editions.py [--pages 100 1000 4000] [--rounds N] [--peer | --no-peer]

The target is one of CPU time: what making the copies takes beside the whole plain build, all in one
process. What a build with copies takes in all stands beside, and elapsed time, which also counts
what else the machine is doing. Exit status 1 when a build fails or makes no second edition, or when
the target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen, run

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import (  # the path is set above
    COPIES,
    VARIANTS,
    Figures,
    Run,
    aligned,
    costs,
    growth,
    verdict,
)

PEER_PAGES = 1000
"""The peer is run up to here: its time grows fast, and one large run tells nothing new."""
MANY_PAGES = 1000
"""Larger sites are built once, others three times."""
SECOND = "zh-hans"
"""Folder of our second edition; the peer's is the same but for capitals."""


class BuildFailed(Exception):
    """A build that cannot be counted."""


def measure(folder: Path, variant: str, pages: int) -> Run:
    """Builds one variant in a process of its own, from a clean folder."""
    site = folder / f"site-{variant}"
    shutil.rmtree(site, ignore_errors=True)
    log = folder / f"{variant}.log"
    command = [sys.executable, "-m", "mkdocs", "build", "-f", f"mkdocs-{variant}.yml"]
    # Same order of sets and dictionaries in all runs, and no banner.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    with log.open("wb") as output:
        start = time.perf_counter()
        process = Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text(encoding="utf-8")
    if process.returncode != 0:
        raise BuildFailed(f"{variant}, {pages} pages:\n{said[-3000:]}")
    check(site, variant, pages)
    shutil.rmtree(site)
    # Linux counts kilobytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    copies = COPIES.search(said)
    if variant == "ours" and not copies:
        raise BuildFailed(f"{variant}, {pages} pages: the hook did not say what copies took")
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit
    return Run(variant, pages, wall, cpu, peak, float(copies[1]) if copies else 0.0)


def check(site: Path, variant: str, pages: int) -> None:
    """A build counts only if it made every page of its editions (besides, perhaps, a 404 page)."""
    first = second = 0
    for page in site.rglob("index.html"):
        if page.relative_to(site).parts[0].lower() == SECOND:
            second += 1
        else:
            first += 1
    wanted = (pages, 0 if variant == "plain" else pages)
    if (first, second) != wanted:
        raise BuildFailed(f"{variant}: {first} and {second} pages built, not {wanted}")


def measure_all(folder: Path, pages: int, rounds: int, variants: list[str]) -> list[Run]:
    """All rounds at one size. The order turns, so that no variant always comes first."""
    # In a process of its own: on Linux the peak memory of a process is at least its parent's, so
    # this one stays small.
    generator = Path(__file__).with_name("corpus.py")
    run([sys.executable, str(generator), str(folder), str(pages)], check=True)
    runs = []
    for number in range(rounds):
        turn = number % len(variants)
        for variant in variants[turn:] + variants[:turn]:
            runs.append(measure(folder, variant, pages))
            done = runs[-1]
            print(
                f"  {pages:>5,} pages, round {number + 1}, {variant:<5} {done.cpu:7.2f} s CPU",
                file=sys.stderr,
                flush=True,
            )
    return runs


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000, 4000])
    parser.add_argument("--rounds", type=int, help="default: 3, and 1 above 1,000 pages")
    parser.add_argument(
        "--peer",
        action=argparse.BooleanOptionalAction,
        help=f"at all sizes, or at none; default: up to {PEER_PAGES:,} pages",
    )
    return parser.parse_args()


def main() -> int:
    chosen = options()
    if chosen.peer is not False and find_spec("mkdocs_static_i18n") is None:
        print("mkdocs-static-i18n is missing: use `make bench`, or --no-peer", file=sys.stderr)
        return 1
    runs = []
    # One small build of each first: compiled modules and the file cache are then the same for all.
    for pages in [10, *sorted(chosen.pages)]:
        peer = chosen.peer if chosen.peer is not None else pages <= PEER_PAGES
        variants = [variant for variant in VARIANTS if peer or variant != "peer"]
        rounds = 1 if pages == 10 else chosen.rounds or (1 if pages > MANY_PAGES else 3)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            try:
                measured = measure_all(Path(folder).resolve(), pages, rounds, variants)
            except BuildFailed as fault:
                print(fault, file=sys.stderr)
                return 1
        runs += measured if pages in chosen.pages else []
    figures = Figures(runs)
    packages = ["mkdocs", "mkdocs-material"]
    packages += ["mkdocs-static-i18n"] if chosen.peer is not False else []
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs; {versions}")
    print("\nCost of whole builds (medians; `adds` and `copies` are shares of plain)\n")
    print(aligned(costs(figures)))
    print("\nGrowth of CPU time\n")
    print(aligned(growth(figures)))
    print(f"\n{verdict(figures)}")
    return int(figures.missed())


if __name__ == "__main__":
    sys.exit(main())
