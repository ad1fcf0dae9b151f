"""The invented cases reckon as our own tools do: sums, shares, plans, periods, days of the week."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser_fixtures import RunModule
from conftest import PROJECT

CASES = yaml.safe_load((PROJECT / "tests/cases/case_sums.yml").read_text("utf-8"))
WEEKDAYS = "一二三四五六日"
DATED = re.compile(r"(\d+)月(\d+)日，星期(.)")

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


def text_of(case: dict[str, Any]) -> str:
    return Path(PROJECT / "docs" / case["page"]).read_text(encoding="utf-8")


def fen(yuan: int) -> int:
    return yuan * 100


@each_case
def test_what_the_page_says_stands_there(case: dict[str, Any]) -> None:
    text = text_of(case)
    assert [shown for shown in case["shown"] if shown not in text] == []


@each_case
def test_every_day_of_the_page_has_its_weekday(case: dict[str, Any]) -> None:
    text = text_of(case)
    for day, weekday in case.get("days", {}).items():
        assert weekday == f"星期{WEEKDAYS[day.weekday()]}"
    (year,) = {day.year for day in case["days"]} if case.get("days") else {2026}
    said = {(int(m), int(d)): weekday for m, d, weekday in DATED.findall(text)}
    wrong = {
        day: weekday
        for day, weekday in said.items()
        if weekday != WEEKDAYS[date(year, *day).weekday()]
    }
    assert said
    assert wrong == {}


@pytest.mark.parametrize("case", [c for c in CASES if c.get("debts")], ids=lambda c: c["name"])
def test_the_budget_and_the_shares_are_those_of_the_tool(
    run_module: RunModule, case: dict[str, Any]
) -> None:
    given = {
        "income": [fen(amount) for amount in case["income"]],
        "essentials": [fen(amount) for amount in case["expenses"]],
        "debts": [fen(amount) for amount in case["debts"]],
    }
    made = run_module("budget", "m.budget(given)", given)
    assert made["surplus"] == fen(case["surplus"])
    assert made["affordable"] == fen(case["affordable"])
    assert made["shares"] == [fen(share) for share in case["shares"]]


PLANS = [(case, plan) for case in CASES for plan in case["plans"]]


@pytest.mark.parametrize(("case", "plan"), PLANS, ids=lambda each: str(each.get("total", "")))
def test_a_plan_is_that_of_the_tool(
    run_module: RunModule, case: dict[str, Any], plan: dict[str, Any]
) -> None:
    rule = {**plan["rule"], "from": plan["rule"]["from"].isoformat()}
    given = {"total": fen(plan["total"]), "amount": fen(plan["amount"]), "rule": rule}
    made = run_module("schedule", "m.makePlan(given)", given)
    assert (made["count"], made["rows"][-1]["fen"]) == (plan["count"], fen(plan["last"]))
    assert (made["start"], made["end"]) == (plan["start"].isoformat(), plan["end"].isoformat())
    left = [row["left"] for row in made["rows"]]
    assert left[: len(case.get("left", []))] == [fen(amount) for amount in case.get("left", [])]


PERIODS = [period for case in CASES for period in case.get("periods", ())]


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: str(period["received"]))
def test_a_period_begins_on_the_day_after(period: dict[str, Any]) -> None:
    assert period["first"] == period["received"] + timedelta(1)
    assert period["last"] == period["received"] + timedelta(period["days"])
