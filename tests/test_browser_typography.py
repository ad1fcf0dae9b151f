"""Chinese type as W3C clreq wants it. Its lines are measured on every page of both editions in
test_browser_every_page.py."""

from __future__ import annotations

from typing import Any

import pytest
from browser_fixtures import ROOTS, OpenPage
from conftest import HANS, HANT, PROJECT
from playwright.sync_api import Page

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


def test_what_is_stressed_has_dots_and_does_not_slant(open_page: OpenPage) -> None:
    """No page has emphasis now, so that the sheet has nothing on it: as it is written."""
    page = open_page("start/", bypass_csp=True)
    page.add_style_tag(path=PROJECT / "docs/assets/stylesheets/typography.css")
    page.evaluate("document.querySelector('article p').innerHTML = '<em>重點</em>'")
    style = page.evaluate(
        "() => { const s = getComputedStyle(document.querySelector('article em'));"
        " return [s.fontStyle, s.textEmphasisStyle] }"
    )
    assert style == ["normal", "dot"]


def fonts(page: Page, selector: str) -> set[str]:
    """The fonts that draw an element: none before its text has been laid out."""
    page.locator(selector).first.scroll_into_view_if_needed()
    session: Any = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    for _ in range(100):
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        if found := session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            return {font["familyName"] for font in found}
    return set()


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
