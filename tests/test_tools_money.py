"""The logic of the budget and the proposal, in a real Chromium, apart from their pages;
Python's integers, fractions and dates are the second opinion."""

from __future__ import annotations

import math
import random
import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from browser_fixtures import RunModule
from conftest import PROJECT

CASES = yaml.safe_load((PROJECT / "tests/cases/tools_money.yml").read_text("utf-8"))
ROUNDS = 400


def fen(yuan: Any) -> int:
    return int(Decimal(str(yuan)) * 100)


def plain(value: Any) -> Any:
    """YAML reads days as dates; the modules take them as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", CASES["amounts"], ids=lambda case: case["typed"] or "nothing")
def test_an_amount_is_read_as_people_type_it(run_module: RunModule, case: dict[str, Any]) -> None:
    expected = {key: case[key] for key in case if key != "typed"}
    assert run_module("money", "m.parse(given)", case["typed"]) == expected


@pytest.mark.parametrize("case", CASES["wholes"], ids=lambda case: repr(case["typed"]))
def test_a_whole_number_is_read_as_people_type_it(
    run_module: RunModule, case: dict[str, Any]
) -> None:
    found = run_module("proposal", "m.readWhole(given, [1, 31])", case["typed"])
    assert (found.get("value"), found.get("fault")) == (case.get("value"), case.get("fault"))


def test_every_amount_comes_back_as_it_was_shown(run_module: RunModule) -> None:
    generator = random.Random(1)
    amounts = [0, 1, 99, 100, 10**12, *(generator.randrange(10**12) for _ in range(ROUNDS))]
    back = run_module(
        "money",
        "given.flatMap(fen => ['zh-Hant', 'zh-Hans'].map(l => m.parse(m.shown(fen, l)).fen)"
        ".concat(m.parse(m.plain(fen)).fen))",
        amounts,
    )
    assert back == [amount for amount in amounts for _ in range(3)]


def test_shares_add_up_and_none_is_off_by_one_or_more(run_module: RunModule) -> None:
    generator = random.Random(2)
    cases = [
        (generator.randrange(10**9), [generator.randrange(10**9) for _ in range(n % 7 + 1)])
        for n in range(ROUNDS)
    ]
    found = run_module("money", "given.map(([total, weights]) => m.share(total, weights))", cases)
    for (total, weights), shares in zip(cases, found, strict=True):
        if not sum(weights):
            assert shares == [0] * len(weights)
            continue
        assert sum(shares) == total
        for weight, part in zip(weights, shares, strict=True):
            assert abs(part - Fraction(total * weight, sum(weights))) < 1


@pytest.mark.parametrize("case", CASES["budgets"], ids=lambda case: case["name"])
def test_a_budget_is_what_is_left_and_nine_tenths_of_it(
    run_module: RunModule, case: dict[str, Any]
) -> None:
    given = {name: [fen(a) for a in case[name]] for name in ("income", "essentials", "debts")}
    made = run_module("budget", "m.budget(given)", given)
    assert made["surplus"] == fen(case["surplus"])
    assert made["affordable"] == fen(case["affordable"])
    assert made["shares"] == [fen(part) for part in case["shares"]]
    assert made["affordable"] + made["buffer"] == max(made["surplus"], 0)


@pytest.mark.parametrize("case", CASES["due"], ids=lambda case: str(case["rule"]["from"]))
def test_due_days_follow_their_rule(run_module: RunModule, case: dict[str, Any]) -> None:
    given = [plain(case["rule"]), len(case["days"])]
    days = run_module(
        "calendar", "Array.from({ length: given[1] }, (_, i) => m.dueDays(given[0])(i))", given
    )
    assert days == [day.isoformat() for day in case["days"]]


def test_days_of_the_month_are_those_that_exist(run_module: RunModule) -> None:
    generator = random.Random(3)
    cases = []
    for _ in range(ROUNDS):
        start = date(2024, 1, 1) + timedelta(generator.randrange(3000))
        cases.append((start.isoformat(), generator.randrange(1, 32)))
    found = run_module(
        "calendar",
        "given.map(([from, nth]) => Array.from({ length: 14 },"
        " (_, i) => m.dueDays({ period: 'month', from, nth })(i)))",
        cases,
    )
    for (first, nth), days in zip(cases, found, strict=True):
        assert days[0] >= first
        dates = [date.fromisoformat(day) for day in days]
        assert (dates[0] - date.fromisoformat(first)).days < 31
        assert [d.day for d in dates] == [min(nth, monthrange(d.year, d.month)[1]) for d in dates]
        months = [12 * d.year + d.month for d in dates]
        assert months == list(range(months[0], months[0] + 14))


@pytest.mark.parametrize("text", ["2027-02-29", "2027-13-01", "2027-1-1", "", "x", "2027-04-31"])
def test_what_is_no_day_is_none(run_module: RunModule, text: str) -> None:
    assert run_module("calendar", "m.isDay(given)", text) is False


@pytest.mark.parametrize("case", CASES["plans"], ids=str)
def test_a_plan_is_made_by_count_by_amount_or_by_both(
    run_module: RunModule, case: dict[str, Any]
) -> None:
    given: dict[str, Any] = {name: fen(case[name]) for name in ("total", "amount") if name in case}
    given |= {name: case[name] for name in ("count",) if name in case}
    given["rule"] = {"period": "month", "from": "2027-01-05", "nth": 12}
    made = run_module("schedule", "m.makePlan(given)", given)
    if "fault" in case:
        assert made["fault"] == case["fault"]
        assert made.get("by") == (fen(case["by"]) if "by" in case else None)
    else:
        count, first, last = case["amounts"]
        amounts = [row["fen"] for row in made["rows"]]
        assert (made["count"], amounts[0], amounts[-1]) == (count, fen(first), fen(last))


def test_plans_add_up_whatever_is_asked(run_module: RunModule) -> None:
    generator = random.Random(4)
    cases = []
    for _ in range(ROUNDS):
        total = generator.randrange(1, 10 ** generator.randrange(3, 10))
        given: dict[str, Any] = {"total": total}
        if generator.random() < 0.6:
            given["count"] = generator.randrange(1, 61)
        else:
            given["amount"] = max(1, total // generator.randrange(1, 100))
        period = generator.choice(["week", "two-weeks"])
        given["rule"] = {"period": period, "from": "2027-01-05"}
        cases.append(given)
    for given, made in zip(
        cases, run_module("schedule", "given.map(m.makePlan)", cases), strict=True
    ):
        if "fault" in made:
            assert given.get("count", 0) > given["total"] or given.get("amount"), given
            continue
        amounts = [row["fen"] for row in made["rows"]]
        assert sum(amounts) == given["total"] == made["paid"]
        assert min(amounts) > 0
        assert [run["fen"] for run in made["runs"] for _ in range(run["count"])] == amounts
        assert [made["start"], made["end"]] == [made["rows"][n]["day"] for n in (0, -1)]
        assert made["rows"][-1]["left"] == 0
        assert [row["left"] for row in made["rows"]] == [
            sum(amounts[n + 1 :]) for n in range(len(amounts))
        ]
        assert len(amounts) == given.get("count", len(amounts))
        assert [row["day"] for row in made["rows"]] == sorted({r["day"] for r in made["rows"]})


def test_other_ways_never_ask_for_more_than_can_be_paid(run_module: RunModule) -> None:
    generator = random.Random(5)
    cases: list[dict[str, Any]] = [
        {
            "total": generator.randrange(1, 10**7),
            "affordable": generator.randrange(0, 10**6),
            "rule": {"period": "month", "from": "2027-01-05", "nth": generator.randrange(1, 32)},
            "deadline": f"2027-{generator.randrange(1, 13):02}-15",
        }
        for _ in range(ROUNDS)
    ]
    kinds = set()
    for given, offers in zip(
        cases, run_module("schedule", "given.map(m.alternatives)", cases), strict=True
    ):
        for offer in offers:
            kinds.add(offer["kind"])
            amounts = [row["fen"] for row in offer["rows"]]
            assert max(amounts) <= given["affordable"]
            assert sum(amounts) + offer["rest"] == given["total"]
            assert offer["rows"][-1]["left"] == offer["rest"]
            assert (offer["rest"] > 0) == (offer["kind"] == "partial")
            if offer["kind"] == "partial":
                assert offer["end"] <= given["deadline"]
        assert offers or given["affordable"] < 100 or given["total"] > 360 * given["affordable"]
    assert kinds == {"longer", "smaller", "partial"}


@pytest.mark.parametrize(("period", "year"), [("week", 52), ("two-weeks", 26)])
def test_a_monthly_amount_is_cut_for_shorter_periods(
    run_module: RunModule, period: str, year: int
) -> None:
    amounts = [0, 100, 43333, 90000, 10**12]
    found = run_module("schedule", "given[0].map(a => m.perPeriod(a, given[1]))", [amounts, period])
    assert found == [math.floor(Fraction(a * 12, year * 100)) * 100 for a in amounts]
    assert run_module("schedule", "m.perPeriod(given, 'month')", 80050) == 80050


FIELDS = {
    "total": "9,600元", "affordable": "800", "period": "month", "by": "nth", "nth": "12日",
    "from": "2027-01-05", "count": "12",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"total": "九千多"}, ("total", "number")),
        ({"total": "0"}, ("total", "total")),
        ({"from": "2026-11-24"}, ("from", "past")),
        ({"from": "2027-02-30"}, ("from", "day")),
        ({"deadline": "2026-01-01"}, ("deadline", "past")),
        ({"from": "9999-12-31"}, ("from", "far")),
        ({"deadline": "9999-12-31"}, ("deadline", "far")),
        ({"from": "0202-01-05"}, ("from", "far")),
        ({"nth": "32"}, ("nth", "whole")),
        ({"count": "1.5"}, ("count", "whole")),
        ({"amount": "700"}, ("amount", "short")),
        ({"amount": "900"}, ("amount", "long")),
        ({"count": "", "amount": "0.01"}, ("amount", "amount")),
        ({"count": "0"}, ("count", "whole")),
        ({"amount": "0", "count": ""}, ("amount", "amount")),
        ({"total": "1e5"}, ("total", "number")),
        ({"total": "-9600"}, ("total", "negative")),
        ({"deadline": "2027-01-04"}, ("deadline", "early")),
        ({"income": "4500", "essentials": "3701"}, ("affordable", "surplus")),
        ({"income": "4500", "essentials": "3600", "others": "101"}, ("affordable", "others")),
    ],
)
def test_a_fault_stands_at_its_field(
    run_module: RunModule, changed: dict[str, str], fault: tuple[str, str]
) -> None:
    given = [{**FIELDS, **changed}, "2026-11-24"]
    read = run_module("proposal", "m.readProposal(...given)", given)
    assert {name: found["fault"] for name, found in read["faults"].items()} == dict([fault])
    assert "plan" not in read


@pytest.mark.parametrize(
    ("day", "fault", "taken"),
    [
        ("2024-11-24", "old", True),
        ("2024-11-25", None, True),
        ("2026-11-24", None, True),
        ("2026-11-25", "later", False),
    ],
)
def test_a_bill_of_a_debt_that_may_be_old_or_of_a_day_to_come_is_named(
    run_module: RunModule, day: str, fault: str | None, taken: bool
) -> None:
    given = [{**FIELDS, "billed": day}, "2026-11-24"]
    read = run_module("proposal", "m.readProposal(...given)", given)
    assert read["faults"].get("billed", {}).get("fault") == fault
    assert ("billed" in read["values"]) == taken


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({}, []),
        ({"affordable": "799"}, ["dear"]),
        ({"deadline": "2027-12-11"}, ["late"]),
        ({"deadline": "2027-12-12"}, []),
        ({"affordable": ""}, []),
        ({"period": "week"}, ["dear"]),
    ],
)
def test_a_plan_that_asks_too_much_or_too_long_says_so(
    run_module: RunModule, changed: dict[str, str], problems: list[str]
) -> None:
    given = [{**FIELDS, **changed}, "2026-11-24"]
    read = run_module("proposal", "m.readProposal(...given)", given)
    assert read["faults"] == {}
    limits = {"affordable": read.get("limit"), "deadline": read["values"].get("deadline")}
    asked = [read["plan"], {name: value for name, value in limits.items() if value is not None}]
    found = run_module(
        "schedule", "m.faultsOf(given[0], { ...given[1], now: given[2] })", [*asked, "2026-11-24"]
    )
    assert found == problems
    assert sum(row["fen"] for row in read["plan"]["rows"]) == 960000


@pytest.mark.parametrize(
    ("changed", "help_", "planned"),
    [
        ({}, None, True),
        ({"income": "4500", "essentials": "3700"}, None, True),
        ({"income": "3000", "essentials": "3000"}, "nothing", False),
        ({"income": "3000", "essentials": "４，０００"}, "nothing", False),
        ({"affordable": "0"}, "little", True),
        ({"affordable": "26", "count": ""}, "little", False),
        ({"affordable": "27", "count": ""}, None, False),
    ],
)
def test_where_nothing_is_left_there_is_help_and_no_plan(
    run_module: RunModule, changed: dict[str, str], help_: str | None, planned: bool
) -> None:
    given = [{**FIELDS, **changed}, "2026-11-24"]
    read = run_module("proposal", "m.readProposal(...given)", given)
    assert read.get("help") == help_
    assert ("plan" in read) == planned
    assert not (help_ and read["offers"])


def test_reminders_are_a_calendar_that_others_read(run_module: RunModule) -> None:
    long = "還，款；日\\n" * 30
    events = [
        {"day": "2027-02-28", "title": "還款日：第1期，8,000元", "note": long},
        {"day": "2027-12-31", "title": "還款日", "note": "一\n二"},
    ]
    options = {"name": "指南", "made": "20261124T080000Z", "debt": "甲\nA-1"}
    text = run_module("ics", "m.calendar(...given)", [events, options])
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270228" in unfolded
    assert "DTEND;VALUE=DATE:20270301" in unfolded
    assert "DTEND;VALUE=DATE:20280101" in unfolded
    assert "SUMMARY:還款日：第1期，8\\,000元" in unfolded
    assert "DESCRIPTION:一\\n二" in unfolded
    descriptions = [line for line in unfolded if line.startswith("DESCRIPTION:還，款")]
    assert descriptions[0].removeprefix("DESCRIPTION:") == long.replace("\\", "\\\\")
    uids = [line for line in unfolded if line.startswith("UID:")]
    assert len(set(uids)) == 2
    assert run_module("ics", "m.calendar(...given)", [events, options]) == text
    moved = run_module(
        "ics", "m.calendar(...given)", [[{**events[0], "day": "2027-03-01"}], options]
    )
    assert uids[0] in moved.split("\r\n"), "another day of the same instalment takes its place"
    other = run_module("ics", "m.calendar(...given)", [events, {**options, "debt": "甲\nA-2"}])
    assert not set(uids) & set(other.split("\r\n"))


# RFC 5545, 3.1: no line has a control character but the tab; 3.3.11: what text escapes.
LINE = re.compile(r"^[A-Z-]+(;[A-Z-]+=[A-Z]+)*:[^\x00-\x08\x0a-\x1f\x7f]*$")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP"}


def test_reminders_keep_the_rules_of_rfc_5545_whatever_is_pasted(run_module: RunModule) -> None:
    nasty = [
        "BEGIN:VEVENT\r\nX",
        "a\x07b\x1bc\x7f",
        ";,\\,;",
        "😀" * 40,
        "\t",
        "",
        "é" * 75,
        "\r",
        "：" * 25,
    ]
    events = [{"day": "2028-02-29", "title": text, "note": text} for text in nasty]
    options = {"name": "指;南", "made": "20261124T080000Z", "debt": "\ud800"}
    text = run_module("ics", "m.calendar(...given)", [events, options])
    raw = text.encode()
    assert not set(b"\r\n") & set(raw.replace(b"\r\n", b""))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if not LINE.match(line)] == []
    assert [lines[0], lines[1][:8], lines[-1]] == ["BEGIN:VCALENDAR", "VERSION:", "END:VCALENDAR"]
    open_: list[str] = []
    names: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_.append(value)
            names = [] if value == "VEVENT" else names
        elif name == "END":
            assert open_.pop() == value
            if value == "VEVENT":
                assert sorted(n for n in names if n in ONCE) == sorted(ONCE)
        elif open_[-1] == "VEVENT":
            names.append(name.partition(";")[0])
        if name in ("SUMMARY", "DESCRIPTION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "escaped"
    assert open_ == []
    assert lines.count("BEGIN:VEVENT") == len(nasty)
