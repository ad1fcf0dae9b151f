"""What the tools weigh and how quick they are.

    python tests/bench/tools.py [SITE]

Bytes of the scripts that each tool's page asks for, with gzip (what they may weigh at most stands
in docs/_data/limits.yml, and each build checks it), and milliseconds from an input to the result
at 4× CPU throttling (95th percentile; one frame is 16 ms). Every case is typed in several
rounds; beside the figure of all of them stands that of the middle round of each input, which
other work of the machine hardly reaches. Builds the site if none is given.
"""

from __future__ import annotations

import gzip
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "hooks"), str(PROJECT / "tests")]

from browsers import chromium  # noqa: E402  (needs the path above)
from conftest import build  # noqa: E402
from playwright.sync_api import Page  # noqa: E402
from static_host import served  # noqa: E402

FRAME, THROTTLE, KEYS, ROUNDS = 16.0, 4, 60, 5
PAGES = {
    "budget": "tools/budget-worksheet/",
    "proposal": "tools/repayment-proposal/",
    "call": "tools/call-script/",
    "log": "tools/evidence-log/",
    "agreement": "tools/agreement-checklist/",
    "check": "tools/sms-check/",
}
FROM = (date.today() + timedelta(400)).isoformat()
PLAN = {
    "#proposal-affordable": "800",
    "#proposal-nth": "31",
    "#proposal-from": FROM,
    "#proposal-count": "36",
}
# As many entries as a year of calls makes, in the browser's memory and so written with each key.
ENTRIES = [
    {
        "id": str(n),
        "edited": "",
        "date": "2026-11-20",
        "who": "某某公司",
        "said": "今晚八點前轉" * 20,
    }
    for n in range(300)
]
STORED = {"guide-tools": {"version": 1, "tools": {"log": {"entries": ENTRIES}}}}


class Case(NamedTuple):
    """What is typed in, or pressed, and what stands in the page before."""

    tool: str
    # A field whose every key changes a result, or the answers that are pressed in turn.
    field: str
    before: Mapping[str, str] = {}
    opened: str = ""
    stored: Mapping[str, object] = {}


CASES = {
    "budget": Case("budget", "#budget-rent", {"#budget-wage": "9000"}),
    "proposal": Case("proposal", "#proposal-total", PLAN),
    "proposal, 360 parts": Case("proposal", "#proposal-total", {**PLAN, "#proposal-count": "360"}),
    "proposal, all days open": Case("proposal", "#proposal-total", PLAN, "[data-days]"),
    "call": Case("call", "#call-affordable"),
    "log": Case("log", "#log-who", {"#log-date": "2026-11-20"}),
    "log, 300 kept": Case("log", "#log-who", {"#log-date": "2026-11-20"}, stored=STORED),
    "agreement": Case("agreement", "[name^=answer-]"),
    "check": Case("check", ".check__question:not([hidden]) input"),
}
# From the input's event, before any script of the page sees it, to the layout of what came of it.
WATCH = """() => {
  self.taken = []
  let start
  for (const type of ["input", "change"]) {
    addEventListener(type, () => { start = performance.now() }, true)
    addEventListener(type, ({ target }) => {
      if ((type === "change") !== ["radio", "checkbox"].includes(target.type)) return
      document.body.offsetHeight
      taken.push(performance.now() - start)
    })
  }
}"""


def modules(site: Path, page: str) -> list[Path]:
    """The modules that a tool's page asks for, with all that they import."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    found: dict[Path, None] = {}

    def add(file: Path) -> None:
        if file in found:
            return
        found[file] = None
        for name in re.findall(r'from\s*"(\./[^"]+\.js)"', file.read_text(encoding="utf-8")):
            add((file.parent / name).resolve())

    for src in re.findall(r'<script type="?module"? src="([^"]+)"', html):
        if "share" not in src:
            add((site / page / src).resolve())
    return [file for file in found if not file.name.startswith("share.")]


def typed(page: Page, field: str) -> None:
    page.locator(field).fill("")
    page.locator(field).focus()
    page.evaluate("taken.splice(0)")
    for number in range(KEYS):
        page.keyboard.press("Backspace" if number % 5 == 4 else str(number % 9 + 1))
        if number % 25 == 24:
            page.locator(field).fill("")


def pressed(page: Page, answers: str) -> None:
    """Each answer once, as the page itself sees a press."""
    page.evaluate("s => document.querySelectorAll(s).forEach(answer => answer.click())", answers)


def milliseconds(page: Page, address: str, case: Case) -> list[list[float]]:
    """For each round, what every input took."""
    page.goto(address + PAGES[case.tool])
    if case.stored:
        page.evaluate(
            "all => { for (const key in all) localStorage[key] = JSON.stringify(all[key]) }",
            dict(case.stored),
        )
        page.reload()
    for field, value in case.before.items():
        page.locator(field).fill(value)
    page.evaluate(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    rounds = []
    for _ in range(ROUNDS):
        if case.opened:
            page.evaluate("s => { document.querySelector(s).open = true }", case.opened)
        if case.tool in ("agreement", "check"):
            pressed(page, case.field)
        else:
            typed(page, case.field)
        rounds.append(page.evaluate("taken.splice(0)"))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return rounds


def within(taken: Iterable[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(taken)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def report(site: Path) -> None:
    print("scripts of each tool's page, gzip")
    for tool, page in PAGES.items():
        files = modules(site, page)
        size = sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)
        print(f"  {tool:<10} {size / 1000:5.1f} kB in {len(files)} files")
    print(f"input to result at {THROTTLE}× throttling, ms (one frame is {FRAME:.0f})")
    print(f"  {'':<24} {'median':>7} {'95 %':>7} {'middle of each: median':>24} {'95 %':>7}")
    with served(site) as address, chromium() as browser:
        for name, case in CASES.items():
            context = browser.new_context(service_workers="block")
            rounds = milliseconds(context.new_page(), address, case)
            context.close()
            middle, high = within(time for taken in rounds for time in taken)
            usual, usual_high = within(map(median, zip(*rounds, strict=True)))
            print(f"  {name:<24} {middle:7.1f} {high:7.1f} {usual:24.1f} {usual_high:7.1f}")


def main() -> int:
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]).resolve())
        return 0
    with tempfile.TemporaryDirectory(prefix="tools-") as folder:
        site = Path(folder).resolve() / "site"
        built = build(PROJECT, site, "--strict")
        if built.returncode:
            print(built.stdout)
            return 1
        report(site)
    return 0


if __name__ == "__main__":
    sys.exit(main())
