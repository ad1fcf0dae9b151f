"""MiniSearch over the sections of our pages, with our folding and synonyms: what a careful
developer gets from a general library in an afternoon.

It comes from npm (package.json beside this file) and runs in a page. Each section is a document of
three fields, the page's title, its heading and its text; Chinese is cut into single characters and
pairs of them, as the library cuts at blanks and marks only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.search_boxes import Result, results
from bench.search_sites import DATA, Article, NoSite, articles
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from base.records import read_records
from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import SCHEMA as GLOSSARY_SCHEMA
from conversion.settings import load_settings
from search.canon import Aliases, Canon
from search.vocabulary import read_words

PACKAGE = Path(__file__).with_name("node_modules") / "minisearch"

# Titles and headings count as much more as in the examples of its documentation.
START = """([documents, same]) => {
  const han = /\\p{Script=Han}/u
  const words = text => text.toLowerCase().match(/\\p{Script=Han}+|[\\p{L}\\p{N}]+/gu) ?? []
  const pairs = text => [...text].flatMap((one, at, all) => at ? [one, all[at - 1] + one] : [one])
  const tokenize = text => words(text).flatMap(word => han.test(word) ? pairs(word) : [word])
  self.mini = new MiniSearch({
    fields: ["title", "heading", "text"],
    storeFields: ["address", "anchor"],
    tokenize,
    searchOptions: { boost: { title: 2, heading: 2 }, prefix: term => !han.test(term) },
  })
  mini.addAll(documents)
  // Where a word of a group is asked for, the others are asked for too.
  self.spoken = query =>
    [query, ...same.filter(of => of.some(word => query.includes(word))).flat()].join(" ")
}"""
ASK = """([query, most]) => {
  const groups = new Map()
  for (const { address, anchor } of mini.search(spoken(query))) {
    if (!groups.has(address)) groups.set(address, [])
    groups.get(address).push(anchor ? `${address}#${anchor}` : address)
  }
  return [...groups.values()].slice(0, most)
}"""
MOST = 20
"""Pages that are read of an answer."""


def release() -> str:
    """Its name and version, for the record."""
    read = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))
    return f"{read['name']} {read['version']}"


@dataclass(frozen=True)
class Document:
    """A heading with the text below it; `anchor` and `heading` are empty for the page's top."""

    id: int
    address: str
    anchor: str
    title: str
    heading: str
    text: str


def sections(article: Article) -> Iterator[tuple[str, str, str]]:
    """Anchor, heading and text of each part of an article."""
    anchor = heading = ""
    parts: list[str] = []
    body = LexborHTMLParser(article.html).body
    for node in body.traverse(include_text=True) if body else ():
        if node.tag in ("h2", "h3") and (own := node.attributes.get("id")):
            yield anchor, heading, " ".join(parts)
            anchor, heading, parts = own, node.text(strip=True), []
        elif node.is_text_node and not _in_heading(node) and (text := node.text(strip=True)):
            parts.append(text)
    yield anchor, heading, " ".join(parts)


def _in_heading(node: LexborNode) -> bool:
    around = node.parent
    while around is not None and around.tag not in ("h2", "h3"):
        around = around.parent
    return around is not None


class MiniSearchBox:
    """The library has no box: it is asked in its page.

    Raises `NoSite` where it is not installed.
    """

    def __init__(self, browser: Browser, site: Path, edition: str) -> None:
        script = PACKAGE / "dist/umd/index.js"
        if not script.is_file():
            raise NoSite(f"{PACKAGE.name}: npm ci in {PACKAGE.parents[1].name} installs it")
        found = [
            (article, *part) for article in articles(site, edition) for part in sections(article)
        ]
        terms, _ = read_records(DATA / "glossary.yml", GLOSSARY_FILE, GLOSSARY_SCHEMA)
        words, _ = read_words(DATA, terms)
        settings, _ = load_settings(DATA)
        wordings = [pair for pair in sorted(settings.terms.select().items()) if len(pair[0]) > 1]
        heard = [text for article, *part in found for text in (article.title, *part[1:])]
        self._canon = Canon([], words, wordings, Aliases(), heard)
        told = self._canon.word
        documents = [
            Document(number, article.address, anchor, told(article.title), told(head), told(text))
            for number, (article, anchor, head, text) in enumerate(found)
        ]
        self.page = browser.new_page()
        self.page.add_script_tag(path=script)
        self.page.evaluate(START, [list(map(asdict, documents)), self._canon.same])

    def ask(self, query: str) -> list[Result]:
        groups: Sequence[list[str]] = self.page.evaluate(ASK, [self._canon.word(query), MOST])
        return results([list(links) for links in groups], "")
