"""A word of the edition's own script, typed into the search, leads to the right page."""

from __future__ import annotations

import re

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, OpenPage, at_rest, tab_to
from conftest import HANS, HANT
from playwright.sync_api import expect

# Any of these addresses is a right answer; they need not be the first.
WORDS = [
    (HANT, "支付令", "glossary/#payment-order|start/urgent/(#court-papers)?"),
    (HANS, "支付令", "glossary/#payment-order|start/urgent/(#court-papers)?"),
    (HANT, "擔保人", "glossary/#guarantor|communication/guarantor-and-collateral/"),
    (HANS, "担保人", "glossary/#guarantor|communication/guarantor-and-collateral/"),
    (HANT, "停息掛帳", "glossary/#[a-z-]+|pitfalls/scams-and-agents/"),
    (HANS, "停息挂账", "glossary/#[a-z-]+|pitfalls/scams-and-agents/"),
]
DIALOG = ".md-search"
INPUT = "input.md-search__input"


@pytest.mark.parametrize(("edition", "word", "answers"), WORDS)
def test_a_word_leads_to_its_page(
    open_page: OpenPage, edition: str, word: str, answers: str
) -> None:
    size = DESKTOP if edition == HANT else PHONE
    page = open_page(f"{ROOTS[edition]}about/", size=size)
    if size is PHONE:
        tab_to(page, '[for="__search"]')
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.type(word)
    right = re.compile(rf"/{ROOTS[edition]}(?:{answers})$")
    answer = page.locator(f"{DIALOG} a[href]").filter(visible=True)
    expect(answer.filter(has_text=word).first).to_be_visible()
    # More of the index may change the list.
    at_rest(page)
    addresses = answer.evaluate_all("links => links.map(link => link.pathname + link.hash)")
    assert any(map(right.search, addresses)), addresses
    answer.nth(next(n for n, address in enumerate(addresses) if right.search(address))).click()
    page.wait_for_url(lambda url: bool(right.search(re.sub(r"\?[^#]*", "", url))))
    expect(page.locator("article")).to_contain_text(word)


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_escape_closes_the_search_and_gives_the_focus_back(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=PHONE)
    tab_to(page, '[for="__search"]')
    page.keyboard.press("Enter")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(INPUT)).not_to_be_visible()
    expect(page.locator('.md-header__button[for="__search"]')).to_be_focused()
