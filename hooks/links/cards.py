"""The cards of pages: `/s/<id>/card.png`, a picture of the page's own words for who passes it on in
a chat, and the link to it on the page. Which pages have one their front matter says, `card:`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from base.languages import SIMPLIFIED
from base.problems import Problem
from links.card_picture import MOST_BYTES, MOST_HEIGHT, Card, card_picture
from links.card_text import card_text
from links.catalogue import card_file, short_url
from links.typeset import Unfit
from model.addresses import relative
from model.guide import GuidePage, problem, site_name
from model.page import Changes, Page
from model.sources import Sources

# The room for the link (overrides/guide/share.html).
SLOT = "card"
LINK = "看圖卡：存成圖片，轉給別人"
SCAN = "掃碼看完整的一頁"
CHECKED = "電話和規則核實於{}，以後可能會改。"
UPDATED = "內容更新於{}，以後可能會改。"
WHO = "不是支付寶，也不是放款機構。"


@dataclass(frozen=True)
class Cards:
    """The pictures by their path below the root of the site, and what cannot be drawn."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def _foot(page: GuidePage, checked: str, short: str) -> list[str]:
    said = CHECKED.format(checked) if checked else UPDATED.format(page.updated)
    # A line may end behind a slash.
    return [SCAN, short.partition("://")[2], said, WHO]


def make_cards(
    pages: Sequence[GuidePage], base: str, convert: Callable[[str], str], sources: Sources
) -> Cards:
    """The cards of all pages that have one, in both scripts."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []

    def fault(page: GuidePage, message: str) -> None:
        problems.append(problem(page.file, "card:", message, sources))

    for page in pages:
        for language, _, edition in page.editions if page.card else ():
            text = card_text(edition, page.card)
            for part in text.missing:
                fault(page, f'the card has no part "{part}": name "top" or the id of a heading')
            if text.missing:
                break
            words = convert if language == SIMPLIFIED else str
            short = short_url(base, page.id)
            foot = tuple(map(words, _foot(page, text.checked, short)))
            guide = site_name(edition)
            try:
                picture = card_picture(
                    Card(language, guide, edition.title, text.blocks, foot, short)
                )
            except Unfit as rest:
                message = f"the card is full ({MOST_HEIGHT} pixels): 「{rest}」 and what follows"
                fault(page, f"{message} do not fit ({language}); name fewer parts")
                continue
            if len(picture) > MOST_BYTES:
                message = f"the card has {len(picture):,} bytes, at most {MOST_BYTES:,}"
                fault(page, f"{message} ({language}); name fewer parts")
            files[card_file(page.id, language)] = picture
    return Cards(files, sorted(set(problems)))


def card_link(page: Page, convert: Callable[[str], str]) -> Changes:
    """The link to the card of a page that has one."""
    words = convert if page.language == SIMPLIFIED else str
    url = relative(page.base, card_file(page.id, page.language))
    return page.filled(SLOT, f'<a href="{url}">{escape(words(LINK))}</a>')
