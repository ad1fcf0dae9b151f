"""The agents' list of all pages, the sections of each, and the block that passes a page on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import HANS, HANT, Site
from selectolax.lexbor import LexborHTMLParser, LexborNode
from small_guide import SmallGuide
from trees import attribute, first

from links.long_lists import LongPage, Row, RowList
from links.page_lists import DESK as DIRECTORY
from links.page_lists import TOPICS, PageLists, check_addresses, list_changes
from model.page import Page, applied
from model.sources import Sources

ROOTS = {HANT: "", HANS: "zh-hans/"}
DESK = "for-agents/links/"
ROOT = "https://example.org/"
PAGE = "---\nid: {}\ntitle: {}\n---\n## 一 {{#one}}\n"


def entries(site: Site) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = site.catalogue["pages"]
    return pages


def article(site: Site, edition: str, address: str) -> LexborNode:
    html = (site.edition_root(edition) / address / "index.html").read_text("utf-8")
    return first(LexborHTMLParser(html), "article")


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_without_scripts_the_desk_lists_every_page(site: Site, edition: str) -> None:
    """By the parts of the menu, each with its title and its short link."""
    up = "../" * (DESK.count("/") + ROOTS[edition].count("/"))
    wanted = {
        entry["id"]: (
            entry["section"],
            entry["editions"][edition]["title"],
            entry["short"].partition("://")[2],
            f"{up}s/{entry['id']}/",
        )
        for entry in entries(site)
    }
    listed = {}
    for part in article(site, edition, DESK).css("section[data-section]"):
        for row in part.css("li"):
            page, short = row.css("a")
            assert "data-short" in short.attributes
            listed[short.text().split("/")[-2]] = (
                *(part.attributes["data-section"], page.text(), short.text()),
                short.attributes["href"],
            )
    assert listed == wanted


def test_the_desk_finds_each_page_by_its_titles_before_the_catalogue_is_there(site: Site) -> None:
    rows = json.loads((site.root / "titles.json").read_text("utf-8"))
    assert sorted(rows) == sorted(
        [page["id"], page["section"], *(page["editions"][each]["title"] for each in (HANT, HANS))]
        for page in entries(site)
    )


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
def test_every_page_shows_its_short_link_and_code(site: Site, edition: str) -> None:
    for entry in entries(site):
        address = entry["editions"][HANT]["url"].removeprefix(ROOT)
        block = article(site, edition, address).css_first("[data-share]")
        assert block is not None, address
        assert first(block, "a[data-short]").text() == entry["short"]
        assert (
            attribute(first(block, "img"), "src").endswith(f"/s/{entry['id']}/qr.svg")
            or not address
        )


GUIDE = {
    "index.md": PAGE.format("home", "首頁"),
    "x.md": PAGE.format("x", "一頁"),
    "y.md": PAGE.format("y", "二頁"),
    "z.md": PAGE.format("z", "三頁"),
}


@pytest.mark.parametrize("slot", [TOPICS, DIRECTORY])
def test_a_list_names_all_pages_or_only_the_parts_of_a_guide_that_is_too_large_for_it(
    tmp_path: Path, slot: str
) -> None:
    guide = SmallGuide(tmp_path, GUIDE)
    guide.write_raw()
    pages = guide.guide()
    room = f'<p><template data-slot="{slot}"></template></p>'
    page = Page.read("desk/index.html", room)

    def listed(most: int) -> str:
        lists = PageLists(pages, {"pages": most, "topics": 2}, "https://guide.example/")
        return "".join(applied(page.tokens, list_changes(page, lists)))

    assert [title for title in ("一頁", "二頁", "三頁") if title not in listed(4)] == []
    assert [title for title in ("一頁", "二頁", "三頁") if title in listed(3)] == []
    to_part = '<li data-section="start"><a href="../topics-start/">開始</a> 4</li>'
    assert to_part in listed(3)
    assert to_part not in listed(4)
    assert "".join(page.tokens) == room
    lists = PageLists(pages, {"pages": 4, "topics": 2}, "https://guide.example/")
    assert list_changes(Page.read("x/index.html", "<p></p>"), lists) == {}


def test_the_pages_of_a_part_are_shared_out_evenly(tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, GUIDE)
    guide.write_raw()
    lists = PageLists(guide.guide(), {"pages": 1, "topics": 3}, "https://guide.example/")
    (part,) = lists.topics
    assert [len(share) for share in lists.shares(part)] == [2, 2]
    assert [part.name(number) for number in (1, 2)] == ["start", "start-2"]


@pytest.mark.parametrize("address", ["x-2/", "topics-start/", "topics-start-2/"])
def test_where_a_list_goes_on_no_page_is_and_none_was(tmp_path: Path, address: str) -> None:
    """One of the two would be written over the other."""
    there = {f"{address.rstrip('/')}.md": PAGE.format("there", "在那裡")}
    was = {"was.md": f"---\nid: was\ntitle: 去過\nredirect_from:\n  - {address}\n---\n"}
    rows = tuple(Row(place, place, "", None) for place in (3, 5))
    long = {"x/": LongPage("x/", [RowList(1, 7, 0, "facts", rows)], 1)}
    topics = {"topics.md": PAGE.format("topics", "主題")}
    for number, pages in enumerate((there, was, {})):
        guide = SmallGuide(tmp_path / str(number), {**GUIDE, **topics, **pages})
        guide.write_raw()
        lists = PageLists(guide.guide(), {"pages": 9, "topics": 3}, "https://guide.example/")
        found = [problem.message for problem in check_addresses(lists, long, Sources())]
        whole = "x" if address == "x-2/" else "topics"
        wanted = f"/{address} is where the list of /{whole}/ goes on: choose another"
        assert found == [wanted] * bool(pages)
