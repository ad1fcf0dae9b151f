"""How long facts hold, and what is due to be checked again."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT

from base.records import Table
from base.yaml_rows import Row
from content.ages import age_of, due, kind_of, overdue, read_ages, report
from content.facts import read_facts
from content.parts import read_parts

FAULTS = yaml.safe_load((Path(__file__).parent / "cases/ages.yml").read_text("utf-8"))
DATA = PROJECT / "docs/_data"
AGES = read_ages(DATA, read_parts(DATA)[0].topics)[0]
DAY = datetime.date.fromisoformat


def fact(number: str = "F01", day: str = "2026-11-29", **keys: Any) -> Row:
    made = {"id": number, "topic": "law", "confidence": "PM", "checked": DAY(day)}
    return Row({**made, **keys})


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({}, ""),
        ({"confidence": "S"}, "press"),
        ({"confidence": "S", "phones": ["95188"]}, "phone"),
        ({"confidence": "P", "phones": ["96110", "110"]}, "emergency"),
    ],
)
def test_the_first_record_that_fits_a_fact_counts(keys: dict[str, Any], kind: str) -> None:
    assert kind_of(fact(**keys), AGES) == kind
    assert age_of(fact(**keys), AGES)["id"] == (kind or "statute")


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ("2026-11-29", 6, "2027-05-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-01-15", 24, "2028-01-15"),
    ],
)
def test_a_check_holds_for_whole_months(day: str, months: int, until: str) -> None:
    ages = Table({"all": Row({"id": "all", "months": months})})
    assert due(fact(day=day), ages) == DAY(until)


def test_what_is_due_comes_longest_first_and_without_what_is_not_published() -> None:
    facts = Table(
        {
            "F01": fact("F01", "2026-06-01", confidence="S"),
            "F02": fact("F02", "2026-05-01", confidence="S-"),
            "F03": fact("F03", "2026-12-01", phones=["95188"]),
            "F04": fact("F04", "2027-06-01"),
        }
    )
    today = DAY("2027-06-01")
    assert [each["id"] for each in overdue(facts, AGES, today)] == ["F01", "F03"]
    assert report(facts, AGES, today) == (
        "facts: 2 of 4 are due to be checked again (F01, F03): make recheck"
    )
    assert report(facts, AGES, DAY("2026-06-01")) == ""


def test_nothing_is_due_on_the_day_after_the_last_check() -> None:
    facts, _ = read_facts(DATA)
    last = max(each["checked"] for each in facts.values())
    late = overdue(facts, AGES, last + datetime.timedelta(days=1))
    assert [each["id"] for each in late if each["checked"] == last] == []


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["says"][20:60])
def test_a_fault_of_the_file_is_named_with_its_line(case: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "ages.yml").write_text(case["text"], encoding="utf-8")
    _, problems = read_ages(tmp_path, ["law", "hotline"])
    assert [str(problem) for problem in problems] == [case["says"]]
