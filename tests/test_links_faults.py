"""A broken promise is a clear error each, with file and line, all in one run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_guide import SmallGuide

from links.ledger import read_ledger

CASES = yaml.safe_load((Path(__file__).parent / "cases/link_faults.yml").read_text("utf-8"))


def matches(expected: str, message: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, expected.split("…"))), message))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_a_broken_promise_is_named_with_its_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, CASES["base"], CASES["ledger"])
    report = guide.build(case["edits"])
    found = [str(problem) for problem in report.problems]
    print("\n".join([case["name"], *(f"    {message}" for message in found)]))
    assert len(found) == len(case["expect"]), found
    for expected, message in zip(case["expect"], found, strict=True):
        assert matches(expected, message), f"{message!r} instead of {expected!r}"
    assert (guide.site / "links.json").exists() is not bool(found)


def test_a_ledger_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "published.txt"
    file.write_bytes("# 已發布\n1 2026-11-23 home /\n# 完".encode() + "完".encode("big5"))
    ledger, problems = read_ledger(file, "docs/_data/published.txt")
    assert ledger.entries == ()
    assert str(problems[0]).startswith("docs/_data/published.txt:3: not UTF-8; ")
