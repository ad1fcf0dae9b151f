"""Readers' queries are judged blind, and what was judged is what the search learns from."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bench.search_judging import (
    Asked,
    named_places,
    pooled,
    read_key,
    seen_in,
    take,
    write_key,
)
from bench.search_writers import Told
from conftest import Site

from search.training_queries import TrainingQuery

FILE = "docs/_data/askings/readers-9.tsv"
QUERY = TrainingQuery("怎麼數15天", ("start/", "court/#day"), True, FILE, 2, "readers-9 w1")
ASKED = [
    Asked(1, FILE, "我廢了", ("start/", "tools/"), frozenset({"tools/"}), "start/"),
    Asked(2, FILE, "怎麼數15天", ("", "court/#day", "start/"), frozenset({"", "start/"}), ""),
    Asked(3, FILE, "不知道", ("start/",), frozenset({"start/"}), None),
]


def asked_in(folder: Path) -> Path:
    """A sheet with its key, and the askings that it is of."""
    askings = folder / FILE
    askings.parent.mkdir(parents=True)
    lines = ("我廢了\ttools/", "別的\tstart/", "怎麼數15天\t. start/\tw1", "不知道\tstart/")
    askings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_key(folder / "sheet.txt", ASKED)
    return folder / "sheet.txt"


def test_a_paragraph_does_not_tell_who_says_what() -> None:
    """The same places stand in the same order, whoever named them."""
    of_engine = Told(frozenset({"start/", "court/#day"}), ("tools/", "start/", "a/", "b/"), "")
    of_judge = Told(frozenset({"tools/", "a/", "start/"}), ("court/#day",), "unsure")
    one, other = pooled(1, QUERY, of_engine), pooled(1, QUERY, of_judge)
    assert one.places == other.places
    assert set(one.places) == {"start/", "court/#day", "tools/", "a/"}
    assert (one.led, other.led) == ("tools/", "court/#day")
    first, *others = one.lines({"a/": "一頁"})
    assert first == "1\t怎麼數15天"
    assert any(line.endswith("\ta/\t一頁") for line in others)


def test_what_was_judged_stands_in_the_askings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, judged = asked_in(tmp_path), tmp_path / "judged.tsv"
    assert read_key(sheet) == ASKED
    judged.write_text("2\tb a\n1\tab\n3\t-\n", encoding="utf-8")
    take(sheet, judged, tmp_path / "docs")
    assert (tmp_path / FILE).read_text(encoding="utf-8").splitlines() == [
        "我廢了\tstart/ tools/",
        "別的\tstart/",
        "怎麼數15天\tcourt/#day .\tw1",
        # Nothing answers: what stood there stays.
        "不知道\tstart/",
    ]
    assert capsys.readouterr().out.splitlines() == [
        "places judged before that answer: 2 of 4",
        "led elsewhere, and right all the same: 1 of 2",
        "led where it was judged, and right: 1 of 1",
        "nothing answers: 1 of 3",
    ]


def test_a_query_that_is_gone_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, judged = asked_in(tmp_path), tmp_path / "judged.tsv"
    (tmp_path / FILE).write_text("別的\tstart/\n我廢了\ttools/\n", encoding="utf-8")
    judged.write_text("1\ta\n2\ta\n3\t-\n", encoding="utf-8")
    take(sheet, judged, tmp_path / "docs")
    named = [line for line in capsys.readouterr().out.splitlines() if "not taken" in line]
    assert named == [
        f"no longer there, so not taken: {FILE}: {q}" for q in ("不知道", "怎麼數15天")
    ]
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "別的\tstart/\n我廢了\tstart/\n"


def test_what_earlier_sheets_hold_is_not_asked_about_again(tmp_path: Path) -> None:
    first, second, third = ASKED
    write_key(tmp_path / "1.txt", [first, second])
    write_key(tmp_path / "2.txt", [replace(first, number=1, places=("start/", "court/"))])
    seen = seen_in([tmp_path / "1.txt", tmp_path / "2.txt"])
    assert seen[first.query] == {"start/", "tools/", "court/"}
    assert not first.is_new(seen)
    assert not replace(first, places=("court/", "tools/")).is_new(seen)
    assert replace(first, places=("start/", "cases/")).is_new(seen)
    assert third.is_new(seen)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1\ta\n2\ta\n", "not judged: 3"),
        ("1\ta\n2\td\n3\t-\n", ":2: 'd': letters of 2, or -"),
        ("1\ta\n2\ta\n3\t\n", ":3: '': letters of 3, or -"),
        ("1\ta\n2\ta\n3\t-\n2\tb\n", ":4: 2 is judged above already"),
        ("1\ta\n2\ta\n3\t-\n4\ta\n", ":4: a line is a number of the sheet, a tab and letters"),
        ("1\ta\n2 a\n3\t-\n", ":2: a line is a number of the sheet, a tab and letters"),
    ],
)
def test_a_slip_of_the_judge_changes_nothing(tmp_path: Path, text: str, fault: str) -> None:
    sheet, judged = asked_in(tmp_path), tmp_path / "judged.tsv"
    before = (tmp_path / FILE).read_bytes()
    judged.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=re.escape(fault)):
        take(sheet, judged, tmp_path / "docs")
    assert (tmp_path / FILE).read_bytes() == before


def test_a_judge_reads_how_places_begin(site: Site) -> None:
    named = named_places(site.root)
    name, begins = named["start/urgent/#threats"]
    assert " › " in name
    assert len(begins) > 20
