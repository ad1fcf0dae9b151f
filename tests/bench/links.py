"""What links cost and catch: time, size of the catalogue, faults with their messages.

    python tests/bench/links.py [--rounds 5]

Builds the real site, then makes its links again from the built pages in this process, each round
without the memory of the one before. Ratios are of CPU time to a build without links.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "hooks"), str(PROJECT / "tests")]

from small_guide import SmallGuide  # noqa: E402  (needs the path above)

from base.languages import EDITIONS  # noqa: E402
from links import link_files as step  # noqa: E402
from links.catalogue import catalogue, page_text, short_url  # noqa: E402
from links.ledger import FILE, read_ledger  # noqa: E402
from links.pictures import picture  # noqa: E402
from links.previews import drawn  # noqa: E402
from links.qr import qr_files  # noqa: E402
from model.guide import EXAMPLE, by_address  # noqa: E402
from model.site_files import read_guide  # noqa: E402
from model.sources import Sources  # noqa: E402

CASES = PROJECT / "tests/cases/link_faults.yml"


def cpu_of_build(site: Path) -> float:
    """CPU seconds of a whole build in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    process = Popen(command, cwd=PROJECT, env=environment, stdout=DEVNULL, stderr=DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the site does not build: run `make build`")
    return usage.ru_utime + usage.ru_stime


def cpu_of(run: Callable[[], object], rounds: int) -> float:
    """Median CPU seconds of a step; each round makes codes, pictures and texts anew."""
    taken = []
    for _ in range(rounds):
        for remembered in (qr_files, picture):
            remembered.cache_clear()
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return median(taken)


def parts(site: Path) -> dict[str, Callable[[], object]]:
    """What is made for links, part by part."""
    pages, _ = read_guide(site)
    ledger, _ = read_ledger(PROJECT / "docs/_data" / FILE)
    files = frozenset(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    redirects = step.check_links(pages, files, ledger, Sources()).redirects
    known, shown = by_address(pages), drawn(pages)

    def texts() -> None:
        for page in pages:
            for _, _, edition in page.editions:
                page_text(page, edition, EXAMPLE)

    def previews() -> None:
        for page in pages:
            for language in EDITIONS:
                step.preview_changes(page, language, known, shown, EXAMPLE)

    return {
        "promises": lambda: step.check_links(pages, files, ledger, Sources()),
        "QR codes": lambda: [qr_files(short_url(EXAMPLE, page.id)) for page in pages],
        "pictures": lambda: drawn(pages),
        "previews": previews,
        "Markdown": texts,
        "catalogue": lambda: catalogue(pages, EXAMPLE),
        "pages that lead on": lambda: step.link_pages(pages, redirects, shown, EXAMPLE),
    }


def report_cost(site: Path, rounds: int) -> None:
    whole = median(cpu_of_build(site) for _ in range(rounds))
    taken = {name: cpu_of(run, rounds) for name, run in parts(site).items()}
    links = sum(taken.values())
    rest = whole - links
    print(f"medians of {rounds} rounds, CPU seconds")
    print(f"  build without links  {rest:7.3f}")
    print(f"  links                {links:7.3f}  {links / rest:6.1%} of that")
    for name, seconds in taken.items():
        print(f"    {name:<18} {seconds:7.3f}  {seconds / rest:6.1%}")


def report_resolved(site: Path) -> None:
    """Ids and anchors of the catalogue that lead somewhere, in each edition."""
    entries = json.loads((site / "links.json").read_text(encoding="utf-8"))["pages"]
    for language in entries[0]["editions"]:
        named = there = 0
        for entry in entries:
            address = entry["editions"][language]["url"].removeprefix(EXAMPLE)
            file = site / address / "index.html"
            html = file.read_text(encoding="utf-8") if file.is_file() else ""
            ids = set(re.findall(r'\sid="([^"]+)"', html))
            named += 1 + len(entry["anchors"])
            there += bool(html) + sum(anchor["id"] in ids for anchor in entry["anchors"])
        print(f"{language}: {there} of {named} ids and anchors resolve")


def report_catalogue(site: Path) -> None:
    content = (site / "links.json").read_bytes()
    packed = len(gzip.compress(content, 9, mtime=0))
    pages = len(list((site / "s").iterdir()))
    print(
        f"\nlinks.json: {len(content):,} bytes, {packed:,} with gzip; "
        f"{len(content) / pages:,.0f} and {packed / pages:,.0f} a page"
    )


def report_faults() -> bool:
    """Prints each fault injected with its messages; whether all were caught."""
    cases: dict[str, Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    print("\nFaults injected, and what the build says")
    caught = True
    for case in cases["cases"]:
        with tempfile.TemporaryDirectory(prefix="links-") as folder:
            problems = (
                SmallGuide(Path(folder).resolve(), cases["base"], cases["ledger"])
                .build(case["edits"])
                .problems
            )
        if case["expect"]:
            caught = caught and bool(problems)
            print("\n".join([f"- {case['name']}", *(f"    {p}" for p in problems)]))
    return caught


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="links-") as folder:
        site = Path(folder).resolve() / "site"
        report_cost(site, rounds)
        report_catalogue(site)
        report_resolved(site)
    return 0 if report_faults() else 1


if __name__ == "__main__":
    sys.exit(main())
