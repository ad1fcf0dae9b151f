"""Links of the real site: every id and anchor that programs are told of leads somewhere."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
import zxingcpp
from conftest import HANS, HANT, PROJECT, BuiltPage, Site
from jsonschema import Draft202012Validator, FormatChecker
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode
from trees import first

from links.ledger import FILE, read_ledger
from links.qr import PIXELS

EXAMPLE = "https://example.org/"
LEDGER = PROJECT / "docs/_data" / FILE
QUIET_ZONE = 4


@pytest.fixture(scope="module")
def catalogue(site: Site) -> dict[str, Any]:
    return site.catalogue


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, dict[str, BuiltPage]]:
    """The pages of each edition by address, without the whole guide once more on paper."""
    return {
        edition: {page.address: page for page in site.pages(edition) if page.address != "print/"}
        for edition in (HANT, HANS)
    }


def file_at(site: Site, url: str) -> Path:
    """The file that a host serves at an absolute address."""
    assert url.startswith(EXAMPLE)
    return site.root / urlsplit(url).path.lstrip("/") / "index.html"


def test_the_catalogue_is_as_its_published_schema_says(
    site: Site, catalogue: dict[str, Any]
) -> None:
    schema = json.loads((site.root / "links.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(catalogue)] == []
    # The schema is no empty promise: it notices each key that is missing or unknown.
    for page in (catalogue["pages"][0], catalogue["pages"][0]["anchors"][0]):
        # A program may hold a file of before there were changes against this schema.
        for key in page.keys() - {"changes"}:
            kept = page.pop(key)
            assert not validator.is_valid(catalogue), key
            page[key] = kept
        page["more"] = 1
        assert not validator.is_valid(catalogue)
        del page["more"]


def test_the_catalogue_is_sorted(catalogue: dict[str, Any]) -> None:
    ids = [page["id"] for page in catalogue["pages"]]
    assert ids == sorted(set(ids))
    for page in catalogue["pages"]:
        anchors = [anchor["id"] for anchor in page["anchors"]]
        assert anchors == sorted(set(anchors))
        assert page["aliases"] == sorted(set(page["aliases"]))


def further_of(page: BuiltPage) -> str | None:
    """The id of the page with whose list a further page goes on."""
    node = page.tree.css_first('meta[name="guide:further-of"]')
    return node.attributes["content"] if node else None


def test_every_page_is_in_the_catalogue_with_its_headings(
    catalogue: dict[str, Any], pages: dict[str, dict[str, BuiltPage]]
) -> None:
    for edition, prefix in ((HANT, EXAMPLE), (HANS, EXAMPLE + "zh-hans/")):
        catalogued = {page["editions"][edition]["url"]: page for page in catalogue["pages"]}
        wanted = {
            prefix + address
            for address, page in pages[edition].items()
            if address != "404.html" and not page.is_further
        }
        assert set(catalogued) == wanted
        for url, entry in catalogued.items():
            page = pages[edition][url.removeprefix(prefix)]
            # Of a long list only some rows stand on the page, the rest on further ones.
            further = [p for p in pages[edition].values() if further_of(p) == entry["id"]]
            assert entry["editions"][edition]["title"] == first(page.tree, "h1").text(strip=True)
            headings = [
                node for p in (page, *further) for node in p.tree.css("article :is(h2, h3, h4)[id]")
            ]
            # Lists that the build adds to a page, such as those of its facts or of all topics.
            added = {n.attributes["id"] for n in page.tree.css("[data-search-exclude] [id]")}
            shown = {
                node.attributes["id"]: re.sub(r"\s+", " ", node.text()).strip()
                for node in headings
                if node.attributes["id"] not in added
            }
            told = {anchor["id"]: anchor["title"][edition] for anchor in entry["anchors"]}
            assert told == shown, url


def test_all_catalogued_ids_and_anchors_resolve_in_both_editions(
    site: Site, catalogue: dict[str, Any]
) -> None:
    faults, anchors = [], 0
    for page in catalogue["pages"]:
        if not file_at(site, page["short"]).is_file():
            faults.append(page["short"])
        for edition in page["editions"].values():
            file = file_at(site, edition["url"])
            tree = LexborHTMLParser(file.read_text("utf-8")) if file.is_file() else None
            known = {node.attributes["id"] for node in tree.css("[id]")} if tree else set()
            faults += [] if tree else [edition["url"]]
            for anchor in page["anchors"]:
                anchors += 1
                if anchor["id"] not in known:
                    faults.append(f"{edition['url']}#{anchor['id']}")
    print(
        f"{len(catalogue['pages'])} ids and {anchors // 2} anchors, each in 2 editions: "
        f"{2 * len(catalogue['pages']) + anchors} addresses resolve"
    )
    assert faults == []


def test_a_short_link_leads_to_both_editions_by_relative_links(
    site: Site, catalogue: dict[str, Any]
) -> None:
    for entry in catalogue["pages"]:
        file = file_at(site, entry["short"])
        html = file.read_text(encoding="utf-8")
        tree = LexborHTMLParser(html)
        links = {node.attributes["data-edition"]: node for node in tree.css("main > p a[href]")}
        assert list(links) == [HANT, HANS]
        for edition, link in links.items():
            target = (file.parent / (link.attributes["href"] or "")).resolve() / "index.html"
            assert target == file_at(site, entry["editions"][edition]["url"]).resolve()
            assert link.text() == entry["editions"][edition]["title"]
            assert link.parent is not None
            assert link.parent.attributes["lang"] == edition
            assert entry["editions"][edition]["title"] in first(tree, "title").text()
        assert first(tree, 'meta[name="robots"]').attributes["content"] == "noindex"
        canonical = first(tree, "link[rel=canonical]").attributes["href"]
        assert canonical == entry["editions"][HANT]["url"]
        # In the page itself: nothing to wait for on the way.
        assert [bool(node.text()) for node in tree.css("script:not([src])")] == [True]
        assert tree.css_first("script[src]") is None
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(html)
        assert parser.errors == []
    short = {path.name for path in (site.root / "s").iterdir()}
    assert short == {entry["id"] for entry in catalogue["pages"]}


def png_modules(picture: Image.Image) -> list[list[bool]]:
    """The dark modules of a QR code's picture, without its quiet zone."""
    size = picture.width // PIXELS - 2 * QUIET_ZONE
    start = QUIET_ZONE * PIXELS
    places = [start + number * PIXELS for number in range(size)]
    return [[picture.getpixel((x, y)) == 0 for x in places] for y in places]


def svg_modules(svg: str) -> list[list[bool]]:
    """The same of the drawing: one path of strokes "h" with gaps "m" between them."""
    size = int(re.findall(r'width="(\d+)"', svg)[0]) // PIXELS - 2 * QUIET_ZONE
    rows = [[False] * size for _ in range(size)]
    x = y = 0.0
    for command, over, down in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", svg):
        if command == "h":
            for column in range(int(x), int(x) + int(over)):
                rows[int(y) - QUIET_ZONE][column - QUIET_ZONE] = True
            x += float(over)
        else:
            start = (0.0, 0.0) if command == "M" else (x, y)
            x, y = start[0] + float(over), start[1] + float(down)
    return rows


def test_the_qr_codes_hold_the_short_link(site: Site, catalogue: dict[str, Any]) -> None:
    """A reader of codes finds it in them, with nothing to correct (UEC: the part of the error
    correction that is left), and the drawing is dark where the picture is."""
    for entry in catalogue["pages"]:
        folder = file_at(site, entry["short"]).parent
        with Image.open(folder / "qr.png") as picture:
            assert picture.mode == "1"
            grey = picture.convert("L")
        (code,) = zxingcpp.read_barcodes(grey)
        assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, entry["short"])
        assert code.ec_level == "M"
        assert isinstance(code.extra, dict)
        assert code.extra["UEC"] == 1
        edge = QUIET_ZONE * PIXELS
        dark = grey.point(lambda value: 255 - value).getbbox()
        assert dark == (edge, edge, grey.width - edge, grey.height - edge)
        svg = (folder / "qr.svg").read_text(encoding="utf-8")
        assert svg_modules(svg) == png_modules(grey)


def test_search_engines_are_told_of_no_short_link(site: Site) -> None:
    for sitemap in site.root.rglob("sitemap.xml"):
        assert f"{EXAMPLE}s/" not in sitemap.read_text(encoding="utf-8")
    assert not (site.root / "zh-hans/s").exists()
    assert b"/s/" not in gzip.decompress((site.root / "sitemap.xml.gz").read_bytes())


def test_all_that_was_published_is_in_the_ledger_and_nothing_has_ever_left_it(site: Site) -> None:
    assert "not in the ledger yet: 0" in site.log, "run `make publish` and commit the ledger"
    assert read_ledger(LEDGER)[1] == []


def git(*arguments: str) -> str:
    command = ["git", *arguments]
    # Without a commit there is no history yet: nothing comes out, with an error.
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stdout


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not a git checkout: no history")
def test_each_version_of_the_ledger_begins_with_the_one_before() -> None:
    path = LEDGER.relative_to(PROJECT).as_posix()
    commits = git("log", "--format=%H", "--first-parent", "--", path).split()
    versions = [LEDGER.read_text("utf-8"), *(git("show", f"{c}:{path}") for c in commits)]
    for newer, older in pairwise(versions):
        assert newer.startswith(older)


def words(node: LexborNode) -> str:
    return re.sub(r"\W+", "", node.text())


def test_the_text_of_a_page_stands_beside_it_in_its_script_without_its_furniture(
    pages: dict[str, dict[str, BuiltPage]],
) -> None:
    faults = []
    for edition in (HANT, HANS):
        for page in pages[edition].values():
            if page.address == "404.html" or page.is_further:
                continue
            text = page.file.with_name("index.md").read_text(encoding="utf-8")
            assert f"\nlang: {edition}\n" in text
            assert f"\n# {first(page.tree, 'h1').text(strip=True)}\n" in text
            tree = LexborHTMLParser(page.html)
            for extra in tree.css("a.cite"):
                extra.decompose()
            plain = re.sub(r"\]\([^)]*\)|\[F\d+\]", "", text)
            plain = re.sub(r"[\W_]+", "", plain)
            for node in tree.css("article > :is(h2, h3, p:not(.updated, .further), blockquote)"):
                if words(node).replace("_", "") not in plain:
                    faults.append(f"{page}: {node.text()[:40]}")
            navigation = [node.text(strip=True) for node in tree.css("nav .md-ellipsis")]
            assert sum(f"\n{title}\n" in text for title in navigation) == 0
            assert not re.search(r"<(?!https?:)/?[a-z]", text), page
    assert faults == []


def test_llms_txt_lists_the_text_of_every_page_in_each_script(
    site: Site, catalogue: dict[str, Any]
) -> None:
    for edition in (HANT, HANS):
        text = (site.edition_root(edition) / "llms.txt").read_text(encoding="utf-8")
        assert re.match(r"# \S.*\n\n> \S.*\n\n- \[", text)
        listed = re.findall(r"^- \[(.+)\]\((\S+/index\.md)\): (.+)$", text, re.MULTILINE)
        wanted = {
            (page["title"], f"{page['url']}index.md", page["description"])
            for page in (entry["editions"][edition] for entry in catalogue["pages"])
        }
        assert set(listed) == wanted
        assert len(listed) == len(wanted)
        for _, url, _ in listed:
            assert (site.root / urlsplit(url).path.lstrip("/")).is_file()
