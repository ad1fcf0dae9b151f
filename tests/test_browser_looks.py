"""The pages look as the pictures in looks/ say; `make looks` when a change is meant."""

from __future__ import annotations

import re
from pathlib import Path

from browser_fixtures import SIZES
from conftest import Site
from looks import FOLDER, LOOKS, PART, Look, difference, drawn, picture
from PIL import Image
from playwright.sync_api import Browser


def kept(look: Look) -> Image.Image:
    return Image.open(look.file).convert("RGB")


def test_every_typical_page_looks_as_it_is_kept(
    browser: Browser, host: str, tmp_path: Path
) -> None:
    faults = []
    for look, page in drawn(browser, host, LOOKS):
        part, shown = difference(kept(look), picture(page))
        if part > PART:
            shown.save(tmp_path / f"{look}.png")
            faults.append(f"{look}: {part:.1%} differs, see {tmp_path / f'{look}.png'}")
    assert faults == []


def test_the_pictures_are_those_that_are_compared_and_weigh_little() -> None:
    files = {file.name: file.stat().st_size for file in FOLDER.glob("*")}
    assert sorted(files) == sorted(look.file.name for look in LOOKS)
    assert sum(files.values()) < 500_000


# What a theme update could do: a pattern of the rules that are lost, and the looks that tell.
LOST = {
    "the whole sheet": r".*",
    "the paper of dark": r"\[data-md-color-scheme\][^{}]*\{[^{}]*#151a19[^{}]*\}",
    "the menu": r"[^{}]*\.md-nav[^{}]*\{[^{}]*\}",
    "the grid": r"[^{}]*\.md-(?:grid|content|main)[^{}]*\{[^{}]*\}",
    "the header": r"[^{}]*\.md-header[^{}]*\{[^{}]*\}",
    "the cards": r"[^{}]*\.cards[^{}]*\{[^{}]*\}",
    "the head of a page": r"[^{}]*\.(?:page-head|lead)[^{}]*\{[^{}]*\}",
}


# Puts another sheet in the place of that of all pages; those that a page has besides stay behind
# it.
SWAP = """text => {
    const sheets = [...document.querySelectorAll("link[rel=stylesheet], head style")]
    const [common, ...own] = sheets.filter(sheet => sheet.media !== "print")
    const said = own.map(({ sheet }) => [...sheet.cssRules].map(rule => rule.cssText).join(""))
    document.adoptedStyleSheets = [text, ...said].map(each => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(each)
        return sheet
    })
    common.disabled = true
}"""
SOME = [look for look in LOOKS if look.edition == "zh-Hant" and look.page in ("home", "article")]


def test_a_broken_look_is_noticed(browser: Browser, host: str, site: Site) -> None:
    (file,) = site.root.glob("assets/hashed/guide.*.css")
    sheet = file.read_text(encoding="utf-8")
    lost = {what: re.sub(rule, "", sheet, flags=re.DOTALL) for what, rule in LOST.items()}
    assert [what for what, text in lost.items() if len(text) >= len(sheet)] == []
    unnoticed = set(lost)
    for look, page in drawn(browser, host, SOME):
        page.evaluate(SWAP, sheet)
        assert difference(kept(look), picture(page))[0] <= PART
        for what in sorted(unnoticed):
            page.evaluate(SWAP, lost[what])
            if difference(kept(look), picture(page))[0] > PART:
                unnoticed.remove(what)
    assert unnoticed == set()


def test_another_weight_of_the_type_is_the_same_look(browser: Browser, host: str) -> None:
    """Another version of a font is a little bolder, wider or higher."""
    for size in SIZES:
        look = Look("article", "zh-Hant", size, "light")
        for _, page in drawn(browser, host, [look]):
            page.evaluate(
                "() => document.documentElement.style.setProperty('-webkit-text-stroke', '0.2px')"
            )
            part, _ = difference(kept(look), picture(page))
            assert part <= PART
