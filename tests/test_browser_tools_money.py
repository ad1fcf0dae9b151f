"""Budget and proposal on their pages: from the first figure to the files, in both editions."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, tab_to, until_settled
from conftest import HANS, HANT
from playwright.sync_api import Page, ViewportSize, expect
from tools_filled import KEY, accepted

BUDGET, PROPOSAL = "tools/budget-worksheet/", "tools/repayment-proposal/"
in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])
# Storage that is there, and takes nothing.
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
REFUSED = """Object.defineProperty(window, "localStorage", {
  configurable: true, get() { throw new DOMException("", "SecurityError") } })"""
SOON = (date.today() + timedelta(40)).replace(day=5)


def fill_budget(page: Page, wage: str = "５，０００元", rent: str = "4,000") -> None:
    until_settled(page)
    page.locator("#budget-wage").fill(wage)
    page.locator("#budget-rent").fill(rent)
    add = page.locator("[data-list=debts] [data-add]")
    add.click()
    rows = page.locator("[data-list=debts] li")
    for row, (name, owed) in zip(rows.all(), [("甲", "9000"), ("乙", "3000")], strict=True):
        row.locator("[data-name=label]").fill(name)
        row.locator("[data-name=amount]").fill(owed)


def fill_proposal(page: Page, **fields: str) -> None:
    until_settled(page)
    given = {"total": "9,600", "affordable": "800", "nth": "12", "from": SOON.isoformat()}
    for name, value in {**given, "count": "12", **fields}.items():
        page.locator(f"#proposal-{name}").fill(value)


def saved(page: Page, kind: str) -> tuple[str, str]:
    """Name and text of the file that a button gives."""
    with page.expect_download() as download:
        page.locator(f"[data-do={kind}]").click()
    name = download.value.suggested_filename
    return name, Path(download.value.path()).read_bytes().decode("utf-8")


@pytest.mark.parametrize(("edition", "size"), [(HANT, PHONE), (HANS, DESKTOP)], ids=[HANT, HANS])
def test_from_the_budget_to_the_letter(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}{BUDGET}", size=size)
    fill_budget(page)
    expect(page.locator("[data-affordable]")).to_have_text("900")
    shares = page.locator("[data-shares] tbody tr")
    expect(shares.nth(0)).to_contain_text("675")
    expect(shares.nth(1)).to_contain_text("225")
    expect(page.locator("[data-why] li").first).to_contain_text("1,000")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.locator("[data-go=proposal]").click()
    expect(page.locator("#proposal-total")).to_have_value("9000")
    expect(page.locator("#proposal-affordable")).to_have_value("675")
    page.locator("#proposal-debt").select_option("1")
    expect(page.locator("#proposal-total")).to_have_value("3000")
    fill_proposal(page, total="9600", affordable="800", others="")
    page.locator("#proposal-essentials").fill("3600")
    letter = page.locator("[data-letter]")
    expect(letter).to_contain_text("9,600")
    text = letter.inner_text()
    assert text.count("\t800元") == 12
    assert [each for each in ("5,000元", "1,400元", "600元") if each not in text] == []
    assert ("還款提案" if edition == HANT else "还款提案") in text
    assert ("貴機構" in text) == (edition == HANT)
    for number in range(1, 6):
        assert f"\n{number}. " in text
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    # What went along was taken: it does not come again.
    assert page.evaluate("sessionStorage.getItem('guide-tools:for-proposal')") is None


@in_both_editions
def test_the_files_hold_what_the_page_shows(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}{PROPOSAL}", accept_downloads=True)
    fill_proposal(page, total="9500", cause="停工兩個月。", notice="3")
    name, text = saved(page, "txt")
    assert name.endswith(".txt")
    # Line by line what the letter says, but for those that have blanks.
    lines = text.removeprefix("\ufeff").replace("\u3000", "\t").splitlines()
    parts = page.locator("[data-letter] p:not(:has(.blank))")
    shown = [line for part in parts.all_text_contents() for line in part.splitlines()]
    assert len(shown) > 25
    assert [line for line in shown if line not in lines] == []
    assert not re.search("__|\ue000", text)
    _, table = saved(page, "csv")
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))[1:]
    assert len(rows) == 12
    assert sum(int(row[2]) for row in rows) == 9500
    assert rows[-1][3] == "0"
    _, reminders = saved(page, "ics")
    days = [line[-8:] for line in reminders.split("\r\n") if line.startswith("DTSTART")]
    assert days == [row[1].replace("-", "") for row in rows]


def test_a_negative_surplus_leads_to_help_and_not_to_instalments(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    fill_budget(page, wage="3000", rent="4000")
    nothing = page.locator("[data-nothing]")
    expect(nothing).to_be_visible()
    expect(nothing).to_contain_text("1,000")
    expect(nothing.locator("a[href*='what-can-be-agreed']")).to_be_visible()
    expect(nothing).to_contain_text("12348")
    expect(page.locator("[data-go=proposal]")).to_be_hidden()


def test_nothing_can_be_promised_before_it_is_known_what_life_costs(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    until_settled(page)
    page.locator("#budget-wage").fill("5000")
    expect(page.locator("[data-empty]")).to_be_visible()
    expect(page.locator("[data-affordable]")).to_be_hidden()
    expect(page.locator("[data-go=proposal]")).to_be_hidden()
    page.locator("#budget-food").fill("1000")
    expect(page.locator("[data-affordable]")).to_have_text("3,600")


def test_a_letter_about_a_debt_that_may_be_old_is_not_to_be_sent(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL)
    warning = page.locator("[data-old]")
    fill_proposal(page, billed=(date.today() - timedelta(700)).isoformat())
    expect(warning).to_be_hidden()
    page.locator("#proposal-billed").fill((date.today() - timedelta(740)).isoformat())
    expect(warning).to_be_visible()
    expect(warning.locator("a[href*='old-debt']")).to_be_visible()
    page.locator("#proposal-billed").fill((date.today() + timedelta(1)).isoformat())
    expect(warning).to_be_hidden()
    expect(page.locator("[data-letter] .blank").first).to_be_visible()


def test_what_is_paid_at_once_is_no_plan_of_instalments(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL)
    fill_proposal(page, count="1", affordable="9600")
    letter = page.locator("[data-letter]")
    expect(letter).to_contain_text("一次付。")
    expect(letter).not_to_contain_text("每月還一次")
    fill_proposal(page)
    expect(letter).to_contain_text("每月還一次，每月12日。一共12期。")


def test_a_fault_stands_beside_its_field_once_it_is_left(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    wage = page.locator("#budget-wage")
    wage.focus()
    page.keyboard.type("九千多")
    expect(page.locator("#budget-wage-error")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.locator("#budget-wage-error")).to_be_visible()
    expect(wage).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-faulty]")).to_be_visible()
    wage.fill("9000")
    expect(page.locator("#budget-wage-error")).to_be_hidden()
    assert wage.get_attribute("aria-invalid") is None


def test_rows_come_and_go_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(BUDGET, size=DESKTOP)
    rows = page.locator("[data-list=income] li")
    before = rows.count()
    tab_to(page, "[data-list=income] [data-add]", at_most=80)
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    page.keyboard.type("獎金")
    page.keyboard.press("Tab")
    page.keyboard.type("500")
    page.locator("#budget-rent").fill("0")
    expect(page.locator("[data-affordable]")).to_have_text("450")
    rows.last.locator("[data-name=amount]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before)
    expect(page.locator("#budget-family")).to_be_focused()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))


@in_both_editions
def test_other_ways_stand_side_by_side_and_can_be_taken(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}{PROPOSAL}", size=DESKTOP)
    deadline = (SOON + timedelta(200)).isoformat()
    fill_proposal(page, affordable="500", deadline=deadline)
    assert page.locator("[data-checks] .tool__bad").count() == 2  # too dear, too late
    offers = page.locator("[data-take]")
    assert [offer.get_attribute("data-take") for offer in offers.all()] == [
        "longer",
        "smaller",
        "partial",
    ]
    page.locator("[data-take=partial]").click()
    expect(page.locator("[data-take=partial]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-take=partial]")).to_be_focused()
    expect(page.locator("[data-checks] .tool__bad")).to_have_count(0)
    expect(page.locator("[data-letter]")).to_contain_text("剩下")
    page.locator("#proposal-count").fill("24")
    expect(page.locator("[data-take=partial]")).to_have_attribute("aria-pressed", "false")


def test_what_was_typed_goes_along_to_the_other_edition(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL, size=DESKTOP)
    fill_proposal(page, name="王芳")
    page.locator(".edition-switch a[data-edition=zh-Hans]").click()
    expect(page.locator("#proposal-name")).to_have_value("王芳")
    expect(page.locator("[data-letter]")).to_contain_text("还款提案")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None


def test_nothing_is_kept_unless_asked_and_all_can_be_deleted(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    fill_budget(page)
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    page.locator("[data-keep-on]").check()
    kept = page.evaluate(f"JSON.parse(localStorage.getItem('{KEY}'))")
    assert kept["version"] == 1
    page.locator("#budget-food").fill("100")
    page.reload()
    expect(page.locator("#budget-food")).to_have_value("100")
    expect(page.locator("[data-affordable]")).to_have_text("810")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-keep-forget]").click()
    expect(page.locator("#budget-food")).to_have_value("")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None


@pytest.mark.parametrize("storage", [FULL, REFUSED], ids=["full", "refused"])
def test_storage_that_takes_nothing_loses_nothing(open_page: OpenPage, storage: str) -> None:
    page = open_page(BUDGET, init=storage)
    fill_budget(page)
    page.locator("[data-keep-on]").click()
    expect(page.locator("[data-keep-fault]")).not_to_be_empty()
    expect(page.locator("[data-affordable]")).to_have_text("900")
    expect(page.locator("#budget-wage")).to_have_value("５，０００元")


@pytest.mark.parametrize("text", ["{", "null", '{"version":99,"tools":{}}', "[]"])
def test_a_damaged_memory_is_named_and_left_alone(open_page: OpenPage, text: str) -> None:
    page = open_page(BUDGET, init=f"try {{ localStorage.setItem('{KEY}', {text!r}) }} catch {{}}")
    expect(page.locator("[data-keep-fault]")).not_to_be_empty()
    fill_budget(page)
    expect(page.locator("[data-affordable]")).to_have_text("900")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == text


def test_closing_with_unsaved_figures_asks_first(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    page.locator("#budget-wage").click()
    page.keyboard.type("5000")
    asked = accepted(page)
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("edition", "address"), [(HANT, BUDGET), (HANS, PROPOSAL)])
def test_no_request_leaves_the_page(open_page: OpenPage, edition: str, address: str) -> None:
    page = open_page(f"{ROOTS[edition]}{address}")
    # At the first sign of a reader the theme's bundle comes, and nothing after it.
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => self.document$")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    if address == BUDGET:
        fill_budget(page)
        expect(page.locator("[data-affordable]")).to_have_text("900")
    else:
        fill_proposal(page)
        expect(page.locator("[data-letter]")).to_be_visible()
    page.locator("[data-keep-on]").check()
    assert [url for url in requests if not url.startswith("blob:")] == []


@pytest.mark.parametrize("address", [BUDGET, PROPOSAL])
def test_with_scripts_off_the_paper_form_is_the_page(open_page: OpenPage, address: str) -> None:
    page = open_page(address, scripts=False)
    expect(page.locator("[data-tool]")).to_be_hidden()
    assert page.locator("article .blank:visible").count() > 5


def test_the_letter_prints_alone_on_one_page(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL)
    fill_proposal(page)
    page.evaluate("window.print = () => {}")
    page.locator("[data-do=print]").click()
    page.emulate_media(media="print")
    expect(page.locator("[data-letter]")).to_be_visible()
    assert page.locator("h1:visible, .md-header:visible, form:visible, table:visible").count() == 0
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(("edition", "count"), [(HANT, "12"), (HANS, "13"), (HANT, "360")])
def test_the_longest_letter_is_one_page(open_page: OpenPage, edition: str, count: str) -> None:
    page = open_page(ROOTS[edition] + PROPOSAL, init="window.print = () => {}")
    fill_proposal(page, total="9999999.99", nth="31", count=count)
    fields = {"income": "99999", "essentials": "12345", "notice": "60"}
    fields["billed"] = date.today().isoformat()
    for name, value in fields.items():
        page.locator(f"#proposal-{name}").fill(value)
    for name in ("to", "contract", "name", "cause"):
        field = page.locator(f"#proposal-{name}")
        field.fill("鑿" * int(field.get_attribute("maxlength") or 0))
    page.locator("[data-do=print]").click()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_what_was_typed_is_never_read_as_a_place_or_as_markup(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL)
    name = "{total}<b>$&</b>"
    fill_proposal(page, name=name, cause="____")
    letter = page.locator("[data-letter]")
    expect(letter).to_contain_text(f"我的姓名：{name}")
    assert letter.locator("b").count() == 0


@pytest.mark.parametrize(
    ("fields", "help_"),
    [
        ({"income": "3000", "essentials": "3500"}, "nothing"),
        ({"affordable": "10", "total": "9600"}, "little"),
    ],
)
def test_a_proposal_that_cannot_be_kept_leads_to_help(
    open_page: OpenPage, fields: dict[str, str], help_: str
) -> None:
    page = open_page(PROPOSAL)
    fill_proposal(page, **fields)
    expect(page.locator(f"[data-{help_}]")).to_be_visible()
    expect(page.locator("[data-help] a[href*='what-can-be-agreed']")).to_be_visible()
    if help_ == "nothing":
        expect(page.locator("[data-letter]")).to_be_hidden()
    else:
        expect(page.locator("[data-unfit]")).to_be_visible()


def test_an_offer_that_ends_after_the_deadline_says_so_and_so_does_its_letter(
    open_page: OpenPage,
) -> None:
    page = open_page(PROPOSAL)
    fill_proposal(page, affordable="500", deadline=(SOON + timedelta(200)).isoformat())
    box = page.locator(".tool__offer", has=page.locator("[data-take=longer]"))
    expect(box).to_contain_text("期限晚")
    box.locator("[data-take]").click()
    expect(page.locator("[data-checks] .tool__bad")).to_have_count(1)
    expect(page.locator("[data-unfit]")).to_be_visible()
    page.locator("[data-take=partial]").click()
    expect(page.locator("[data-unfit]")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (BUDGET, "#budget-wage"),
        (PROPOSAL, "#proposal-total"),
        ("tools/call-script/", "#call-amount"),
    ],
)
def test_a_fault_is_read_out_with_the_name_of_its_field(
    open_page: OpenPage, address: str, field: str
) -> None:
    page = open_page(address)
    page.locator(field).fill("九千多")
    page.locator(field).blur()
    label = page.locator(f"label[for={field[1:]}]").inner_text()
    error = page.locator(f"{field}-error").inner_text()
    assert error
    expect(page.locator("[data-said]")).to_have_text(f"{label}：{error}")
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")


def test_debts_of_one_name_and_one_contract_are_told_apart(open_page: OpenPage) -> None:
    page = open_page(BUDGET, accept_downloads=True)
    page.locator("#budget-wage").fill("5000")
    page.locator("#budget-food").fill("0")
    page.locator("[data-list=debts] [data-add]").click()
    for row, owed in zip(page.locator("[data-list=debts] li").all(), ("9000", "3000"), strict=True):
        row.locator("[data-name=label]").fill("花唄")
        row.locator("[data-name=amount]").fill(owed)
    page.locator("[data-go=proposal]").click()
    expect(page.locator("#proposal-total")).to_have_value("9000")
    options = page.locator("#proposal-debt option").all_inner_texts()
    assert len(set(options)) == 2
    uids = []
    for index in ("0", "1"):
        page.locator("#proposal-debt").select_option(index)
        expect(page.locator("#proposal-total")).to_have_value(("9000", "3000")[int(index)])
        for name, value in {
            "nth": "12",
            "from": SOON.isoformat(),
            "count": "3",
            "contract": "A",
        }.items():
            page.locator(f"#proposal-{name}").fill(value)
        _, text = saved(page, "ics")
        uids.append(set(re.findall(r"UID:(\S+)", text)))
    assert len(uids[0]) == len(uids[1]) == 3
    assert not uids[0] & uids[1]


def test_what_was_written_of_a_debt_stays_with_that_debt(open_page: OpenPage) -> None:
    page = open_page(BUDGET, size=DESKTOP)
    fill_budget(page)
    page.locator("[data-go=proposal]").click()
    to, contract = page.locator("#proposal-to"), page.locator("#proposal-contract")
    pick = page.locator("#proposal-debt")
    # A nickname is no addressee.
    expect(to).to_have_value("")
    to.fill("重慶某某公司")
    contract.fill("A-1")
    pick.select_option("1")
    expect(page.locator("#proposal-total")).to_have_value("3000")
    expect(to).to_have_value("")
    expect(contract).to_have_value("")
    page.locator(".edition-switch a[data-edition=zh-Hans]").click()
    expect(pick).to_have_value("1")
    pick.select_option("0")
    expect(to).to_have_value("重慶某某公司")
    expect(contract).to_have_value("A-1")
    # Once more from the budget: the figures are new, what was written is not lost.
    page.go_back()
    page.go_back()
    page.locator("#budget-wage").fill("6000")
    page.locator("[data-go=proposal]").click()
    expect(page.locator("#proposal-income")).to_have_value("6000")


# (total, instalments): whole yuan with a smaller last part; fewer yuan than instalments; one.
SUMS = [
    *((total, count) for total in ("100", "9600", "9500", "7.01") for count in (1, 2, 3, 60, 359)),
    ("250", 1), ("0.61", 60), ("361", 360), ("9600.55", 12),
]  # fmt: skip


@in_both_editions
def test_the_sentence_multiplies_out(open_page: OpenPage, edition: str) -> None:
    """Whatever is asked, the parts named in words make the total named beside them."""
    page = open_page(f"{ROOTS[edition]}{PROPOSAL}")
    fill_proposal(page)
    said = page.evaluate(
        """cases => cases.map(([total, count]) => {
          const { elements } = document.querySelector("[data-form]")
          elements.total.value = total
          elements.count.value = count
          elements.amount.value = ""
          elements.count.dispatchEvent(new Event("input", { bubbles: true }))
          return document.querySelector("[data-sum]").textContent
        })""",
        SUMS,
    )
    for (total, count), sentence in zip(SUMS, said, strict=True):
        text = sentence.replace(",", "")
        assert "{" not in text
        if count == 1:
            assert Decimal(text.split("一次")[1][2:-2]) == Decimal(total)
            continue
        sums = re.search(r"分(\d+)期，(.*)，合[計计]([\d.]+)元", text)
        assert sums, sentence
        named, parts, paid = sums.groups()
        found = re.findall(
            r"(?:(\d+)期)?(?:每期|第一期|接著一期|接着一期|最[後后]一期)([\d.]+)元", parts
        )
        alone = len(found) == 1
        numbers = [count if alone else int(n or 1) for n, _ in found]
        assert int(named) == count == sum(numbers), sentence
        made = sum(n * Decimal(each) for n, (_, each) in zip(numbers, found, strict=True))
        assert made == Decimal(paid) == Decimal(total), sentence


def test_a_link_for_another_tab_takes_nothing_along(open_page: OpenPage) -> None:
    page = open_page(BUDGET)
    fill_budget(page)
    with page.context.expect_page():
        page.locator("[data-go=proposal]").click(modifiers=["Control"])
    assert page.evaluate(f"sessionStorage.getItem('{KEY}:for-proposal')") is None
    asked = accepted(page)
    page.goto("about:blank")
    assert asked == ["beforeunload"], "the warning at closing is as it was"


def test_what_is_wrong_with_a_plan_is_read_out_with_it(open_page: OpenPage) -> None:
    """The sum alone sounds like a plan that can be kept."""
    page = open_page(PROPOSAL)
    fill_proposal(page, count="3")
    said = page.locator("[data-said]")
    expect(said).to_have_text(re.compile("^排好了。分3期.*有的期超過你還得起的金額（800元）"))


def test_that_nothing_is_left_is_read_out(open_page: OpenPage) -> None:
    page = open_page(PROPOSAL)
    fill_proposal(page, affordable="", income="3000", essentials="3000", count="")
    expect(page.locator("[data-said]")).to_have_text("收入減去必要支出，一元也不剩。")
