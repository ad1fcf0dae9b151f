"""The table of terms is checked, all of it in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT

from conversion.converter import Converter
from conversion.opencc_tables import load as load_tables
from conversion.settings import SHARED, TERMS, load_settings
from conversion.term_checks import check_effects
from conversion.terms import load_terms

CASES = yaml.safe_load((Path(__file__).parent / "cases/terms_faults.yml").read_text("utf-8"))
DATA = PROJECT / "docs/_data"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_faulty_table_is_named_with_file_and_line(case: dict[str, Any], tmp_path: Path) -> None:
    table = tmp_path / "terms.yml"
    table.write_text(case["table"], "utf-8")
    terms, problems = load_terms(table, "terms.yml")
    problems += check_effects(terms, load_tables())
    found = sorted(f"{problem.line}: {problem.message}" for problem in problems)
    assert {problem.path for problem in problems} == {"terms.yml"}
    assert len(found) == len(case["problems"]), found
    for problem, start in zip(found, sorted(case["problems"]), strict=True):
        assert problem.startswith(start)


def test_the_projects_tables_have_no_fault() -> None:
    assert load_settings(DATA)[1] == []


def test_a_guard_is_needed_by_its_own_test_sentence(tmp_path: Path) -> None:
    table = tmp_path / "terms.yml"
    table.write_text("- keep: 什么\n  why: guard\n  test: 问什么\n", "utf-8")
    terms, problems = load_terms(table)
    assert [*problems, *check_effects(terms, load_tables())] == []
    assert Converter(load_tables(), terms).convert("问什么") == "问什么"


def test_a_missing_table_is_one_problem(tmp_path: Path) -> None:
    problems = load_settings(tmp_path, "data")[1]
    assert [str(problem) for problem in problems] == [
        f"data/{name}: the file is missing: restore it from git" for name in (SHARED, TERMS)
    ]


def test_a_changed_table_is_read_again(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_text("[]", "utf-8")
    row = "- from: 影本\n  to: {}\n  why: word\n  test: 影本\n"
    for wording in ("复印件", "副本"):
        (tmp_path / TERMS).write_text(row.format(wording), "utf-8")
        settings, problems = load_settings(tmp_path)
        assert problems == []
        assert settings.text_converter().converter.convert("影本") == wording
    assert load_settings(tmp_path)[0] is settings
