"""Delivery in pieces: which rules stay, what scripts become, what a policy says."""

from __future__ import annotations

import random
import re
from importlib import resources
from pathlib import Path

import pytest
import yaml
from brought import brought
from collected import Made
from conftest import PROJECT
from site_folder import put_in_place
from small_guide import SmallGuide, text

from base.problems import Unusable
from delivery.blanks import collapse
from delivery.deliver import WITHIN
from delivery.numbers import keep_numbers
from delivery.outbound import outbound_problems
from delivery.policy import source_hash
from delivery.scripts import Scripts
from delivery.styles import Sheets, joined, used_rules, without_unused_properties
from delivery.theme import WANTED, Wanted, check_theme
from delivery.used_names import UsedNames, asked_in
from htmlkit.lexer import split
from model.page import Page

CASES = yaml.safe_load((Path(__file__).parent / "cases/delivery.yml").read_text(encoding="utf-8"))
SCRIPTS = "assets/javascripts/"
BUNDLE = {f"{SCRIPTS}bundle.0a1b2c3d.min.js": "bundle()"}


def sent(
    sheets: dict[str, list[tuple[str, str, str]]], known: UsedNames, first: UsedNames | None = None
) -> Sheets:
    return joined(sheets, known, dict.fromkeys(sheets, (known, first or known)))


def used_names(page: str = CASES["page"], script: str = CASES["script"]) -> UsedNames:
    known = UsedNames(asked_in(case["css"] for case in CASES["rules"]))
    known.add_page(split(page)[1::2])
    known.add_script(script)
    return known


@pytest.mark.parametrize("case", CASES["rules"], ids=[c["css"] for c in CASES["rules"]])
def test_a_rule_stays_only_if_an_element_can_match_it(case: dict[str, str]) -> None:
    rules = without_unused_properties(used_rules("a.css", case["css"], "", used_names()), set())
    assert "".join(rule.write() for rule in rules) == case.get("kept", "")


@pytest.mark.parametrize("case", CASES["sheets"], ids=[c["name"] for c in CASES["sheets"]])
def test_sheets_are_joined_in_their_order(case: dict[str, list[str] | str]) -> None:
    sheets = [(f"{n}.css", sheet, "") for n, sheet in enumerate(case["sheets"])]
    assert sent({"guide": sheets}, used_names()).screen == {"guide": case["joined"]}


def test_a_sheet_for_some_media_counts_for_these() -> None:
    made = sent({"guide": [("a.css", "p{top:0}", "screen"), ("b.css", "p{top:1px}", "print")]},
                  used_names())  # fmt: skip
    assert (made.screen, made.paper) == ({"guide": "@media screen{p{top:0}}"}, "p{top:1px}")


def test_sheets_of_some_pages_know_the_properties_of_those_of_all() -> None:
    sheets = {"guide": [("a.css", ":root{--long:1px;--other:2px}p{top:var(--long)}", "")]}
    sheets["tools"] = [("b.css", "p{left:var(--other);right:var(--other)}", "")]
    assert sent(sheets, used_names()).screen == {
        "guide": ":root{--b:1px;--a:2px}p{top:var(--b)}",
        "tools": "p{left:var(--a);right:var(--a)}",
    }


@pytest.mark.parametrize("case", CASES["paper"], ids=[c["sheet"] for c in CASES["paper"]])
def test_what_is_only_for_paper_stands_in_a_sheet_of_its_own(case: dict[str, str]) -> None:
    made = sent({"guide": [("a.css", case["sheet"], "")]}, used_names("<p><a><b>", ""))
    assert (made.screen["guide"], made.paper) == (case["screen"], case.get("paper", ""))


@pytest.mark.parametrize("case", CASES["first"], ids=[c["css"] for c in CASES["first"]])
def test_what_only_scripts_make_comes_late(case: dict[str, str]) -> None:
    made = sent({"guide": [("a.css", case["css"], "")]}, used_names(), used_names(script=""))
    assert (made.screen["guide"], made.late["late-guide"]) == (case["now"], case.get("late", ""))


@pytest.mark.parametrize("css", CASES["refused"])
def test_a_sheet_that_would_ask_for_more_is_refused_by_name(css: str) -> None:
    with pytest.raises(Unusable, match=r"^a\.css"):
        sent({"guide": [("a.css", css, "")]}, UsedNames())


@pytest.mark.parametrize("case", CASES["links"], ids=[c["html"] for c in CASES["links"]])
def test_links_lead_to_sources_only_and_say_nothing_of_the_reader(case: dict[str, str]) -> None:
    html = f'<link rel="canonical" href="https://guide.example/">{case["html"]}'
    page = Page.read("a/index.html", html)
    problems = list(outbound_problems(page, frozenset(["court.example"])))
    messages = " ".join(problem.message for problem in problems)
    assert (case.get("fault") or "") in messages
    assert bool(messages) == bool(case.get("fault"))
    assert all(problem.snippet in html for problem in problems)


@pytest.mark.parametrize("case", CASES["blanks"], ids=[c["html"] for c in CASES["blanks"]])
def test_of_blanks_one_stays_where_a_browser_shows_one(case: dict[str, str]) -> None:
    page = Page.read("a/index.html", case["html"])
    collapse(page)
    assert "".join(page.tokens) == case["kept"]


@pytest.mark.parametrize("case", CASES["numbers"], ids=[c["html"] for c in CASES["numbers"]])
def test_dates_and_spans_of_numbers_keep_together(case: dict[str, str]) -> None:
    page = Page.read("a/index.html", case["html"])
    tokens = list(page.tokens)
    keep_numbers(page, tokens)
    assert "".join(tokens) == case.get("kept", case["html"])
    assert "".join(page.tokens) == case["html"]


def themed(left_out: Wanted | None = None) -> str:
    """What our templates make of the theme's; without one thing of it."""
    html = ""
    for wanted in WANTED:
        has = (wanted.value is not None) is not (wanted is left_out)
        attribute = f' {wanted.attribute}="{wanted.value or "x"}"' if has else ""
        if wanted.attribute != "class":
            html += f'<{wanted.name} class="a {wanted.word}"{attribute}></{wanted.name}>'
        elif has:
            html += f'<{wanted.name} class="{wanted.word}"></{wanted.name}>'
    return html


def delivered(folder: Path, html: str, files: dict[str, str]) -> Made:
    """A site with one page more than the start page, which is `html`."""
    pages = {"a.md": "---\nid: a\ntitle: 題\n---\n"}
    return SmallGuide(folder, pages, others={"index.html": html, **files}).build()


def scripts(**texts: str) -> dict[str, str]:
    return {f"{SCRIPTS}{name}.js": script for name, script in texts.items()}


def test_a_policy_names_each_inline_script_and_never_allows_all(tmp_path: Path) -> None:
    page = '<meta charset="utf-8"><script>a()</script><script type="application/json">{}</script>'
    html = text(delivered(tmp_path, page, {}), "index.html")
    before, _, policy = html.partition('http-equiv="Content-Security-Policy"')
    assert before == '<meta charset="utf-8">\n<meta '
    assert policy.count("sha256-") == 1
    assert source_hash("a()") in policy
    assert "unsafe" not in html
    assert "Content-Security-Policy" not in policy


def test_what_a_module_imports_is_part_of_its_name() -> None:
    texts = scripts(a='import { b } from "./b.js"\nb()', b="export const b = () => 1")
    made = Scripts(texts.__getitem__)
    first = made.module(f"{SCRIPTS}a.js")
    (imported,) = (path for path in made.files if path != first)
    assert f"./{Path(imported).name}" in made.files[first]
    texts |= scripts(b="export const b = () => 2")
    assert Scripts(texts.__getitem__).module(f"{SCRIPTS}a.js") != first


def test_modules_that_import_each_other_and_missing_scripts_are_named(tmp_path: Path) -> None:
    texts = scripts(a='import "./b.js"', b='import "./a.js"')
    with pytest.raises(Unusable, match="import each other"):
        Scripts(texts.__getitem__).module(f"{SCRIPTS}a.js")
    with pytest.raises(Unusable, match=r"^assets/javascripts/c\.js: .*not there"):
        delivered(tmp_path, f'<script src="{SCRIPTS}c.js"></script>', {})


def test_a_page_asks_for_one_sheet_and_one_script(tmp_path: Path) -> None:
    files = scripts(one="var one = 1", two="var two = 2", here="var here = 3", there="b = 4")
    files["assets/stylesheets/a.css"] = "p { color: red }\n.none { color: blue }"
    files["assets/images/icon.svg"] = '<svg a="#1"/>'
    made = delivered(tmp_path, CASES["delivered"], files)
    html = text(made, "index.html")
    assert html.count("<link") == 2
    (sheet,) = re.findall(r'<link rel="stylesheet" href="(assets/hashed/guide\.\w+\.css)">', html)
    assert text(made, sheet) == "p{color:red}"
    assert '<link rel="icon" href=\'data:image/svg+xml,<svg a="%231"/>\'>' in html
    assert html.count("<script src=") == 1
    (script,) = re.findall(r'<script src="(assets/hashed/guide\.\w+\.js)" defer>', html)
    assert text(made, script).index("one") < text(made, script).index("two")
    assert "<script>var here=3;b=4</script>" in html
    # The second edition has the same, from its folder.
    assert text(made, "zh-hans/index.html") == re.sub('"assets/hashed', '"../assets/hashed', html)


def test_pages_with_a_large_sheet_of_their_own_ask_for_no_other(tmp_path: Path) -> None:
    # So much that no page is to hold it; random, so that it cannot be packed.
    noise = "".join(random.Random(1).choices("0123456789abcdef", k=2 * WITHIN))

    def page(name: str, sheet: str) -> str:
        link = f'<link rel="stylesheet" href="assets/stylesheets/{sheet}.css">'
        return (
            str(CASES["delivered"])
            .replace("<link", f"{link}<link", 1)
            .replace("<p>", f'<p id="{name}" class="a{noise}">')
        )

    files = scripts(one="", two="", here="", there="") | {
        "assets/stylesheets/a.css": "p{color:red}#left{top:1px}#right{top:2px}",
        "assets/stylesheets/large.css": f".a{noise}{{top:0}}#left{{left:0}}#right{{left:1px}}",
        "assets/stylesheets/small.css": "p:after{color:blue}",
        "assets/images/icon.svg": "<svg/>",
        "left.html": page("left", "large"),
        "right.html": page("right", "large"),
    }
    made = delivered(tmp_path, page("small", "small"), files)
    found = {}
    for name in ("left", "right", "index"):
        html = text(made, f"{name}.html")
        (link,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', html)
        found[name] = text(made, link).replace(noise, "") + "".join(
            re.findall("<style>(.*)</style>", html)
        )
    assert found == {
        "left": "p{color:red}#left{top:1px}.a{top:0}#left{left:0}",
        "right": "p{color:red}#right{top:2px}.a{top:0}#right{left:1px}",
        "index": "p{color:red}#left{top:1px}#right{top:2px}p:after{color:blue}",
    }


def test_where_the_bundle_is_scripts_wait_until_the_page_is_drawn(tmp_path: Path) -> None:
    late = 'load("bundle.js")'
    files = scripts(one="one()", late=late, later="later()")
    made = delivered(tmp_path, CASES["waiting"], files | BUNDLE)
    html = text(made, "index.html")
    before, _, rest = html.partition("<template data-late>")
    waiting, _, after = rest.partition("</template>")
    assert re.findall(r"hashed/(\w+)", waiting) == ["guide", "later"]
    assert re.findall(r"hashed/(\w+)", before + after) == []
    bundle = next(Path(path).name for path in made.files if re.search(r"hashed/bundle\.", path))
    (script,) = re.findall(r'src="(assets/hashed/guide[^"]+)"', waiting)
    assert f'load("{bundle}")' in text(made, script)


def test_the_theme_finds_what_it_keeps_by_the_names_that_it_would_write_itself() -> None:
    theme = resources.files("material") / "templates/partials/javascripts/base.html"
    names = set(re.findall(r"\b(__md_\w+)=", theme.read_text(encoding="utf-8")))
    ours = (PROJECT / "docs" / SCRIPTS / "storage.js").read_text(encoding="utf-8")
    assert names == set(re.findall(r"self\.(__md_\w+) =", ours)) != set()


def test_what_only_scripts_say_comes_with_them(tmp_path: Path) -> None:
    files = scripts(late='load("bundle.js")')
    page = CASES["said"].replace("</body>", f"{themed()}</body>")
    made = delivered(tmp_path, page, files | BUNDLE)
    html = text(made, "index.html")
    assert re.findall(r"<template (?:id|data-late)[^>]*>", html) == [
        '<template id="kept">',
        "<template data-late>",
    ]
    assert "data-words" not in html
    assert '"base": "."' in html
    assert '>{"base": ".", "search": ' in html
    assert "translations" not in html
    put_in_place(made.files, tmp_path / "site")
    inserted, settings = brought(tmp_path / "site", html)
    assert inserted == (
        '<template data-words id="one">\n<p>到<span class="nowrap">2026-11-26</span></p></template>'
    )
    assert settings == {"translations": {"a": "c</d>"}}
    (path,) = re.findall(r"assets/hashed/guide\.\w+\.js", html)
    words, others = text(made, path).split("\n")
    assert "load(" in others
    assert "</" not in words


def test_what_no_policy_can_allow_is_a_problem(tmp_path: Path) -> None:
    made = delivered(tmp_path, '<p style="color:red" onclick="a()">a</p>', {})
    assert [str(problem).partition("=")[0] for problem in made.problems] == [
        "raw/index.html: onclick",
        "raw/index.html: style",
    ]


def page_of(html: str, config: str = '<script id="__config">{}</script>') -> Page:
    return Page.read("a/index.html", config + html)


def test_a_page_with_what_the_templates_make_of_the_theme_is_right() -> None:
    check_theme([page_of(themed())])
    # A page without the theme is none of it, and not all pages have all of it.
    check_theme([page_of("<p>a</p>", "")])
    (rare,) = (wanted for wanted in WANTED if wanted.rare)
    check_theme([page_of(re.sub(rf'<nav class="a {rare.word}".*?</nav>', "", themed()))])


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_a_theme_that_writes_something_else_is_an_error_that_says_what(wanted: Wanted) -> None:
    says = re.escape(f"a/index.html: overrides/main.html wants {wanted}")
    with pytest.raises(Unusable, match=says):
        check_theme([page_of(themed(left_out=wanted))])
    if wanted.attribute != "class":
        # One that is right makes none right that is not.
        with pytest.raises(Unusable, match=says):
            check_theme([page_of(themed() + themed(left_out=wanted))])
