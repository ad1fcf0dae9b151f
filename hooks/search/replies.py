"""Replies for support desks: for each page of the guide the words that ask for it, and what to
send.

A desk that answers by keywords tries the replies in their order: those for who may be in danger
come first, and no other reply is asked for by words that hold theirs.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from base.languages import EDITIONS, SIMPLIFIED
from base.problems import Unusable, nearest
from search.training_queries import TrainingQuery
from search.vocabulary import Danger

FORMAT = 1
# The page for who is in danger: its replies begin with whom to call, before any link.
URGENT = "urgent"
CALLS = {"110": "有危險打", "120": "有人受傷打", "12356": "撐不住打"}
# Replies are for readers, not for who sends them.
NOT_SENT = ("agents", "reference")
MOST_QUESTIONS = 40
# Characters of a message of one part, and of each part of a longer one (3GPP TS 23.038).
WHOLE, PART = 70, 67
COLUMNS = (
    *("id", "danger", "section", "title", "short", "keywords", "questions"),
    *("sms", "sms_parts", "wechat", "whatsapp"),
)


@dataclass(frozen=True)
class Reply:
    """What is sent for a page, or a section of one for danger. `words` ask for it wherever they
    stand in a question, `questions` as a whole. `texts` are by language and channel."""

    id: str
    section: str
    danger: bool
    short: str
    titles: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    questions: Mapping[str, Sequence[str]]
    texts: Mapping[str, Mapping[str, str]]


def sms_parts(text: str) -> int:
    """How many messages a text becomes; Chinese goes in UCS-2."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= WHOLE else -(-units // PART)


def _texts(title: str, about: str, short: str, updated: str, calls: str) -> dict[str, str]:
    sms = "\n".join(filter(None, (calls, title, short)))
    # Whom to call is never left out for want of room; the title can be.
    if calls and sms_parts(sms) > 1:
        sms = f"{calls}\n{short}"
    return {
        "sms": sms,
        "wechat": "\n".join(filter(None, (calls, title, about, short))),
        "whatsapp": "\n".join(filter(None, (calls, f"*{title}*", about, short, f"（{updated}）"))),
    }


class _Maker:
    """Makes replies of the catalogue of a built site."""

    def __init__(self, catalogue: Mapping[str, Any], convert: Callable[[str], str]) -> None:
        self._convert = convert
        home = next((page for page in catalogue["pages"] if page["id"] == "home"), None)
        if home is None:
            raise Unusable("links.json: no page has the id home; make build writes it")
        self._root = home["editions"]["zh-Hant"]["url"]
        self.by_address: dict[str, Mapping[str, Any]] = {
            self.address(page): page for page in catalogue["pages"]
        }

    def address(self, page: Mapping[str, Any]) -> str:
        return str(page["editions"]["zh-Hant"]["url"]).removeprefix(self._root)

    def page(self, place: str) -> Mapping[str, Any]:
        address = place.partition("#")[0]
        if address not in self.by_address:
            close = nearest(address, self.by_address)
            raise Unusable(f"links.json: no page {address!r}{close}; make build writes it anew")
        return self.by_address[address]

    def _in(self, language: str, text: str) -> str:
        return self._convert(text) if language == SIMPLIFIED else text

    def _asked(self, words: Iterable[str]) -> dict[str, list[str]]:
        return {
            language: list(dict.fromkeys(self._in(language, word) for word in words))
            for language in EDITIONS
        }

    def reply(
        self, place: str, words: Sequence[str], questions: Sequence[str], danger: bool
    ) -> Reply:
        page, anchor = self.page(place), place.partition("#")[2]
        titles = {each["id"]: each["title"] for each in page["anchors"]}
        short = page["short"] + (f"#{anchor}" if anchor else "")
        calls = "，".join(f"{what}{number}" for number, what in CALLS.items()) + "。"
        calls = calls if danger and page["id"] == URGENT else ""
        known, texts = {}, {}
        for language in EDITIONS:
            edition = page["editions"][language]
            known[language] = titles[anchor][language] if anchor else edition["title"]
            about = "" if anchor else edition["description"]
            told = (known[language], about, short, page["updated"], self._in(language, calls))
            texts[language] = _texts(*told)
        name = f"{page['id']}#{anchor}" if anchor else page["id"]
        asked = self._asked(words), self._asked(questions)
        return Reply(name, page["section"], danger, short, known, *asked, texts)


def make_replies(
    catalogue: Mapping[str, Any],
    queries: Iterable[TrainingQuery],
    dangers: Sequence[Danger],
    numbers: Collection[str],
    convert: Callable[[str], str],
) -> list[Reply]:
    """The replies, those for danger first; `numbers` are those that facts vouch for. Raises
    `Unusable`."""
    for number in CALLS:
        if number not in numbers:
            raise Unusable(f"no published fact vouches for {number}: see docs/_data/facts.yml")
    maker = _Maker(catalogue, convert)
    of_danger = [word for danger in dangers for word in danger.words]
    places = {danger.to for danger in dangers}
    asked: dict[str, list[str]] = {}
    for query in sorted(queries, key=lambda query: not query.by_reader):
        place = query.places[0]
        if place not in places:
            place = place.partition("#")[0]
            if any(word in query.query for word in of_danger):
                continue
        asked.setdefault(place, []).append(query.query)
    # Who may be in danger before who has a paper with a deadline.
    maker = _Maker(catalogue, convert)
    first = sorted(dangers, key=lambda danger: maker.page(danger.to)["id"] != URGENT)
    replies = [
        maker.reply(danger.to, danger.words, asked.get(danger.to, []), danger=True)
        for danger in first
    ]
    for address, page in sorted(maker.by_address.items()):
        sent = page["section"] not in NOT_SENT and page["status"] == "published"
        if sent and address not in places:
            questions = list(dict.fromkeys(asked.get(address, [])))
            is_urgent = page["id"] == URGENT
            questions = questions if is_urgent else questions[:MOST_QUESTIONS]
            replies.append(maker.reply(address, (), questions, danger=is_urgent))
    return sorted(replies, key=lambda reply: not reply.danger)


def reply_to(question: str, replies: Iterable[Reply], language: str) -> Reply | None:
    """What a desk answers that goes by keywords, in the order of the list."""
    for reply in replies:
        asks = any(word in question for word in reply.words[language])
        if asks or question in reply.questions[language]:
            return reply
    return None


def as_csv(replies: Iterable[Reply], language: str) -> str:
    """The replies in a language, one a line; its first character tells that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reply in replies:
        texts = reply.texts[language]
        head = (reply.id, "yes" if reply.danger else "", reply.section, reply.titles[language])
        words = "|".join(reply.words[language]), "|".join(reply.questions[language])
        sms = texts["sms"]
        writer.writerow(
            [*head, reply.short, *words, sms, sms_parts(sms), texts["wechat"], texts["whatsapp"]]
        )
    return "\ufeff" + out.getvalue()


def as_json(replies: Iterable[Reply]) -> str:
    """The replies in both languages."""
    rows = [
        {
            **{"id": reply.id, "section": reply.section, "danger": reply.danger},
            **{"short": reply.short, "titles": dict(reply.titles)},
            **{"keywords": dict(reply.words), "questions": dict(reply.questions)},
            "texts": dict(reply.texts),
        }
        for reply in replies
    ]
    return json.dumps({"format": FORMAT, "replies": rows}, ensure_ascii=False, indent=1) + "\n"
