"""The search of a large guide, whose parts come when a query needs them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Browser

from content.library import read_sources
from model.guide import GuidePage
from search import layout, shards
from search.asked import Engine, lead, parts_of
from search.index import FOLDER
from search.search_files import make_search

pytestmark = pytest.mark.slow

# So small that this guide has as many shards as one of a thousand pages.
SHARD = 3000
# What a reader has who types a query and waits: the answer, and what was fetched for it.
TYPE = """async ([query, parts]) => {
  const fetched = []
  const get = async url => {
    const name = url.match(/([^/]+)\\.json$/)[1]
    fetched.push(name)
    const bytes = Uint8Array.from(atob(parts[name]), sign => sign.charCodeAt())
    return { arrayBuffer: async () => bytes.buffer }
  }
  let more = true
  const rest = ask.large.rest({ index: "index.json", shared: "" }, get, () => more = true)
  for (let times = 0; more && times < 5; times++) {
    more = false
    rest(query)
    /* No part takes longer than this turn. */
    await new Promise(resolve => setTimeout(resolve))
  }
  return [ask.large(query), fetched]
}"""
QUERIES = {
    "of more words than shards are held": "爸爸去世留下花呗欠款催收一直打电话给我妈妈要她还",
    "in pinyin": "zhuxuedaikuan",
    "with a slip": "被崔收恐嚇",
    "of one character": "押",
}


@pytest.fixture(scope="module")
def parts(guide: list[GuidePage]) -> dict[str, str]:
    """The search's data of this guide as if it were a large one, in base64."""
    editions = {HANT: [page.hant for page in guide], HANS: [page.hans for page in guide]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "LARGE", 0)
        patch.setattr(shards, "SHARD_OF_LARGE", SHARD)
        made = make_search(editions, read_sources(PROJECT / "docs")[0], PROJECT / "docs")
    return {
        name.removeprefix(FOLDER).removesuffix(".json"): base64.b64encode(content).decode()
        for name, content in made.files.items()
        if name.startswith(FOLDER) and isinstance(content, bytes)
    }


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Site) -> Iterator[Engine]:
    page = browser.new_page()
    engine = Engine(page, site.root)
    engine.start("small", parts_of(site.root, ""))
    yield engine
    page.close()


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_gets_all_that_it_needs_once_and_leads_where_it_does_in_a_small_guide(
    engine: Engine, parts: dict[str, str], query: str
) -> None:
    engine.start("large", {"index": base64.b64decode(parts["index"])})
    answer: dict[str, Any]
    answer, fetched = engine.page.evaluate(TYPE, [query, parts])
    assert len(fetched) == len(set(fetched)), "a part was fetched, let go and fetched again"
    found = engine.ask("small", [query])[0]["items"][0]
    best = max(place["score"] for place in found)
    # Places of a page that are as good as each other there may come in another order here.
    assert lead(answer["items"][0]) in {p["location"] for p in found if p["score"] == best}
