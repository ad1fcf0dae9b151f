"""The six tools, each filled as a reader fills it, and what must then stand on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from browser_fixtures import SETTLED
from playwright.sync_api import Dialog, FilePayload, Page, expect

SOON = (date.today() + timedelta(40)).replace(day=5)
KEY = "guide-tools"


def budget(page: Page) -> None:
    page.locator("#budget-wage").fill("５，０００元")
    page.locator("#budget-rent").fill("4,000")
    page.locator("[data-list=debts] [data-add]").click()
    rows = page.locator("[data-list=debts] li")
    for row, (name, owed) in zip(rows.all(), [("甲", "9000"), ("乙", "3000")], strict=True):
        row.locator("[data-name=label]").fill(name)
        row.locator("[data-name=amount]").fill(owed)


def proposal(page: Page) -> None:
    given = {"total": "9,600", "affordable": "800", "nth": "12", "from": SOON.isoformat()}
    for name, value in {**given, "count": "12", "name": "王芳"}.items():
        page.locator(f"#proposal-{name}").fill(value)


def call(page: Page) -> None:
    page.locator("#call-affordable").fill("８００元")
    page.locator("[data-do=start]").click()
    page.locator("#call-amount").fill("1,000")
    page.locator("[data-name=credit]").fill("沒答")
    page.locator("#call-notes").fill("語氣很急\n" * 12)


def log(page: Page) -> None:
    page.locator("#log-date").fill("2026-11-20")
    page.locator("#log-time").fill("19:05")
    page.locator("[name=channel][value=phone]").check()
    page.locator("#log-who").fill("甲公司")
    page.locator("#log-said").fill("今晚八點前轉3,000元")
    page.locator("[data-form] [type=submit]:visible").click()


def agreement(page: Page) -> None:
    page.locator("[name=answer-creditor][value=no]").check()
    page.locator("[name=answer-credit][value=unclear]").check()
    page.locator("[name=answer-number][value=yes]").check()
    page.locator("[data-name=number-0]").fill("A-12345")


def check(page: Page) -> None:
    for index in (0, 0, 0, 3, 1):
        page.locator(".check__question:visible input").nth(index).check()
        page.locator("[data-nav] button.tool__primary:visible").click()


class Tool(NamedTuple):
    address: str
    fill: Callable[[Page], None]
    # Where the result stands, and a part of it that is the same in both editions.
    result: str
    shows: str


TOOLS = {
    "budget": Tool("tools/budget-worksheet/", budget, "[data-affordable]", "900"),
    "proposal": Tool("tools/repayment-proposal/", proposal, "[data-letter]", "9,600"),
    "call": Tool("tools/call-script/", call, "[data-over]", "200"),
    "log": Tool("tools/evidence-log/", log, "[data-rows]", "甲公司"),
    "agreement": Tool("tools/agreement-checklist/", agreement, "[data-blocking]", "全"),
    "check": Tool("tools/sms-check/", check, ".check__advice:visible", "12368"),
}


def accepted(page: Page) -> list[str]:
    """What the browser or the page asks, each answered with yes."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return asked


def put_back(page: Page, name: str, body: bytes) -> None:
    """Gives the log a file that it has made, or another."""
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": body}
    page.locator("#log-import").set_input_files(file)


def filled(page: Page, tool: str) -> None:
    """Fills the tool of the page and waits for its result."""
    page.wait_for_function(SETTLED)
    TOOLS[tool].fill(page)
    shown(page, tool)


def shown(page: Page, tool: str) -> None:
    _, _, result, shows = TOOLS[tool]
    expect(page.locator(result).filter(has_text=shows).first).to_be_visible()
