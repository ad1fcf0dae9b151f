"""Commands of authors that cannot do what they were asked say so, and change nothing."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT
from fault_cases import small_guide
from new_page import make_page

from base.problems import Unusable
from content.figures import FILE as FIGURES

DAY = datetime.date(2026, 11, 30)


@pytest.fixture
def guide() -> Iterator[Path]:
    with small_guide() as root:
        yield root


def test_a_new_page_is_in_the_menu_and_has_queries(guide: Path) -> None:
    page, menu, queries = make_page(guide, "start/new-thing", DAY)
    assert "id: new-thing\n" in page.read_text("utf-8")
    assert "      - start/new-thing.md\n" in menu.read_text("utf-8")
    assert queries.read_text("utf-8").count("start/new-thing/#today\n") == 10


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "no path like court/new-thing"),
        ("start/", "no path like court/new-thing"),
        ("Start/New", "no path like court/new-thing"),
        ("strat/new", 'no page of strat/ is in the menu (did you mean "start"?)'),
        ("start/more", "docs/start/more.md is there already"),
        ("start/glossary", 'the id "glossary" is that of docs/glossary.md'),
        ("home/new", "no page of home/ is in the menu"),
    ],
)
def test_a_new_page_that_cannot_be_is_refused(path: str, says: str, guide: Path) -> None:
    before = {file: file.read_bytes() for file in guide.rglob("*") if file.is_file()}
    with pytest.raises(Unusable, match=re.escape(says)):
        make_page(guide, path, DAY)
    assert {file: file.read_bytes() for file in guide.rglob("*") if file.is_file()} == before


def test_a_page_that_cannot_be_read_is_not_forgotten_by_the_figures(guide: Path) -> None:
    page, figures = guide / "docs/start/index.md", guide / "docs/_data" / FIGURES
    page.write_text("字\n", encoding="utf-8")
    before = figures.read_bytes()
    ledger = str(guide / "docs/_data/published.txt")
    command = [sys.executable, str(PROJECT / "hooks/publish.py"), "--seal", "--ledger", ledger]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "docs/start/index.md:1: no front matter" in done.stderr
    assert figures.read_bytes() == before
