"""The search step: sections, canonical text, the data file, what is written."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, PROJECT, Site
from hypothesis import given, settings
from hypothesis import strategies as st
from lint import lint
from small_guide import SmallGuide

from base.problems import Unusable
from content.library import read_sources
from conversion.settings import load_settings
from model.page import Page, applied
from model.site_files import read_guide
from search import bits, layout
from search.bits import Entry, written
from search.checks import Places
from search.index import FORMAT, INDEX, as_json, read_index, read_part
from search.normalise import Folder, apply, edits, fold_map
from search.packed import pack, unpack
from search.readings import COMMON, readings
from search.scripts import Scripts, minify, point_to_worker
from search.search_files import read_edition
from search.sections import SearchPage, read_page
from search.vocabulary import read_words

CASES = Path(__file__).parent / "cases"
SECTIONS = yaml.safe_load((CASES / "search_sections.yml").read_text("utf-8"))
FAULTS = yaml.safe_load((CASES / "search_faults.yml").read_text("utf-8"))
SCRIPTS = PROJECT / "docs/assets/javascripts/search"
KIB = 1024


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def stub_of(site: Site, edition: str) -> dict[str, Any]:
    path = site.edition_root(edition) / "search/search_index.json"
    stub: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return stub


def index_of(site: Site, edition: str) -> Path:
    return site.edition_root(edition) / INDEX


def read(html: str) -> SearchPage | None:
    page = Page.read("x/index.html", f'<meta name="guide:id" content="x">{html}')
    return read_page(page, page, frozenset(("cite",)))


@pytest.mark.parametrize("case", SECTIONS, ids=lambda case: case["name"])
def test_sections_of_a_page(case: dict[str, Any]) -> None:
    page = read(case["html"])
    assert page is not None
    assert [[s.anchor, s.heading, s.text] for s in page.sections] == case["sections"]


def test_a_page_that_wants_no_index_is_not_to_be_found() -> None:
    html = "<article><h1>題</h1></article>"
    assert read(html) is not None
    assert read(f'<meta name="robots" content="noindex">{html}') is None


PAGES = {
    "start.md": "---\nid: start\ntitle: 開始\n---\n## 停 {#pause}\n",
    "sources.md": "---\nid: sources\ntitle: 依據\n---\n",
    "_data/glossary.yml": "- id: sms\n  term: 短信\n  plain: 手機收到的字。\n  link: false\n"
    "  aliases:\n    - 手機短信\n",
}


def said_of(words: str, folder: Path) -> list[str]:
    """What lint says of this file of words."""
    guide = SmallGuide(folder, {**PAGES, "_data/search.yml": words})
    return [str(problem) for problem in lint(guide.docs)[1] if problem.path.endswith("search.yml")]


@pytest.mark.parametrize("fault", FAULTS["faults"], ids=lambda fault: fault["name"])
def test_a_fault_of_the_data_is_named_with_its_line(fault: dict[str, Any], tmp_path: Path) -> None:
    old, new = fault["change"]
    assert FAULTS["base"].count(old) == 1
    said = said_of(FAULTS["base"].replace(old, new), tmp_path)
    for text in fault["says"]:
        assert any(text in line for line in said), said
    assert len(said) == len(fault["says"])


def test_the_base_of_the_faults_is_sound(tmp_path: Path) -> None:
    assert said_of(FAULTS["base"], tmp_path) == []


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text("帳账着著影本 。A１", max_size=12), st.text("帐账着复印件 .a1", max_size=12))
def test_edits_make_one_text_of_the_other(one: str, other: str) -> None:
    assert apply(one, edits(one, other)) == other


def test_folding_keeps_places_and_folds_once() -> None:
    folder = Folder(fold_map(["账帳帐"], map(chr, range(0x3400, 0xA000))))

    @settings(deadline=None, derandomize=True, max_examples=300)
    @given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
    def folds(text: str) -> None:
        folded = folder.fold(text)
        assert len(folded) == len(text)
        assert folder.fold(folded) == folded

    folds()


def test_common_characters_stand_in_the_order_of_their_readings() -> None:
    rows = readings(["花呗"], ["失业给付"], lambda character: character).split()
    lengths = [int(row.lstrip("abcdefghijklmnopqrstuvwxyz")) for row in rows if row.isascii()]
    assert sum(lengths) == len(COMMON) == 3755
    assert [row for row in rows if "呗" in row] == ["bei呗"]
    # A name's reading counts however rare it is.
    assert [row[:2] for row in rows if "给" in row] == ["ji"]


def test_folding_the_traditional_text_is_folding_the_simplified_text(site: Site) -> None:
    data = PROJECT / "docs/_data"
    words, _ = read_words(data, read_sources(PROJECT / "docs")[0].library.glossary)
    rules, _ = load_settings(data)
    folder = Folder(fold_map(words.characters, map(chr, range(0x3400, 0xA000))))
    reworded = [(folder.fold(a), folder.fold(b)) for a, b in rules.terms.select().items()]
    guide, _ = read_guide(site.root)
    first = [page.hant for page in guide]
    hans = read_edition([page.hans for page in guide], first, words)
    faults = []
    for page, copy in zip(read_edition(first, first, words), hans, strict=True):
        assert page.address == copy.address
        for section, other in zip(page.sections, copy.sections, strict=True):
            one, two = folder.fold(section.text), folder.fold(other.text)
            # What is left are the words that the editions say differently.
            for start, length, instead in edits(one, two):
                near = one[max(0, start - 4) : start + length + 4]
                if not any(old in near and instead in new for old, new in reworded):
                    faults.append(f"{page.address}#{section.anchor}: {near} -> {instead}")
    assert faults == []


def test_the_places_that_lint_knows_are_those_of_the_index(site: Site) -> None:
    known = Places(read_sources(PROJECT / "docs")[0])
    rows = read_index(site.edition_root(HANT))["pages"]
    assert known.pages == {row[0] for row in rows}
    sections = {f"{row[0]}#{section[0] if section else ''}" for row in rows for section in row[5]}
    assert known.all == known.pages | sections


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text('花唄逾期a,[]"|', max_size=40), st.text(max_size=40), st.binary(max_size=300))
def test_what_is_packed_comes_out_again(common: str, other: str, raw: bytes) -> None:
    assert unpack(pack(common + other, raw)) == (common + other, raw)


def test_a_text_of_very_many_characters_is_packed_too() -> None:
    text = "的" * 9 + "".join(map(chr, range(0x3400, 0xA000)))
    assert unpack(pack(text)) == (text, b"")


# Packed bytes of what was learned for each section: 270 kB for 750 of them. All data of the search
# has a budget of its own (docs/_data/limits.yml).
LEARNED = 360


def test_what_comes_after_the_first_part_keeps_to_its_weight(site: Site) -> None:
    """In proportion to the guide, which may grow; the first part has a limit of its own."""
    learned = [*(site.root / "search").glob("learned-*.json")]
    sections = sum(len(row[5]) for row in read_index(site.root)["pages"])
    assert len(learned) > 1
    assert sum(map(packed, learned)) <= LEARNED * sections
    assert all(packed(shard) <= 80_000 for shard in learned)


def test_the_first_part_holds_what_a_reader_in_danger_needs(site: Site) -> None:
    for edition in (HANT, HANS):
        index = read_part(index_of(site, edition))
        places = [row[0] for row in index["pages"]]
        assert places[0] == "start/urgent/"
        assert index["near"][-1] < sum(len(row[5]) for row in index["pages"])
        assert index["parts"] >= 1


def test_a_page_view_without_a_search_loads_hardly_any_of_it(site: Site) -> None:
    (worker,) = (site.root / "assets/javascripts/workers").glob("search.*.js")
    stub = site.root / "search/search_index.json"
    boot = len(gzip.compress(minify(SCRIPTS).boot.encode(), 9, mtime=0))
    assert packed(worker) + boot + packed(stub) < 1.2 * KIB


def test_the_stub_names_what_exists(site: Site) -> None:
    workers = site.root / "assets/javascripts/workers"
    for edition in (HANT, HANS):
        config = stub_of(site, edition)["config"]
        assert (workers / config["index"]).resolve() == index_of(site, edition).resolve()
        assert (workers / config["engine"]).is_file()
        assert (workers / config["shared"]).resolve() == site.root / "search"
        assert config["format"] == FORMAT == read_index(site.edition_root(edition))["format"]


def test_both_editions_have_the_same_sections_and_names(site: Site) -> None:
    indexes = [read_index(site.edition_root(edition)) for edition in (HANT, HANS)]
    places = [
        [(page[0], page[1], [section[:1] for section in page[5]]) for page in index["pages"]]
        for index in indexes
    ]
    assert places[0] == places[1]
    assert all(
        indexes[0][key] == indexes[1][key]
        for key in ("stamp", "fold", "read", "same", "stop", "near")
    )


def test_nothing_in_the_index_holds_invisible_characters(site: Site) -> None:
    for edition in (HANT, HANS):
        text = json.dumps(read_index(site.edition_root(edition)), ensure_ascii=False)
        assert not [sign for sign in "\u00ad\u200b\u200c\u200d\u2060\ufeff" if sign in text]


def test_every_page_of_both_editions_has_our_worker(site: Site) -> None:
    (worker,) = (site.root / "assets/javascripts/workers").glob("search.*.js")
    for edition in (HANT, HANS):
        for page in site.pages(edition):
            settings_of = page.tree.css_first("script#__config")
            if settings_of is not None:
                assert json.loads(settings_of.text())["search"].endswith(worker.name), page


SCRIPT = '<script id="__config" type="application/json">{}</script>'
THEME = '{"search": "../assets/javascripts/workers/search.a7633da7.min.js", "x": 1}'


def pointed(html: str) -> str:
    page = Page.read("a/index.html", html)
    return "".join(applied(page.tokens, point_to_worker(page, Scripts("0a1b2c3d", {}, ""))))


def test_a_page_whose_theme_names_its_worker_otherwise_ends_the_build() -> None:
    assert pointed(SCRIPT.format(THEME)) == SCRIPT.format(THEME.replace("a7633da7", "0a1b2c3d"))
    assert pointed("<p>no settings</p>") == "<p>no settings</p>"
    for other in ('{"search": "search.js"}', THEME + THEME, "", '{"x": 1}', "[]"):
        with pytest.raises(Unusable, match="name no search worker"):
            pointed(SCRIPT.format(other))


def test_scripts_hold_no_words_of_their_own() -> None:
    scripts = minify(SCRIPTS)
    for text in (*scripts.texts.values(), scripts.boot):
        assert not [c for c in text if "\u4e00" <= c <= "\u9fff"]


def test_a_script_of_the_search_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"worker\.js: the search needs this script"):
        minify(tmp_path)


PLACES = 3000
LISTS = st.lists(
    st.dictionaries(st.integers(0, PLACES - 1), st.integers(1, 15), min_size=1, max_size=60).map(
        lambda entries: sorted(entries.items())
    ),
    max_size=20,
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(LISTS)
def test_lists_in_bits_come_out_again(lists: list[list[Entry]]) -> None:
    data = written(lists, PLACES)
    assert bits.read(data, len(lists), PLACES) == lists
    if len(data) > 1:
        with pytest.raises(EOFError):
            bits.read(data[: len(data) // 2], len(lists), PLACES)


def test_the_first_part_does_not_grow_with_the_guide() -> None:
    chance = random.Random(1)
    rows = [["x/", chance.randbytes(600).hex()] for _ in range(400)]
    parts = layout.divided({}, [rows], sum(len(as_json(row)) for row in rows), large=False)
    assert [number for part in parts for number in part] == list(range(400))
    sizes = [layout.size(pack(as_json([rows[n] for n in part]))) for part in parts]
    assert layout.FIRST * 0.95 < sizes[0] <= layout.FIRST
    assert max(sizes[1:]) <= 2 * layout.PART


@pytest.mark.parametrize("many", range(1, 6))
def test_a_few_pages_all_stand_in_the_first_part(many: int) -> None:
    rows = [["x/"]] * many
    assert layout.divided({}, [rows], len(as_json(rows)), large=False) == [range(many)]
