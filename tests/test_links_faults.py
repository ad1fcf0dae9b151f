"""A broken promise is a clear error each, with file and line, all in one run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lint import lint
from small_guide import SmallGuide

from content.library import read_sources
from links.ledger import FILE, read_ledger
from links.source_check import check_permalinks

CASES = yaml.safe_load((Path(__file__).parent / "cases/link_faults.yml").read_text("utf-8"))


def matches(expected: str, message: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, expected.split("…"))), message))


def expect(wanted: list[str], found: list[str]) -> None:
    assert len(found) == len(wanted), found
    for expected, message in zip(wanted, found, strict=True):
        assert matches(expected, message), f"{message!r} instead of {expected!r}"


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_a_broken_promise_is_named_with_its_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    made = SmallGuide(tmp_path, CASES["base"], CASES["ledger"]).build(case["edits"])
    found = [str(problem) for problem in made.problems]
    print("\n".join([case["name"], *(f"    {message}" for message in found)]))
    expect(case["expect"], found)
    assert ("links.json" in made.files) is not bool(found)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_the_same_is_named_before_a_page_is_built(case: dict[str, Any], tmp_path: Path) -> None:
    """But for ids and addresses of a wrong form, or ids taken (content/front_matter.py)."""
    guide = SmallGuide(tmp_path, CASES["base"], CASES["ledger"])
    guide.edit(case["edits"])
    ledger, problems = read_ledger(guide.docs / "_data" / FILE, f"docs/_data/{FILE}")
    problems += check_permalinks(ledger, read_sources(guide.docs)[0]) if not problems else []
    wanted = [e for e in case["expect"] if '"id"' not in e and "is no address" not in e]
    expect(wanted, [str(problem) for problem in sorted(problems)])


@pytest.mark.parametrize("value", ["5", "old/", "", "{a: b}"])
def test_former_addresses_that_are_no_list_stop_no_check(value: str, tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, CASES["base"], CASES["ledger"])
    title = "title: 緊急\n"
    edit = {"in": "start/urgent.md", "from": title, "to": f"{title}redirect_from: {value}\n"}
    guide.edit([edit])
    messages = [problem.message for problem in lint(guide.docs)[1]]
    assert [m for m in messages if m.startswith('"redirect_from" must be a list')] != []


def test_a_ledger_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "published.txt"
    file.write_bytes("# 已發布\n1 2026-11-23 home /\n# 完".encode() + "完".encode("big5"))
    ledger, problems = read_ledger(file, "docs/_data/published.txt")
    assert ledger.entries == ()
    assert str(problems[0]).startswith("docs/_data/published.txt:3: not UTF-8; ")
