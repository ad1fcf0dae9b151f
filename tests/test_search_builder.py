"""The search step: sections, canonical text, the data file, what is written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, PROJECT, Site
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pages import parse_page
from content.yaml_lines import Row, parse
from editions.rulebook import load_rulebook
from search.build import check_places, check_titles, read_edition
from search.fold import Folder, apply, edits, fold_map
from search.index import FORMAT, INDEX, read_index
from search.packed import pack, unpack
from search.readings import COMMON, readings
from search.scripts import NoTouchPoint, Scripts, minify, point_to
from search.sections import SearchPage, Section, read_page
from search.words import read_words

CASES = Path(__file__).parent / "cases"
SECTIONS = yaml.safe_load((CASES / "search_sections.yml").read_text("utf-8"))
FAULTS = yaml.safe_load((CASES / "search_faults.yml").read_text("utf-8"))
SCRIPTS = PROJECT / "docs/assets/javascripts/search"
KIB = 1024


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def stub_of(site: Site, edition: str) -> dict[str, Any]:
    path = site.edition_root(edition) / "search/search_index.json"
    return json.loads(path.read_text("utf-8"))


def index_of(site: Site, edition: str) -> Path:
    return site.edition_root(edition) / INDEX


@pytest.mark.parametrize("case", SECTIONS, ids=lambda case: case["name"])
def test_sections_of_a_page(case: dict[str, Any]) -> None:
    page = read_page("x/", case["html"], ("cite",))
    assert page is not None
    assert [[s.anchor, s.heading, s.text] for s in page.sections] == case["sections"]


def test_a_page_that_wants_no_index_is_not_to_be_found() -> None:
    html = '<meta name="robots" content="noindex"><article><h1>題</h1></article>'
    assert read_page("x/", html) is None


@pytest.mark.parametrize("fault", FAULTS["faults"], ids=lambda fault: fault["name"])
def test_a_fault_of_the_data_is_named_with_its_line(fault: dict[str, Any], tmp_path: Path) -> None:
    old, new = fault["change"]
    assert FAULTS["base"].count(old) == 1
    (tmp_path / "search.yml").write_text(FAULTS["base"].replace(old, new), "utf-8")
    terms: dict[str, Row] = {"sms": parse("term: 短信\naliases: []", "glossary.yml")}
    source = "---\nid: sources\ntitle: 依據\n---\n"
    pages = [page for page in [parse_page("sources.md", source)[0]] if page]
    words, problems = read_words(tmp_path, terms)
    built = [
        SearchPage("start/", "開始", [Section("", ""), Section("pause", "停")]),
        SearchPage("sources/", "依據", [Section("", "")]),
    ]
    if not problems:
        problems += [*check_places(words, built), *check_titles(words, pages, terms)]
    said = [str(problem) for problem in problems]
    for text in fault["says"]:
        assert any(text in line for line in said), said
    assert len(said) == len(fault["says"])


def test_the_base_of_the_faults_is_sound(tmp_path: Path) -> None:
    (tmp_path / "search.yml").write_text(FAULTS["base"], "utf-8")
    terms: dict[str, Row] = {"sms": parse("term: 短信\naliases: []", "glossary.yml")}
    assert read_words(tmp_path, terms)[1] == []


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text("帳账着著影本 。A１", max_size=12), st.text("帐账着复印件 .a1", max_size=12))
def test_edits_make_one_text_of_the_other(one: str, other: str) -> None:
    assert apply(one, edits(one, other)) == other


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_folding_keeps_places_and_folds_once(text: str) -> None:
    folder = Folder(fold_map(["账帳帐"], map(chr, range(0x3400, 0xA000))))
    folded = folder.fold(text)
    assert len(folded) == len(text)
    assert folder.fold(folded) == folded


def test_common_characters_stand_in_the_order_of_their_readings() -> None:
    rows = readings(["花呗"], lambda character: character).split()
    lengths = [int(row.lstrip("abcdefghijklmnopqrstuvwxyz")) for row in rows if row.isascii()]
    assert sum(lengths) == len(COMMON) == 3755
    assert [row for row in rows if "呗" in row] == ["bei呗"]


def test_folding_the_traditional_text_is_folding_the_simplified_text(site: Site) -> None:
    data = PROJECT / "docs/_data"
    words, _ = read_words(data, {})
    book, _ = load_rulebook(data)
    folder = Folder(fold_map(words.characters, map(chr, range(0x3400, 0xA000))))
    reworded = [(folder.fold(a), folder.fold(b)) for a, b in book.terms.select().items()]
    hans = {page.address: page for page in read_edition(site.edition_root(HANS), words)}
    faults = []
    for page in read_edition(site.edition_root(HANT), words):
        for section, other in zip(page.sections, hans[page.address].sections, strict=True):
            one, two = folder.fold(section.text), folder.fold(other.text)
            # What is left are the words that the editions say differently.
            for start, length, instead in edits(one, two):
                near = one[max(0, start - 4) : start + length + 4]
                if not any(old in near and instead in new for old, new in reworded):
                    faults.append(f"{page.address}#{section.anchor}: {near} -> {instead}")
    assert faults == []


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.text('花唄逾期a,[]"|', max_size=40), st.text(max_size=40), st.binary(max_size=300))
def test_what_is_packed_comes_out_again(common: str, other: str, raw: bytes) -> None:
    assert unpack(pack(common + other, raw)) == (common + other, raw)


def test_a_text_of_very_many_characters_is_packed_too() -> None:
    text = "的" * 9 + "".join(map(chr, range(0x3400, 0xA000)))
    assert unpack(pack(text)) == (text, b"")


def test_the_index_and_the_scripts_keep_to_their_weight(site: Site) -> None:
    for edition in (HANT, HANS):
        assert packed(index_of(site, edition)) <= 60_000
    workers = site.root / "assets/javascripts/workers"
    (engine,) = workers.glob("engine.*.js")
    (worker,) = workers.glob("search.*.js")
    assert packed(engine) + packed(worker) <= 6 * KIB


def test_a_page_view_without_a_search_loads_less_than_one_kibibyte_of_it(site: Site) -> None:
    (worker,) = (site.root / "assets/javascripts/workers").glob("search.*.js")
    boot = site.root / "assets/javascripts/search/boot.js"
    stub = site.root / "search/search_index.json"
    assert stub.stat().st_size < KIB
    assert packed(worker) + packed(boot) + packed(stub) < KIB


def test_the_stub_names_what_exists(site: Site) -> None:
    workers = site.root / "assets/javascripts/workers"
    for edition in (HANT, HANS):
        config = stub_of(site, edition)["config"]
        assert (workers / config["index"]).resolve() == index_of(site, edition).resolve()
        assert (workers / config["engine"]).is_file()
        assert config["format"] == FORMAT == read_index(site.edition_root(edition))["format"]


def test_both_editions_have_the_same_sections_and_names(site: Site) -> None:
    indexes = [read_index(site.edition_root(edition)) for edition in (HANT, HANS)]
    places = [
        [(page[0], page[2], [section[0] for section in page[4]]) for page in index["pages"]]
        for index in indexes
    ]
    assert places[0] == places[1]
    assert all(
        indexes[0][key] == indexes[1][key] for key in ("fold", "read", "same", "stop", "near")
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


def test_a_page_whose_theme_names_its_worker_otherwise_ends_the_build() -> None:
    scripts = Scripts("0a1b2c3d", {}, "")
    assert "search.0a1b2c3d.min.js" in point_to(SCRIPT.format(THEME), scripts)
    assert point_to("<p>no settings</p>", scripts) == "<p>no settings</p>"
    for other in ('{"search": "search.js"}', THEME + THEME):
        with pytest.raises(NoTouchPoint):
            point_to(SCRIPT.format(other), scripts)


def test_scripts_hold_no_words_of_their_own() -> None:
    for file in SCRIPTS.glob("*.js"):
        text = minify(SCRIPTS).texts.get(file.stem, file.read_text("utf-8"))
        assert not [c for c in text if "\u4e00" <= c <= "\u9fff"], file
