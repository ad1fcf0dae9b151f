"""Asks the engine of a built site itself, in Chromium, as it runs for readers."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from base.problems import Unusable
from search.index import FOLDER, read_part

NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
# Makes `ask[key]`, a search of the parts that are given by name, each in base64. The first is the
# index; `changed` stands in it in place of what it says.
START = """([key, parts, changed]) => {
  const part = text => {
    const bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt())
    return guideIndex(bytes.buffer)
  }
  self.ask ??= {}
  const [[, index], ...rest] = Object.entries(parts)
  const search = ask[key] = guideSearch({ ...part(index), ...changed })
  for (const [name, text] of rest) search.hold(name, part(text))
}"""
ASK = "([key, queries]) => queries.map(query => ask[key](query))"
# Where a page of the results leads: the section with the highest score. As text, as thousands of
# results take longer to hand over than to find.
LEADS = """([key, queries]) => JSON.stringify(queries.map(query => {
  const { items, note } = ask[key](query)
  const best = group => group.reduce((one, other) => other.score > one.score ? other : one)
  return [note, items.map(group => best(group).location)]
}))"""
EXPLAIN = """([key, query]) => {
  const why = { readings: [] }
  return { ...ask[key](query, why), why }
}"""


def parts_of(site_dir: Path, folder: str, learned: bool = True) -> dict[str, bytes]:
    """The parts of the search's data of the edition in a folder of a site, the index first, as far
    as a small guide loads them. Raises `FileNotFoundError`."""
    own, shared = site_dir / folder / FOLDER, site_dir / FOLDER
    index = read_part(own / "index.json")
    names = [f"text-{number + 1}" for number in range(index["parts"])]
    parts = {name: (own / f"{name}.json").read_bytes() for name in ("index", *names)}
    if learned:
        shards = (f"learned-{number}" for number in range(index["learned"][0]))
        parts |= {name: (shared / f"{name}.json").read_bytes() for name in shards}
    return parts


class Engine:
    """A page in which engines run, one for each key."""

    def __init__(self, page: Any, site_dir: Path) -> None:
        workers = site_dir / "assets/javascripts/workers"
        engine = next(workers.glob("engine.*.min.js"), workers / "engine.min.js")
        page.add_script_tag(content=engine.read_text(encoding="utf-8"))
        self.page = page

    def start(
        self, key: str, parts: Mapping[str, bytes], changed: Mapping[str, object] | None = None
    ) -> None:
        """An engine of some parts; what is `changed` stands in the index in place of its own."""
        texts = {name: base64.b64encode(part).decode() for name, part in parts.items()}
        self.page.evaluate(START, [key, texts, dict(changed or {})])

    def ask(self, key: str, queries: Sequence[str]) -> list[dict[str, Any]]:
        """What an engine answers: the theme's results."""
        answers: list[dict[str, Any]] = self.page.evaluate(ASK, [key, list(queries)])
        return answers

    def leads(self, key: str, queries: Sequence[str]) -> list[tuple[str, list[str]]]:
        """For each query what the box says of the answer, and where its pages lead."""
        found = json.loads(self.page.evaluate(LEADS, [key, list(queries)]))
        return [(note, leads) for note, leads in found]

    def explain(self, key: str, query: str) -> dict[str, Any]:
        """The same for one query, with `why`."""
        answer: dict[str, Any] = self.page.evaluate(EXPLAIN, [key, query])
        return answer


@contextmanager
def a_page() -> Iterator[Any]:
    """A page of a Chromium that is there, or that playwright brings along. Raises `Unusable`."""
    # Imported here: the build does not need it.
    from playwright.sync_api import Error, sync_playwright

    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
        except Error as error:
            message = (
                "no Chromium that starts: CHROMIUM=/path/to/one names it, make test installs one"
            )
            raise Unusable(message) from error
        yield browser.new_page()
        browser.close()


def lead(group: Sequence[Mapping[str, Any]]) -> str:
    """Where a page of the results leads: the section with the highest score."""
    return str(max(group, key=lambda item: float(item["score"]))["location"])
