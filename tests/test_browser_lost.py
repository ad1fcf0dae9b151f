"""The 404 page: what an old or mistyped address may have meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser_fixtures import (
    DESKTOP,
    ROOTS,
    OpenPage,
    RunModule,
    at_rest,
    one_size_each,
    press,
)
from conftest import HANS, HANT, PROJECT, Site
from playwright.sync_api import Browser, Route, ViewportSize, expect
from static_host import served

CASES = yaml.safe_load((PROJECT / "tests/cases/lost_paths.yml").read_text("utf-8"))
NEAR = "[data-lost-near]"
SEARCH = "[data-lost-search]"
ASK = """given.paths.map(path => m.nearest(path, given.entries)).map(
  ({ sure, near, words }) => ({ sure: sure && sure.id, near: near.map(({ id }) => id), words }))"""


@pytest.fixture(scope="module")
def entries(site: Site) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = site.catalogue["pages"]
    return pages


def meant(
    run_module: RunModule, paths: list[str], entries: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    given = {"paths": paths, "entries": entries}
    answers: list[dict[str, Any]] = run_module("../nearest", ASK, given)
    return answers


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_path_means_what_its_reader_meant(
    run_module: RunModule, entries: list[dict[str, Any]], case: dict[str, Any]
) -> None:
    (answer,) = meant(run_module, [case["path"]], entries)
    assert answer.get("sure") == case.get("sure"), answer
    if "near" in case:
        assert answer["near"][:1] == ([case["near"]] if case["near"] else []), answer
    if "words" in case:
        assert answer["words"] == case["words"]
    assert len(answer["near"]) <= 3


def test_every_address_and_id_is_known_whatever_its_capitals(
    run_module: RunModule, entries: list[dict[str, Any]]
) -> None:
    expected = {}
    for entry in entries:
        address = entry["editions"][HANT]["url"].removeprefix("https://example.org/")
        expected[f"s/{entry['id'].upper()}。"] = entry["id"]
        if address:
            expected[address.upper().rstrip("/") + ".html"] = entry["id"]
    answers = meant(run_module, list(expected), entries)
    found = {path: answer["sure"] for path, answer in zip(expected, answers, strict=True)}
    assert found == expected


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_an_address_that_a_chat_has_lengthened_leads_on_with_its_anchor(
    open_page: OpenPage, edition: str
) -> None:
    path = f"{ROOTS[edition]}start/urgent/。?q=1#court-papers"
    page = open_page(path, lost=True)
    page.wait_for_url(re.compile(rf"^http://[^/]+/{ROOTS[edition]}start/urgent/\?q=1#court-papers"))


def test_a_short_link_with_a_full_stop_opens_the_edition_of_its_reader(
    open_page: OpenPage,
) -> None:
    page = open_page("s/urgent/。", lost=True, language="zh-CN")
    page.wait_for_url(re.compile(r"/zh-hans/start/urgent/$"))


@one_size_each
def test_a_mistyped_address_is_never_followed_but_offered(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page("start/urgetn/", lost=True, size=size)
    section = page.locator(f'section[lang="{edition}"]')
    expect(section.locator(NEAR)).to_be_visible()
    assert page.url.endswith("/start/urgetn/")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    press(page, f'section[lang="{edition}"] {NEAR} a')
    expect(page).to_have_url(re.compile(rf"/{ROOTS[edition]}start/urgent/$"))


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_the_search_is_offered_with_the_words_of_the_path(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page("old/會不會坐牢.html", lost=True, size=DESKTOP)
    link = page.locator(f'section[lang="{edition}"] {SEARCH} a')
    expect(link).to_contain_text("old 會不會坐牢")
    link.click()
    expect(page.locator("html")).to_have_attribute("lang", edition)
    expect(page.locator("input.md-search__input")).to_have_value("old 會不會坐牢")
    answers = page.locator(".md-search-result__item a").filter(visible=True)
    # The one until the whole index has come, then the other.
    answer = re.compile("start/urgent/|court/crime/")
    expect(answers.first).to_have_attribute("href", answer)


def test_markup_in_the_path_stays_text(open_page: OpenPage) -> None:
    page = open_page("%3Cimg%20src=x%20onerror=alert(1)%3Ewords", lost=True)
    expect(page.locator(SEARCH).first).to_contain_text("<img")
    expect(page.locator("section img")).to_have_count(0)


def refuse(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body="<html>")


def test_without_the_catalogue_the_start_pages_stand_there_all_the_same(
    browser: Browser, host: str
) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/links.json", refuse)
    page.goto(f"{host}start/urgetn/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(NEAR).first).to_be_hidden()
    expect(page.locator(SEARCH).first).to_be_hidden()
    expect(page.locator('section.lost a[href$="/topics/"]').first).to_be_visible()
    assert errors == []
    page.close()


def test_with_scripts_off_the_start_pages_and_all_topics_are_listed(open_page: OpenPage) -> None:
    page = open_page("some/where/lost", lost=True, scripts=False)
    for edition in (HANT, HANS):
        section = page.locator(f'section[lang="{edition}"]')
        expect(section.locator(NEAR)).to_be_hidden()
        hrefs = section.locator("a:visible").evaluate_all("links => links.map(a => a.pathname)")
        ways = ("start/", "start/urgent/", "court/", "", "topics/")
        assert hrefs == [f"/{ROOTS[edition]}{to}" for to in ways]


def test_below_a_path_the_404_page_finds_its_way(
    open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    """The address of the site is in the page, as MkDocs writes it for SITE_URL."""
    root = tmp_path / "guide"
    root.mkdir()
    for child in site.root.iterdir():
        if child.name != "404.html":
            (root / child.name).symlink_to(child, target_is_directory=child.is_dir())
    html = (site.root / "404.html").read_text("utf-8")
    below = re.sub(r'((?:href|src)="|"(?:base|search)": ")/(?!/)', r"\g<1>/guide/", html)
    (tmp_path / "404.html").write_text(below, "utf-8")
    with served(tmp_path) as host:
        page = open_page("guide/start/urgetn/", lost=True, base_url=host)
        press(page, f'section[lang="{HANS}"] {NEAR} a')
        expect(page).to_have_url(f"{host}guide/zh-hans/start/urgent/")
        page.goto("guide/START/")
        expect(page).to_have_url(f"{host}guide/start/")
        at_rest(page)
