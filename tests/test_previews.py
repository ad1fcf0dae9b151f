"""What chats and search engines show of a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import HANS, HANT, BuiltPage, Site
from selectolax.lexbor import LexborHTMLParser

from links.previews import NoHead, with_preview

EXAMPLE = "https://example.org/"
FOLDERS = {HANT: "", HANS: "zh-hans/"}
NAMES = {HANT: "逾期協商指南", HANS: "逾期协商指南"}
LOCALES = {HANT: ["zh_TW", "zh_CN"], HANS: ["zh_CN", "zh_TW"]}
NEEDED = {
    "Article": {"headline", "description", "inLanguage", "dateModified", "url", "isPartOf"},
    "HowTo": {"name", "description", "inLanguage", "dateModified", "url", "isPartOf", "step"},
    "BreadcrumbList": {"itemListElement"},
}


def metas(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in LexborHTMLParser(html).css("head meta"):
        name = node.attributes.get("property") or node.attributes.get("name")
        if name:
            found.setdefault(name, []).append(node.attributes.get("content") or "")
    return found


def with_ids(site: Site, edition: str) -> list[BuiltPage]:
    return [page for page in site.pages(edition) if 'name="guide:id"' in page.html]


def graph(html: str) -> list[dict[str, Any]]:
    (script,) = LexborHTMLParser(html).css('script[type="application/ld+json"]')
    data = json.loads(script.text())
    assert data["@context"] == "https://schema.org"
    items: list[dict[str, Any]] = data["@graph"]
    return items


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_every_page_says_once_what_a_chat_shows_of_it(site: Site, edition: str) -> None:
    faults = []
    pages = with_ids(site, edition)
    assert len(pages) > 30
    for page in pages:
        tree = LexborHTMLParser(page.html)
        title = tree.css_first("h1").text(strip=True)
        url = f"{EXAMPLE}{FOLDERS[edition]}{page.address}"
        found = metas(page.html)
        expected = {
            "og:type": ["article" if page.address else "website"],
            "og:site_name": [NAMES[edition]],
            "og:title": [title],
            "og:description": found["description"],
            "og:url": [url],
            "og:locale": LOCALES[edition][:1],
            "og:locale:alternate": LOCALES[edition][1:],
            "twitter:card": ["summary"],
            "twitter:title": [title],
            "twitter:description": found["description"],
        }
        faults += [
            (page.address, k, found.get(k)) for k, v in expected.items() if found.get(k) != v
        ]
        canonical = tree.css_first('link[rel="canonical"]').attributes["href"]
        faults += [] if canonical == url else [(page.address, "canonical", canonical)]
    assert faults == []


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_structured_data_is_whole_and_true(site: Site, edition: str) -> None:
    addresses = {page.address for page in site.pages(edition)}
    root = EXAMPLE + FOLDERS[edition]
    for page in with_ids(site, edition):
        about, *rest = graph(page.html)
        title = LexborHTMLParser(page.html).css_first("h1").text(strip=True)
        assert set(about) - {"@type", "@id"} == NEEDED[about["@type"]], page.address
        assert about.get("headline", about.get("name")) == title
        assert about["url"] == root + page.address
        assert about["inLanguage"] == edition
        ids = {node.attributes.get("id") for node in LexborHTMLParser(page.html).css("[id]")}
        for step in about.get("step", ()):
            place, anchor = step["url"].split("#")
            assert place == about["url"]
            assert anchor in ids
        if not page.address:
            assert rest == []
            continue
        (way,) = rest
        assert way["@type"] == "BreadcrumbList"
        items = way["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert [item["item"] for item in items][:: len(items) - 1] == [root, about["url"]]
        for item in items:
            assert item["item"].removeprefix(root) in addresses, page.address


def test_only_a_page_of_steps_is_called_one(site: Site) -> None:
    kinds = {page.address: graph(page.html)[0]["@type"] for page in with_ids(site, HANT)}
    assert [address for address, kind in kinds.items() if kind == "HowTo"] == ["start/"]


def test_short_links_show_both_titles_and_stay_short_links(site: Site) -> None:
    for page in with_ids(site, HANT):
        page_id = metas(page.html)["guide:id"][0]
        found = metas((site.root / f"s/{page_id}/index.html").read_text("utf-8"))
        assert found["og:url"] == [f"{EXAMPLE}s/{page_id}/"]
        title = metas(page.html)["og:title"][0]
        assert title in found["og:title"][0]
        assert found["og:description"] == metas(page.html)["og:description"]


def test_a_second_run_replaces_what_the_first_has_written() -> None:
    once = with_preview("<head></head>", ["<meta one>"])
    assert with_preview(once, ["<meta two>"]) == once.replace("one", "two")


def test_a_page_without_a_head_is_an_error() -> None:
    with pytest.raises(NoHead):
        with_preview("<p>", [])
