"""The list of all links on the agents' desk, and the block that passes each page on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import HANS, HANT, Site
from selectolax.lexbor import LexborHTMLParser, LexborNode

from links.desk import END, START, filled

ROOTS = {HANT: "", HANS: "zh-hans/"}
DESK = "for-agents/links/"


def entries(site: Site) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads((site.root / "links.json").read_text("utf-8"))["pages"]
    return pages


def article(site: Site, edition: str, address: str) -> LexborNode:
    html = (site.edition_root(edition) / address / "index.html").read_text("utf-8")
    found = LexborHTMLParser(html).css_first("article")
    assert found is not None
    return found


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_without_scripts_the_desk_lists_every_page_and_every_section(
    site: Site, edition: str
) -> None:
    listed = {
        link.text(): link.attributes.get("href") or ""
        for link in article(site, edition, DESK).css(".desk a[data-short]")
    }
    up = "../" * (DESK.count("/") + ROOTS[edition].count("/"))
    expected = {}
    for entry in entries(site):
        expected[entry["short"]] = f"{up}s/{entry['id']}/"
        for anchor in entry["anchors"]:
            expected[f"{entry['short']}#{anchor['id']}"] = f"{up}s/{entry['id']}/#{anchor['id']}"
    assert listed == expected


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_each_row_has_title_sentence_code_and_both_scripts_to_be_found_by(
    site: Site, edition: str
) -> None:
    rows = article(site, edition, DESK).css("[data-page]")
    titles = {}
    for row in rows:
        link = row.css_first("[data-short]")
        assert link is not None
        titles[link.text()] = row
    for entry in entries(site):
        row = titles[entry["short"]]
        own = entry["editions"][edition]
        assert [row.css_first(".desk__title").text(strip=True)] == [own["title"]]
        assert row.css_first(".desk__about").text(strip=True) == own["description"]
        other = entry["editions"][HANT if edition == HANS else HANS]
        assert row.attributes["data-title-other"] == other["title"]
        assert row.attributes["data-about-other"] == other["description"]
        assert (row.css_first("img").attributes["src"] or "").endswith(f"s/{entry['id']}/qr.png")


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_every_page_shows_its_short_link_and_code(site: Site, edition: str) -> None:
    for entry in entries(site):
        address = entry["editions"][HANT]["url"].removeprefix("https://example.org/")
        block = article(site, edition, address).css_first("[data-share]")
        assert block is not None, address
        assert block.css_first("a[data-short]").text() == entry["short"]
        image = block.css_first("img")
        assert image is not None
        assert (image.attributes["src"] or "").endswith(f"/s/{entry['id']}/qr.svg") or not address


def test_a_second_run_replaces_the_list() -> None:
    page = f"<p>{START}{END}</p>"
    once = filled(page, "<ul>one</ul>")
    assert "one" in once
    assert filled(once, "<ul>two</ul>") == once.replace("one", "two")
    assert filled("<p></p>", "<ul></ul>") == "<p></p>"
