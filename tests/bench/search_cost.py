"""What the search weighs and costs, at the site's size and far beyond it.

The engine runs on the main thread, as Chromium's throttling does not reach workers. Times are
CPU time of that thread, so that a busy machine does not spoil them; those "at 6×" are six
times the unthrottled ones. Bigger sites are made of the site's own clauses, put together anew.
The first result is measured on a phone's screen, on a slow line from our nginx.

    python tests/bench/search_cost.py [SITE]

Builds the site if none is given.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from bench.search_sites import build_ours
from browsers import chromium
from hosts import nginx_serving
from playwright.sync_api import Browser, CDPSession, Page

from search.index import INDEX as PUBLISHED
from search.index import read_index
from search.model import PLACE
from search.packed import pack

TYPED = (
    "花唄逾期了怎麼辦",
    "催收要看我的工資流水要給嗎",
    "被崔收恐嚇",
    "huabeiyuqi",
    "已經答應每月還兩千現在做不到",
    "12378",
    "txgz",
)
START, KEY, INDEX, ENGINE, STUB = 150.0, 16.0, 60.0, 6.0, 1.0
THROTTLE = 6
TAKE = "text => { self.bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt()).buffer }"
CLAUSE = re.compile(r"[^。，；：？！、\s]+")


def packed(content: bytes) -> float:
    """Kilobytes (1,024) after gzip."""
    return len(gzip.compress(content, 9, mtime=0)) / 1024


def grown(index: dict[str, Any], pages: int) -> bytes:
    """An index of many pages: each has the shape of a real one, but other clauses.

    What was learned of the real sections stands in for the others in turn.
    """
    sections = [s for page in index["pages"] for s in page[4]]
    clauses = sorted({c for s in sections for c in CLAUSE.findall(s[2] if s[2:] else "")})
    chance = random.Random(pages)

    def other(text: str) -> str:
        return CLAUSE.sub(lambda _: chance.choice(clauses), text)

    made = []
    for number in range(pages):
        _, title, weight, aliases, own, *_ = index["pages"][number % len(index["pages"])]
        body = [[s[0], other(s[1]), other(s[2])] for s in own if s[2:]]
        made.append([f"p{number}/", other(title), weight, other(aliases), body])
    raw = bytes(index["raw"])
    known = PLACE * len(places := [s for page in index["pages"] for s in page[4]])
    rows, vectors = raw[: len(raw) - known], raw[len(raw) - known :]
    units = sum(len(page[4]) for page in made)
    text = {**index, "pages": made, "near": [], "raw": 0}
    packed_text = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    return pack(packed_text, rows + (vectors * (units // len(places) + 1))[: PLACE * units])


# "Fast 3G" of Chromium's developer tools: milliseconds, bytes a second.
FAST_3G = {"latency": 562.5, "downloadThroughput": 162_000, "uploadThroughput": 75_900}
FIRST = 1000.0
PHONE = {"width": 390, "height": 844}
# How long after the touch that opens the box the first character comes, and whether the page was
# scrolled before, which brings the theme's bundle.
CASES = ((0, False), (500, False), (1000, False), (0, True), (500, True))
# The time of the first input, and of the first result in the page.
WATCH = """() => {
  addEventListener("input", ({ target }) => {
    if (target.name === "query") self.typed ||= performance.now()
  }, true)
  const seen = () => {
    if (!document.querySelector(".md-search-result__item")) return
    self.found = performance.now()
    observer.disconnect()
  }
  const observer = new MutationObserver(seen)
  observer.observe(document.body, { childList: true, subtree: true })
}"""


def first_result(browser: Browser, host: str, pause: int, scrolled: bool) -> float:
    """Milliseconds from the first character to the first result, on a phone on Fast 3G.

    What the worker asks for was fetched by the page before, which the line slows down.
    """
    context = browser.new_context(base_url=host, viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto("start/")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    network = context.new_cdp_session(page)
    network.send("Network.emulateNetworkConditions", {"offline": False, **FAST_3G})
    if scrolled:
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(3000)
    page.locator('.md-header__button[for="__search"]').tap()
    page.wait_for_function("() => document.activeElement.name === 'query'")
    page.wait_for_timeout(pause)
    page.keyboard.insert_text("上")
    page.wait_for_function("() => self.found")
    waited = page.evaluate("found - typed")
    context.close()
    return float(waited)


def first_results(browser: Browser, site: Path) -> None:
    """Prints how soon a first result comes on a slow line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # For the workers of nginx, which may be another user.
        folder.chmod(0o755)
        with nginx_serving(site, site / "redirects.map", folder) as host:
            print("first result on Fast 3G, ms after the first character (median of 5)")
            for pause, scrolled in CASES:
                taken = sorted(first_result(browser, host, pause, scrolled) for _ in range(5))
                before = "after a scroll, " if scrolled else ""
                print(f"  {before}{pause} ms after the touch: {taken[2]:.0f}, at most {FIRST:.0f}")


class Bench:
    """One page in which the engine runs."""

    def __init__(self, browser: Browser, engine: str) -> None:
        self.page: Page = browser.new_page()
        self.page.add_script_tag(content=engine)
        self.devtools: CDPSession = self.page.context.new_cdp_session(self.page)
        self.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.idle = sorted(self._spent("() => {}") for _ in range(9))[4]

    def _clock(self) -> float:
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(m["value"]) for m in metrics if m["name"] == "ThreadTime")

    def _spent(self, script: str, argument: object = None) -> float:
        before = self._clock()
        self.page.evaluate(script, argument)
        return self._clock() - before

    def spent(self, script: str, argument: object = None) -> float:
        """Milliseconds of CPU time of the page's thread."""
        return max(0.0, self._spent(script, argument) - self.idle)

    def start(self, index: bytes) -> float:
        """From the bytes of the index to an engine that answers."""
        self.page.evaluate(TAKE, base64.b64encode(index).decode())
        return self.spent("() => { self.ask = guideSearch(guideIndex(bytes)) }")

    def keys(self) -> list[float]:
        """Each character of the queries, typed after the warm-up that the worker does."""
        self.page.evaluate("() => ask.warm()")
        prefixes = [query[:end] for query in TYPED for end in range(1, len(query) + 1)]
        return [self.spent("query => { ask(query) }", prefix) for prefix in prefixes]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all stay below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(browser: Browser, engine: str, index: bytes, rounds: int) -> tuple[float, float, float]:
    """Start, median key and 95th percentile of a key, in CPU milliseconds: medians of rounds."""
    runs = []
    for _ in range(rounds):
        bench = Bench(browser, engine)
        start, keys = bench.start(index), bench.keys()
        runs.append((start, percentile(keys, 0.5), percentile(keys, 0.95)))
        bench.page.close()
    starts, medians, highs = (sorted(column) for column in zip(*runs, strict=True))
    return starts[rounds // 2], medians[rounds // 2], highs[rounds // 2]


def weights(site: Path) -> None:
    """Prints what is sent, after gzip."""
    workers = site / "assets/javascripts/workers"
    one = {name: next(workers.glob(f"{name}.*.js")) for name in ("search", "engine", "box")}
    boot = site / "assets/javascripts/search/boot.js"
    for root, name in ((site, "zh-Hant"), (site / "zh-hans", "zh-Hans")):
        index = (root / PUBLISHED).read_bytes()
        print(f"index {name:8} {packed(index):6.2f} kB   at most {INDEX:.0f}")
    print(f"engine         {packed(one['engine'].read_bytes()):6.2f} kB   at most {ENGINE:.0f}")
    print(f"box            {packed(one['box'].read_bytes()):6.2f} kB")
    every = [one["search"], boot, site / "search/search_index.json"]
    stub = sum(packed(file.read_bytes()) for file in every)
    print(f"each page view {stub:6.2f} kB   at most {STUB:.0f}")


def report(site: Path) -> None:
    """Prints all figures of a built site."""
    weights(site)
    engine = next((site / "assets/javascripts/workers").glob("engine.*.js")).read_text("utf-8")
    index = read_index(site)
    published = (site / PUBLISHED).read_bytes()
    with chromium() as browser:
        start, median, high = measure(browser, engine, published, rounds=7)
        print(f"at {THROTTLE}×: start {start * THROTTLE:.0f} ms, at most {START:.0f};", end=" ")
        print(f"key {median * THROTTLE:.1f} ms, 95 % {high * THROTTLE:.1f}, at most {KEY:.0f}")
        print(" pages  index kB  start ms  key ms  95 % of keys ms (unthrottled)")
        for pages in (len(index["pages"]), 100, 300, 1_000, 4_000):
            grew = published if pages == len(index["pages"]) else grown(index, pages)
            start, median, high = measure(browser, engine, grew, rounds=3)
            size = packed(grew)
            print(f"{pages:6,} {size:9.0f} {start:9.0f} {median:7.2f} {high:9.2f}")
        first_results(browser, site)


def main() -> int:
    """The command line."""
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]).resolve())
        return 0
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        site = Path(folder).resolve() / "site"
        build_ours(site)
        # For the workers of nginx, which may be another user.
        Path(folder).chmod(0o755)
        report(site)
    return 0


if __name__ == "__main__":
    sys.exit(main())
