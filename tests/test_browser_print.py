"""A page on paper: its text, its sources and whom to call; nothing to click."""

from __future__ import annotations

import re
import unicodedata
import zlib

import pdfs
import pytest
from browser_fixtures import ROOTS, OpenPage, opened
from conftest import HANS, HANT
from playwright.sync_api import expect

# A4 less the margins of print.css: 178 mm at 96 dpi.
PAPER = {"width": 673, "height": 1000}
NOT_PRINTED = (
    ".md-header",
    ".md-search",
    ".md-sidebar",
    ".md-path",
    ".next-step",
    ".guide-skip",
    ".edition-switch",
    "[data-edition-hint]",
    ".md-footer-meta",
    ".md-top",
)


def characters(pdf: bytes) -> set[str]:
    """The characters of the text in a PDF, from the maps of its fonts to Unicode."""
    found: set[str] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            continue
        for table in re.findall(rb"beginbfchar(.*?)endbfchar", content, re.DOTALL):
            for code in re.findall(rb"<\w+>\s*<(\w+)>", table):
                found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
        for table in re.findall(rb"beginbfrange(.*?)endbfrange", content, re.DOTALL):
            for low, high, start in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", table):
                count = int(high, 16) - int(low, 16) + 1
                found |= {chr(int(start, 16) + i) for i in range(count)}
    # Some glyphs are mapped to the radical that looks the same.
    return set(unicodedata.normalize("NFKC", "".join(found)))


@pytest.mark.parametrize("edition", [HANT, HANS])
@pytest.mark.parametrize(
    ("address", "basis", "text"),
    [
        ("tools/budget-worksheet/", True, ("必要支出", "必要支出")),
        ("tools/agreement-checklist/", False, ("債權人全名", "债权人全名")),
        ("start/urgent/", True, ("向發出它的法院交書面異議", "向发出它的法院交书面异议")),
    ],
)
def test_a_page_prints_its_text_and_sources_on_a4_and_nothing_to_click(
    open_page: OpenPage, address: str, basis: bool, text: tuple[str, str], edition: str
) -> None:
    page = open_page(ROOTS[edition] + address, size=PAPER, color_scheme="dark", language="zh-CN")
    page.emulate_media(media="print")
    for selector in NOT_PRINTED:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
    for selector in ["h1", ".lead", ".notice__help", *([".basis .fact"] if basis else [])]:
        expect(page.locator(selector).first).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PAPER["width"]
    colours = page.evaluate(
        "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name])"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]

    wanted = text[edition == HANS]
    expect(page.locator("article")).to_contain_text(wanted)
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert boxes
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {pdfs.A4}
    assert set(wanted) <= characters(pdf)


def test_blanks_and_boxes_are_drawn_on_paper(open_page: OpenPage) -> None:
    # With scripts on, the blanks are fields.
    page = open_page("tools/agreement-checklist/", size=PAPER, scripts=False)
    page.emulate_media(media="print")
    for selector, side in ((".blank", "Bottom"), (".task-list-item input", "Left")):
        drawn = page.locator(selector).evaluate_all(
            """(elements, side) => elements.every(element => {
                const style = getComputedStyle(element)
                const width = parseFloat(style[`border${side}Width`])
                return width > 0.5 && style[`border${side}Color`] === "rgb(0, 0, 0)"
                    && element.getBoundingClientRect().width >= 10
            })""",
            side,
        )
        assert drawn, selector


def test_a_blank_and_what_follows_it_stay_on_one_line(open_page: OpenPage) -> None:
    """No line of a form starts with 。 or with 元."""
    page = open_page("tools/agreement-checklist/", scripts=False)
    broken = """() => [...document.querySelectorAll("article .blank:not(td > :only-child)")]
        .filter(blank => {
            const next = blank.nextSibling
            if (next?.nodeType !== Node.TEXT_NODE || !/^[\\u3000-\\uffef]/.test(next.data)) return
            const range = document.createRange()
            range.setStart(next, 0)
            range.setEnd(next, 1)
            const line = [...blank.getClientRects()].at(-1)
            const after = range.getBoundingClientRect()
            return after.top > line.bottom
        })
        .map(blank => blank.parentElement.textContent)"""
    for address in ("tools/agreement-checklist/", "tools/repayment-proposal/"):
        page.goto(address)
        for width in (320, 360, 390, 430):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(broken) == [], (address, width)


# Sheets of A4 that a reader needs at most, as the browser's own command prints the page.
SHEETS = {
    # Two to act by, two with what they rest on and where they lead.
    "start/urgent/": 4,
    "tools/five-step-card/": 2,
    "tools/sms-check/": 4,
    "tools/budget-worksheet/": 3,
    "tools/repayment-proposal/": 3,
    "tools/call-script/": 3,
    "tools/evidence-log/": 2,
    # Two to tick and to say, one with the law behind them.
    "tools/agreement-checklist/": 3,
}


# Which words a page has says nothing of what its scripts do to it: each of both is tried once.
@pytest.mark.parametrize(("edition", "scripts"), [(HANT, True), (HANS, False)])
def test_a_form_takes_few_sheets_and_none_of_them_is_empty(
    open_page: OpenPage, edition: str, scripts: bool
) -> None:
    page = open_page(ROOTS[edition], scripts=scripts)
    faults = []
    for address in opened(page, SHEETS):
        texts = pdfs.texts(pdfs.read(page.pdf(prefer_css_page_size=True)))
        if len(texts) > SHEETS[address] or min(map(len, texts)) < 40:
            faults.append(f"{address}: {[len(text) for text in texts]}")
    assert faults == []


@pytest.mark.parametrize("name", ["budget-worksheet", "repayment-proposal", "evidence-log"])
def test_what_is_not_filled_in_is_not_printed_above_the_paper_form(
    open_page: OpenPage, name: str
) -> None:
    page = open_page(f"tools/{name}/", size=PAPER)
    expect(page.locator(".tool").first).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator(".tool").locator("visible=true").count() == 0
    expect(page.locator(".blank").first).to_be_visible()


def test_the_check_prints_all_its_questions_and_where_each_answer_leads(
    open_page: OpenPage,
) -> None:
    page = open_page("tools/sms-check/", size=PAPER)
    questions = page.locator(".check__question")
    expect(questions).to_have_count(5)
    assert questions.locator("visible=true").count() < 5
    page.emulate_media(media="print")
    for selector in (".check__question", ".check__advice", ".check__arrow", ".basis .fact"):
        found = page.locator(selector)
        assert found.locator("visible=true").count() == found.count() > 4, selector


def test_the_button_of_a_page_prints_it_and_says_where_no_browser_does(
    open_page: OpenPage,
) -> None:
    page = open_page("channels/online/", size=PAPER)
    page.evaluate("() => { self.printed = []; self.print = () => printed.push(document.title) }")
    button = page.get_by_role("button", name="列印這一頁")
    button.click()
    assert page.evaluate("printed") == [page.title()]
    expect(page.locator("[data-share-said]")).to_contain_text("這個瀏覽器印不了")
    page.emulate_media(media="print")
    expect(button).to_be_hidden()


def test_a_printed_page_says_how_to_find_it_and_the_pages_it_speaks_of(
    open_page: OpenPage,
) -> None:
    page = open_page("channels/online/", size=PAPER, scripts=False)
    expect(page.locator(".share__onward")).to_be_hidden()
    expect(page.locator("[data-paper]")).to_be_hidden()
    page.emulate_media(media="print")
    for selector in (".share__link", ".share__figure img", ".share__onward .paper-address"):
        expect(page.locator(selector).first).to_be_visible()
    # Of a citation the number alone.
    assert page.locator("a.cite").first.inner_text().strip() == "F02"
