"""The worksheet of facts to check again, and what comes back of it."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from faulty import assert_said
from small_guide import SmallGuide

from base.records import Table
from base.yaml_rows import Row
from content.ages import due, read_ages
from content.facts import read_facts
from content.recheck import COLUMNS, as_calendar, as_csv, as_html, take, with_checks, worksheet

CASES = yaml.safe_load((Path(__file__).parent / "cases/recheck.yml").read_text("utf-8"))
DATA = PROJECT / "docs/_data"
CHECKED, TODAY = datetime.date(2026, 11, 29), datetime.date(2027, 2, 1)
AGES = Table({"all": Row({"id": "all", "months": 6})})


def fact(name: str, says: str, **keys: object) -> Row:
    made = {"id": name, "fact": says, "quote": "，".join((says, says)), "source": "某處"}
    row = Row({**made, "confidence": "PM", "topic": "law", "checked": CHECKED, **keys})
    row.line = int(name[1:])
    return row


FACTS = Table({f"F0{n}": fact(f"F0{n}", f"說{word}。") for n, word in enumerate("一二三", 1)})
ROWS = worksheet(list(FACTS.values()), AGES, {"F01": ["docs/a.md:3", "docs/a.md:9"]})


def filled(*answers: str) -> str:
    """The worksheet with the last three cells of each row."""
    lines = as_csv(ROWS).removeprefix("\ufeff").split("\r\n")
    ends = (",,,", *answers)
    return "\n".join(
        line.removesuffix(",,,") + f",{end}" if n and line else line
        for n, (line, end) in enumerate(zip(lines, [*ends, ""], strict=True))
    )


LIST = filled("same,2027-01-05,", "changed,2027/1/6,改了號碼", ",,")


def test_a_filled_list_gives_new_days_and_what_changed() -> None:
    taken, problems = take(LIST, "filled.csv", FACTS, TODAY)
    assert problems == []
    assert taken.checked == {"F01": datetime.date(2027, 1, 5)}
    assert [(row["fact"], row["remark"]) for row in taken.changed] == [("F02", "改了號碼")]
    assert taken.open == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_fault_of_a_filled_list_is_named_with_its_line(case: dict[str, Any]) -> None:
    assert LIST.count(case["from"]) >= 1
    lines = LIST.split("\n")
    if case.get("gone"):
        text = "\n".join(line for line in lines if not line.startswith(case["from"]))
    else:
        text = LIST.replace(case["from"], case["to"], 1)
    _, problems = take(text, "filled.csv", FACTS, TODAY)
    assert_said(problems, [case["says"]])


def test_a_new_check_changes_one_line_of_the_facts_and_nothing_else() -> None:
    facts, _ = read_facts(DATA)
    before = (DATA / "facts.yml").read_text(encoding="utf-8")
    assert with_checks(before, facts, {}) == before
    after = with_checks(before, facts, {"F38": datetime.date(2027, 1, 5)})
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    assert [pair[1] for pair in pairs if pair[0] != pair[1]] == ["  checked: 2027-01-05"]
    number = facts["F38"].lines["checked"]
    assert after.split("\n")[number - 1] == "  checked: 2027-01-05"


def test_the_worksheet_says_where_a_fact_stands_and_what_to_do() -> None:
    assert tuple(ROWS[0]) == COLUMNS
    assert ROWS[0]["stands"] == "docs/a.md:3; docs/a.md:9"
    assert "docs/_data/facts.yml:1, then the 1 files named here" in ROWS[0]["if_changed"]
    assert ROWS[1]["stands"] == "nowhere"
    html = as_html([{**ROWS[0], "quote": "</script><b>"}])
    assert html.count("</script>") == 1
    assert html.count('type="radio"') == 3


def test_the_calendar_has_a_day_for_each_on_which_facts_are_due() -> None:
    later = fact("F05", "說五。", checked=datetime.date(2026, 12, 1))
    weak = fact("F04", "說四。", confidence="S-")
    text = as_calendar({**FACTS, "F04": weak, "F05": later}, AGES)
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)", text) == ["20270529", "20270601"]
    assert "make recheck: F01\\, F02\\, F03\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "hooks/recheck.py", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_due_first_is_a_fact_that_pages_may_state(tmp_path: Path) -> None:
    keys = "topic: law, source: 某處, quote: 说, quote_lang: zh-Hans, note: 還沒核實。"
    days = {"F01": ("S-", "2026-11-01"), "F02": ("PM", "2026-11-20")}
    rows = "".join(
        f"- {{id: {name}, fact: 說{name}。, confidence: {how}, checked: {day}, {keys}}}\n"
        for name, (how, day) in days.items()
    )
    docs = SmallGuide(tmp_path, {"_data/facts.yml": rows}).docs
    written = run("--docs", str(docs), "--to", str(tmp_path / "to"), "--today", "2026-12-01")
    facts, _ = read_facts(docs / "_data")
    ages, _ = read_ages(docs / "_data", ())
    first = due(facts["F02"], ages)
    assert due(facts["F01"], ages) < first
    assert written.stdout.splitlines()[-1] == f"nothing to do; the first is due on {first}"


@pytest.mark.slow
def test_the_command_line_writes_the_worksheet_and_takes_it_back(tmp_path: Path) -> None:
    written = run("--to", str(tmp_path), "--today", "2099-01-01")
    assert written.returncode == 0, written.stderr
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["recheck.csv", "recheck.html", "recheck.ics"]
    broken = tmp_path / "filled.csv"
    rows = (tmp_path / "recheck.csv").read_text("utf-8").splitlines()
    broken.write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    before = (DATA / "facts.yml").read_bytes()
    taken = run("take", str(broken))
    assert taken.returncode == 1
    assert f"filled.csv:{len(rows)}: row " in taken.stderr
    assert (DATA / "facts.yml").read_bytes() == before
    assert "which list?" in run("take", str(tmp_path / "gone.csv")).stderr


@pytest.mark.parametrize("days", ["-5", "x", "99999999999"])
def test_days_that_are_no_number_of_days_are_refused(days: str) -> None:
    command = [sys.executable, str(PROJECT / "hooks/recheck.py"), "--days", days]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "a number from 0 to 3650" in done.stderr
