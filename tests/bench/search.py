"""Our search, the stock theme's, Pagefind's and MiniSearch, asked the same queries in the same run.

    python tests/bench/search.py [--engines ours material pagefind minisearch] [--worker] [--misses]

Each is built from the same pages, served on the loopback and asked through its real box in a
Chromium (MiniSearch, which has none, in its page): every judged query in both scripts, in both
editions. `--worker` asks our engine alone instead. Exit status 1 when ours misses a target on the
part of the queries to judge by.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "hooks")]

from bench.figures import aligned  # noqa: E402
from bench.search_boxes import (  # noqa: E402
    Box,
    EngineBox,
    NoAnswer,
    PagefindBox,
    ThemeBox,
    ask_all,
)
from bench.search_figures import (  # noqa: E402
    COLUMNS,
    KINDS,
    PARTS,
    Answer,
    Intent,
    answers,
    figures,
    read_intents,
    unlike,
)
from bench.search_minisearch import MiniSearchBox  # noqa: E402
from bench.search_minisearch import release as minisearch_release  # noqa: E402
from bench.search_sites import (  # noqa: E402
    EDITIONS,
    FOLDERS,
    NoSite,
    build_material,
    build_ours,
    build_pagefind,
)
from browsers import chromium  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from static_host import served  # noqa: E402

JUDGED = TESTS / "cases/search_judged.yml"
TARGETS = {"hit1": 0.95, "hit3": 0.99, "heading": 0.90}
ENGINES = {
    "ours": "ours",
    "material": "Material + jieba",
    "pagefind": "Pagefind extended",
    "minisearch": "MiniSearch, our folding",
}
PACKAGES = ("mkdocs-material", "jieba", "pagefind", "pagefind_bin_extended", "playwright")


def root_of(engine: str, edition: str, ours: Path, folder: Path) -> Path:
    """Builds the peer's site of an edition; the folder to serve."""
    peer = folder / f"{engine}-{edition}"
    peer.mkdir(exist_ok=True)
    if engine == "material":
        return build_material(ours, peer, edition)
    if engine == "pagefind":
        return build_pagefind(ours, peer, edition)
    # Both editions are one site; the Simplified one is below the other's root.
    return ours


def open_box(
    engine: str, browser: Browser, address: str, edition: str, ours: Path, worker: bool
) -> Box:
    if engine == "ours":
        folder = FOLDERS[edition]
        return EngineBox(browser, ours, folder) if worker else ThemeBox(browser, address + folder)
    if engine == "minisearch":
        return MiniSearchBox(browser, ours, edition)
    return (ThemeBox if engine == "material" else PagefindBox)(browser, address)


def measure(
    engine: str, intents: list[Intent], ours: Path, folder: Path, worker: bool
) -> Iterator[Answer]:
    """All answers of an engine: both scripts in both editions."""
    queries = [query for intent in intents for query in (intent.hant, intent.hans)]
    for edition in EDITIONS:
        root = root_of(engine, edition, ours, folder)
        # A browser for each: no cache and no memory is shared.
        with served(root) as address, chromium() as browser:
            print(f"  asking {engine}, {edition}", file=sys.stderr, flush=True)
            found = ask_all(open_box(engine, browser, address, edition, ours, worker), queries)
        yield from answers(intents, edition, found)


def comparison(given: dict[str, list[Answer]]) -> list[list[str]]:
    """Engines beside each other: query in the page's script or the other, each part."""
    table = [["search", "script", "part", *COLUMNS, "unlike"]]
    for engine, found in given.items():
        for script in ("same", "cross"):
            for part in ("all", *PARTS):

                def wanted(answer: Answer, script: str = script, part: str = part) -> bool:
                    return answer.same == (script == "same") and part in ("all", answer.intent.part)

                row = [ENGINES[engine], script, part, *figures(found, wanted).cells()]
                differ = [key for key in unlike(found) if part in ("all", key[0].part)]
                table.append([*row, str(len(differ)) if script == "cross" else ""])
    return table


def by_kind(found: list[Answer]) -> list[list[str]]:
    """One engine by kind of query and script of the query, over both editions."""
    table = [["kind", "script", *COLUMNS]]
    for kind in KINDS:
        for script in EDITIONS:

            def wanted(answer: Answer, kind: str = kind, script: str = script) -> bool:
                return (answer.intent.kind, answer.script) == (kind, script)

            table.append([kind, script, *figures(found, wanted).cells()])
    return table


def misses(found: list[Answer]) -> Iterator[str]:
    """What went wrong on the part to tune by; the other part is not for looking at."""
    for answer in found:
        if answer.intent.part != "tune" or (answer.rank == 1 and answer.right_heading):
            continue
        offered = ", ".join(result.lead for result in answer.results[:3]) or "nothing"
        query = answer.intent.query(answer.script)
        yield f"{answer.edition} {answer.intent.id} 「{query}」 rank {answer.rank}: {offered}"


def judge(found: list[Answer]) -> list[str]:
    """The targets that ours misses, as sentences."""
    reached = figures(found, lambda answer: answer.intent.part == "judge")
    if not reached.answers:
        return ["no rows to judge by: all have been looked at, new ones are to be written"]
    missed = [
        f"{name} is {getattr(reached, name):.3f}, at least {target} is wanted"
        for name, target in TARGETS.items()
        if getattr(reached, name) < target
    ]
    if reached.nothing:
        missed.append(f"{reached.nothing:.3f} of the queries end in nothing")
    if differ := [key for key in unlike(found) if key[0].part == "judge"]:
        missed.append(f"{len(differ)} queries get other results in the other edition")
    return missed


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--every", type=int, default=1, help="ask only each so manieth query")
    parser.add_argument("--worker", action="store_true", help="our engine alone, no peers")
    parser.add_argument("--misses", action="store_true", help="list ours on the part to tune by")
    parser.add_argument("--site", type=Path, help="our site, built already")
    return parser.parse_args()


def main() -> int:
    chosen = options()
    engines = ["ours"] if chosen.worker else chosen.engines
    intents = read_intents(JUDGED)[:: chosen.every]
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        folder = Path(name).resolve()
        ours = chosen.site.resolve() if chosen.site else folder / "ours"
        try:
            if not chosen.site:
                build_ours(ours)
            given = {
                engine: list(measure(engine, intents, ours, folder, chosen.worker))
                for engine in engines
            }
        except (NoAnswer, NoSite) as fault:
            print(fault, file=sys.stderr)
            return 1
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), minisearch_release(), sep=", ")
    print(f"{len(intents)} intents × 2 scripts, in both editions\n")
    print(aligned(comparison(given)))
    if "ours" not in given:
        return 0
    print("\nOurs by kind\n")
    print(aligned(by_kind(given["ours"])))
    if chosen.misses:
        print("", *misses(given["ours"]), sep="\n")
    missed = judge(given["ours"])
    print("\n" + ("\n".join(f"target missed: {fault}" for fault in missed) or "all targets met"))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
