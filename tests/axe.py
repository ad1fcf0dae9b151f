"""What axe-core finds on a page; for the tests and for `make audit`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
WIDTHS = (320, 390, 1280)
# All rules of axe run, those that it leaves off and its experiments too, but for these:
LEFT_OUT: Mapping[str, str] = {
    "identical-links-same-purpose": "level AAA, and never more than a question to whoever looks",
    "meta-refresh-no-exceptions": "level AAA",
    "hidden-content": "finds nothing wrong: it lists what is hidden and asks to look there",
}
# The title of a letter is bold and no heading of the page: it is copied with the letter.
LEFT_ALONE = [".letter > p:first-child"]
# Those that compare colours, and take longer than all others together. The second finds what lies
# between 4.5:1 and 7:1, and leaves what is less to the first.
COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
# Those that measure boxes.
BOXES = ("target-size", "scrollable-region-focusable")
# One page of each kind, in both editions; 404.html stands for the addresses that do not exist.
KINDS = (
    *("", "start/", "easy/start/", "start/urgent/", "letters/objection/"),
    *("tools/sms-check/", "tools/budget-worksheet/", "tools/repayment-proposal/"),
    *("tools/call-script/", "tools/evidence-log/", "tools/agreement-checklist/"),
    *("glossary/", "topics/", "for-agents/links/", "404.html"),
    *("sources/", "sources/phones/", "sources/article-principles/"),
)

# For `init` of a reader who opens many pages; or see `set_up`.
RULES = AXE_FILE_PATH.read_text(encoding="utf-8")
_RUN = """async ([leftOut, leftAlone, only, within]) => {
    const named = ({ ruleId }) => only ? only.includes(ruleId) : !leftOut.includes(ruleId)
    const rules = Object.fromEntries(axe.getRules().map(
        rule => [rule.ruleId, { enabled: named(rule) }]))
    const context = { include: [within], exclude: leftAlone }
    const { violations } = await axe.run(context, { rules, resultTypes: ["violations"] })
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ target, html }) => `${id}: ${target} ${html.slice(0, 120)}`))
}"""


def set_up(page: Page) -> None:
    """Brings the rules into a page that has been opened."""
    page.evaluate(RULES)


def violations(
    page: Page,
    within: str = "html",
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
) -> list[str]:
    """A line for each element that breaks a rule, as the page stands now; `without` some of the
    rules, or `only` some."""
    chosen = None if only is None else list(only)
    found: Any = page.evaluate(_RUN, [[*LEFT_OUT, *without], LEFT_ALONE, chosen, within])
    return list(found)


def version(page: Page) -> str:
    return str(page.evaluate("axe.version"))
