"""What chats and search engines show of a page."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from conftest import HANS, HANT, BuiltPage, Site
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first

from links import pictures
from links.link_files import preview_changes
from links.pictures import MOST_BYTES, SIZE, picture
from links.previews import drawn
from links.structured import LICENCE
from model.guide import GuidePage, by_address
from model.page import Page, applied

EXAMPLE = "https://example.org/"
FOLDERS = {HANT: "", HANS: "zh-hans/"}
NAMES = {HANT: "逾期協商指南", HANS: "逾期协商指南"}
LOCALES = {HANT: "zh_TW", HANS: "zh_CN"}
NEEDED = {
    "Article": {
        "image",
        "headline",
        "inLanguage",
        "dateModified",
        "url",
    },
    "HowTo": {
        "image",
        "name",
        "inLanguage",
        "dateModified",
        "url",
        "step",
    },
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
        title = first(tree, "h1").text(strip=True)
        url = f"{EXAMPLE}{FOLDERS[edition]}{page.address}"
        found = metas(page.html)
        expected = {
            "og:type": ["article" if page.address else "website"],
            "og:site_name": [NAMES[edition]],
            "og:title": [title],
            "og:description": found["description"],
            "og:url": [url],
            "og:locale": [LOCALES[edition]],
            "twitter:card": ["summary_large_image"],
        }
        faults += [
            (page.address, k, found.get(k)) for k, v in expected.items() if found.get(k) != v
        ]
        canonical = attribute(first(tree, 'link[rel="canonical"]'), "href")
        faults += [] if canonical == url else [(page.address, "canonical", [canonical])]
    assert faults == []


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_structured_data_is_whole_and_true(site: Site, edition: str) -> None:
    addresses = {page.address for page in site.pages(edition)}
    root = EXAMPLE + FOLDERS[edition]
    for page in with_ids(site, edition):
        about, *rest = graph(page.html)
        title = first(LexborHTMLParser(page.html), "h1").text(strip=True)
        also = {"@type", "@id", "license", "isPartOf"}
        assert set(about) - also == NEEDED[about["@type"]], page.address
        assert ("isPartOf" in about) == (not page.address)
        assert about["license"] == LICENCE
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
        *terms, way = rest
        assert [each["@type"] for each in terms] == ["DefinedTermSet"] * (
            page.address == "glossary/"
        )
        assert way["@type"] == "BreadcrumbList"
        items = way["itemListElement"]
        assert items[0]["name"] == NAMES[edition]
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


HEAD = '<html><head><meta name="guide:id" content="a"><title>題</title></head><body></body></html>'


def test_a_preview_is_the_last_of_a_head_and_all_else_stays() -> None:
    page = GuidePage(Page.read("a/index.html", HEAD), Page.read("a/index.html", HEAD, HANS))
    for edition in (HANT, HANS):
        read = page.edition(edition)
        changes = preview_changes(page, edition, by_address([page]), drawn([page]), EXAMPLE)
        html = "".join(applied(read.tokens, changes))
        before, _, preview = html.partition("</title>")
        assert f"{before}</title></head>{preview.partition('</head>')[2]}" == HEAD
        assert preview.count("<meta ") == len(metas(html)) - 1 > 10
        assert "".join(read.tokens) == HEAD


def test_a_page_without_a_head_gets_no_preview() -> None:
    page = GuidePage(Page.read("a/index.html", "<p>"), Page.read("a/index.html", "<p>", HANS))
    assert preview_changes(page, HANT, {}, {}, EXAMPLE) == {}


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_every_page_has_a_picture_of_its_section_in_its_script(site: Site, edition: str) -> None:
    listed = site.catalogue["pages"]
    of_section = {page["id"]: page["section"] for page in listed}
    titles: dict[str, str] = {"home": NAMES[edition]}
    for page in with_ids(site, edition):
        found = metas(page.html)
        section = of_section[found["guide:id"][0]]
        file = found["og:image"][0].removeprefix(EXAMPLE)
        # Another picture, another address: who passed a link on has the old one in a cache.
        assert re.fullmatch(rf"assets/previews/{section}\.{edition}\.[0-9a-f]{{8}}\.png", file)
        assert graph(page.html)[0]["image"] == EXAMPLE + file
        assert found["og:image:width"] + found["og:image:height"] == [str(n) for n in SIZE]
        title = found["og:image:alt"][0].partition("｜")[0]
        assert title == titles.setdefault(section, title)
        content = (site.root / file).read_bytes()
        assert len(content) < MOST_BYTES
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.size) == ("PNG", SIZE)
    assert set(titles) >= set(pictures.DRAWINGS)
    assert len(set(titles.values())) == len(titles)


def test_a_short_link_has_the_picture_of_its_page(site: Site) -> None:
    for page in with_ids(site, HANT):
        found = metas(page.html)
        short = metas((site.root / f"s/{found['guide:id'][0]}/index.html").read_text("utf-8"))
        assert short["og:image"] == found["og:image"]


def pixels(*words: str) -> bytes:
    with Image.open(io.BytesIO(picture(*words))) as image:
        return image.convert("RGB").tobytes()


def test_the_same_words_give_the_same_picture_and_the_glyphs_of_the_script() -> None:
    words = ("tools", "骨直", "令", "角")
    once = picture(*words, "zh-Hant")
    picture.cache_clear()
    assert picture(*words, "zh-Hant") == once
    assert pixels(*words, "zh-Hant") != pixels(*words, "zh-Hans")


def test_what_is_too_long_for_a_picture_ends_in_an_ellipsis_inside_of_it() -> None:
    def lines_of(text: str) -> list[str]:
        return pictures.lines_of(text, pictures.TEXT_WIDTH, "zh-Hant", 40, 400, most=2)

    assert lines_of("字" * 9) == ["字" * 9]
    lines = lines_of("字" * 99)
    assert len(lines) == 2
    assert lines[1].endswith("字…")
    font = pictures.font_of("zh-Hant", 40, 400)
    assert max(font.getlength(line) for line in lines) <= pictures.TEXT_WIDTH
    full = pictures.TEXT_WIDTH // 40
    assert lines_of("字" * full + "。") == ["字" * full + "。"]
