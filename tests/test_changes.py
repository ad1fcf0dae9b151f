"""What changed on a page is said on it, and no figure changes in silence."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import HANS, HANT, PROJECT, Site
from faulty import assert_said
from small_guide import SmallGuide

from base.records import Table
from base.yaml_rows import Row
from content.changes import Change, changes_of
from content.figures import check_figures_told, file_text, published, read_figures
from content.front_matter import check_pages
from content.library import read_sources
from content.lists import change_list
from content.source_pages import SourcePage, SourcePages, read_pages
from links.catalogue import catalogue
from links.feed import feed

CASES = yaml.safe_load((Path(__file__).parent / "cases/changes.yml").read_text("utf-8"))
HEAD = """\
---
id: a
title: 一頁
description: 說一件事。
section: start
updated: 2026-12-01
"""
ATOM = "{http://www.w3.org/2005/Atom}"


def page_of(tmp_path: Path, body: str, notes: str = "") -> SourcePage:
    text = HEAD + (f"{notes}\n" if notes else "") + f"---\n\n{body}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    pages, problems = read_pages(tmp_path)
    assert problems == []
    return pages[0]


@pytest.mark.parametrize("case", CASES["notes"], ids=lambda case: str(case["says"])[:60])
def test_a_fault_of_a_note_is_named_with_its_line(case: dict[str, Any], tmp_path: Path) -> None:
    page_of(tmp_path, "字。", case["notes"])
    pages, _ = read_pages(tmp_path)
    assert_said(list(check_pages(pages, ["start"])), case["says"])


@pytest.mark.parametrize("case", CASES["figures"], ids=lambda case: case["name"])
def test_no_figure_of_a_published_page_changes_in_silence(
    case: dict[str, Any], tmp_path: Path
) -> None:
    before = published(page_of(tmp_path, case["was"], case.get("had", "")), Table())
    page = page_of(tmp_path, case["now"], case.get("notes", ""))
    assert_said(list(check_figures_told(page, before, Table())), case["says"])


def test_the_file_of_figures_is_read_as_it_was_written(tmp_path: Path) -> None:
    pages, _ = read_pages(PROJECT / "docs")
    (tmp_path / "figures.txt").write_text(file_text(pages, Table()), encoding="utf-8")
    found, problems = read_figures(tmp_path, "figures.txt")
    assert problems == []
    assert len(found) == len(pages)
    for page in pages:
        last = found[page.meta["id"]]
        assert last.figures == published(page, Table()).figures
        assert list(check_figures_told(page, last, Table())) == []
    with (tmp_path / "figures.txt").open("a", encoding="utf-8") as file:
        file.write("<<<<<<<\n")
    _, problems = read_figures(tmp_path, "figures.txt")
    assert len(problems) == 1
    assert problems[0].line == 0 or "restore it from git" in problems[0].message


def test_the_newest_change_of_all_pages_comes_first() -> None:
    pages, _ = read_pages(PROJECT / "docs")
    found = changes_of(pages)
    days = [change.date for change in found]
    assert days == sorted(days, reverse=True)
    assert changes_of(SourcePages([])) == []


def test_the_notes_of_a_page_stand_under_its_name_once_a_day(tmp_path: Path) -> None:
    page = page_of(tmp_path, "字。")
    other = replace(page, src="start/b.md", meta=Row(title="二頁"))
    library = replace(
        read_sources(PROJECT / "docs")[0].library,
        changes=[
            Change(page, "2026-12-01", "fact", "甲。"),
            Change(page, "2026-12-01", "advice", "乙。"),
            Change(other, "2026-12-01", "wording", "丙。"),
            Change(page, "2026-11-30", "fact", "丁。"),
        ],
    )
    listed = ElementTree.Element("div")
    change_list(listed, library, "start/updates.md", "")
    assert ElementTree.tostring(listed, "unicode") == (
        '<div><ul class="changes">'
        '<li><time>2026-12-01</time>，<a href="../a.md">一頁</a>'
        "<ul><li>（事實）：甲。</li><li>（做法）：乙。</li></ul></li>"
        '<li><time>2026-12-01</time>，<a href="b.md">二頁</a>（說法）：丙。</li>'
        '<li><time>2026-11-30</time>，<a href="../a.md">一頁</a>（事實）：丁。</li>'
        "</ul></div>"
    )


def test_the_feed_and_the_catalogue_tell_of_changes_the_newest_first(tmp_path: Path) -> None:
    pages = {
        "index.md": "---\nid: home\ntitle: 首頁\nchanges:\n  - date: 2026-12-01\n    kind: advice\n"
        "    says: 甲 < 乙。\n  - date: 2026-11-25\n    kind: fact\n    says: 丙。\n---\n",
        "a.md": "---\nid: a\ntitle: 一頁\nchanges:\n  - date: 2026-11-30\n    kind: fact\n"
        "    says: 丁。\n---\n",
        "b.md": "---\nid: b\ntitle: 二頁\n---\n",
    }
    small = SmallGuide(tmp_path, pages)
    small.write_raw()
    guide = small.guide()
    root = ElementTree.fromstring(feed(guide, 1, "https://guide.example/"))
    said = [
        (entry.findtext(f"{ATOM}updated"), entry.findtext(f"{ATOM}summary"))
        for entry in root.iter(f"{ATOM}entry")
    ]
    assert said == [
        ("2026-12-01T00:00:00Z", "甲 < 乙。"),
        ("2026-11-30T00:00:00Z", "丁。"),
        ("2026-11-25T00:00:00Z", "丙。"),
    ]
    names = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert names[0] == "https://guide.example/s/home/#change-2"
    assert len(set(names)) == 3
    assert root.findtext(f"{ATOM}updated") == "2026-12-01T00:00:00Z"
    found = {page["id"]: page["changes"] for page in json.loads(catalogue(guide, ""))["pages"]}
    assert [change["date"] for change in found["home"]] == ["2026-12-01", "2026-11-25"]
    assert found["b"] == []


RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FOLDERS = {HANT: "", HANS: "zh-hans/"}


@pytest.mark.parametrize("edition", FOLDERS)
def test_the_feed_of_each_edition_is_atom_and_its_page_leads_to_it(
    site: Site, edition: str
) -> None:
    """What RFC 4287 asks for, 4.1.1 and 4.1.2."""
    base = f"https://example.org/{FOLDERS[edition]}"
    root = ElementTree.parse(site.root / FOLDERS[edition] / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == edition
    entries = root.findall(f"{ATOM}entry")
    assert entries
    ids = []
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert (found.text or "").strip(), name
        assert RFC3339.fullmatch(element.findtext(f"{ATOM}updated") or "")
        ids.append(element.findtext(f"{ATOM}id"))
    assert len(set(ids)) == len(ids)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{base}feed.xml", "alternate": f"{base}updates/"}
    addresses = {f"{base}{page.address}" for page in site.pages(edition)}
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate"
        assert link.get("href") in addresses
        assert entry.findtext(f"{ATOM}summary")
    (page,) = [page for page in site.pages(edition) if page.address == "updates/"]
    article = page.html.partition("<article")[2]
    assert re.search(r'<a href="\.\./feed\.xml">\w+</a>', article)
    assert 'type="application/atom+xml"' in page.html.partition("</head>")[0]
