"""Delivery in pieces: which rules stay, what scripts become, what a policy says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from delivery.blanks import collapsed
from delivery.numbers import unbroken
from delivery.outside import faults
from delivery.page import needs, with_policy
from delivery.policy import policy, source_hash
from delivery.scripts import BadScript, Scripts
from delivery.site import build
from delivery.styles import BadStyle, cut, joined, used_rules
from delivery.theme import ThemeChanged, swapped
from delivery.vocabulary import vocabulary
from delivery.words import unfold
from editions.lexer import split

CASES = yaml.safe_load((Path(__file__).parent / "cases/delivery.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["rules"], ids=[c["css"] for c in CASES["rules"]])
def test_a_rule_stays_only_if_an_element_can_match_it(case: dict[str, str]) -> None:
    known = vocabulary([CASES["page"]], [CASES["script"]])
    assert used_rules(case["css"], known) == case.get("kept", "")


@pytest.mark.parametrize("case", CASES["sheets"], ids=[c["name"] for c in CASES["sheets"]])
def test_sheets_are_joined_in_their_order(case: dict[str, list[str] | str]) -> None:
    known = vocabulary([CASES["page"]], [CASES["script"]])
    sheets = [(f"{n}.css", text, "") for n, text in enumerate(case["sheets"])]
    assert joined(sheets, known) == case["joined"]


@pytest.mark.parametrize("case", CASES["paper"], ids=[c["sheet"] for c in CASES["paper"]])
def test_what_is_only_for_paper_stands_in_a_sheet_of_its_own(case: dict[str, str]) -> None:
    assert cut(case["sheet"]) == (case["screen"], case.get("paper", ""))


@pytest.mark.parametrize("css", CASES["refused"])
def test_a_sheet_that_would_ask_for_more_is_refused_by_name(css: str) -> None:
    with pytest.raises(BadStyle, match=r"^a\.css"):
        joined([("a.css", css, "")], vocabulary([], []))


@pytest.mark.parametrize("case", CASES["links"], ids=[c["html"] for c in CASES["links"]])
def test_links_lead_to_sources_only_and_say_nothing_of_the_reader(case: dict[str, str]) -> None:
    html = f'<link rel="canonical" href="https://guide.example/">{case["html"]}'
    messages = " ".join(f.message for f in faults(html, frozenset(["court.example"])))
    assert (case.get("fault") or "") in messages
    assert bool(messages) == bool(case.get("fault"))


@pytest.mark.parametrize("case", CASES["blanks"], ids=[c["html"] for c in CASES["blanks"]])
def test_of_blanks_one_stays_where_a_browser_shows_one(case: dict[str, str]) -> None:
    once = collapsed(split(case["html"]))
    assert "".join(once) == case["kept"]
    assert collapsed(once) == once


@pytest.mark.parametrize("case", CASES["numbers"], ids=[c["html"] for c in CASES["numbers"]])
def test_dates_and_spans_of_numbers_keep_together(case: dict[str, str]) -> None:
    once = unbroken(split(case["html"]))
    assert "".join(once) == case.get("kept", case["html"])
    assert unbroken(once) == once


def test_a_policy_names_each_inline_script_and_never_allows_all() -> None:
    page = '<meta charset="utf-8"><script>a()</script><script type="application/json">{}</script>'
    html = with_policy(page)
    assert html.count("sha256-") == 1
    assert source_hash("a()") in html
    assert "unsafe" not in policy(needs(html))
    assert with_policy(html) == html
    assert with_policy(html.replace("a()", "b()")).count("Content-Security-Policy") == 1


def write(site: Path, **files: str) -> None:
    for name, text in files.items():
        folder = site / "assets/javascripts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.js").write_text(text, encoding="utf-8")


def test_what_a_module_imports_is_part_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, a='import { b } from "./b.js"\nb()', b="export const b = () => 1")
    first = Scripts(tmp_path).module("assets/javascripts/a.js")
    text = (tmp_path / first).read_text()
    (imported,) = (tmp_path / "assets/hashed").glob("b.*.js")
    assert f"./{imported.name}" in text
    write(tmp_path, b="export const b = () => 2")
    assert Scripts(tmp_path).module("assets/javascripts/a.js") != first


def test_modules_that_import_each_other_and_missing_scripts_are_named(tmp_path: Path) -> None:
    write(tmp_path, a='import "./b.js"', b='import "./a.js"')
    with pytest.raises(BadScript, match="import each other"):
        Scripts(tmp_path).module("assets/javascripts/a.js")
    with pytest.raises(BadScript, match=r"c\.js"):
        Scripts(tmp_path).joined(["assets/javascripts/c.js"])


def test_delivering_twice_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, one="var one = 1", two="var two = 2", here="var here = 3", there="b = 4")
    (tmp_path / "assets/images").mkdir()
    (tmp_path / "assets/images/icon.svg").write_text('<svg a="#1"/>')
    styles = tmp_path / "assets/stylesheets"
    styles.mkdir()
    (styles / "a.css").write_text("p { color: red }\n.none { color: blue }")
    (tmp_path / "index.html").write_text(CASES["delivered"], encoding="utf-8")

    def contents() -> dict[str, bytes]:
        return {str(f): f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}

    build(tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.count("<link") == 2
    assert '<link rel="icon" href="data:image/svg+xml,%3Csvg a=\'%231\'/%3E">' in html
    assert html.count("<script src=") == 1
    assert "<script>var here=3;b=4</script>" in html
    once = contents()
    build(tmp_path)
    assert contents() == once


def test_where_the_bundle_is_scripts_wait_until_the_page_is_drawn(tmp_path: Path) -> None:
    late = 'load("bundle.js")'
    write(tmp_path, one="one()", late=late, drawn="drawn()", later="later()")
    (tmp_path / "assets/javascripts/bundle.0a1b2c3d.min.js").write_text("bundle()")
    (tmp_path / "index.html").write_text(CASES["waiting"], encoding="utf-8")
    build(tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    before, _, rest = html.partition('<template id="late">')
    waiting, _, after = rest.partition("</template>")
    assert re.findall(r"hashed/(\w+)", waiting) == ["guide", "later"]
    assert re.findall(r"hashed/(\w+)", before + after) == []
    assert "<script>drawn()</script>" in after
    build(tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == html


def test_what_only_scripts_say_comes_with_them(tmp_path: Path) -> None:
    write(tmp_path, late='load("bundle.js")', drawn="drawn()")
    (tmp_path / "assets/javascripts/bundle.0a1b2c3d.min.js").write_text("bundle()")
    index = tmp_path / "index.html"
    index.write_text(CASES["said"], encoding="utf-8")
    build(tmp_path)
    html = index.read_text(encoding="utf-8")
    assert re.findall(r"<template id[^>]*>", html) == [
        '<template id="kept">',
        '<template id="late">',
    ]
    assert "data-words" not in html
    assert '>{"base": ".", "search": "s.js"}</script>' in html
    (file,) = (tmp_path / "assets/hashed").glob("guide.*.js")
    assert file.name in html
    words, others = file.read_text(encoding="utf-8").split("\n")
    assert "load(" in others
    decode = json.JSONDecoder().raw_decode
    said = (
        '<template data-words id="one">\n<p>到<span class="nowrap">2026-11-26</span></p></template>'
    )
    assert decode(words.split('"beforeend",')[1])[0] == said
    settings, _ = decode(words.split("page.textContent),...")[1])
    assert settings == {"translations": {"a": "c</d>"}}

    unfold(tmp_path)
    before = index.read_text(encoding="utf-8")
    assert f'{said}<template id="late">' in before
    assert '{"base": ".", "search": "s.js", "translations": {"a": "c\\u003c/d>"}}' in before
    build(tmp_path)
    assert index.read_text(encoding="utf-8") == html
    assert list((tmp_path / "assets/hashed").glob("guide.*.js")) == [file]


def test_what_no_policy_can_allow_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<p style="color:red" onclick="a()">a</p>')
    messages = [problem.message for problem in build(tmp_path).problems]
    assert [m.split("=")[0] for m in messages] == ["style", "onclick"]


def test_what_the_theme_writes_is_changed_where_it_stands() -> None:
    assert swapped("<i><b><i>", "<b>", "<b id=x>") == "<i><b id=x><i>"
    assert swapped("<i><b><i>", "<i>", "<u>", 2) == "<u><b><u>"
    assert swapped("<i><b><i>", "<i>", "<u>", None) == "<u><b><u>"


@pytest.mark.parametrize(("old", "times"), [("<s>", 1), ("<i>", 1), ("<b>", 2), ("<s>", None)])
def test_a_theme_that_writes_something_else_is_an_error_that_says_what(
    old: str, times: int | None
) -> None:
    with pytest.raises(ThemeChanged, match=f"overrides/main.html wants to change '{old}'"):
        swapped("<i><b><i>", old, "", times)
