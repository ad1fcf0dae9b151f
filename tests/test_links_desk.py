"""The agents' list of all pages, the sections of each, and the block that passes a page on."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from conftest import HANS, HANT, Site
from selectolax.lexbor import LexborHTMLParser, LexborNode

from delivery.scripts import HASHED
from delivery.words import unfolded
from links.desk import FINDS, LIST, filled

ROOTS = {HANT: "", HANS: "zh-hans/"}
DESK = "for-agents/links/"
ROOT = "https://example.org/"


def entries(site: Site) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads((site.root / "links.json").read_text("utf-8"))["pages"]
    return pages


def article(site: Site, edition: str, address: str) -> LexborNode:
    html = (site.edition_root(edition) / address / "index.html").read_text("utf-8")
    found = LexborHTMLParser(html).css_first("article")
    assert found is not None
    return found


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_without_scripts_the_desk_lists_every_page(site: Site, edition: str) -> None:
    listed = {
        link.text(): link.attributes.get("href") or ""
        for link in article(site, edition, DESK).css(".desk a[data-short]")
    }
    up = "../" * (DESK.count("/") + ROOTS[edition].count("/"))
    assert listed == {entry["short"]: f"{up}s/{entry['id']}/" for entry in entries(site)}


def test_without_scripts_the_short_link_lists_every_section(site: Site) -> None:
    """In both scripts, under the anchor that a link to the section names."""
    for entry in entries(site):
        html = (site.root / "s" / entry["id"] / "index.html").read_text("utf-8")
        items = LexborHTMLParser(html).css("main li")
        # The catalogue sorts them, the page has them as they are read.
        items.sort(key=lambda item: item.attributes["id"] or "")
        address = entry["editions"][HANT]["url"].removeprefix(ROOT)
        for item, anchor in zip(items, entry["anchors"], strict=True):
            hant, hans, own = ((a.text(), a.attributes["href"]) for a in item.css("a"))
            name = anchor["id"]
            assert item.attributes["id"] == name
            assert hant == (anchor["title"][HANT], f"../../{address}#{name}")
            assert hans == (anchor["title"][HANS], f"../../zh-hans/{address}#{name}")
            assert own == (f"{entry['short']}#{name}", f"#{name}")
            assert [p.attributes.get("lang") for p in item.css("p")] == [HANT, HANS, None]


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_each_row_has_title_sentence_code_and_both_scripts_to_be_found_by(
    site: Site, edition: str, tmp_path: Path
) -> None:
    page = (site.edition_root(edition) / DESK / "index.html").read_text("utf-8")
    # What a template holds is no part of the page: read by itself.
    copytree(site.root / HASHED, tmp_path / HASHED)
    finds = unfolded(page, tmp_path).partition(f"<!-- {FINDS} -->")[2].partition("<!--")[0]
    lists = LexborHTMLParser(finds).css("ul")
    rows = LexborHTMLParser(page).css("[data-page]")
    listed = {entry["short"]: entry for entry in entries(site)}
    other = HANT if edition == HANS else HANS
    assert len(rows) == len(listed)
    for row, found in zip(rows, lists, strict=True):
        link = row.css_first("[data-short]")
        assert link is not None
        entry = listed.pop(link.text())
        own, its = entry["editions"][edition], entry["editions"][other]
        assert row.css_first(".desk__title").text(strip=True) == own["title"]
        assert row.css_first(".desk__about").text(strip=True) == own["description"]
        assert (row.css_first("img").attributes["src"] or "").endswith(f"s/{entry['id']}/qr.png")
        assert found.attributes["data-title-other"] == its["title"]
        assert found.attributes["data-about-other"] == its["description"]
        assert set((found.attributes["data-aliases"] or "").split()) >= set(entry["aliases"])
        assert sorted(
            (item.attributes["data-anchor"], item.text(), item.attributes["data-title-other"])
            for item in found.css("li")
        ) == [(a["id"], a["title"][edition], a["title"][other]) for a in entry["anchors"]]
    assert listed == {}


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_every_page_shows_its_short_link_and_code(site: Site, edition: str) -> None:
    for entry in entries(site):
        address = entry["editions"][HANT]["url"].removeprefix(ROOT)
        block = article(site, edition, address).css_first("[data-share]")
        assert block is not None, address
        assert block.css_first("a[data-short]").text() == entry["short"]
        image = block.css_first("img")
        assert image is not None
        assert (image.attributes["src"] or "").endswith(f"/s/{entry['id']}/qr.svg") or not address


def test_a_second_run_replaces_the_list() -> None:
    page = "<p><!-- desk --><!-- /desk --></p><!-- desk-finds --><!-- /desk-finds -->"
    once = filled(page, LIST, "<ul>one</ul>")
    assert "one" in once
    assert filled(once, LIST, "<ul>two</ul>") == once.replace("one", "two")
    assert filled(page, FINDS, "<i>") == page.replace("finds -->", "finds -->\n<i>", 1)
    assert filled("<p></p>", LIST, "<ul></ul>") == "<p></p>"
