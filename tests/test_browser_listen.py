"""Hearing a page, with voices that are only acted, and larger text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from browser_fixtures import PHONE, ROOTS, OpenPage, RunModule, press, tab_to
from conftest import HANS, HANT, Site
from playwright.sync_api import Page, expect

CASES = yaml.safe_load((Path(__file__).parent / "cases/spoken.yml").read_text(encoding="utf-8"))
WORDS = {
    **{"digits": "零一二三四五六七八九", "units": "十百千萬億", "two": "兩", "point": "點"},
    **{"percent": "百分之", "to": "到", "blank": "空格", "item": "第{n}，"},
    "signs": ["加", "減", "乘", "除以", "等於"],
}
# The browser's voices, and what they are given to say: a sentence ends when a test says so.
ACTED = """voices => {
    const heard = []
    let now
    const known = voices.map(([lang, localService], n) =>
        ({ lang, localService, name: `voice ${n}`, voiceURI: `v${n}`, default: !n }))
    class Synth extends EventTarget {
        paused = false
        pending = false
        get speaking() { return Boolean(now) }
        getVoices() { return known }
        speak(utterance) {
            if (!utterance.text) return
            now = utterance
            heard.push([utterance.text, utterance.lang, utterance.rate])
        }
        cancel() { now = undefined }
        resume() {}
    }
    class Utterance { constructor(text) { this.text = text } }
    Object.defineProperty(self, "speechSynthesis", { value: new Synth() })
    Object.defineProperty(self, "SpeechSynthesisUtterance", { value: Utterance })
    self.heard = heard
    self.endSentence = () => {
        const ended = now
        now = undefined
        ended.onend()
    }
}"""
MANDARIN, CANTONESE, AFAR = ["zh-CN", True], ["zh-HK", True], ["zh-TW", False]
HEAR = "[data-hear]"
MARKED = "[...CSS.highlights.get('spoken') ?? []].map(range => range.toString()).join()"


def acted(*voices: list[Any]) -> str:
    return f"({ACTED})({list(voices)})".replace("True", "true").replace("False", "false")


def heard(page: Page, count: int) -> list[Any]:
    """What has been said, once it is so much."""
    page.wait_for_function("count => heard.length >= count", arg=count)
    found: list[Any] = page.evaluate("heard")
    assert len(found) == count
    return found


@pytest.mark.parametrize("case", CASES["said"], ids=[case["text"] for case in CASES["said"]])
def test_numbers_and_signs_are_written_out(run_module: RunModule, case: dict[str, str]) -> None:
    said = run_module("../listen/spoken", "m.spoken(given[0], given[1])", [case["text"], WORDS])
    assert said == case["said"]


@pytest.mark.parametrize("case", CASES["sentences"], ids=[c["text"] for c in CASES["sentences"]])
def test_a_text_is_cut_into_sentences(run_module: RunModule, case: dict[str, Any]) -> None:
    cut = "m.cut(given).map(([from, to]) => given.slice(from, to))"
    assert run_module("../listen/spoken", cut, case["text"]) == case["cut"]


def test_voices_of_the_readers_own_region_come_first(run_module: RunModule) -> None:
    order = """m.ordered(given.map(lang => ({ lang })), ["en-US", "yue-Hant-HK"], "zh-Hans")
        .map(({ lang }) => lang)"""
    given = ["zh-TW", "cmn-Hans-CN", "zh_HK"]
    assert run_module("../listen/voices", order, given) == ["zh_HK", "cmn-Hans-CN", "zh-TW"]


@pytest.mark.parametrize("voices", [[], [AFAR], [["en-US", True], AFAR]])
def test_without_a_chinese_voice_on_the_device_nothing_is_offered(
    open_page: OpenPage, voices: list[Any]
) -> None:
    page = open_page("start/", init=acted(*voices))
    expect(page.locator("[data-reading]")).to_be_visible()
    expect(page.locator(HEAR)).not_to_be_visible()


@pytest.mark.parametrize("edition", [HANT, HANS])
def test_a_page_is_heard_sentence_by_sentence_by_keyboard_alone(
    open_page: OpenPage, edition: str
) -> None:
    page = open_page(f"{ROOTS[edition]}easy/start/", init=acted(AFAR, MANDARIN, CANTONESE))
    expect(page.locator(HEAR)).to_be_visible()
    tab_to(page, HEAR)
    page.keyboard.press("Enter")
    pause = page.locator("[data-listen-pause]")
    expect(pause).to_be_focused()
    voices = page.locator("[data-listen-voice] option")
    assert voices.evaluate_all("found => found.map(({ value }) => value)") == ["v1", "v2"]

    # The sentence that is said is the one that is marked, from the title on.
    title = page.locator("h1").inner_text().replace("\n", "")
    assert heard(page, 1)[0] == [title.replace("5", "五"), "zh-CN", 1]
    assert page.evaluate(MARKED) == title
    page.evaluate("endSentence()")
    assert len(heard(page, 2)) == 2
    assert page.evaluate(MARKED) != title

    # Held, it waits; and begins the sentence anew.
    page.keyboard.press("Space")
    assert page.evaluate("speechSynthesis.speaking") is False
    page.keyboard.press("Space")
    found = heard(page, 3)
    assert found[2] == found[1]
    page.locator("[data-listen-rate]").select_option("1.5")
    assert heard(page, 4)[3][2] == 1.5
    page.locator("[data-listen-next]").press("Enter")
    page.locator("[data-listen-previous]").press("Enter")
    page.wait_for_function("() => heard.at(-1)[0] === heard[1][0]")

    page.keyboard.press("Escape")
    expect(page.locator("[data-listen]")).to_have_count(0)
    expect(page.locator(HEAR)).to_be_focused()
    assert page.evaluate("speechSynthesis.speaking") is False
    assert page.evaluate(MARKED) == ""


def test_the_whole_page_is_heard_and_hotlines_digit_by_digit(open_page: OpenPage) -> None:
    # To follow the sentences with the eye takes most of the time.
    init = f"{acted(MANDARIN)}; self.scrollBy = () => {{}}"
    page = open_page("easy/urgent/", init=init)
    press(page, HEAR)
    page.wait_for_function("() => heard.length")
    page.evaluate("""async () => {
        while (document.querySelector("[data-listen]")) {
            if (speechSynthesis.speaking) endSentence()
            await new Promise(done => setTimeout(done, 5))
        }
    }""")
    said = [sentence for sentence, *_ in page.evaluate("heard")]
    text = "".join(said)
    for words in ("打一一零。", "打一二三五六", "九五一八八", "第一，馬上打一一零", "支付令"):
        assert words in text
    # Nothing that is to be pressed or looked up, and no digit.
    for words in ("快速離開", "官方", "聽這一頁", "複製"):
        assert words not in text
    assert not any(char.isascii() and char.isdigit() for char in text)
    assert max(map(len, said)) < 120


def test_where_the_reader_does_not_come_it_is_said_and_tried_again(open_page: OpenPage) -> None:
    page = open_page("start/", init=acted(MANDARIN))
    page.route("**/listen-player.*.js", lambda route: route.abort())
    press(page, HEAR)
    expect(page.locator("[data-hear-fault]")).to_be_visible()
    page.unroute("**/listen-player.*.js")
    press(page, HEAR)
    expect(page.locator("[data-listen]")).to_be_visible()
    expect(page.locator("[data-hear-fault]")).to_be_hidden()


def test_what_reads_is_kept_with_the_guide(site: Site) -> None:
    (player,) = site.root.glob("assets/hashed/listen-player.*.js")
    assert player.name in (site.root / "sw.js").read_text(encoding="utf-8")


# Text that grows with the choice: of each page, in the menu, in a form.
GROWN = """() => [".lead", ".menu a", ".tool label", "article .cards a", "article li"]
    .map(selector => [...document.querySelectorAll(selector)].find(e => e.textContent.trim()))
    .filter(Boolean).map(element => parseFloat(getComputedStyle(element).fontSize))"""


@pytest.mark.parametrize("address", ["", "tools/budget-worksheet/"])
def test_text_is_larger_in_three_steps_everywhere(open_page: OpenPage, address: str) -> None:
    page = open_page(address, size=PHONE)
    press(page, 'button[for="__drawer"]')
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Escape")
    sizes = []
    for size in ("", "text-large", "text-largest"):
        page.locator(f'[data-size="{size}"]').press("Enter")
        expect(page.locator(f'[data-size="{size}"]')).to_have_attribute("aria-pressed", "true")
        sizes.append(page.evaluate(GROWN))
    assert len(sizes[0]) >= 3
    for small, middle, large in zip(*sizes, strict=True):
        assert small * 1.15 < middle < large / 1.15


def test_a_size_is_kept_for_the_tab_and_for_always_only_if_asked(open_page: OpenPage) -> None:
    page = open_page("start/")
    always = page.locator("[data-keep-size]")
    expect(always).to_be_hidden()
    press(page, '[data-size="text-large"]')
    assert page.evaluate("localStorage.getItem('text-size')") is None
    page.goto("channels/")
    assert page.evaluate("document.documentElement.classList.contains('text-large')")
    always.check()
    assert page.evaluate("localStorage.getItem('text-size')") == "text-large"
    # The plain size leaves nothing behind.
    press(page, '[data-size=""]')
    assert page.evaluate("localStorage.getItem('text-size')") is None
    assert page.evaluate("sessionStorage.getItem('text-size')") is None
