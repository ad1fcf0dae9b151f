"""Judges anew what readers' queries are answered by, without knowing who says so.

    python tests/bench/search_judging.py write SITE SHEET [--writers readers-3] [--every 1]
                                         [--after SHEET …]
    python tests/bench/search_judging.py take SHEET JUDGED

The guide grows, and what answered a query best when it was judged may not do so today. `write`
asks the engine, with the query's writer left out of what it learned from, and puts each query it
leads elsewhere into a sheet: the places judged so far and the first three of the engine, in an
order that tells nothing (pooling, as in TREC). Of the other queries one in eight stands among them,
so that a judge does not know that something is in dispute, and what has been judged is checked.
`--after` names earlier sheets: a query they hold with all of its places is not asked about again.

A sheet's paragraph is a number and a query, and below it letters with addresses and names; how all
places begin stands beside it (`.places`), and which place is whose (`.key`, not for the judge). The
judge writes a line for each number: the letters of what answers, the best first, or "-" where
nothing does, "17\tca". `take` writes these into docs/_data/askings/; where nothing answers, what
stood there stays. It prints how many of the places of both sides were found right.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "hooks")]

from bench.search_writers import DOCS, WRITERS, Bench, Told  # noqa: E402
from browsers import chromium  # noqa: E402

from search.asked import Engine  # noqa: E402
from search.index import read_index  # noqa: E402
from search.learn import learn, load_queries  # noqa: E402
from search.training_queries import HOME, MOST_PLACES, TrainingQuery  # noqa: E402

LETTERS = "abcdefghijklmnopqrstuvwxyz"
POOL, SHOWN, CONTROLS = 3, 160, 8


@dataclass(frozen=True)
class Asked:
    """A paragraph of a sheet: `places` in the order of their letters."""

    number: int
    file: str
    query: str
    places: tuple[str, ...]
    judged: frozenset[str]
    led: str | None

    def is_new(self, seen: Mapping[str, Collection[str]]) -> bool:
        """Whether a place of it is not among those that were `seen` for its query."""
        return not set(self.places) <= set(seen.get(self.query, ()))

    def lines(self, names: dict[str, str]) -> Iterator[str]:
        """How the paragraph stands in the sheet."""
        yield f"{self.number}\t{self.query}"
        for letter, place in zip(LETTERS, self.places, strict=False):
            yield f"  {letter}\t{place or HOME}\t{names.get(place, '')}"


def _drawn(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def named_places(site: Path) -> dict[str, tuple[str, str]]:
    """The names and the first words of all places, by address."""
    found = {}
    for address, _, title, _, _, sections, *_ in read_index(site)["pages"]:
        for section in sections:
            anchor, heading, text = (*section, "", "")[:3]
            place = f"{address}#{anchor}" if anchor else address
            found[place] = (f"{title} › {heading}" if anchor else title, text[:SHOWN])
    return found


def _disputed(query: TrainingQuery, told: Told) -> bool:
    led_elsewhere = not told.leads or told.leads[0] not in told.places
    return led_elsewhere or int(_drawn("control", query.query)[:8], 16) % CONTROLS == 0


def pooled(number: int, query: TrainingQuery, told: Told) -> Asked:
    """A query with what was judged to answer it and what the engine says, in no order."""
    places = {*told.places, *told.leads[:POOL]}
    order = sorted(places, key=lambda place: _drawn(query.query, place))
    led = told.leads[0] if told.leads else None
    return Asked(number, query.file, query.query, tuple(order), told.places, led)


def seen_in(sheets: Iterable[Path]) -> dict[str, set[str]]:
    """The places that earlier sheets hold for each query."""
    seen: dict[str, set[str]] = {}
    for sheet in sheets:
        for each in read_key(sheet):
            seen.setdefault(each.query, set()).update(each.places)
    return seen


def write(
    site: Path, sheet: Path, writers: list[str], every: int = 1, after: Iterable[Path] = ()
) -> None:
    """Writes a sheet, and beside it (`.key`) what each paragraph is of, not for the judge."""
    seen = seen_in(after)
    queries, concepts, problems = load_queries(DOCS / "_data")
    if problems:
        sys.exit("\n".join(map(str, problems)))
    named = named_places(site)
    names = {place: name for place, (name, _) in named.items()}
    asked: list[Asked] = []
    with chromium() as browser:
        bench = Bench(Engine(browser.new_page(), site), site, concepts)
        for writer in writers:
            print(f"  learning without {writer}", file=sys.stderr, flush=True)
            own = [query for query in queries if query.writer.split(" ")[0] == writer]
            model = learn([q for q in queries if q.writer.split(" ")[0] != writer], concepts)
            own = own[::every]
            for query, told in zip(own, next(iter(bench.ask(own, model))), strict=True):
                each = pooled(len(asked) + 1, query, told)
                if _disputed(query, told) and each.is_new(seen):
                    asked.append(each)
    sheet.write_text(
        "\n\n".join("\n".join(each.lines(names)) for each in asked) + "\n", encoding="utf-8"
    )
    begins = (f"{place or HOME}\t{name}\n  {text}\n" for place, (name, text) in named.items())
    sheet.with_suffix(".places").write_text("".join(begins), encoding="utf-8")
    write_key(sheet, asked)
    print(f"{len(asked)} queries to judge: {sheet}")


def write_key(sheet: Path, asked: list[Asked]) -> None:
    """Writes what each paragraph is of, a line of JSON for each."""
    told = ([each.file, each.query, each.places, sorted(each.judged), each.led] for each in asked)
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told)
    sheet.with_suffix(".key").write_text(lines, encoding="utf-8")


def read_key(sheet: Path) -> list[Asked]:
    """The paragraphs of a sheet."""
    lines = sheet.with_suffix(".key").read_text(encoding="utf-8").splitlines()
    told = map(json.loads, lines)
    return [
        Asked(number, file, query, tuple(places), frozenset(judged), led)
        for number, (file, query, places, judged, led) in enumerate(told, 1)
    ]


def read_judged(judged: Path, asked: list[Asked]) -> dict[int, tuple[str, ...]]:
    """The places that answer, by number. Ends with what is wrong in the file."""
    found: dict[int, tuple[str, ...]] = {}
    faults = []
    for number, line in enumerate(judged.read_text(encoding="utf-8").splitlines(), 1):
        name, _, letters = line.partition("\t")
        letters = letters.strip().replace(" ", "")
        if not name.isdigit() or not 1 <= int(name) <= len(asked):
            faults.append(f"{judged}:{number}: a line is a number of the sheet, a tab and letters")
            continue
        places = asked[int(name) - 1].places
        if letters != "-" and not (letters and set(letters) <= set(LETTERS[: len(places)])):
            faults.append(f"{judged}:{number}: {letters!r}: letters of {name}, or -")
        elif int(name) in found:
            faults.append(f"{judged}:{number}: {name} is judged above already")
        else:
            picked = dict.fromkeys(
                places[LETTERS.index(letter)] for letter in letters if letter != "-"
            )
            found[int(name)] = tuple(picked)
    missing = [str(each.number) for each in asked if each.number not in found]
    if missing:
        faults.append(f"{judged}: not judged: {' '.join(missing[:20])}")
    if faults:
        sys.exit("\n".join(faults))
    return found


def take(sheet: Path, judged: Path, docs: Path = DOCS) -> None:
    """Writes what was judged into the askings, and prints how it went."""
    asked = read_key(sheet)
    answers = read_judged(judged, asked)
    by_file: dict[str, dict[str, tuple[str, ...]]] = {}
    for each in asked:
        by_file.setdefault(each.file, {})[each.query] = answers[each.number]
    gone = []
    for name, known in by_file.items():
        file = docs.parent / name
        lines = file.read_text(encoding="utf-8").splitlines()
        gone += [
            f"{name}: {query}" for query in known.keys() - {line.split("\t")[0] for line in lines}
        ]
        for index, line in enumerate(lines):
            query, places, *writer = line.split("\t")
            if answer := known.get(query):
                places = " ".join(place or HOME for place in answer[:MOST_PLACES])
                lines[index] = "\t".join((query, places, *writer))
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for query in sorted(gone):
        print(f"no longer there, so not taken: {query}")
    before = sum(len(each.judged) for each in asked)
    kept = sum(len(each.judged & set(answers[each.number])) for each in asked)
    elsewhere = [each for each in asked if each.led not in each.judged]
    right = sum(each.led in answers[each.number] for each in elsewhere)
    alike = [each for each in asked if each.led in each.judged]
    still = sum(each.led in answers[each.number] for each in alike)
    none = sum(not answers[each.number] for each in asked)
    print(f"places judged before that answer: {kept} of {before}")
    print(f"led elsewhere, and right all the same: {right} of {len(elsewhere)}")
    print(f"led where it was judged, and right: {still} of {len(alike)}")
    print(f"nothing answers: {none} of {len(asked)}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write")
    writing.add_argument("site", type=Path)
    writing.add_argument("sheet", type=Path)
    writing.add_argument("--writers", nargs="+", choices=WRITERS, default=list(WRITERS))
    writing.add_argument("--every", type=int, default=1)
    writing.add_argument("--after", type=Path, nargs="+", default=[], help="earlier sheets")
    taking = commands.add_parser("take")
    taking.add_argument("sheet", type=Path)
    taking.add_argument("judged", type=Path)
    options = parser.parse_args()
    if options.command == "write":
        write(options.site, options.sheet, options.writers, options.every, options.after)
    else:
        take(options.sheet, options.judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
