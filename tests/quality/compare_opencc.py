"""Compares our Simplified text with that of the official OpenCC, place by place.

Development only; `make conversion` runs it. Every difference must be judged in judged.yml.
Exit status 1 when one is not, or when ours is wrong more than once in 10,000 characters.
What both get wrong alike it cannot see: that is for a reader, and for tests/cases/.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "hooks"))

from base.yaml_rows import Row, load  # noqa: E402
from content.prose import HAN, plain_text  # noqa: E402
from content.source_pages import HEADING, read_pages  # noqa: E402
from conversion.converter import Converter  # noqa: E402
from conversion.opencc_tables import load as load_tables  # noqa: E402
from conversion.terms import load_terms  # noqa: E402

OFFICIAL = PROJECT / ".venv-opencc/bin/python"
JUDGED = PROJECT / "tests/quality/judged.yml"
# Who is right -> whose error the differing characters are.
ERRORS_OF = {
    "ours": ["official"],
    "official": ["ours"],
    "both": [],
    "neither": ["ours", "official"],
}
KEYS = {"source", "ours", "official", "right", "why"}
LIMIT = 1.0  # our errors in 10,000 Han characters
CONTEXT = 8
# No configuration of OpenCC converts quotation marks; done for it, so that words are compared.
MARKS = str.maketrans("「」『』", "“”‘’")
# The parts of the data files that readers see, in the site's own words.
SHOWN = {
    "facts.yml": ("fact", "source", "note"),
    "glossary.yml": ("term", "plain", "aliases"),
    "claims.yml": ("says", "note"),
    "risks.yml": ("about",),
    "topics.yml": ("title",),
}


@dataclass(frozen=True)
class Text:
    """One paragraph or entry in Traditional script, and where it stands."""

    place: str
    text: str


@dataclass(frozen=True)
class Pair:
    """The same text from both converters; `official` is as long as `source`."""

    place: str
    source: str
    ours: str
    official: str

    def blocks(self) -> Sequence[tuple[str, int, int, int, int]]:
        matcher = SequenceMatcher(None, self.official, self.ours, autojunk=False)
        return matcher.get_opcodes()

    def ours_at(self, start: int, stop: int) -> str | None:
        """What ours has for the source characters; None where a difference is cut in two."""
        firsts: dict[int, int] = {}
        lasts: dict[int, int] = {}
        for tag, i1, i2, j1, j2 in self.blocks():
            equal = zip(range(i1, i2 + 1), range(j1, j2 + 1), strict=True) if tag == "equal" else ()
            for place, ours in equal or ((i1, j1), (i2, j2)):
                firsts.setdefault(place, ours)
                lasts[place] = ours
        if start not in firsts or stop not in lasts:
            return None
        return self.ours[firsts[start] : lasts[stop]]


@dataclass(frozen=True)
class Difference:
    """The source characters `start` to `stop` of a pair, which differ."""

    pair: Pair
    start: int
    stop: int

    @property
    def size(self) -> int:
        return max(1, self.stop - self.start)

    def __str__(self) -> str:
        low, high = max(0, self.start - CONTEXT), self.stop + CONTEXT
        source, official = self.pair.source, self.pair.official
        ours = self.pair.ours_at(self.start, self.stop)
        return (
            f"{self.pair.place}: …{source[low : self.start]}【{source[self.start : self.stop]}】"
            f"{source[self.stop : high]}… ours {ours}, official {official[self.start : self.stop]}"
        )


def page_texts() -> Iterator[Text]:
    """Front matter that is shown, and the body line by line (a line is a paragraph here)."""
    for page in read_pages(PROJECT / "docs")[0]:
        for key in ("title", "description", "aliases"):
            yield from entry_texts(page.meta, key, page.path)
        for number, line in page.body():
            if heading := HEADING.match(line):
                line = heading["title"]
            line = re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)
            if text := plain_text(line).strip():
                yield Text(f"{page.path}:{number}", text)


def entry_texts(row: Row, key: str, path: str) -> Iterator[Text]:
    """The texts under one key of a row; a list gives one for each item."""
    values = row.get(key, [])
    for value in [values] if isinstance(values, str) else values:
        yield Text(f"{path}:{row.lines[key]}", value)


def data_texts() -> Iterator[Text]:
    for name, keys in SHOWN.items():
        for row in load(PROJECT / "docs/_data" / name):
            for key in keys:
                yield from entry_texts(row, key, f"docs/_data/{name}")


def term_texts() -> Iterator[Text]:
    for row in load(PROJECT / "docs/_data/terms.yml"):
        yield from entry_texts(row, "test", "docs/_data/terms.yml")


def official_texts(texts: Iterable[str]) -> tuple[str, list[str]]:
    """Version of the official package, and what it makes of the texts."""
    if not OFFICIAL.exists():
        raise SystemExit(f"{OFFICIAL} is missing: run `make conversion`")
    script = PROJECT / "tests/quality/opencc_official.py"
    command = [str(OFFICIAL), str(script)]
    question = json.dumps(list(texts))
    answer = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    result = json.loads(answer.stdout)
    return result["version"], [text.translate(MARKS) for text in result["texts"]]


def differences(pair: Pair) -> Iterator[Difference]:
    for tag, start, stop, _, _ in pair.blocks():
        if tag != "equal":
            yield Difference(pair, start, stop)


def verdict(difference: Difference, judged: list[Row]) -> Row | None:
    """The row of judged.yml whose wording covers the difference and has the same two results."""
    pair = difference.pair
    for row in judged:
        wording = row["source"]
        start = pair.source.find(wording, max(0, difference.stop - len(wording)))
        stop = start + len(wording)
        if not (0 <= start <= difference.start and difference.stop <= stop):
            continue
        results = pair.ours_at(start, stop), pair.official[start:stop]
        if results == (row["ours"], row["official"]):
            return row
    return None


def read_judged() -> list[Row]:
    """The verdicts; one that names nobody in `right` ends the program."""
    rows: list[Row] = load(JUDGED, "tests/quality/judged.yml") or []
    for row in rows:
        if set(row) != KEYS or row["right"] not in ERRORS_OF:
            raise SystemExit(
                f"tests/quality/judged.yml:{row.line}: a row has source, ours, official, why, and "
                f"right: one of {', '.join(ERRORS_OF)}"
            )
    return rows


def pairs(texts: list[Text], converter: Converter) -> tuple[str, list[Pair]]:
    version, official = official_texts(text.text for text in texts)
    found = []
    for text, theirs in zip(texts, official, strict=True):
        if len(theirs) != len(text.text):
            raise SystemExit(f"{text.place}: an entry of the official tables changes the length")
        found.append(Pair(text.place, text.text, converter.convert(text.text), theirs))
    return version, found


def report(title: str, compared: list[Pair], judged: list[Row], used: set[int]) -> bool:
    """Prints one corpus; true when all is judged and ours keeps within the limit."""
    han = sum(len(HAN.findall(pair.source)) for pair in compared)
    errors: Counter[str] = Counter()
    wordings: Counter[tuple[str, str, str, str]] = Counter()
    found = [difference for pair in compared for difference in differences(pair)]
    unjudged = []
    for difference in found:
        row = verdict(difference, judged)
        if row is None:
            unjudged.append(difference)
            continue
        used.add(row.line)
        wordings[row["source"], row["ours"], row["official"], row["right"]] += 1
        errors.update({whose: difference.size for whose in ERRORS_OF[row["right"]]})
    rates = {whose: errors[whose] * 10_000 / max(1, han) for whose in ("ours", "official")}
    print(f"\n{title}: {han} Han characters, {sum(d.size for d in found)} differ")
    for (source, ours, official, right), times in sorted(wordings.items()):
        print(f"  {times:4} × {source}: ours {ours}, official {official}; right: {right}")
    for whose, rate in rates.items():
        print(f"  errors of {whose}: {errors[whose]} characters, {rate:.2f} in 10,000")
    for difference in unjudged:
        print(f"  not judged: {difference}")
    return not unjudged and rates["ours"] <= LIMIT


def main() -> int:
    terms, problems = load_terms(PROJECT / "docs/_data/terms.yml", "docs/_data/terms.yml")
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    converter = Converter(load_tables(), terms)
    judged = read_judged()
    corpora = {
        "Running text of the site": [*page_texts(), *data_texts()],
        "Test sentences of the table of terms": list(term_texts()),
    }
    good, used = True, set[int]()
    for title, texts in corpora.items():
        version, compared = pairs(texts, converter)
        good &= report(f"{title}, against opencc {version} (tw2s)", compared, judged, used)
    for row in judged:
        if row.line not in used:
            print(f"tests/quality/judged.yml:{row.line}: {row['source']} differs nowhere: drop it")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
