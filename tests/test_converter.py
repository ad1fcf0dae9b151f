"""Traditional text to Simplified text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st

from content.source_pages import read_pages
from conversion.converter import BETWEEN, Converter
from conversion.opencc_tables import load as load_tables
from conversion.terms import Terms, load_terms

CASES = yaml.load(
    (Path(__file__).parent / "cases/converter.yml").read_text("utf-8"), yaml.CSafeLoader
)
TABLES = load_tables()
TERMS, _ = load_terms(PROJECT / "docs/_data/terms.yml")
CONVERTER = Converter(TABLES, TERMS)
# Looks every wording up by itself, also those of one character.
SLOW = Converter(TABLES, Terms(), rules=TERMS.select())

WORDINGS = sorted(TERMS.select())
ENTRIES = [*TABLES.phrases(), *WORDINGS]
pieces = st.one_of(
    st.sampled_from(ENTRIES),
    st.sampled_from(WORDINGS),
    st.sampled_from(sorted(set("".join(ENTRIES)))),
    st.sampled_from(["，", " ", "「", "』", "a", "\n", "𠮷"]),
    st.builds(lambda entry, cut: entry[:cut], st.sampled_from(ENTRIES), st.integers(0, 4)),
)
texts = st.lists(pieces, max_size=8).map("".join)
examples = settings(deadline=None, derandomize=True, max_examples=1000, database=None)


def converted_parts(converter: Converter, parts: list[str]) -> list[str]:
    """The parts of one run (inline tags stand between them), converted as one text."""
    converted, bounds = converter.converted("".join(parts)), [0]
    for part in parts:
        bounds.append(bounds[-1] + len(part))
    return [converted.part(start, stop) for start, stop in pairwise(bounds)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_is_converted_as_the_case_says(case: dict[str, Any]) -> None:
    converter = Converter(TABLES, TERMS, rules=case.get("rules", {}))
    if "parts" in case:
        assert converted_parts(converter, case["parts"]) == case["hans"]
    else:
        assert converter.convert(case["text"]) == case["hans"]


@settings(examples, max_examples=1500)
@given(texts, st.lists(st.integers(0, 30), max_size=4))
def test_any_text_is_converted_alike_looked_up_in_parts_and_once_more(
    text: str, cuts: list[int]
) -> None:
    found = CONVERTER.converted(text)
    once = CONVERTER.convert(text)
    # Wordings that stand in the tables give the same as those that are looked up.
    assert once == SLOW.convert(text)
    # The parts of a run make up the whole.
    bounds = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    parts = [text[start:stop] for start, stop in pairwise(bounds)]
    assert "".join(converted_parts(CONVERTER, parts)) == once
    # A wording that changes its length can complete an entry with its neighbour; no sentence does.
    assert found.uneven or CONVERTER.convert(once) == once


def test_converting_the_converted_site_text_changes_nothing() -> None:
    files = [*(PROJECT / "docs").rglob("*.md"), *(PROJECT / "docs/_data").glob("*.yml")]
    lines = {line for file in files for line in file.read_text("utf-8").splitlines()}
    once = [CONVERTER.convert(line) for line in sorted(lines)]
    changed = [line for line in once if CONVERTER.convert(line) != line]
    # Rows of the table show Traditional wordings beside their conversion.
    assert [line for line in changed if "from:" not in line and "test:" not in line] == []


@examples
@given(st.lists(texts, max_size=5))
def test_texts_of_a_batch_are_converted_like_texts_by_themselves(batch: list[str]) -> None:
    together = CONVERTER.convert(BETWEEN.join(batch)).split(BETWEEN) if batch else []
    assert together == [CONVERTER.convert(text) for text in batch]


def test_a_wording_at_the_end_counts_no_more_than_its_own_length() -> None:
    # Of two equally long ones the leftmost wins, though a longer one begins as the other does.
    converter = Converter(
        TABLES, TERMS, rules={"甲乙": "戊戊", "乙丙": "己己", "乙丙丁丁": "庚庚庚庚"}
    )
    assert [converter.convert(text) for text in ("甲乙丙", "甲乙丙丁")] == ["戊戊丙", "戊戊丙丁"]


def test_a_rule_that_matched_is_used_and_one_that_did_not_is_not() -> None:
    converter = Converter(TABLES, TERMS, rules={"甲甲": "乙乙", "丙": "丁", "戊": "己"})
    converter.convert("甲甲與丙")
    assert converter.unused_rules() == ["戊"]


def test_rows_with_a_group_hold_only_for_pages_that_name_it(tmp_path: Path) -> None:
    table = tmp_path / "terms.yml"
    table.write_text(
        "- from: 契約\n  to: 合同\n  why: law\n  test: 契約書\n  group: law\n", "utf-8"
    )
    terms, problems = load_terms(table)
    assert problems == []
    assert Converter(TABLES, terms).convert("契約") == "契约"
    assert Converter(TABLES, terms, groups=["law"]).convert("契約") == "合同"


def test_titles_of_other_pages_are_converted_by_their_own_rules() -> None:
    converter = Converter(TABLES, TERMS, titles={"短訊與簡訊": "短讯与简讯"})
    assert converter.convert("下一頁：短訊與簡訊") == "下一页：短讯与简讯"


def test_a_configuration_that_changes_lengths_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        Converter(load_tables("tw2sp"), TERMS)


def test_code_on_a_page_reads_the_same_in_both_scripts() -> None:
    # It is never converted: a name to search for would stay Traditional for mainland readers.
    code = [
        (page.path, number, word)
        for page in read_pages(PROJECT / "docs")[0]
        for number, line in page.body()
        for word in re.findall(r"`([^`]+)`", line)
    ]
    assert code
    assert [found for found in code if CONVERTER.convert(found[2]) != found[2]] == []
