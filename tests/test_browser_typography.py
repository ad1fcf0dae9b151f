"""Chinese type as W3C clreq wants it, measured on every page of both editions as drawn."""

from __future__ import annotations

from typing import Any

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, opened
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

everywhere = pytest.mark.parametrize("edition", [HANT, HANS])
NARROW = {"width": 320, "height": 640}
WIDTHS = {"320": NARROW, "390": PHONE, "1280": DESKTOP}

# Breaks that should not be: each as "what: the text around it". A line is told by the rectangles
# of single characters; what is not drawn has none.
BREAKS = """() => {
    const NEVER_FIRST = "，。、；：？！）」』》〉】”’…—％,.;:?!)%"
    const NEVER_LAST = "（「『《〈【“‘([￥"
    const BLOCKS = "p, li, td, th, dd, dt, h1, h2, h3, summary, label, a, button"
    const OTHERS = ".visually-hidden, ul, ol, div, table, form"
    /* Drawn without text. */
    const DRAWN = ".blank, input, img, svg, br"
    /* Too long for a phone: broken wherever it must be. */
    const ADDRESS = "[data-short], .paper-address"
    const range = document.createRange()
    const faults = []

    function at(node, place) {
        range.setStart(node, place)
        range.setEnd(node, place + 1)
        return [...range.getClientRects()].find(r => r.width > 0 && r.height > 0)
    }

    function fault(text, place, before, letter) {
        const around = text.slice(Math.max(0, place - 8), place + 8)
        if (NEVER_FIRST.includes(letter)) return `begins a line: ${around}`
        if (NEVER_LAST.includes(before)) return `ends a line: ${around}`
        /* Names of files are too long for a phone. */
        const number = /[0-9０-９–-]/.test(before) && /[0-9０-９]/.test(letter)
        return number && !/\\d_/.test(around) && `a broken number: ${around}`
    }

    /* What was last drawn, for the next text of the block. */
    function look(node, before) {
        const text = node.data
        for (let place = 0; place < text.length; place++) {
            const letter = text[place]
            const here = /\\s/.test(letter) ? undefined : { letter, node, place }
            const may = before && here && (NEVER_FIRST.includes(letter)
                || NEVER_LAST.includes(before.letter) || /[0-9０-９–-]/.test(before.letter))
            const one = may && at(before.node, before.place)
            const two = one && at(node, place)
            if (two && two.top > one.top + one.height * 0.6 && two.left < one.left) {
                const found = fault(text, place, before.letter, letter)
                if (found) faults.push(found)
            }
            before = here
        }
        return before
    }

    for (const block of document.querySelectorAll(`main :is(${BLOCKS})`)) {
        if (!block.checkVisibility({ visibilityProperty: true })) continue
        const nodes = document.createTreeWalker(
            block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
        let before
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
            if (node.nodeType === Node.ELEMENT_NODE) {
                if (node.matches(DRAWN)) before = undefined
                continue
            }
            const around = node.parentElement
            if (around.matches(ADDRESS)) {
                before = undefined
                continue
            }
            /* A block in the block has its own turn. */
            const own = around.closest(`${BLOCKS}, ${OTHERS}`) === block
            before = own || getComputedStyle(around).display === "inline"
                ? look(node, before) : undefined
        }
    }
    return faults
}"""

# Characters in each full line of the paragraphs that run over three or more.
LINES = """() => {
    const range = document.createRange()
    const counts = []
    for (const block of document.querySelectorAll("article > p, article > .admonition > p")) {
        const lines = new Map()
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            if (node.parentElement.closest(".visually-hidden, .cite")) continue
            for (let place = 0; place < node.length; place++) {
                range.setStart(node, place)
                range.setEnd(node, place + 1)
                const rect = range.getBoundingClientRect()
                const line = Math.round(rect.bottom / 8)
                if (rect.width) lines.set(line, (lines.get(line) ?? 0) + 1)
            }
        }
        const found = [...lines.values()]
        if (found.length > 1) counts.push(...found.slice(0, -1))
    }
    return counts
}"""


def pages(site: Site, edition: str) -> list[str]:
    """The addresses of an edition's pages, below its root."""
    return [page.address for page in site.pages(edition) if page.address != "404.html"]


@everywhere
def test_no_line_begins_with_a_stop_or_ends_with_a_bracket_and_no_number_is_broken(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    page = open_page(ROOTS[edition], size=NARROW)
    faults = []
    for address in opened(page, pages(site, edition)):
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            faults += [f"{address} {width}: {fault}" for fault in page.evaluate(BREAKS)]
    assert faults == []


@everywhere
def test_a_number_to_dial_and_a_date_stand_on_one_line(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    page = open_page(ROOTS[edition], size=NARROW)
    faults = []
    for address in opened(page, pages(site, edition)):
        broken = page.evaluate(
            "() => [...document.querySelectorAll('a.tel, time')]"
            ".filter(n => new Set([...n.getClientRects()].map(r => r.top >> 3)).size > 1)"
            ".map(n => n.textContent)"
        )
        faults += [f"{address}: {number}" for number in broken]
    assert faults == []


@everywhere
def test_a_full_line_holds_32_to_38_characters_on_a_desk(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    page = open_page(ROOTS[edition], size=DESKTOP)
    counts = []
    for _ in opened(page, pages(site, edition)):
        counts += page.evaluate(LINES)
    assert len(counts) > 20
    counts.sort()
    assert 32 <= counts[len(counts) // 2] <= 38
    # Longer ones hold digits and Latin letters, which are narrower.
    assert counts[len(counts) * 9 // 10] <= 38


STYLE = """selector => {
    const style = getComputedStyle(document.querySelector(selector))
    return {
        leading: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
        size: parseFloat(style.fontSize),
        trim: style.textSpacingTrim, space: style.textAutospace, wrap: style.textWrapStyle,
        breaks: style.lineBreak,
    }
}"""


def test_type_is_set_as_the_browser_can(open_page: OpenPage) -> None:
    page = open_page("start/urgent/")
    text = page.evaluate(STYLE, "article > p:not(.lead)")
    assert 1.7 <= text["leading"] <= 2
    assert text["size"] >= 16
    assert text["breaks"] == "strict"
    assert (text["trim"], text["space"]) == ("trim-start", "normal")
    assert page.evaluate(STYLE, "article h2")["wrap"] == "balance"


def test_nothing_slants(open_page: OpenPage, site: Site) -> None:
    """Slanted Han characters are distorted ones."""
    page = open_page(bypass_csp=True)
    faults = []
    for address in opened(page, pages(site, HANT)):
        slanted = page.evaluate(
            "() => [...document.querySelectorAll('body *')]"
            ".filter(n => /\\p{Script=Han}/u.test(n.textContent)"
            " && getComputedStyle(n).fontStyle !== 'normal').map(n => n.outerHTML.slice(0, 80))"
        )
        faults += [f"{address}: {element}" for element in slanted]
    # No page has emphasis now, so that the sheet has nothing on it: as it is written.
    page.add_style_tag(path=PROJECT / "docs/assets/stylesheets/typography.css")
    page.evaluate("document.querySelector('article p').innerHTML = '<em>重點</em>'")
    style = page.evaluate(
        "() => { const s = getComputedStyle(document.querySelector('article em'));"
        " return [s.fontStyle, s.textEmphasisStyle] }"
    )
    assert style == ["normal", "dot"]
    assert faults == []


def fonts(page: Page, selector: str) -> set[str]:
    """The fonts that draw an element."""
    session: Any = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in found}


@pytest.mark.parametrize(("edition", "script"), [(HANT, "TC"), (HANS, "SC")])
def test_each_edition_is_drawn_in_the_glyphs_of_its_script(
    open_page: OpenPage, edition: str, script: str
) -> None:
    """骨, 直 and 門 differ between the fonts of a family; a span has those of its own script."""
    page = open_page(f"{ROOTS[edition]}start/urgent/")
    if "Noto Sans CJK TC" not in fonts(page, "[lang=zh-Hant]") | fonts(page, "h1"):
        pytest.skip("the machine has no Noto Sans CJK, whose names tell the script")
    for selector in ("h1", "article > p", "article li", ".md-footer p", "article button"):
        page.evaluate("([s]) => { document.querySelector(s).textContent = '骨直門角' }", [selector])
        assert fonts(page, selector) == {f"Noto Sans CJK {script}"}, selector
    for other, name in ((HANT, "TC"), (HANS, "SC")):
        assert fonts(page, f".edition-switch [lang={other}]") == {f"Noto Sans CJK {name}"}
