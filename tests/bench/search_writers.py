"""Our search judged by writers whose queries it has not learned from: one after the other is left
out, all else is learned anew, and the engine is asked what this writer asks.

    python tests/bench/search_writers.py SITE [--writers readers-3] [--every 3]

Takes a minute or two for each. The pages, words and parts are those of the built site; only what
was learned is another. In both editions, in the script of each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "hooks")]

from bench.figures import aligned  # noqa: E402
from browsers import chromium  # noqa: E402

from base.languages import EDITIONS, SIMPLIFIED  # noqa: E402
from content.source_pages import read_pages  # noqa: E402
from conversion.opencc_tables import load as load_opencc  # noqa: E402
from search.asked import Engine, parts_of  # noqa: E402
from search.checks import Moved  # noqa: E402
from search.concepts import Concepts  # noqa: E402
from search.index import read_index  # noqa: E402
from search.learn import learn, load_queries  # noqa: E402
from search.model import Model  # noqa: E402
from search.shards import learned_forms, learned_lists, make_shards  # noqa: E402
from search.training_queries import TrainingQuery  # noqa: E402

DOCS = TESTS.parent / "docs"
WRITERS = ("readers-1", "readers-2", "readers-3", "readers-4")
COLUMNS = ("page first", "among three", "section first", "nothing", "sure", "sure and right")


@dataclass(frozen=True)
class Told:
    """What the engine said to a query, beside what answers it."""

    places: frozenset[str]
    leads: tuple[str, ...]
    note: str

    @property
    def pages(self) -> frozenset[str]:
        return frozenset(place.partition("#")[0] for place in self.places)

    def right(self, among: int) -> bool:
        first = (address.partition("#")[0] for address in self.leads[:among])
        return self.note != "nothing" and any(page in self.pages for page in first)


def shares(told: Sequence[Told]) -> list[str]:
    """The figures of some answers, in the order of COLUMNS."""
    sure = [each for each in told if not each.note]
    many = max(1, len(told))
    return [
        f"{value:.3f}"
        for value in (
            sum(each.right(1) for each in told) / many,
            sum(each.right(3) for each in told) / many,
            sum(not each.places.isdisjoint(each.leads[:1]) for each in told) / many,
            sum(each.note == "nothing" for each in told) / many,
            len(sure) / many,
            sum(each.right(1) for each in sure) / max(1, len(sure)),
        )
    ]


class Bench:
    """The engine of a built site with what was learned from some of the queries."""

    def __init__(self, engine: Engine, site: Path, concepts: Concepts) -> None:
        self._engine, self._site, self._concepts = engine, site, concepts
        self._index = read_index(site)
        self._places = [
            f"{page[0]}#{section[0]}" if section and section[0] else page[0]
            for page in self._index["pages"]
            for section in page[5]
        ]
        self._now = Moved(read_pages(DOCS)[0]).now
        self._simplified = load_opencc().convert

    def _unheard(self, model: Model) -> list[int]:
        """The sections that nothing was learned of now."""
        heard = {model.places[place] for votes in model.votes.values() for place, _ in votes}
        known = set(map(self._now, heard))
        return [number for number, place in enumerate(self._places) if place not in known]

    def _shards(self, model: Model) -> dict[str, bytes]:
        index, places = self._index, self._places
        model = replace(model, places=tuple(map(self._now, model.places)))
        lists = learned_lists(model, places)
        forms = learned_forms(self._concepts, lists)
        shards = make_shards(lists, index["stamp"], index["learned"][0], len(places), forms)
        return {f"learned-{number}": shard for number, shard in enumerate(shards)}

    def ask(self, queries: Sequence[TrainingQuery], model: Model) -> Iterator[list[Told]]:
        """The answers of each edition."""
        learned = self._shards(model)
        for language, folder in EDITIONS.items():
            parts = parts_of(self._site, folder, learned=False)
            scale = {"learned": [len(learned), model.scale], "unheard": self._unheard(model)}
            self._engine.start(language, {**parts, **learned}, scale)
            texts = [query.query for query in queries]
            if language == SIMPLIFIED:
                texts = list(map(self._simplified, texts))
            yield [
                Told(frozenset(map(self._now, query.places)), tuple(leads), note)
                for query, (note, leads) in zip(
                    queries, self._engine.leads(language, texts), strict=True
                )
            ]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="our built site")
    parser.add_argument("--writers", nargs="+", choices=WRITERS, default=WRITERS)
    parser.add_argument("--every", type=int, default=1, help="ask only each so manieth query")
    options = parser.parse_args()
    queries, concepts, problems = load_queries(DOCS / "_data")
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    rows = []
    with chromium() as browser:
        bench = Bench(Engine(browser.new_page(), options.site), options.site, concepts)
        for writer in options.writers:
            print(f"  learning without {writer}", file=sys.stderr, flush=True)
            # readers-4.tsv has ten writers, who are left out together.
            own = [query for query in queries if query.writer.split(" ")[0] == writer]
            model = learn([q for q in queries if q.writer.split(" ")[0] != writer], concepts)
            first, other = bench.ask(own[:: options.every], model)
            unlike = sum(a.leads[:10] != b.leads[:10] for a, b in zip(first, other, strict=True))
            rows.append([writer, str(len(first)), *shares(first), str(unlike)])
    columns = list(zip(*(map(float, row[2:8]) for row in rows), strict=True))
    rows.append(["mean", "", *(f"{sum(each) / len(each):.3f}" for each in columns), ""])
    print(aligned([["left out", "queries", *COLUMNS, "unlike"], *rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
