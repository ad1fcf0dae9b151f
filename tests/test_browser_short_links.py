"""Short links in a real Chromium: the reader's edition, the anchor, the history."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from browser_fixtures import OpenPage, at_rest
from conftest import HANS, HANT, Site
from playwright.sync_api import Page, expect
from static_host import served
from test_browser_editions import STORAGE_REFUSED

ROOTS = {HANT: "", HANS: "zh-hans/"}
SHORT = "s/urgent/"
TARGET = "start/urgent/"


def languages(*tags: str) -> str:
    """A script that makes these the languages of the browser."""
    given = f"{{ get: () => {json.dumps(tags)} }}"
    return f"Object.defineProperty(Navigator.prototype, 'languages', {given})"


def opened(page: Page, edition: str, rest: str = "") -> None:
    where = re.escape(f"/{ROOTS[edition]}{TARGET}{rest}")
    # Below the root of the host: "/start/…" must not be the end of "/zh-hans/start/…".
    expect(page).to_have_url(re.compile(rf"^http://[^/]+{where}$"))
    expect(page.locator("html")).to_have_attribute("lang", edition)


@pytest.mark.parametrize(
    ("language", "edition"),
    [
        ("zh-CN", HANS),
        ("zh-SG", HANS),
        ("zh-MY", HANS),
        ("zh-Hans", HANS),
        ("zh-Hans-HK", HANS),
        # No region: Unicode's likely subtags say zh-Hans-CN.
        ("zh", HANS),
        ("zh-TW", HANT),
        ("zh-HK", HANT),
        ("zh-MO", HANT),
        ("zh-Hant", HANT),
        ("zh-Hant-CN", HANT),
        ("en", HANT),
        ("en-US", HANT),
        ("ja", HANT),
    ],
)
def test_a_short_link_opens_the_edition_of_the_browsers_language(
    open_page: OpenPage, language: str, edition: str
) -> None:
    opened(open_page(SHORT, language=language), edition)


@pytest.mark.parametrize(
    ("tags", "edition"),
    [
        (("en-US", "zh-CN", "zh-TW"), HANS),
        (("ja", "zh-HK", "zh-CN"), HANT),
        (("fr", "en"), HANT),
        ((), HANT),
    ],
)
def test_the_first_chinese_among_the_languages_decides(
    open_page: OpenPage, tags: tuple[str, ...], edition: str
) -> None:
    opened(open_page(SHORT, init=languages(*tags)), edition)


@pytest.mark.parametrize(("language", "choice"), [("zh-TW", HANS), ("zh-CN", HANT)])
def test_the_readers_choice_comes_before_the_languages(
    open_page: OpenPage, language: str, choice: str
) -> None:
    page = open_page("", language=language)
    page.evaluate("choice => localStorage.setItem('edition', choice)", choice)
    page.goto(SHORT)
    opened(page, choice)


def test_a_choice_that_is_no_edition_counts_for_nothing(open_page: OpenPage) -> None:
    page = open_page("", language="zh-CN")
    page.evaluate("localStorage.setItem('edition', 'javascript:alert(1)')")
    page.goto(SHORT)
    opened(page, HANS)


def test_anchor_and_query_are_kept(open_page: OpenPage) -> None:
    rest = "?h=%E4%B8%8A%E9%96%80#home-visits"
    opened(open_page(SHORT + rest, language="zh-CN"), HANS, rest)


def test_the_short_link_leaves_no_entry_in_the_history(open_page: OpenPage) -> None:
    page = open_page("about/")
    before = page.evaluate("history.length")
    page.evaluate("address => { location.href = address }", f"../{SHORT}#threats")
    opened(page, HANT, "#threats")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page).to_have_url(re.compile("/about/$"))


@pytest.mark.parametrize("refused", STORAGE_REFUSED.values(), ids=STORAGE_REFUSED)
def test_storage_may_be_refused(open_page: OpenPage, refused: str) -> None:
    opened(open_page(f"{SHORT}#threats", language="zh-CN", init=refused), HANS, "#threats")


def test_without_scripts_both_titles_and_both_links_stand_there(open_page: OpenPage) -> None:
    page = open_page(SHORT, scripts=False)
    assert page.url.endswith(f"/{SHORT}")
    for edition, title in ((HANT, "被威脅"), (HANS, "被威胁")):
        link = page.locator(f"main > p[lang={edition}] a")
        expect(link).to_contain_text(title)
        box = link.bounding_box()
        # A finger on a phone: 44 px (WCAG 2.5.5).
        assert box is not None
        assert box["height"] >= 44
        link.click()
        opened(page, edition)
        page.go_back()


def test_short_links_work_below_any_path(open_page: OpenPage, site: Site, tmp_path: Path) -> None:
    shutil.copytree(site.root, tmp_path / "some/path")
    with served(tmp_path) as host:
        page = open_page(f"{host}some/path/{SHORT}#threats", language="zh-CN")
        expect(page).to_have_url(f"{host}some/path/zh-hans/{TARGET}#threats")
        page.goto(f"{host}some/path/s/urgent#threats")
        expect(page).to_have_url(f"{host}some/path/zh-hans/{TARGET}#threats")
        at_rest(page)
