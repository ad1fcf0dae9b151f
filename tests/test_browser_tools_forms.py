"""The tools as forms: what stands beside what, what is at hand, what goes on paper."""

from __future__ import annotations

from typing import Any

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, SIZES, OpenPage, until_settled
from conftest import HANS, HANT
from playwright.sync_api import Page, ViewportSize, expect
from tools_filled import TOOLS, filled

pytestmark = pytest.mark.browser

SILENT = "window.print = () => {}"
in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
with_paper = pytest.mark.parametrize("tool", ["budget", "proposal", "log"])
in_both_sizes = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)


def on_paper(page: Page) -> str:
    """The text that the browser's own command would print now."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    text = page.locator("body").inner_text()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    # The page hears of that with its next pictures.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return text


def box(page: Page, selector: str) -> Any:
    found = page.locator(selector).locator("visible=true").first.bounding_box()
    assert found
    return found


@with_paper
def test_the_paper_form_is_folded_on_the_screen_and_whole_on_paper_until_the_tool_is_filled(
    open_page: OpenPage, tool: str
) -> None:
    """What prints is the same script in both editions; how long their words are on paper:
    test_browser_tools_money.py, test_browser_tools_everywhere.py."""
    page = open_page(TOOLS[tool].address, init=SILENT)
    form = page.locator("#paper-form")
    expect(form).to_be_hidden()
    heading = form.locator("h2").last
    title = heading.evaluate("e => e.firstChild.data").strip()
    text = on_paper(page)
    assert title in text
    assert page.locator("[data-tool] h2").first.inner_text() not in text
    fold = page.locator(".paper-form__bar [aria-expanded]")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(heading).to_be_visible()
    fold.click()
    expect(form).to_be_hidden()
    # A link to a place in it opens it.
    page.evaluate("id => { location.hash = id }", heading.get_attribute("id"))
    expect(heading).to_be_in_viewport()
    # Filled in, what was filled in is printed, and by the browser's own command what the button
    # prints; the blank form by its own button.
    filled(page, tool)
    by_command = on_paper(page)
    assert title not in by_command
    page.locator("[data-do=print]").first.click()
    assert on_paper(page) == by_command
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.locator(".paper-form__bar button").nth(1).click()
    assert title in on_paper(page)


def test_a_print_command_that_does_nothing_is_said_and_leaves_nothing_behind(
    open_page: OpenPage,
) -> None:
    page = open_page(TOOLS["proposal"].address, init=SILENT)
    filled(page, "proposal")
    page.locator("[data-do=print]").first.click()
    expect(page.locator(".tool__noted")).to_contain_text("印不了")
    assert page.locator("[data-print], html[data-printing]").count() == 0


@in_both_sizes
def test_timer_and_end_of_a_call_stay_at_hand(open_page: OpenPage, size: ViewportSize) -> None:
    page = open_page(TOOLS["call"].address, size=size)
    page.locator("[data-do=start]").click()
    expect(page.locator("[data-do=stop]")).to_be_focused()
    for heading in page.locator("article h2:visible").all():
        heading.scroll_into_view_if_needed()
        expect(page.locator("[data-clock]")).to_be_in_viewport(ratio=1)
        expect(page.locator("[data-do=stop]")).to_be_in_viewport(ratio=1)
    page.locator("[data-do=stop]").click()
    expect(page.locator("#call-after")).to_be_focused()
    expect(page.locator("[data-do=stop]")).to_be_hidden()


@pytest.mark.parametrize("tool", ["budget", "proposal", "agreement"])
def test_the_result_is_beside_the_form_on_a_desktop_and_at_hand_on_a_phone(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address, size=DESKTOP)
    filled(page, tool)
    work, result = box(page, ".tool__work > :first-child"), box(page, ".tool__work > [data-result]")
    assert result["x"] >= work["x"] + work["width"]
    assert page.locator(".tool__bar").is_hidden()
    page.locator(".tool__work input:visible").nth(3).scroll_into_view_if_needed()
    expect(page.locator("[data-result]")).to_be_in_viewport()
    phone = open_page(TOOLS[tool].address, size=PHONE)
    filled(phone, tool)
    for field in phone.locator(".tool__work input:visible").all()[1:9:3]:
        field.scroll_into_view_if_needed()
        expect(phone.locator(".tool__bar")).to_be_in_viewport(ratio=1)
    phone.locator(".tool__bar a").click()
    expect(phone.locator("[data-result] h3").first).to_be_in_viewport()


OUTPUTS = "[data-do=print], [data-do=copy], [data-do=csv], [data-do=json], [data-do=txt]"


FIELDS = """() => [...document.querySelectorAll("article :is(input, select, textarea)")]
  .filter(e => e.checkVisibility()).map(e => {
    const { left, right, width } = e.getBoundingClientRect()
    const unit = e.parentElement.matches(".tool__unit") && e.nextElementSibling
    const box = unit && unit.getBoundingClientRect()
    return { id: e.id || e.dataset.name, type: e.type, mode: e.inputMode, width,
             inside: !box || (box.left > left && box.right < right) }
  })"""


@pytest.mark.parametrize("tool", TOOLS)
def test_a_field_is_as_wide_as_what_goes_in_and_outputs_are_offered_when_there_is_something(
    open_page: OpenPage, tool: str
) -> None:
    page = open_page(TOOLS[tool].address)
    outputs = page.locator(OUTPUTS).locator("visible=true")
    # The words to say can be printed as they are.
    assert tool == "call" or outputs.count() == 0
    filled(page, tool)
    assert outputs.count() > 0
    for size in SIZES.values():
        page.set_viewport_size(size)
        for field in page.evaluate(FIELDS):
            # With its unit.
            assert field["inside"], field
            if field["mode"] in ("decimal", "numeric") or field["type"] in ("date", "time"):
                assert 80 < field["width"] < 200, field


def test_fields_beside_each_other_stay_at_one_height_whatever_is_said_below_one(
    open_page: OpenPage,
) -> None:
    """Also the button of a row; and a long label moves no field."""
    page = open_page(TOOLS["proposal"].address)
    page.locator("#proposal-total").fill("九千六abc")
    page.keyboard.press("Tab")
    expect(page.locator("#proposal-total-error")).to_be_visible()
    for left, right in (("total", "affordable"), ("income", "essentials"), ("count", "amount")):
        assert box(page, f"#proposal-{left}")["y"] == box(page, f"#proposal-{right}")["y"]
    page.goto(page.url.replace(TOOLS["proposal"].address, TOOLS["budget"].address))
    filled(page, "budget")
    page.locator("[data-list=debts] [data-name=amount]").first.fill("abc")
    page.keyboard.press("Tab")
    for row in page.locator("[data-list=debts] li").all():
        tops = row.locator("input, button").evaluate_all(
            "found => found.map(e => Math.round(e.getBoundingClientRect().top))"
        )
        assert len(tops) == 3
        assert len(set(tops)) == 1, tops


@pytest.mark.parametrize(
    ("tool", "field"),
    [("proposal", "#proposal-cause"), ("log", "#log-said"), ("call", "#call-notes"),
     ("call", "[data-name=credit]"), ("agreement", "#agreement-message")],
)  # fmt: skip
def test_a_field_of_several_lines_grows_with_them(
    open_page: OpenPage, tool: str, field: str
) -> None:
    page = open_page(TOOLS[tool].address)
    if tool == "agreement":
        filled(page, tool)
    area = page.locator(field)
    before = box(page, field)["height"]
    area.fill("一行\n" * 12)
    assert box(page, field)["height"] > before
    assert area.evaluate("e => e.scrollHeight <= e.clientHeight + 2")
    # Two lines are not asked for in one.
    if area.get_attribute("rows") == "2" and tool == "proposal":
        assert before > 60


@in_both_editions
def test_the_letter_can_be_sent_as_it_is(open_page: OpenPage, edition: str) -> None:
    """With three debts the other side can follow the sums, and a product is no addressee."""
    page = open_page(ROOTS[edition] + TOOLS["budget"].address, size=DESKTOP)
    page.locator("#budget-wage").fill("6000")
    page.locator("#budget-rent").fill("3601")
    for number, (name, owed) in enumerate([("花唄", "12000"), ("乙", "20000"), ("丙", "24000")]):
        if number:
            page.locator("[data-list=debts] [data-add]").click()
        row = page.locator("[data-list=debts] li").nth(number)
        row.locator("[data-name=label]").fill(name)
        row.locator("[data-name=amount]").fill(owed)
    page.locator("[data-go=proposal]").click()
    page.wait_for_url("**/repayment-proposal/")
    until_settled(page)
    for name, value in {"nth": "12", "count": "26"}.items():
        page.locator(f"#proposal-{name}").fill(value)
    page.locator("#proposal-from").fill("2027-06-01")
    letter = page.locator("[data-letter]")
    expect(letter).to_contain_text("6,000")
    text = letter.inner_text()
    sums = ("6,000", "3,601", "2,399", "240", "2,159", "44,000", "463", "1,696")
    assert [each for each in sums if f"{each}元" not in text] == []
    assert 6000 - 3601 == 2399 == 240 + 2159 == 240 + 463 + 1696
    # No other way is offered that is this one.
    ways = page.locator("[data-take]").evaluate_all("all => all.map(e => e.dataset.take)")
    assert ways == ["smaller"]
    to = page.locator("#proposal-to")
    expect(to).to_be_empty()
    assert letter.locator("[data-as=line] .blank").count() == 3
    assert letter.locator("[data-as=sign] .blank").count() == 1
    to.fill("支付寶花唄")
    to.blur()
    expect(page.locator("#proposal-to-error")).to_be_visible()
    expect(letter).not_to_contain_text("花唄")
