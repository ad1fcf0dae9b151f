"""The search box of the built site, as readers use it: the whole path, and the bad ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from browser_fixtures import DESKTOP, PHONE, ROOTS, SIZES, OpenPage, at_rest, one_size_each, press
from conftest import HANS, HANT, Site
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect
from static_host import served

BOX = "input.md-search__input"
RESULT = ".md-search-result__item"
LINK = f"{RESULT} a.md-search-result__link"
NOTE = ".search-note"
INDEX = re.compile("/search/index.json$")

in_both_editions = pytest.mark.parametrize("edition", [HANT, HANS])


def open_box(page: Page) -> None:
    small = page.viewport_size == PHONE
    press(page, '.md-header__button[for="__search"]' if small else BOX)
    expect(page.locator(BOX)).to_be_focused()


def requests(page: Page) -> list[str]:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    return seen


def first(page: Page, text: str) -> None:
    """Waits until a text stands in the first result; topics, which stood there before, have no
    marks."""
    expect(page.locator(f"{RESULT} mark").first).to_be_attached()
    expect(page.locator(RESULT).first).to_contain_text(text)


@one_size_each
def test_a_query_in_the_other_script_leads_to_the_section_and_marks_it(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=size)
    open_box(page)
    page.keyboard.insert_text({HANT: "连带责任", HANS: "連帶責任"}[edition])
    word = {HANT: "連帶責任", HANS: "连带责任"}[edition]
    expect(page.locator(f"{RESULT} mark").filter(has_text=word).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"guarantor-and-collateral/\?h=.*#joint-liability"))
    expect(page.locator(".md-content mark").filter(has_text=word).first).to_be_visible()


@in_both_editions
def test_a_candidate_of_an_input_method_picked_by_touch_searches_at_once(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(ROOTS[edition], size=PHONE)
    open_box(page)
    ime = page.context.new_cdp_session(page)
    for composed in ("s", "sh", "shang", "shangmen"):
        ime.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    # Found while it is still being composed, by its pinyin.
    expect(page.locator(f"{LINK}[href*='#home-visits']").first).to_be_visible()
    ime.send("Input.insertText", {"text": "上門"})
    expect(page.locator(f"{RESULT} mark").first).to_have_text(re.compile("上門|上门"))
    assert page.input_value(BOX) == "上門"


def test_enter_belongs_to_the_input_method_while_it_composes(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP)
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "有人上門")
    page.evaluate(
        """box => document.querySelector(box).dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))""",
        BOX,
    )
    page.wait_for_timeout(300)
    assert "urgent" not in page.url


def test_a_paste_searches_at_once(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP)
    page.evaluate(
        """() => {
            const area = document.createElement("textarea")
            area.value = "擔保人"
            document.body.append(area)
            area.select()
            document.execCommand("copy")
            area.remove()
        }"""
    )
    open_box(page)
    page.evaluate("() => document.execCommand('insertText', false, '擔保人')")
    first(page, "擔保人")


def test_the_box_is_emptied_with_its_results(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP)
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "上門")
    page.click(".md-search button[type=reset]")
    expect(page.locator(NOTE)).to_have_attribute("data-note", "topics")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_is_typed_and_suggested_ends_before_the_buttons(
    open_page: OpenPage, size: ViewportSize
) -> None:
    page = open_page("start/", size=size)
    open_box(page)
    page.keyboard.insert_text("催收打給家人")
    suggestion = page.locator(".md-search__suggest")
    expect(suggestion).not_to_be_empty()
    ends = page.evaluate(
        """() => {
            const at = name => document.querySelector(`.md-search__${name}`)
            const padding = parseFloat(getComputedStyle(at("input")).paddingRight)
            return [at("input").getBoundingClientRect().right - padding,
                at("suggest").getBoundingClientRect().right,
                at("options").getBoundingClientRect().left]
        }"""
    )
    assert max(ends[:2]) <= ends[2]
    assert suggestion.evaluate("e => getComputedStyle(e).overflowX") == "hidden"


@in_both_editions
def test_an_open_empty_box_offers_the_commonest_topics(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=PHONE)
    open_box(page)
    expect(page.locator(RESULT)).to_have_count(6)
    expect(page.locator(NOTE)).to_have_text({HANT: "最常看的主題", HANS: "最常看的主题"}[edition])
    # Nothing is asked yet: the theme's line, which counts results, stays out.
    expect(page.locator(".md-search-result__meta")).to_be_hidden()
    # Nor do they stay away when the theme clears its list, as it does when it comes late.
    page.locator(".md-search-result__list").evaluate("list => list.replaceChildren()")
    expect(page.locator(RESULT)).to_have_count(6)
    page.keyboard.press("Enter")
    page.locator(LINK).first.click()
    page.wait_for_url(re.compile(f"/{ROOTS[edition]}start/urgent/"))


def test_the_box_gives_the_focus_away_after_enter(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP)
    # As with instant navigation: the page is not replaced.
    page.evaluate("() => addEventListener('click', event => event.preventDefault())")
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "上門")
    page.keyboard.press("Enter")
    expect(page.locator(BOX)).not_to_be_focused()


@in_both_editions
def test_the_index_loads_when_the_box_gets_the_focus(open_page: OpenPage, edition: str) -> None:
    page = open_page("about:blank")
    seen = requests(page)
    page.goto(f"{ROOTS[edition]}start/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in seen if INDEX.search(url) or "/engine." in url or "/box." in url]
    with page.expect_request(INDEX):
        open_box(page)


@in_both_editions
def test_a_shared_search_opens_with_its_results(open_page: OpenPage, edition: str) -> None:
    page = open_page(f"{ROOTS[edition]}?q=停息掛帳", size=DESKTOP)
    expect(page.locator(f"{LINK}[href*='#fees-first']").first).to_be_visible()


@in_both_editions
def test_what_fits_nothing_says_so_and_offers_the_emergency_page(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}about/", size=PHONE)
    open_box(page)
    page.keyboard.insert_text("量子力學")
    expect(page.locator(NOTE)).to_contain_text({HANT: "沒有很合適", HANS: "没有很合适"}[edition])
    expect(page.locator(".md-search-result__meta")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("about/")
    urgent = page.locator(f"{LINK}[href*='/start/urgent/']").first
    expect(urgent).to_be_attached()
    assert f"/{ROOTS[edition]}start/" in (urgent.get_attribute("href") or "")


def test_markup_in_the_query_stays_text(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP, init="self.hurt = false")
    open_box(page)
    page.keyboard.insert_text("<img src=x onerror='hurt = true'> 短信")
    expect(page.locator(RESULT).first).to_be_visible()
    assert page.evaluate("() => hurt") is False
    expect(page.locator(f"{RESULT} img")).to_have_count(0)


def cut_short(route: Route) -> None:
    route.fulfill(content_type="application/json", body='{"format": 1, "pages": [["')


def of_an_older_build(route: Route) -> None:
    route.fulfill(content_type="application/json", body=json.dumps({"format": 0}))


BROKEN: dict[str, Callable[[Route], None]] = {
    "blocked": lambda route: route.abort(),
    "truncated": cut_short,
    "of an older build": of_an_older_build,
}


@pytest.mark.parametrize(
    ("fault", "edition"), list(zip(BROKEN, (HANT, HANS, HANT), strict=True)), ids=BROKEN
)
def test_an_index_that_does_not_come_is_said_and_tried_again(
    open_page: OpenPage, edition: str, fault: str
) -> None:
    page = open_page("about:blank")
    page.route(INDEX, BROKEN[fault])
    page.goto(f"{ROOTS[edition]}start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    expect(page.locator(NOTE)).to_contain_text(
        {HANT: "沒有載入成功", HANS: "没有加载成功"}[edition]
    )
    expect(page.locator(RESULT)).to_have_count(0)
    page.unroute(INDEX)
    page.locator(f"{NOTE} a").click()
    first(page, {HANT: "有人上門", HANS: "有人上门"}[edition])
    expect(page.locator(NOTE)).to_be_empty()
    assert page.input_value(BOX) == "上門"


def test_a_new_try_takes_the_engine_of_today_s_build_too(open_page: OpenPage) -> None:
    page = open_page("about:blank", size=DESKTOP)
    stub, engine = re.compile("/search/search_index.json$"), re.compile("/workers/engine.old.js$")

    def of_yesterday(route: Route) -> None:
        setup = route.fetch().json()
        setup["config"]["engine"] = "engine.old.js"
        route.fulfill(json=setup)

    page.route(stub, of_yesterday)
    old = "guideSearch = guideIndex = () => { throw 'old' }"
    page.route(engine, lambda route: route.fulfill(body=old, content_type="text/javascript"))
    page.goto("start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    expect(page.locator(NOTE)).to_contain_text("沒有載入成功")
    page.unroute(stub)
    page.locator(f"{NOTE} a").click()
    first(page, "有人上門")


PART = re.compile(r"/search/(?:text|learned)-\d+\.json$")


def of_another_build(route: Route) -> None:
    """A part whose stamp is another one, and whose text takes as much."""
    body = route.fetch().body()
    at = body.index(b'p":"') if b'p":"' in body else 0
    route.fulfill(body=body[:at] + bytes(reversed(body[at:])))


PARTS: dict[str, Callable[[Route], None]] = {
    "blocked": lambda route: route.abort(),
    "a page of the host": lambda route: route.fulfill(body="<!doctype html><p>404"),
    "truncated": lambda route: route.fulfill(body=route.fetch().body()[:-2000]),
    "never": lambda route: None,
    "of another build": of_another_build,
}


@pytest.mark.parametrize("fault", PARTS)
def test_without_the_further_parts_the_first_one_answers(open_page: OpenPage, fault: str) -> None:
    asked: list[str] = []

    def faulty(route: Route) -> None:
        asked.append(route.request.url)
        PARTS[fault](route)

    page = open_page("about:blank", size=DESKTOP)
    page.route(PART, faulty)
    page.goto("start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "有人上門")
    expect(page.locator(NOTE)).to_be_empty()
    while not asked:
        page.wait_for_timeout(100)
    page.unroute_all(behavior="ignoreErrors")


def test_who_saves_data_gets_no_more_than_the_text(open_page: OpenPage) -> None:
    saves = (
        "Object.defineProperty(Navigator.prototype, 'connection', {get: () => ({saveData: true})})"
    )
    page = open_page("about:blank", size=DESKTOP)
    # The worker has a navigator of its own.
    page.route(
        re.compile("/workers/engine"),
        lambda route: route.fulfill(
            content_type="text/javascript",
            body=saves.replace("Navigator", "WorkerNavigator") + ";" + route.fetch().text(),
        ),
    )
    seen = requests(page)
    page.goto("start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "有人上門")
    page.wait_for_load_state("networkidle")
    assert [url for url in seen if "/search/text-1.json" in url]
    assert not [url for url in seen if "/learned-" in url]


def test_what_comes_later_is_used_unless_the_reader_is_about_to_choose(
    open_page: OpenPage,
) -> None:
    held: list[Route] = []
    for touched in (False, True):
        page = open_page("about:blank", size=DESKTOP)
        page.route(PART, lambda route: held.append(route))
        page.goto("start/")
        open_box(page)
        page.keyboard.insert_text("有人上門怎麼辦")
        first(page, "有人上門")
        page.evaluate("() => { document.querySelector('.md-search-result li').kept = true }")
        if touched:
            page.locator(RESULT).first.hover()
        # The parts of the text come first, and then what was learned.
        for _ in range(10):
            while held:
                held.pop().continue_()
            page.wait_for_timeout(200)
        stays = "() => document.querySelector('.md-search-result li')?.kept === true"
        page.wait_for_function(stays if touched else f"() => !({stays})()")


# Each query reaches the worker late, as on a phone that is slow.
SLOW_WORKER = """(() => {
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (message) {
    setTimeout(() => post.call(this, message), message.type == 2 ? 1000 : 0)
  }
})()"""


def test_enter_waits_for_the_answer_to_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("start/", size=DESKTOP, init=SLOW_WORKER)
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "有人上門")
    page.locator(BOX).select_text()
    page.keyboard.insert_text("支付令")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/court/payment-order/"))


# A tap on the first result, right after the others have changed places with it.
TAP = """async change => {
  const list = document.querySelector(".md-search-result__list")
  const aimed = list.querySelector("a").href
  if (change) list.append(list.firstElementChild)
  await new Promise(requestAnimationFrame)
  let leads = false
  const stay = event => {
    leads = !event.defaultPrevented
    event.preventDefault()
  }
  addEventListener("click", stay)
  const tap = { bubbles: true, cancelable: true, detail: 1, pointerType: "touch" }
  list.querySelector("a").dispatchEvent(new PointerEvent("click", tap))
  removeEventListener("click", stay)
  return [leads, aimed === list.querySelector("a").href]
}"""


def test_a_tap_on_what_has_just_taken_another_s_place_leads_nowhere(open_page: OpenPage) -> None:
    page = open_page("start/", size=PHONE)
    open_box(page)
    page.keyboard.insert_text("催收上門怎麼辦 律師函 逾期")
    first(page, "催收")
    expect(page.locator(RESULT).nth(1)).to_be_attached()
    at_rest(page)
    page.wait_for_timeout(1000)
    assert page.evaluate(TAP, True) == [False, False]
    page.wait_for_timeout(1000)
    assert page.evaluate(TAP, False) == [True, True]


def test_enter_tries_again_too(open_page: OpenPage) -> None:
    page = open_page("about:blank", size=DESKTOP)
    page.route(INDEX, lambda route: route.abort())
    page.goto("start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    expect(page.locator(NOTE)).to_contain_text("沒有載入成功")
    page.unroute(INDEX)
    page.keyboard.press("Enter")
    first(page, "有人上門")


def test_a_page_whose_setup_failed_says_so_and_opens_anew_with_the_query(
    open_page: OpenPage,
) -> None:
    # The theme does not catch the error of its own request, which ends all it does.
    page = open_page("about:blank", size=DESKTOP, init="onerror = () => true")
    # Our own request ahead of it fails too.
    page.route(re.compile("search_index.json"), lambda route: route.abort(), times=2)
    page.goto("start/")
    page.wait_for_load_state("networkidle")
    page.locator(BOX).click()
    page.keyboard.insert_text("上")
    expect(page.locator(NOTE)).to_contain_text("沒有載入成功")
    page.keyboard.insert_text("門")
    page.locator(f"{NOTE} a").click()
    page.wait_for_url(re.compile(rf"/start/\?q={quote('上門')}$"))
    first(page, "有人上門")


def test_a_slow_index_is_announced_and_the_query_answered_in_the_end(open_page: OpenPage) -> None:
    page = open_page("about:blank", size=DESKTOP)
    held: list[Route] = []
    slow = [True]
    page.route(INDEX, lambda route: held.append(route) if slow else route.continue_())
    page.goto("start/")
    open_box(page)
    page.keyboard.insert_text("上門")
    expect(page.locator(NOTE)).to_contain_text("正在載入")
    expect(page.locator(NOTE)).to_contain_text("還在載入")
    slow.clear()
    for route in held:
        route.continue_()
    first(page, "有人上門")


def test_what_is_typed_before_the_theme_has_come_is_answered_too(open_page: OpenPage) -> None:
    page = open_page("about:blank", size=DESKTOP)
    held: list[Route] = []
    page.route(re.compile("/assets/hashed/bundle"), lambda route: held.append(route))
    page.goto("start/")
    # Until boot.js hears of it.
    page.wait_for_function("() => !document.querySelector('[data-late]')")
    with page.expect_response(INDEX), page.expect_response(re.compile("/workers/box")):
        page.locator(BOX).click()
    page.keyboard.insert_text("上門")
    expect(page.locator(NOTE)).to_contain_text("正在載入")
    (bundle,) = held
    bundle.continue_()
    first(page, "有人上門")
    expect(page.locator(NOTE)).to_be_empty()


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_the_404_page_searches_in_its_edition(
    open_page: OpenPage, site: Site, edition: str
) -> None:
    with served(site.root, nearest_404=True) as host:
        page = open_page(f"{ROOTS[edition]}no/such/page/", lost=True, base_url=host, size=DESKTOP)
        open_box(page)
        page.keyboard.insert_text("上門")
        first(page, {HANT: "有人上門", HANS: "有人上门"}[edition])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"^{host}{ROOTS[edition]}start/urgent/"))
        at_rest(page)


@in_both_editions
def test_the_search_works_below_any_path(
    open_page: OpenPage, site: Site, tmp_path_factory: pytest.TempPathFactory, edition: str
) -> None:
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some/where").symlink_to(site.root, target_is_directory=True)
    with served(root) as host:
        page = open_page(f"some/where/{ROOTS[edition]}about/", base_url=host, size=DESKTOP)
        open_box(page)
        page.keyboard.insert_text("上門")
        first(page, {HANT: "有人上門", HANS: "有人上门"}[edition])
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"^{host}some/where/{ROOTS[edition]}start/urgent/"))
        at_rest(page)


def test_the_search_works_with_storage_refused(open_page: OpenPage) -> None:
    refuse = "Storage.prototype.setItem = () => { throw new DOMException('', 'SecurityError') }"
    page = open_page("start/", size=PHONE, init=refuse)
    open_box(page)
    page.keyboard.insert_text("上門")
    first(page, "有人上門")


@one_size_each
def test_without_scripts_there_is_the_list_of_all_topics(
    open_page: OpenPage, edition: str, size: ViewportSize
) -> None:
    page = open_page(f"{ROOTS[edition]}start/", scripts=False, size=size)
    expect(page.locator(".md-search")).to_be_hidden()
    page.locator("a.search-topics").click()
    page.wait_for_url(re.compile(f"/{ROOTS[edition]}topics/"))
    links = page.locator(".topics a")
    assert links.count() > 100
    links.filter(has_text={HANT: "有人上門", HANS: "有人上门"}[edition]).last.click()
    page.wait_for_url(re.compile("start/urgent/"))


def test_a_result_comes_for_the_first_character_on_fast_3g(browser: Browser, host: str) -> None:
    context = browser.new_context(base_url=host, viewport=PHONE)
    page = context.new_page()
    page.goto("start/")
    page.wait_for_load_state("networkidle")
    network = context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 562.5}
    rates = {"downloadThroughput": 1.44e6 / 8 * 0.9, "uploadThroughput": 675e3 / 8 * 0.9}
    network.send("Network.emulateNetworkConditions", conditions | rates)
    page.locator('.md-header__button[for="__search"]').click()
    # A reader needs this long at least from opening the box to the first character.
    page.wait_for_timeout(1000)
    page.keyboard.insert_text("上")
    page.locator(RESULT).first.wait_for(timeout=15_000)
    context.close()
