"""Cards: pictures of a page's own words, whole, in lines as Chinese is set, and small enough."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
import zxingcpp
from conftest import HANS, HANT, Site
from PIL import Image

from base.languages import EDITIONS
from links.card_picture import MOST_BYTES, WIDTH, Card, card_picture
from links.card_text import NUMBER, PLAIN, STRONG, Block, CardText, card_text
from links.cards import card_link, make_cards
from links.typeset import CLOSING, OPENING, Piece, Unfit, lines
from model.guide import GuidePage
from model.page import Page, applied
from model.sources import Sources

CASES = yaml.safe_load((Path(__file__).parent / "cases/typeset.yml").read_text("utf-8"))
BASE = "https://guide.test/"


def set_in_lines(pieces: Sequence[Piece], width: int, at_marks: bool = False) -> list[str]:
    """With characters of one width, Latin ones of half of it."""

    def measure(text: str, style: str) -> float:
        return sum(0.5 if char.isascii() else 1.0 for char in text)

    found = lines(pieces, width, measure, at_marks)
    return ["".join(text for text, _ in line) for line in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_is_set_in_lines_as_chinese_is(case: dict[str, Any]) -> None:
    found = set_in_lines([(case["text"], PLAIN)], case["width"], case.get("title", False))
    assert found == case["lines"]
    assert "".join(found).replace(" ", "") == case["text"].replace(" ", "")
    assert not any(line[0] in CLOSING or line[-1] in OPENING for line in found)


def test_what_no_line_is_wide_enough_for_is_named() -> None:
    with pytest.raises(Unfit, match="「字」"):
        set_in_lines([("看「字」", PLAIN)], 2)


PAGE = """<html><head><meta name="guide:id" content="a">
<meta name="guide:updated" content="2026-11-29">
{card}<meta name="application-name" content="指南"></head><body><article><h1>題目</h1>
<p data-search-exclude>離開</p>
<ul><li>打<a class="tel" href="tel:110">110</a>。<a class="cite" href="#b"><b>F17</b></a></li></ul>
<h2 id="steps">做法</h2>
<div class="admonition"><p class="admonition-title">留意</p><p>舊的不做。</p>
<blockquote><p>「這樣說。」</p></blockquote></div>
<ol><li><strong>停。</strong>照<a href="../b/">那頁</a>做。</li><li>{more}</li></ol>
<p>後面的。</p><h2 id="one">一句</h2><p>一段。</p><p>二段。</p><h2 id="none">空</h2>
<section class="basis"><ul><li id="basis-f17"><p><time>2026-11-23</time></p></li>
<li id="basis-f18"><p><time>2026-11-20</time></p></li></ul></section></article></body></html>"""


def guide_page(*parts: str, more: str = "好。") -> GuidePage:
    card = "".join(f'<meta name="guide:card" content="{part}">' for part in parts)
    html = PAGE.format(card=card, more=more)
    return GuidePage(Page.read("a/index.html", html), Page.read("a/index.html", html, HANS))


def test_a_card_says_what_its_parts_say_with_the_day_of_their_facts() -> None:
    text = card_text(guide_page().hant, ["top", "steps"])
    call = Block("item", (("打", PLAIN), ("110", NUMBER), ("。", PLAIN)), "•")
    step = (
        ("停。", STRONG),
        ("照", PLAIN),
        ("「", PLAIN),
        ("那頁", PLAIN),
        ("」", PLAIN),
        ("做。", PLAIN),
    )
    before = (
        Block("heading", (("做法", PLAIN),)),
        Block("text", (("舊的不做。", PLAIN),)),
        Block("text", (("「這樣說。」", PLAIN),)),
    )
    items = (Block("item", step, "1."), Block("item", (("好。", PLAIN),), "2."))
    assert text == CardText((call, *before, *items), "2026-11-23", ())
    one = (Block("heading", (("一句", PLAIN),)), Block("text", (("一段。", PLAIN),)))
    assert card_text(guide_page().hant, ["one"]).blocks == one
    assert card_text(guide_page().hant, ["steps"]).checked == ""
    assert card_text(guide_page().hant, ["none", "gone"]).missing == ("none", "gone")


@pytest.mark.parametrize(
    ("parts", "more", "message"),
    [
        (["top", "none"], "好。", 'the card has no part "none": name "top" or the id of a heading'),
        (["steps"], "字" * 1500, "do not fit (zh-Hant); name fewer parts"),
        (["steps"], "「" * 90, "the card is full"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_with_its_page(
    parts: list[str], more: str, message: str
) -> None:
    cards = make_cards([guide_page(*parts, more=more)], BASE, str, Sources())
    assert cards.files == {}
    assert any(message in str(problem) for problem in cards.problems)
    assert str(cards.problems[0]).startswith("/a/")


def test_the_same_words_give_the_same_picture_and_others_another() -> None:
    card = Card(
        HANT, "指南", "題目", (Block("text", (("骨直角", PLAIN),)),), ("掃碼",), f"{BASE}s/a/"
    )
    once = card_picture(card)
    card_picture.cache_clear()
    assert card_picture(card) == once
    others = []
    for language, words in ((HANS, "骨直角"), (HANT, "骨直角。")):
        blocks = (Block("text", ((words, PLAIN),)),)
        others.append(card_picture(Card(language, "指南", "題目", blocks, ("掃碼",), card.short)))
    assert len({hashlib.sha256(each).digest() for each in (once, *others)}) == 3


def test_a_page_that_has_a_card_offers_it_and_links_json_names_it(site: Site) -> None:
    with_card = [page for page in site.catalogue["pages"] if "card" in page]
    assert {"urgent", "start", "payment-order"} <= {page["id"] for page in with_card}
    for page in with_card:
        for language in EDITIONS:
            file = page["card"][language].removeprefix("https://example.org/")
            content = (site.root / file).read_bytes()
            assert len(content) <= MOST_BYTES
            with Image.open(io.BytesIO(content)) as image:
                assert (image.format, image.width) == ("PNG", WIDTH)
                (code,) = zxingcpp.read_barcodes(image.convert("RGB"))
                assert code.text == page["short"]
    cards = [page["id"] for page in with_card]
    for edition in (HANT, HANS):
        offered = {
            page.address: f'/card{"" if edition == HANT else ".zh-Hans"}.png">' in page.html
            for page in site.pages(edition)
        }
        assert sum(offered.values()) == len(cards)


def test_the_link_to_a_card_is_in_the_script_of_the_page() -> None:
    html = (
        '<html><body><article><p><template data-slot="card"></template></p></article></body></html>'
    )
    page = Page.read("a/index.html", html, HANS)
    linked = "".join(applied(page.tokens, card_link(page, lambda text: f"简{text}")))
    assert '<p><a href="../../s/card.zh-Hans.png">简' in linked
