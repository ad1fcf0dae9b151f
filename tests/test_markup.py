"""What citations, blanks, hotlines, terms and lists become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from markdown import Markdown

from content.library import read_library
from content.markup import Markup

CASES = yaml.safe_load((Path(__file__).parent / "cases/markup.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def markup() -> Markup:
    library, _, problems = read_library(PROJECT / "docs")
    assert problems == []
    markup = Markup(library)
    markup.src = "start/deep/page.md"
    return markup


def texts(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_markup(case: dict[str, Any], markup: Markup) -> None:
    html = Markdown(extensions=["attr_list", "tables", "pymdownx.tasklist", markup]).convert(
        case["markdown"]
    )
    for wanted in texts(case.get("html")):
        assert wanted in html
    for unwanted in texts(case.get("not")):
        assert unwanted not in html
