"""Replies for support desks: danger first, short enough, made of the site's own words."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import HANS, HANT, PROJECT

from base.languages import EDITIONS
from base.problems import Unusable
from content.library import read_sources
from model.guide import GuidePage
from model.page import Page, applied
from search.keywords import check_keywords, read_keywords
from search.learn import load_heard, load_queries
from search.published_replies import NONE, OFFERED, material, reply_links
from search.replies import (
    CALLS,
    FIRST,
    LONGEST,
    NOT_SENT,
    Material,
    Reply,
    check_replies,
    make_replies,
    reply_to,
    sms_parts,
)
from search.reply_files import COLUMNS, LONGEST_QUESTION, MOST_SIMILAR, reply_files
from search.vocabulary import Danger

CASES = Path(__file__).parent / "cases"
# Those for which the emergency page comes first; a few have an answer of their own.
DANGERS = [
    row["query"]
    for row in yaml.safe_load((CASES / "search_dangers.yml").read_text("utf-8"))
    if row["first"].startswith("start/urgent/")
]
# Keywords know less than the search, which learns: so many of the judged questions they must know.
KNOWN = 0.9
SOURCES = read_sources(PROJECT / "docs")[0]
DATA = PROJECT / "docs/_data"


GUIDE = "https://guide.test/"


@pytest.fixture(scope="module")
def given() -> Material:
    return material(SOURCES, DATA)


@pytest.fixture(scope="module")
def replies(guide: list[GuidePage], given: Material) -> list[Reply]:
    return make_replies(guide, GUIDE, given)


@pytest.fixture(scope="module")
def files(replies: list[Reply]) -> dict[str, str]:
    return reply_files(replies)


@pytest.mark.parametrize("language", EDITIONS)
def test_who_is_in_danger_is_told_whom_to_call_before_all_else(
    replies: list[Reply], language: str
) -> None:
    assert len(DANGERS) > 100
    known = 0
    for query in DANGERS:
        question = SOURCES.settings.convert(query) if language == HANS else query
        if (reply := reply_to(question, replies)) is None:
            continue
        known += 1
        assert reply.danger, question
        assert reply.id.partition("#")[0] == "urgent", question
        for text in reply.texts[language].values():
            assert all(number in text.splitlines()[0] for number in CALLS)
    assert known >= KNOWN * len(DANGERS)


def test_what_cannot_wait_stands_before_the_link(
    replies: list[Reply],
) -> None:
    by_id = {reply.id: reply for reply in replies}
    for name, said in FIRST.items():
        for text in by_id[name].texts[HANT].values():
            assert text.splitlines()[0] == said
    for asked in ("我把驗證碼給了他", "驗證碼發給他了", "跟他開了屏幕共享"):
        assert reply_to(asked, replies) == by_id["is-it-real#if-clicked"]


@pytest.mark.parametrize(
    "asked", ["活着好累", "活著好累", "活着沒意思", "家裏人打我", "家里人打我"]
)
def test_danger_is_seen_as_hong_kong_writes_too(replies: list[Reply], asked: str) -> None:
    reply = reply_to(asked, replies)
    assert reply is not None
    assert reply.id.partition("#")[0] == "urgent"


def test_who_is_asked_to_share_his_screen_is_told_to_hang_up(replies: list[Reply]) -> None:
    reply = reply_to("他叫我共享屏幕 說幫我關掉", replies)
    assert reply is not None
    assert reply.id == "is-it-real#face-and-screen"


def test_no_word_for_danger_asks_for_another_reply(replies: list[Reply]) -> None:
    first = [reply for reply in replies if reply.danger]
    dangers = [word for reply in first if "#" in reply.id for word in reply.words]
    others = [word for reply in replies if not reply.danger for word in reply.words]
    assert len(dangers) > 200
    assert len(others) > 1000
    assert [word for word in others if any(danger in word for danger in dangers)] == []
    order = [(not reply.danger, reply.id.partition("#")[0] != "urgent") for reply in replies]
    assert order == sorted(order)


def test_replies_keep_the_rules_of_pages(replies: list[Reply], guide: list[GuidePage]) -> None:
    assert [*check_replies(replies, SOURCES.settings.leaks)] == []
    ids = {page.id for page in guide}
    for reply in replies:
        assert reply.short.startswith(f"{GUIDE}s/{reply.id.partition('#')[0]}/")
        assert reply.id.partition("#")[0] in ids
        for language in EDITIONS:
            texts = reply.texts[language]
            assert texts["sms"].endswith(f"\n{reply.short}")
            assert reply.short in texts["whatsapp"].splitlines()


def test_a_reply_says_how_old_its_page_is_and_none_is_of_a_page_for_desks(
    replies: list[Reply], guide: list[GuidePage]
) -> None:
    pages = {page.id: page for page in guide}
    sent = [p for p in guide if p.section not in NOT_SENT and p.status == "published"]
    assert {reply.id.partition("#")[0] for reply in replies} == {page.id for page in sent}
    for reply in replies:
        page = pages[reply.id.partition("#")[0]]
        assert reply.section == page.section != ""
        for language in EDITIONS:
            assert reply.texts[language]["whatsapp"].splitlines()[-1] == f"（{page.updated}）"
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", page.updated)


@pytest.mark.parametrize("language", EDITIONS)
def test_a_section_is_sent_with_the_name_of_its_page(
    replies: list[Reply], guide: list[GuidePage], language: str
) -> None:
    """What a section is called may say nothing by itself: 今天做這五件."""
    titles = {
        page.id: edition.title
        for page in guide
        for name, _, edition in page.editions
        if name == language
    }
    sections = [
        reply for reply in replies if "#" in reply.id and not reply.id.startswith("urgent#")
    ]
    assert len(sections) > 5
    for reply in sections:
        texts, title = reply.texts[language], titles[reply.id.partition("#")[0]]
        assert title in texts["wechat"]
        assert title in reply.titles[language]
        # Whom to call takes the room of a message.
        if reply.id not in FIRST:
            assert title in texts["sms"]


FAULTS = {
    "保證成功": "a promise word",
    "我们谈": "write 們",
    "長" * 71: "no text for one SMS",
    "長" * (LONGEST + 1): f"at most {LONGEST}",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_reply_against_the_rules_is_named(replies: list[Reply], text: str) -> None:
    both = {language: {"sms": text} for language in EDITIONS}
    (first, *_) = check_replies([replace(replies[0], texts=both)], SOURCES.settings.leaks)
    said = [
        str(p) for p in check_replies([replace(replies[0], texts=both)], SOURCES.settings.leaks)
    ]
    assert first.path == f"the reply {replies[0].id}"
    assert any(FAULTS[text] in line for line in said), said


def test_every_file_holds_the_same_replies_in_the_same_order(
    replies: list[Reply], files: dict[str, str]
) -> None:
    assert {name.format(lang) for name in OFFERED for lang in EDITIONS} == files.keys()
    assert [each["id"] for each in json.loads(files["replies.json"])["replies"]] == [
        reply.id for reply in replies
    ]
    for language in EDITIONS:
        texts = [reply.texts[language]["wechat"] for reply in replies]
        text = files[f"replies.{language}.csv"].removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert tuple(rows[0]) == COLUMNS
        assert [row["wechat"] for row in rows] == texts
        assert [row["keywords"].split(",") for row in rows if row["keywords"]] == [
            list(reply.words) for reply in replies if reply.words
        ]
        macros = json.loads(files[f"zendesk.{language}.json"])["macros"]
        assert [macro["actions"][0] for macro in macros] == [
            {"field": "comment_value", "value": text} for text in texts
        ]
        macros = json.loads(files[f"intercom.{language}.json"])["data"]
        assert [macro["body_text"] for macro in macros] == texts
        assert all(macro["type"] == "macro" and macro["name"] for macro in macros)


def test_wecom_takes_every_question_once(files: dict[str, str]) -> None:
    """What kf/knowledge/add_intent refuses."""
    for language in EDITIONS:
        rows = json.loads(files[f"wecom.{language}.json"])
        asked = []
        for row in rows:
            similar = row["similar_questions"]["items"]
            assert len(similar) <= MOST_SIMILAR
            asked += [each["text"]["content"] for each in (row["question"], *similar)]
            (answer,) = row["answers"]
            assert len(answer["text"]["content"]) <= LONGEST
        assert len(rows) > 90
        assert len(set(asked)) == len(asked) > 2000
        assert max(map(len, asked)) <= LONGEST_QUESTION


PAGE = """<html><head><meta name="guide:id" content="a"></head><body><article>
<template data-slot="replies"></template></article></body></html>"""


def test_the_page_of_agents_offers_the_files_with_their_size_or_says_why_not() -> None:
    sizes = {f"replies/{name.format(lang)}": b"x" * 1001 for name in OFFERED for lang in EDITIONS}
    for language, folder in EDITIONS.items():
        page = Page.read("for-agents/index.html", PAGE, language)
        convert = SOURCES.settings.convert
        html = "".join(applied(page.tokens, reply_links(page, sizes, convert)))
        links = re.findall(r'<a href="([^"]+)" download>([^<]+)</a>，2 KB', html)
        assert [posixpath.normpath(f"{folder}for-agents/{url}") for url, _ in links] == [
            f"replies/{name.format(language)}" for name in OFFERED
        ]
        none = "".join(applied(page.tokens, reply_links(page, {}, convert)))
        assert f"<p>{convert(NONE) if language == HANS else NONE}</p>" in none


@pytest.mark.parametrize(("text", "parts"), [("字" * 70, 1), ("字" * 71, 2), ("字" * 135, 3)])
def test_the_parts_of_a_message_are_counted_as_operators_do(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_what_nobody_vouches_for_or_leads_nowhere_is_told(
    guide: list[GuidePage], given: Material
) -> None:
    with pytest.raises(Unusable, match="no published fact vouches for 110"):
        make_replies(guide, GUIDE, replace(given, numbers=["120", "12356"]))
    danger = Danger("start/urgnt/#threats", ("恐嚇",), 1)
    with pytest.raises(
        Unusable, match=r"no page 'start/urgnt/' \(did you mean .start/urgent/.\?\)"
    ):
        make_replies(guide, GUIDE, replace(given, dangers=[danger]))


@pytest.mark.slow
def test_the_words_were_learned_from_the_queries_as_they_are() -> None:
    queries, concepts, _ = load_queries(DATA)
    learned = read_keywords(DATA)[1]
    assert learned == load_heard(DATA, queries, concepts.canon).digest, (
        "run `make learn`, and commit"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("urgent", r"keywords\.tsv:2: not an id, a tab and its words.*make learn"),
        ("urgnt\t恐嚇", r"keywords\.tsv:2: no page has the id .urgnt. \(did you mean .urgent.\?\)"),
    ],
)
def test_a_broken_list_of_words_is_named_with_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "learned").mkdir()
    (tmp_path / "learned/keywords.tsv").write_text(f"digest\tx\n{line}\n", "utf-8")
    (problem,) = check_keywords(tmp_path, ["urgent"])
    assert re.search(message, str(problem))
