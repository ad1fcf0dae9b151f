"""Parts of the links step that need no site: tables of hops, Markdown, the ledger's growth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from site_folder import put_in_place
from small_guide import SmallGuide, pages_of, text

from base.problems import Unusable
from htmlkit.tree import tree
from links.ledger import append, read_ledger, unpublished
from links.markdown import Markdown
from links.qr import qr_files
from links.redirects import collapse, rule_files

FOLDER = Path(__file__).parent / "cases"
GUIDE = yaml.safe_load((FOLDER / "link_faults.yml").read_text("utf-8"))
MARKDOWN = yaml.safe_load((FOLDER / "link_markdown.yml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("hops", "straight", "looped"),
    [
        ({}, {}, []),
        ({"a/": "b/"}, {"a/": "b/"}, []),
        ({"a/": "b/", "b/": "c/", "c/": "d/"}, {"a/": "d/", "b/": "d/", "c/": "d/"}, []),
        ({"a/": "c/", "b/": "c/"}, {"a/": "c/", "b/": "c/"}, []),
        ({"a/": "a/"}, {}, ["a/"]),
        ({"a/": "b/", "b/": "a/"}, {}, ["a/", "b/"]),
        ({"x/": "a/", "a/": "b/", "b/": "a/", "y/": "z/"}, {"y/": "z/"}, ["x/", "a/", "b/"]),
    ],
)
def test_chains_become_one_hop_and_loops_are_found(
    hops: dict[str, str], straight: dict[str, str], looped: list[str]
) -> None:
    found, loops = collapse(hops)
    assert found == straight
    assert list(loops) == looped
    for way in loops.values():
        assert way[-1] in way[:-1]


def test_rules_for_hosts_cover_both_editions_with_and_without_the_last_slash() -> None:
    files = rule_files({"a/old/": "b/"}, "/guide/")
    rules = [line for line in files["_redirects"].splitlines() if not line.startswith("#")]
    assert rules == [
        "/guide/a/old /guide/b/ 301",
        "/guide/a/old/ /guide/b/ 301",
        "/guide/zh-hans/a/old /guide/zh-hans/b/ 301",
        "/guide/zh-hans/a/old/ /guide/zh-hans/b/ 301",
    ]
    rows = [line for line in files["redirects.map"].splitlines() if not line.startswith("#")]
    assert rows == [f"{rule.removesuffix(' 301')};" for rule in rules]


@pytest.mark.parametrize("case", MARKDOWN, ids=lambda case: case["name"])
def test_html_becomes_markdown(case: dict[str, Any]) -> None:
    text = Markdown("https://guide.example/start/page/").page(tree(case["html"]))
    assert text == case["markdown"].rstrip("\n") + "\n"


def test_the_ledger_grows_by_what_is_new_and_only_at_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    guide = SmallGuide(tmp_path, GUIDE["base"], GUIDE["ledger"])
    edit = {
        "in": "start/calm.md",
        "from": "喝口水 {#drink-water}",
        "to": "喝水 {#water was=drink-water}",
    }
    new_page = {"in": "new.md", "text": "---\nid: new\ntitle: 新\n---\n## 一 {#one}\n"}
    with caplog.at_level("INFO", "mkdocs.hooks.guide"):
        assert guide.build([edit, new_page]).problems == []
    assert "not in the ledger yet: 3" in caplog.text
    file = tmp_path / "docs/_data/published.txt"
    before = file.read_text(encoding="utf-8")
    ledger, _ = read_ledger(file)
    pages = guide.guide()
    with pytest.raises(ValueError, match="entries of 2026-11-24, after 2026-11-01"):
        unpublished(ledger, pages, "2026-11-01")
    append(file, ledger, unpublished(ledger, pages, "2026-12-01"))
    assert file.read_text(encoding="utf-8") == before + (
        "8 2026-12-01 calm #water\n9 2026-12-01 new #one\n10 2026-12-01 new /new/\n"
    )
    ledger, problems = read_ledger(file)
    assert problems == []
    assert unpublished(ledger, pages, "2026-12-01") == []


def test_a_redirect_that_is_dropped_leaves_no_page_behind(tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, GUIDE["base"])
    title = "title: 緊急\n"
    lines = "redirect_from:\n  - old/\n"
    made = guide.build([{"in": "start/urgent.md", "from": title, "to": title + lines}])
    assert "old/index.html" in pages_of(made) & pages_of(made, "zh-hans/")
    put_in_place(made.files, guide.site)
    made = guide.build([{"in": "start/urgent.md", "from": lines, "to": ""}])
    put_in_place(made.files, guide.site)
    assert not [path for path in guide.site.rglob("*") if path.name == "old"]
    assert (guide.site / "s/urgent/index.html").is_file()


def test_the_same_address_gives_the_same_code() -> None:
    first = qr_files("https://guide.example/s/a/")
    qr_files.cache_clear()
    assert qr_files("https://guide.example/s/a/") == first
    assert first[0].startswith(b"\x89PNG")
    assert first[1].startswith(b"<svg ")


def test_addresses_are_those_of_the_start_page_when_nobody_names_another(tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, GUIDE["base"])
    assert '"https://guide.example/s/calm/"' in text(guide.build(), "links.json")
    made = guide.build(site_url="https://other.example/sub")
    assert '"https://other.example/sub/s/calm/"' in text(made, "links.json")


def test_a_folder_whose_pages_name_no_id_is_refused(tmp_path: Path) -> None:
    guide = SmallGuide(tmp_path, {}, others={"index.html": "<!doctype html><title>x</title>"})
    with pytest.raises(Unusable, match="no page here names its id"):
        guide.build()
