"""What the search weighs and costs, at the site's size and far beyond it.

    python tests/bench/search_cost.py [SITE …] [--sizes 47 147 1047 4000]

Takes built sites, or builds the guide and guides grown to some sizes (grow.py, whose copies have
other words). The engine runs on the main thread, as Chromium's throttling does not reach workers.
Times are CPU time of that thread, so that a busy machine does not spoil them; those "at 6×" are
six times the unthrottled ones. The first result is measured on a phone's screen, on a slow line
from our nginx, of the first site.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from bench.figures import aligned
from bench.grow import Grown
from bench.search_sites import build_ours, run
from browsers import chromium
from hosts import nginx_serving
from playwright.sync_api import Browser, ViewportSize

from delivery.deliver import packed
from search.asked import Engine
from search.index import FOLDER, read_part

TYPED = (
    "花唄逾期了怎麼辦",
    "催收要看我的工資流水要給嗎",
    "被崔收恐嚇",
    "huabeiyuqi",
    "已經答應每月還兩千現在做不到",
    "12378",
    "txgz",
)
COLUMNS = (
    *("pages", "built s", "first part kB", "all kB", "bytes a section", "parts for a query kB"),
    *("start ms", "a part ms", "key ms", "95 % of keys ms", "memory MB"),
)
PREPARE = """text => {
  self.buffer = Uint8Array.from(atob(text), sign => sign.charCodeAt()).buffer
}"""


class Bench:
    """The engine in a page, which gets the parts of a site as the worker would fetch them."""

    def __init__(self, browser: Browser, site: Path) -> None:
        self._site = site
        self.page = browser.new_page()
        Engine(self.page, site)
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._idle = sorted(self._spent("() => {}") for _ in range(9))[4]
        self.index = read_part(site / FOLDER / "index.json")
        self.held: set[str] = set()

    def _metric(self, name: str) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return next(float(m["value"]) for m in metrics if m["name"] == name)

    def _spent(self, script: str, argument: object = None) -> float:
        before = self._metric("ThreadTime")
        self.page.evaluate(script, argument)
        return 1000 * (self._metric("ThreadTime") - before)

    def spent(self, script: str, argument: object = None) -> float:
        """Milliseconds of CPU time of the page's thread."""
        return max(0.0, self._spent(script, argument) - self._idle)

    def memory(self) -> float:
        """Megabytes of script memory in use."""
        self._devtools.send("HeapProfiler.collectGarbage")
        return self._metric("JSHeapUsedSize") / 1e6

    def take(self, name: str, script: str) -> float:
        """What it costs to take a part in, once its bytes are there."""
        content = (self._site / FOLDER / f"{name}.json").read_bytes()
        self.page.evaluate(PREPARE, base64.b64encode(content).decode())
        return self.spent(script, name)

    def start(self) -> float:
        return self.take("index", "() => { self.search = guideSearch(guideIndex(buffer)) }")

    def hold(self, name: str) -> float:
        self.held.add(name)
        return self.take(name, "name => { search.hold(name, guideIndex(buffer)) }")

    def all_names(self) -> Iterator[str]:
        """The further parts, which a small guide loads at once."""
        yield from (f"text-{number + 1}" for number in range(self.index["parts"]))
        yield from (f"learned-{number}" for number in range(self.index["learned"][0]))

    def fetched(self, query: str, starts: list[int]) -> int:
        """The bytes of the parts that a query of a large guide needs, which are taken in."""
        size = 0
        for _ in range(3):
            ask = "([query, starts]) => search.needs(query, starts)"
            names = set(self.page.evaluate(ask, [query, starts])) - self.held
            for name in sorted(names):
                size += packed((self._site / FOLDER / f"{name}.json").read_bytes())
                self.hold(name)
        return size


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all stay below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(browser: Browser, site: Path, built: float) -> list[str]:
    """A row of the table for a built site."""
    bench = Bench(browser, site)
    before = bench.memory()
    data = [file for file in (site / FOLDER).iterdir() if file.name != "search_index.json"]
    total = sum(packed(file.read_bytes()) for file in data)
    start, fetched = bench.start(), 0.0
    bench.page.evaluate("() => search.warm()")
    if bench.index["terms"]:
        starts = read_part(site / FOLDER / "parts.json")["starts"]
        fetched = sum(bench.fetched(query, starts) for query in TYPED) / len(TYPED)
        one = max(bench.hold(name) for name in (f"text-{n + 1}" for n in range(3)))
    else:
        one = max(map(bench.hold, bench.all_names()))
    prefixes = [query[:end] for query in TYPED for end in range(1, len(query) + 1)]
    keys = [bench.spent("query => { search(query) }", prefix) for prefix in prefixes]
    pages = sum(len(read_part(file)["pages"]) for file in data if file.name[:4] in ("inde", "text"))
    memory = bench.memory() - before
    bench.page.close()
    first = packed((site / FOLDER / "index.json").read_bytes())
    figures = (first / 1000, total / 1000, total / bench.index["units"], fetched / 1000)
    times = (start, one, percentile(keys, 0.5), percentile(keys, 0.95))
    row = (built, *figures, *times, memory)
    return [f"{pages:,}", *(f"{value:,.1f}" for value in row)]


def grown(folder: Path, pages: int) -> tuple[Path, float]:
    """A guide grown to a number of pages and built, and how long that took."""
    source = folder / f"grown-{pages}"
    Grown(pages, reword=True).write(source)
    before = time.monotonic()
    run(["mkdocs", "build", "-q", "-f", "mkdocs-whole.yml", "-d", "site-whole"], source)
    return next(source.glob("site*/sw.js")).parent, time.monotonic() - before


# "Fast 3G" of Chromium's developer tools: milliseconds, bytes a second.
FAST_3G = {"latency": 562.5, "downloadThroughput": 162_000, "uploadThroughput": 75_900}
FIRST = 1000.0
PHONE: ViewportSize = {"width": 390, "height": 844}
# How long after the touch that opens the box the first character comes, and whether the page was
# scrolled before, which brings the theme's bundle.
CASES = ((0, False), (500, False), (1000, False), (0, True), (500, True))
# The time of the first input, and of the first result in the page: topics are none.
WATCH = """() => {
  addEventListener("input", ({ target }) => {
    if (target.name === "query") self.typed ||= performance.now()
  }, true)
  const seen = () => {
    const note = document.querySelector(".search-note")?.dataset.note
    const result = document.querySelector(".md-search-result__item")
    if (!self.typed || note === "topics" || !result) return
    self.found = performance.now()
    observer.disconnect()
  }
  const observer = new MutationObserver(seen)
  observer.observe(document.body, { childList: true, subtree: true, attributes: true })
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


def clients(site: Path) -> dict[str, Any]:
    """What the scripts weigh."""
    workers = site / "assets/javascripts/workers"
    files = {name: next(workers.glob(f"{name}.*.js")) for name in ("search", "engine", "box")}
    return {name: packed(file.read_bytes()) for name, file in files.items()}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sites", nargs="*", type=Path, help="built sites")
    parser.add_argument("--sizes", nargs="*", type=int, default=(), help="pages of grown guides")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="search-") as name, chromium() as browser:
        folder = Path(name).resolve()
        # For the workers of nginx, which may be another user.
        folder.chmod(0o755)
        sites = [(site.resolve(), 0.0) for site in options.sites]
        if not sites and not options.sizes:
            build_ours(folder / "site")
            sites = [(folder / "site", 0.0)]
        rows = [measure(browser, site, built) for site, built in sites]
        rows += [measure(browser, *grown(folder, pages)) for pages in options.sizes]
        print(aligned([[*COLUMNS], *rows]))
        if sites:
            print("scripts, bytes packed:", json.dumps(clients(sites[0][0])))
            first_results(browser, sites[0][0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
