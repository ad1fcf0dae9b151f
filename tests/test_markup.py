"""What citations, blanks, hotlines, terms and lists become."""

from __future__ import annotations

from dataclasses import replace
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


def test_the_glossary_of_a_guide_that_lists_no_facts_has_them_at_its_end(markup: Markup) -> None:
    library = replace(markup.library, part_places={})
    own = Markup(library)
    own.src = "glossary.md"
    html = Markdown(extensions=["attr_list", own]).convert("可以。[F38]")
    assert 'href="#basis-f38"' in html
    assert '<li class="fact" id="basis-f38">' in html
    own = Markup(markup.library)
    own.src = "glossary.md"
    html = Markdown(extensions=["attr_list", own]).convert("可以。[F38]")
    assert 'href="sources/law.md#f38"' in html
    assert "basis" not in html
