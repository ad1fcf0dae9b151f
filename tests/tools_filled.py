"""The six tools, each filled as a reader fills it, and what must then stand on the page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from browser_fixtures import until_settled
from playwright.sync_api import Dialog, FilePayload, Page, expect

SOON = (date.today() + timedelta(40)).replace(day=5)
KEY = "guide-tools"


class Step(NamedTuple):
    """A text to type, or without one something to press: which of those that can be seen."""

    selector: str
    text: str = ""
    place: int = 0


DEBTS = "[data-list=debts]"
PROPOSED = {"total": "9,600", "affordable": "800", "nth": "12", "from": SOON.isoformat()}
PROPOSED |= {"count": "12", "name": "王芳"}
BUDGET = (
    Step("#budget-wage", "５，０００元"),
    Step("#budget-rent", "4,000"),
    Step(f"{DEBTS} [data-add]"),
    Step(f"{DEBTS} li [data-name=label]", "甲"),
    Step(f"{DEBTS} li [data-name=amount]", "9000"),
    Step(f"{DEBTS} li [data-name=label]", "乙", 1),
    Step(f"{DEBTS} li [data-name=amount]", "3000", 1),
)
PROPOSAL = tuple(Step(f"#proposal-{name}", value) for name, value in PROPOSED.items())
CALL = (
    Step("#call-affordable", "８００元"),
    Step("[data-do=start]"),
    Step("#call-amount", "1,000"),
    Step("[data-name=credit]", "沒答"),
    Step("#call-notes", "語氣很急\n" * 12),
)
LOG = (
    Step("#log-date", "2026-11-20"),
    Step("#log-time", "19:05"),
    Step("[name=channel][value=phone]"),
    Step("#log-who", "甲公司"),
    Step("#log-said", "今晚八點前轉3,000元"),
    Step("[data-form] [type=submit]"),
)
AGREEMENT = (
    Step("[name=answer-creditor][value=no]"),
    Step("[name=answer-credit][value=unclear]"),
    Step("[name=answer-number][value=yes]"),
    Step("[data-name=number-0]", "A-12345"),
)
CHECK = tuple(
    step
    for answer in (0, 0, 0, 3, 1)
    for step in (
        Step(".check__question input", place=answer),
        Step("[data-nav] button.tool__primary"),
    )
)


class Tool(NamedTuple):
    address: str
    steps: tuple[Step, ...]
    # Where the result stands, and a part of it that is the same in both editions.
    result: str
    shows: str


TOOLS = {
    "budget": Tool("tools/budget-worksheet/", BUDGET, "[data-affordable]", "900"),
    "proposal": Tool("tools/repayment-proposal/", PROPOSAL, "[data-letter]", "9,600"),
    "call": Tool("tools/call-script/", CALL, "[data-over]", "200"),
    "log": Tool("tools/evidence-log/", LOG, "[data-rows]", "甲公司"),
    "agreement": Tool("tools/agreement-checklist/", AGREEMENT, "[data-blocking]", "全"),
    "check": Tool("tools/sms-check/", CHECK, ".check__advice:visible", "12368"),
}

# What a page hears when somebody types and presses. Real keys and presses take seven times as long;
# test_browser_tools_money.py, test_browser_tools_records.py and test_other_browsers.py have those.
FILL = """steps => {
    for (const [selector, text, place] of steps) {
        const found = [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
        if (!found[place]) throw new Error(`no ${selector}, ${place}`)
        if (!text) found[place].click()
        else {
            found[place].focus()
            found[place].value = text
            for (const type of ["input", "change"])
                found[place].dispatchEvent(new Event(type, { bubbles: true }))
        }
    }
}"""


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


def fill(page: Page, tool: str) -> None:
    """Fills the tool of the page at once."""
    page.evaluate(FILL, [list(step) for step in TOOLS[tool].steps])


def filled(page: Page, tool: str) -> None:
    """Fills the tool of the page and waits for its result."""
    until_settled(page)
    fill(page, tool)
    shown(page, tool)


def shown(page: Page, tool: str) -> None:
    _, _, result, shows = TOOLS[tool]
    expect(page.locator(result).filter(has_text=shows).first).to_be_visible()
