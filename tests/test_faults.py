"""Each fault of cases/faults/, put into a small guide, is one clear error at its place."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT
from fault_cases import TODAY, Case, read_cases, said_of, small_guide, table, try_case

CASES = read_cases()
KINDS = sorted({case.kind for case in CASES})


@pytest.fixture(scope="module")
def guide() -> Iterator[Path]:
    with small_guide() as root:
        yield root


def test_the_guide_that_faults_are_put_into_has_none(guide: Path) -> None:
    assert said_of(guide, TODAY) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_each_fault_is_one_clear_error_at_its_place(kind: str, guide: Path) -> None:
    wrong = []
    for case in (case for case in CASES if case.kind == kind):
        outcome = try_case(guide, case)
        if outcome.what != "clear":
            wrong.append((outcome.what, case.name, case.place, case.says, outcome.said[:3]))
    assert wrong == []


def test_the_guide_is_whole_again_after_each_case(guide: Path) -> None:
    """So that one case never hides another."""
    assert said_of(guide, TODAY) == []


def test_every_kind_of_the_list_of_faults_is_tried_more_than_it_was_found() -> None:
    """191 faults were found once; their siblings are more."""
    assert len(CASES) > 3 * 191
    assert min(Counter(case.kind for case in CASES).values()) > 20


def test_no_case_stands_twice() -> None:
    keys = Counter(str(sorted(map(str, case.changes.items()))) for case in CASES)
    assert [key[:200] for key, times in keys.items() if times > 1] == []


def test_the_table_counts_what_came_of_the_cases() -> None:
    lines = list(table({"one": Counter(clear=2, silent=1), "two": Counter(traceback=3)}))
    numbers = [re.findall(r"\d+", line) for line in lines]
    one, two = ["3", "2", "0", "1", "0"], ["3", "0", "0", "0", "3"]
    assert numbers == [[], [], one, two, ["6", "2", "0", "1", "3"]]


def test_the_command_line_says_a_day_to_the_lint(guide: Path) -> None:
    command = [sys.executable, str(PROJECT / "hooks/lint.py"), "--docs", str(guide / "docs")]
    command += ["--config", str(guide / "mkdocs.yml"), "--today", "2026-11-01"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert '"updated" 2026-11-23 lies ahead: today is 2026-11-01' in done.stdout


def test_a_case_is_judged_by_place_and_words() -> None:
    from fault_cases import _judged

    from base.problems import Problem

    case = Case("kind", "name", {}, "docs/a.md:3", "write … here")
    right = Problem("docs/a.md", 3, "write this here")
    assert _judged(case, [right], 0).what == "clear"
    assert _judged(case, [right, right.on("docs/b.md")], 0).what == "unclear"
    assert _judged(case, [Problem("docs/a.md", 4, "write this here")], 0).what == "unclear"
    assert _judged(case, [Problem("docs/a.md", 3, "write that")], 0).what == "unclear"
    assert _judged(case, [], 0).what == "silent"
    assert _judged(case, [right], 60).what == "unclear"
