"""The same pages as three sites: ours as it is built, and its text as a site of each peer.

The peers get the articles of the pages that our search knows, without what it leaves out, so that
all index the same words in either script.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode
from trees import first

from base.records import read_records
from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import SCHEMA as GLOSSARY
from search.index import read_index
from search.vocabulary import read_words

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / "docs/_data"
HANT, HANS = "zh-Hant", "zh-Hans"
EDITIONS = (HANT, HANS)
FOLDERS = {HANT: "", HANS: "zh-hans/"}
"""Where an edition's root is, in our site."""
LANGUAGES = {HANT: "zh-Hant", HANS: "zh"}
"""What the theme calls the two scripts."""

# What is no text of an article, beside the furniture that search.yml lists. The peers have titles.
NO_TEXT = "h1, script, style, [hidden]"


class NoSite(Exception):
    """A site could not be built, or is not what it should be."""


@dataclass(frozen=True)
class Article:
    """The text of a page; `address` is below the edition's root: "start/urgent/"."""

    address: str
    title: str
    html: str


def build_ours(site: Path) -> None:
    """Builds this project's site. Raises `NoSite` with what the build printed."""
    environment = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    run(["mkdocs", "build", "--site-dir", str(site)], PROJECT, environment)


def run(module: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    """Runs a Python module as a program."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=folder,
        env={**(environment or os.environ), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise NoSite(f"{' '.join(module)}:\n{done.stdout}")


def articles(site: Path, edition: str) -> Iterator[Article]:
    """The pages of an edition of our built site that our search knows, sorted by address."""
    root = site / FOLDERS[edition]
    words, _ = read_words(DATA, read_records(DATA / "glossary.yml", GLOSSARY_FILE, GLOSSARY)[0])
    left_out = ", ".join([NO_TEXT, *(f".{name}" for name in words.chrome)])
    for address in sorted(str(page[0]) for page in read_index(root)["pages"]):
        tree = LexborHTMLParser((root / address / "index.html").read_text(encoding="utf-8"))
        title = first(tree, "h1").text(strip=True)
        yield Article(address, title, text_of(first(tree, "article"), left_out))


def text_of(article: LexborNode, left_out: str) -> str:
    """The article's HTML without what a selector finds."""
    for node in article.css(left_out):
        node.decompose()
    for node in article.css("[data-search-exclude]"):
        # What Pagefind calls the same wish.
        node.attrs["data-pagefind-ignore"] = "all"
    return article.inner_html or ""


def build_material(site: Path, folder: Path, edition: str) -> Path:
    """Builds the stock theme with its own search over our articles; returns the site's folder."""
    config = {
        "site_name": "peer",
        "site_url": "http://127.0.0.1/",
        "theme": {
            "name": "material",
            "language": LANGUAGES[edition],
            "font": False,
            "features": ["search.highlight", "search.share", "search.suggest"],
        },
        "plugins": ["search"],
        "hooks": [str(Path(__file__).with_name("peer_pages.py"))],
        "extra": {"articles": str(folder / "articles.json")},
    }
    written = {}
    for article in articles(site, edition):
        page = folder / "docs" / article.address / "index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML.
        title = json.dumps(article.title, ensure_ascii=False)
        page.write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")
        written[f"{article.address}index.md"] = article.html
    (folder / "articles.json").write_text(json.dumps(written), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    run(["mkdocs", "build"], folder)
    return folder / "site"


PAGEFIND_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<title>{title}</title><main data-pagefind-body><h1>{title}</h1>{html}</main></html>
"""
PAGEFIND_SEARCH = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<title>-</title><script src="pagefind/pagefind-ui.js"></script><div id="search"></div><script>
new PagefindUI({{
  element: "#search", showSubResults: true, pageSize: 10, debounceTimeoutMs: 0,
  translations: {{
    searching: "…", zero_results: "0 [SEARCH_TERM]", one_result: "1 [SEARCH_TERM]",
    many_results: "2 [SEARCH_TERM]", alt_search: "3 [SEARCH_TERM]",
    search_suggestion: "4 [SEARCH_TERM]"
  }}
}});
</script></html>
"""
"""Its own box with its own sections shown; the messages tell the driver when it is done."""


def build_pagefind(site: Path, folder: Path, edition: str) -> Path:
    """Writes our articles as plain pages and has Pagefind index them."""
    for article in articles(site, edition):
        page = folder / article.address / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        fields = {"language": edition, "title": article.title, "html": article.html}
        page.write_text(PAGEFIND_PAGE.format(**fields), encoding="utf-8")
    run(["pagefind", "--site", str(folder)], folder)
    search = PAGEFIND_SEARCH.format(language=edition)
    (folder / "search.html").write_text(search, encoding="utf-8")
    return folder
