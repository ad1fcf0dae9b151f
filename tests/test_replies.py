"""Replies for support desks: danger first, short enough, made of the site's own words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, PROJECT, Site

from base.problems import Unusable
from content.facts import hotlines
from content.library import read_sources
from search.replies import (
    CALLS,
    COLUMNS,
    Reply,
    as_csv,
    as_json,
    make_replies,
    reply_to,
    sms_parts,
)
from search.training_queries import read_queries
from search.vocabulary import Danger, read_words

CASES = Path(__file__).parent / "cases"
# Those for which the emergency page comes first; a few have an answer of their own.
DANGERS = [
    row["query"]
    for row in yaml.safe_load((CASES / "search_dangers.yml").read_text("utf-8"))
    if row["first"].startswith("start/urgent/")
]
# Keywords know less than the search, which learns: so many of the judged questions they must know.
KNOWN = 0.85
SOURCES = read_sources(PROJECT / "docs")[0]
DATA = PROJECT / "docs/_data"


@pytest.fixture(scope="module")
def catalogue(site: Site) -> Any:
    return json.loads((site.root / "links.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def replies(catalogue: Any) -> list[Reply]:
    words, _ = read_words(DATA, SOURCES.library.glossary)
    numbers = hotlines(SOURCES.library.facts)
    queries = read_queries(DATA)[0]
    return make_replies(catalogue, queries, words.dangers, numbers, SOURCES.settings.convert)


@pytest.mark.parametrize("language", [HANT, HANS])
def test_who_is_in_danger_is_told_whom_to_call_before_all_else(
    replies: list[Reply], language: str
) -> None:
    assert len(DANGERS) > 100
    known = 0
    for query in DANGERS:
        question = SOURCES.settings.convert(query) if language == HANS else query
        if (reply := reply_to(question, replies, language)) is None:
            continue
        known += 1
        assert reply.danger, question
        assert reply.id.partition("#")[0] == "urgent", question
        for text in reply.texts[language].values():
            assert all(number in text.splitlines()[0] for number in CALLS)
    assert known >= KNOWN * len(DANGERS)


def test_no_question_of_danger_asks_for_another_reply(replies: list[Reply]) -> None:
    dangers = [word for reply in replies for word in reply.words[HANT]]
    others = [word for reply in replies if not reply.danger for word in reply.questions[HANT]]
    assert len(dangers) > 200
    assert len(others) > 500
    assert [word for word in others if any(danger in word for danger in dangers)] == []
    order = [reply.danger for reply in replies]
    assert order == sorted(order, reverse=True)


def test_a_reply_is_one_message_and_ends_with_its_link(
    replies: list[Reply], catalogue: Any
) -> None:
    shorts = {page["short"] for page in catalogue["pages"]}
    for reply in replies:
        assert reply.short.partition("#")[0] in shorts
        for language in (HANT, HANS):
            texts = reply.texts[language]
            assert sms_parts(texts["sms"]) == 1, texts["sms"]
            assert texts["sms"].endswith(f"\n{reply.short}")
            assert len(texts["wechat"]) < 300
            assert reply.short in texts["whatsapp"].splitlines()
    assert [reply.id for reply in replies if reply.section in ("agents", "reference")] == []


def test_csv_and_json_hold_the_same_replies(replies: list[Reply]) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(replies, HANS).removeprefix("\ufeff"))))
    told = json.loads(as_json(replies))["replies"]
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [each["id"] for each in told]
    assert [row["wechat"] for row in rows] == [each["texts"][HANS]["wechat"] for each in told]


@pytest.mark.parametrize(("text", "parts"), [("字" * 70, 1), ("字" * 71, 2), ("字" * 135, 3)])
def test_the_parts_of_a_message_are_counted_as_operators_do(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_what_nobody_vouches_for_or_leads_nowhere_is_told(catalogue: Any) -> None:
    with pytest.raises(Unusable, match="no published fact vouches for 110"):
        make_replies(catalogue, [], [], ["120", "12356"], str)
    danger = Danger("start/urgnt/#threats", ("恐嚇",), 1)
    with pytest.raises(
        Unusable, match=r"no page 'start/urgnt/' \(did you mean .start/urgent/.\?\)"
    ):
        make_replies(catalogue, [], [danger], list(CALLS), str)
