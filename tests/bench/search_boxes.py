"""Types queries into the search box of a site, in a real Chromium, and reads what it offers.

Every box answers `ask(query)` with the results in order, one for each page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as Timeout

from search.asked import Engine, parts_of

# In milliseconds; an index may load on the first focus.
ANSWER_WITHIN = 30_000
START_WITHIN = 60_000
LOADED_AFTER = 1_500


class NoAnswer(Exception):
    """A box did not react to a query: that is no "nothing found", and is not counted as one."""


@dataclass(frozen=True)
class Result:
    """One page of the results: its address, and the address the reader is led to on it.

    That is the section shown first below the page's title, or the page where none is shown.
    """

    page: str
    lead: str


class Box(Protocol):
    """A search to be asked; queries are independent of each other."""

    def ask(self, query: str) -> list[Result]:
        """Raises `NoAnswer`."""


def results(groups: list[list[str]], root: str) -> list[Result]:
    """The results from the links of each group, as shown; `root` is the edition's address."""
    found = []
    for links in groups:
        if not links:
            continue
        addresses = [address_of(link, root) for link in links]
        best = next((address for address in addresses if "#" in address), addresses[0])
        found.append(Result(addresses[0].partition("#")[0], best))
    return found


def address_of(link: str, root: str) -> str:
    """Where a link leads, below the edition's root, without the words to be marked there."""
    parts = urlsplit(link)
    path = unquote(parts.path).removeprefix(urlsplit(root).path).removesuffix("index.html")
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path


WATCH_WORKER = """
(() => {
  const state = (window.searchState = { asked: 0, waiting: false, ready: false })
  window.Worker = class extends Worker {
    constructor(...options) {
      super(...options)
      this.addEventListener("message", ({ data }) => {
        if (data?.type === 1) state.ready = true
        if (data?.type === 3) state.waiting = false
      })
    }
    postMessage(message, ...options) {
      if (message?.type === 2) {
        state.asked++
        state.waiting = true
      }
      super.postMessage(message, ...options)
    }
  }
})()
"""
"""Runs before the page's scripts. A box has answered when its worker has."""

ANSWERED = "before => searchState.asked > before && !searchState.waiting"

THEME_LINKS = """
() => [...document.querySelectorAll(".md-search-result__item")].map(item =>
  [...item.querySelectorAll("a.md-search-result__link")]
    .filter(link => !link.closest("details:not([open])"))
    .map(link => link.href))
"""
"""The links of each result that a reader sees without opening "more on this page"."""


class ThemeBox:
    """The box of the theme, with its own search or ours behind it."""

    INPUT = "input.md-search__input"

    def __init__(self, browser: Browser, root: str) -> None:
        self.root = root
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.add_init_script(WATCH_WORKER)
        self.page.goto(f"{root}about/")
        self.page.focus(self.INPUT)
        self.page.wait_for_function("() => searchState.ready", timeout=START_WITHIN)
        # An index may come with the first query only.
        self._type("支付令")
        self.page.wait_for_timeout(LOADED_AFTER)

    def ask(self, query: str) -> list[Result]:
        # The theme does not ask again for what is in the box already.
        if self.page.input_value(self.INPUT) == query:
            self._type("")
        self._type(query)
        return results(self.page.evaluate(THEME_LINKS), self.root)

    def _type(self, text: str) -> None:
        """Replaces what is in the box and waits for the answer.

        The theme listens to keys alone, hence one key that writes nothing.
        """
        before = self.page.evaluate("searchState.asked")
        self.page.fill(self.INPUT, text)
        self.page.press(self.INPUT, "Shift")
        try:
            self.page.wait_for_function(ANSWERED, arg=before, timeout=ANSWER_WITHIN)
        except Timeout:
            raise NoAnswer(f"{self.root}: 「{text}」") from None


PAGEFIND_DONE = """
query => {
  const text = document.querySelector(".pagefind-ui__message")?.textContent ?? ""
  return /^[0-4] /.test(text) && text.slice(2).trim() === query.trim() &&
    !document.querySelector(".pagefind-ui__loading")
}
"""
PAGEFIND_LINKS = """
() => [...document.querySelectorAll(".pagefind-ui__result")].map(item =>
  [...item.querySelectorAll("a.pagefind-ui__result-link")].map(link => link.href))
"""


class PagefindBox:
    """Pagefind's own box with the sections shown below each page."""

    INPUT = "input.pagefind-ui__search-input"

    def __init__(self, browser: Browser, root: str) -> None:
        self.root = root
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.goto(f"{root}search.html")
        self.page.wait_for_selector(self.INPUT, timeout=START_WITHIN)

    def ask(self, query: str) -> list[Result]:
        self.page.fill(self.INPUT, query)
        try:
            self.page.wait_for_function(PAGEFIND_DONE, arg=query, timeout=ANSWER_WITHIN)
        except Timeout:
            raise NoAnswer(f"{self.root}: 「{query}」") from None
        return results(self.page.evaluate(PAGEFIND_LINKS), self.root)


class EngineBox:
    """Our engine alone, with all of its data; what it calls nothing is no result."""

    def __init__(self, browser: Browser, site: Path, folder: str) -> None:
        self._engine = Engine(browser.new_page(), site)
        self._engine.start("it", parts_of(site, folder))

    def ask(self, query: str) -> list[Result]:
        return self.ask_all([query])[0]

    def ask_all(self, queries: Sequence[str]) -> list[list[Result]]:
        """The same for many."""
        return [
            [Result(lead.partition("#")[0], lead) for lead in leads if note != "nothing"]
            for note, leads in self._engine.leads("it", queries)
        ]


def ask_all(box: Box, queries: Iterable[str]) -> dict[str, list[Result]]:
    """The results of each distinct query."""
    if isinstance(box, EngineBox):
        distinct = sorted(set(queries))
        return dict(zip(distinct, box.ask_all(distinct), strict=True))
    return {query: box.ask(query) for query in sorted(set(queries))}
