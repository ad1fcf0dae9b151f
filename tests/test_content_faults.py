"""Bad input under docs/ gives a clear error each, with file and line, all in one run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.library import read_library

CASES = yaml.safe_load((Path(__file__).parent / "cases/content_faults.yml").read_text("utf-8"))


def write_base(docs: Path) -> None:
    for path, text in CASES["base"].items():
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def faults(docs: Path) -> list[str]:
    return [str(problem) for problem in read_library(docs)[2]]


def matches(expected: str, message: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, expected.split("…"))), message))


def test_a_guide_without_a_fault_gives_no_message(tmp_path: Path) -> None:
    write_base(tmp_path)
    assert faults(tmp_path) == []


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_a_fault_is_named(case: dict[str, Any], tmp_path: Path) -> None:
    write_base(tmp_path)
    file = tmp_path / case["in"]
    if "from" in case:
        text = file.read_text(encoding="utf-8")
        assert text.count(case["from"]) == 1, "the case must change exactly one place"
        file.write_text(text.replace(case["from"], case["to"]), encoding="utf-8")
    else:
        file.write_text(case["to"], encoding="utf-8")
    found = faults(tmp_path)
    assert len(found) == len(case["expect"]), found
    for expected, message in zip(case["expect"], found, strict=True):
        assert matches(expected, message), f"{message!r} instead of {expected!r}"


def test_a_page_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "big5.md").write_bytes("---\nid: x\ntitle: 短信\n---\n".encode("big5"))
    assert any(
        message.startswith("docs/big5.md:3: not UTF-8") and "save the file as UTF-8" in message
        for message in faults(tmp_path)
    )
