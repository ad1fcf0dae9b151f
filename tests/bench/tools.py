"""What the tools weigh and how quick they are.

    python tests/bench/tools.py [SITE]

Bytes of the modules that each tool's page asks for, with gzip (at most 12 kB, those of the
share block apart, which every page has), and milliseconds from a key to the updated result
at 4× CPU throttling (95th percentile; one frame is 16 ms). Builds the site if none is given.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "hooks"), str(PROJECT / "tests")]

from browser_fixtures import served  # noqa: E402  (needs the path above)
from browsers import ARGUMENTS, find_chromium  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

LIMIT, FRAME, THROTTLE, KEYS = 12_000, 16.0, 4, 120
PAGES = {
    "budget": "tools/budget-worksheet/",
    "proposal": "tools/repayment-proposal/",
    "call": "tools/call-script/",
    "log": "tools/evidence-log/",
    "agreement": "tools/agreement-checklist/",
    "check": "tools/sms-check/",
}
# A field whose every key changes a result, and what else must be filled for there to be one.
TYPED = {
    "budget": ("#budget-rent", {"#budget-wage": "9000"}),
    "proposal": (
        "#proposal-total",
        {
            "#proposal-affordable": "800",
            "#proposal-nth": "31",
            "#proposal-from": (date.today() + timedelta(400)).isoformat(),
            "#proposal-count": "36",
        },
    ),
    "call": ("#call-affordable", {}),
}
# From the key's event, before any script of the page sees it, to the layout of what came of it.
WATCH = """() => {
  self.taken = []
  let start
  addEventListener("input", () => { start = performance.now() }, true)
  addEventListener("input", () => {
    document.body.offsetHeight
    taken.push(performance.now() - start)
  })
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


def milliseconds(page: Page, address: str, tool: str) -> list[float]:
    selector, others = TYPED[tool]
    page.goto(address + PAGES[tool])
    for field, value in others.items():
        page.locator(field).fill(value)
    page.evaluate(WATCH)
    page.locator(selector).focus()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    for number in range(KEYS):
        page.keyboard.press("Backspace" if number % 5 == 4 else str(number % 9 + 1))
        if number % 25 == 24:
            page.locator(selector).fill("")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return sorted(page.evaluate("taken"))


def report(site: Path) -> None:
    print(f"scripts of each tool's page, gzip (at most {LIMIT / 1000:.0f} kB)")
    for tool, page in PAGES.items():
        files = modules(site, page)
        size = sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)
        print(f"  {tool:<10} {size / 1000:5.1f} kB in {len(files)} files")
    print(f"key to result at {THROTTLE}× throttling (one frame is {FRAME:.0f} ms)")
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for tool in TYPED:
            context = browser.new_context(service_workers="block")
            taken = milliseconds(context.new_page(), address, tool)
            context.close()
            middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
            print(f"  {tool:<10} median {middle:5.1f} ms, 95 % within {high:5.1f} ms")
        browser.close()


def main() -> int:
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]).resolve())
        return 0
    with tempfile.TemporaryDirectory(prefix="tools-") as folder:
        site = Path(folder).resolve() / "site"
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
        report(site)
    return 0


if __name__ == "__main__":
    sys.exit(main())
