"""The words of this field come out as the mainland writes them."""

from __future__ import annotations

import pytest
from conftest import PROJECT

from base.yaml_rows import Row, load
from conversion.converter import Converter
from conversion.opencc_tables import load as load_tables
from conversion.terms import load_terms

CASES = "tests/cases/field_terms.yml"
LEAST_TERMS = 400
LEAST_RIGHT = 0.98


@pytest.fixture(scope="module")
def words() -> list[Row]:
    rows: list[Row] = load(PROJECT / CASES, CASES)
    return rows


@pytest.fixture(scope="module")
def converter() -> Converter:
    terms, problems = load_terms(PROJECT / "docs/_data/terms.yml")
    assert problems == []
    return Converter(load_tables(), terms)


def wrong_lines(words: list[Row], converter: Converter) -> list[str]:
    """One line for each word that comes out wrong: where, the word, expected, got."""
    return [
        f"{CASES}:{word.line}: {word['hant']} should be {word['hans']}, not {got}"
        for word in words
        if (got := converter.convert(word["hant"])) != word["hans"]
    ]


def test_words_of_the_field_are_converted_as_the_mainland_writes_them(
    words: list[Row], converter: Converter
) -> None:
    wrong = wrong_lines(words, converter)
    print(*wrong, sep="\n")
    assert 1 - len(wrong) / len(words) >= LEAST_RIGHT, "\n".join(wrong)


def test_a_word_that_comes_out_wrong_is_named_with_its_line(converter: Converter) -> None:
    row = Row(hant="逾期", hans="余期")
    row.line = 7
    assert wrong_lines([row], converter) == [f"{CASES}:7: 逾期 should be 余期, not 逾期"]


def test_converting_a_converted_word_changes_nothing(
    words: list[Row], converter: Converter
) -> None:
    changed = [word["hans"] for word in words if converter.convert(word["hans"]) != word["hans"]]
    assert changed == []


def test_there_are_at_least_400_words_and_none_is_part_of_another(words: list[Row]) -> None:
    hant = [word["hant"] for word in words]
    assert len(set(hant)) >= LEAST_TERMS
    assert len(set(hant)) == len(hant)
    joined = "\n".join(hant)
    assert [word for word in hant if joined.count(word) > 1] == []


def test_a_word_is_a_traditional_and_a_simplified_text_and_nothing_else(words: list[Row]) -> None:
    assert [word for word in words if set(word) != {"hant", "hans"}] == []
