"""The fast tables give what the package gives."""

from __future__ import annotations

import functools

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversion.opencc_tables import load

# All that lead from one script to another without words; and one with words, for the groups.
# Each with the number of texts that are tried: most where the site is made with it.
CONFIGURATIONS = {"tw2s": 1500, "t2s": 300, "hk2s": 300, "s2t": 300, "tw2sp": 300}
TABLES = load("tw2s")
KEYS = [key for stage in TABLES.stages for key in (*stage.phrases, *stage.characters)]
PHRASES = TABLES.phrases()
SEPARATORS = ["，", "。", " ", "\n", "-", "「", "』", "　", "…"]
OTHERS = ["a", "ABC", "1", "\x00", "\x1e", "\ue000", "𠮷", "😀", "é", "\u200b", "ー"]

pieces = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(KEYS),
    st.builds(lambda key, cut: key[:cut], st.sampled_from(PHRASES), st.integers(1, 4)),
    st.builds(lambda key, cut: key[cut:], st.sampled_from(PHRASES), st.integers(1, 4)),
    st.sampled_from(SEPARATORS),
    st.sampled_from(OTHERS),
)
texts = st.lists(pieces, max_size=12).map("".join)


@functools.cache
def package(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@pytest.mark.parametrize(("configuration", "tries"), CONFIGURATIONS.items())
def test_the_output_is_the_packages(configuration: str, tries: int) -> None:
    @settings(deadline=None, derandomize=True, max_examples=tries, database=None)
    @given(texts)
    def agrees(text: str) -> None:
        assert load(configuration).convert(text) == package(configuration).convert(text)

    agrees()


def test_every_entry_is_converted_as_by_the_package() -> None:
    wrong = [key for key in KEYS if TABLES.convert(key) != package("tw2s").convert(key)]
    assert wrong == []


def test_overlapping_entries_are_chosen_in_the_packages_order() -> None:
    pairs = {
        first + second[cut:]
        for first in PHRASES
        for second in PHRASES
        for cut in (1, 2)
        if len(second) > cut and first.endswith(second[:cut])
    }
    assert len(pairs) > 500
    wrong = [
        text for text in sorted(pairs) if TABLES.convert(text) != package("tw2s").convert(text)
    ]
    assert wrong == []


def test_each_character_keeps_its_place() -> None:
    assert TABLES.keeps_length
    assert not load("tw2sp").keeps_length


def test_characters_put_into_the_tables_are_converted_wherever_they_stand() -> None:
    tables = TABLES.but({"於": "于", "「": "“"})
    assert tables.convert("「於潛") == "“于潜"
    assert TABLES.convert("「於潛") == "「於潜"


def test_an_unknown_configuration_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load("tw2x")
