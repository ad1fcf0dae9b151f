"""What citations, blanks, hotlines, terms and lists become."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from markdown import Markdown

from base.yaml_rows import Row
from content.extension import Markup
from content.library import read_sources
from content.lists import _ranges

CASES = yaml.safe_load((Path(__file__).parent / "cases/extension.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def markup() -> Markup:
    sources, problems = read_sources(PROJECT / "docs")
    assert problems == []
    markup = Markup(sources.library)
    markup.src = "start/deep/page.md"
    return markup


def texts(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_markup(case: dict[str, Any], markup: Markup) -> None:
    html = Markdown(extensions=["attr_list", "tables", "pymdownx.tasklist", markup]).convert(
        case["markdown"]
    )
    day = markup.library.facts["F38"]["checked"].isoformat()
    for wanted in texts(case.get("html")):
        assert wanted.replace("YYYY-MM-DD", day) in html
    for unwanted in texts(case.get("not")):
        assert unwanted not in html


def test_neighbouring_numbers_are_named_as_one_range() -> None:
    facts = [Row(id=f"F{number:02}") for number in (5, 1, 3, 2, 100, 99, 7)]
    assert _ranges(facts) == "F01–F03、F05、F07、F99–F100"


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
