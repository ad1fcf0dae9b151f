"""A phone of some years ago: what the newest browsers know is taken away (deploy/README.md).

The pages stay readable and can be used; what is only finer is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import tinycss2
from browser_fixtures import LANGUAGES, ROOTS, OpenPage, one_size_each, press, with_sheet
from conftest import HANS, HANT, Site
from playwright.sync_api import ViewportSize, expect

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])
KINDS = ["", "start/urgent/", "tools/agreement-checklist/", "glossary/", "sources/", "topics/"]

# What came after Chromium 80. A rule with an unknown selector is lost as a whole.
NEW_SELECTORS = re.compile(r":(?:has|is|where|focus-visible|dir|not\([^)]*,)|&")
NEW_VALUES = re.compile(
    r"color-mix|light-dark|oklch|(?<![\w-])\d*\.?\d+[dsl]v[hw]\b|\ballow-discrete\b|/ ?\"\"",
)
NEW_PROPERTIES = re.compile(
    r"(?:text-wrap|text-spacing-trim|text-autospace|hanging-punctuation|content-visibility"
    r"|contain-intrinsic|accent-color|aspect-ratio|inset|(?:margin|padding|border)-(?:inline|block)"
    r"|overflow-clip|appearance|scroll-timeline|color-scheme|container|translate|rotate|scale"
    r"|text-decoration-thickness|text-underline-offset|mask|text-emphasis)(?![\w-])|(?:text-wrap|inset"
    r"|contain-intrinsic|mask|text-emphasis)-"
)
NEW_RULES = frozenset(("layer", "container", "property", "starting-style", "scope"))


def _kept_lines(content: Iterable[Any]) -> str:
    lines = tinycss2.parse_blocks_contents(list(content))
    kept: str = tinycss2.serialize(
        [
            line
            for line in lines
            if line.type != "declaration"
            or not (
                NEW_PROPERTIES.match(line.lower_name)
                or NEW_VALUES.search(tinycss2.serialize(line.value))
            )
        ]
    )
    return kept


def _as_then(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude)
            if not NEW_SELECTORS.search(selector):
                yield f"{selector}{{{_kept_lines(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in NEW_RULES:
            continue
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inside = "".join(_as_then(tinycss2.parse_rule_list(rule.content)))
            yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}"
        else:
            yield rule.serialize()


def old(sheet: str) -> str:
    """A style sheet as a browser of that time reads it."""
    return "".join(_as_then(tinycss2.parse_stylesheet(sheet)))


# Of scripts: what a browser of that time does not have.
WITHOUT = """() => {
    for (const [of, ...names] of [
        [Element.prototype, "replaceChildren", "checkVisibility"],
        [Document.prototype, "startViewTransition"],
        [Array.prototype, "at", "findLast", "toSorted", "toReversed", "with"],
        [String.prototype, "at", "replaceAll", "isWellFormed"],
        [Object, "hasOwn", "groupBy"],
        [Promise, "any", "withResolvers"],
        [self, "structuredClone", "CompressionStream", "DecompressionStream", "scheduler"],
        [Crypto.prototype, "randomUUID"],
    ]) for (const name of names) delete of[name]
    MediaQueryList.prototype.addEventListener = undefined
}"""


USABLE = """() => {
    const box = s => document.querySelector(s).getBoundingClientRect()
    const style = s => getComputedStyle(document.querySelector(s))
    const text = box("article"), header = box(".md-header")
    const faults = []
    if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the screen")
    if (header.top !== 0 || header.height < 40 || header.height > 90) faults.push("header")
    if (text.width < Math.min(innerWidth * 0.75, 500)) faults.push(`text ${text.width} wide`)
    if (box("h1").top < header.bottom) faults.push("the heading lies below the header")
    if (box("h1").bottom > innerHeight) faults.push("the heading is not on the screen")
    if (style("body").backgroundColor === style("body").color) faults.push("colours")
    if (parseFloat(style(".md-typeset").fontSize) < 15) faults.push("small")
    for (const s of [".visually-hidden", ".edition-hint"]) {
        const found = document.querySelector(s)
        if (found && found.getBoundingClientRect().width > 1) faults.push(`${s} shows`)
    }
    if (innerWidth < 900 && box(".menu").right > 0) faults.push("the menu lies over it")
    return faults
}"""


@one_size_each
def test_pages_stay_readable_without_new_rules_of_style(
    open_page: OpenPage, site: Site, edition: str, size: ViewportSize
) -> None:
    page = open_page("about:blank", size=size, language=LANGUAGES[edition])
    aged = with_sheet(page, site, old)
    faults = []
    for address in KINDS:
        page.goto(ROOTS[edition] + address)
        faults += [f"{address}: {fault}" for fault in page.evaluate(USABLE)]
    assert aged
    assert faults == []


@everywhere
def test_menu_and_switch_work_in_an_old_browser(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    """`open_page` fails on errors of scripts."""
    page = open_page("about:blank", language=LANGUAGES[edition], init=f"({WITHOUT})()")
    aged = with_sheet(page, site, old)
    page.goto(f"{ROOTS[edition]}start/urgent/")
    assert aged
    press(page, ".md-header__button[for=__drawer]")
    expect(page.locator(".menu a[href]").first).to_be_in_viewport()
    page.goto(f"{ROOTS[edition]}start/urgent/")
    other = HANS if edition == HANT else HANT
    press(page, f".edition-switch [data-edition={other}]")
    expect(page.locator("html")).to_have_attribute("lang", other)


# Syntax that a browser of that time cannot read: all of the script would be lost.
NEW_SYNTAX = {
    "logical assignment": r"\?\?=|\|\|=|&&=",
    "private members": r"[\w\]]\.#[a-z]|[{;]#[a-z]\w*[=;(]",
    "static blocks": r"\bstatic\s*\{",
    "separators in numbers": r"(?<![\w$])\d+_\d",
}
STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")


def test_scripts_of_every_page_are_written_in_words_of_that_time(site: Site) -> None:
    # A tool that cannot be read stays hidden: the page is its paper form.
    hashed = (site.root / "assets/hashed").glob("*.js")
    files = [file for file in hashed if not file.name.startswith("tools-")]
    files += (site.root / "assets/javascripts/workers").glob("*.js")
    assert len(files) > 8
    faults = []
    for file in files:
        text = STRINGS.sub('""', file.read_text(encoding="utf-8"))
        for what, pattern in NEW_SYNTAX.items():
            if found := re.search(pattern, text):
                around = text[max(0, found.start() - 30) : found.end() + 30]
                faults.append(f"{file.name}: {what}: {around}")
    assert faults == []


def test_what_stands_in_the_page_itself_is_older_still(site: Site) -> None:
    """It shows the page: optional chaining and its like would cost it all in older browsers."""
    html = (site.root / "start/urgent/index.html").read_text(encoding="utf-8")
    (own,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert not re.search(r"\?\?|\?\.(?!\d)", STRINGS.sub('""', own))


@pytest.mark.parametrize(
    ("new", "then"),
    [
        ("p{color:red;text-wrap:pretty}", "p{color:red}"),
        ("p:has(a){color:red}", ""),
        ("p{color:color-mix(in srgb,red,blue)}", "p{}"),
        ("@media screen{p:is(a){top:0}b{inset:0;top:0}}", "@media screen{b{top:0}}"),
        ("@layer x{p{top:0}}", ""),
    ],
)
def test_a_sheet_is_read_as_then(new: str, then: str) -> None:
    assert old(new).replace(";}", "}") == then
