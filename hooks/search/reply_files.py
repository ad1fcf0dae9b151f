"""Replies for support desks as files that their programs take in.

replies.csv     a reply a line: its words in one cell, with commas between them, as the keyword
                replies of WeCom (企業微信) want them, and the texts for SMS, WeChat, WhatsApp
zendesk.json    as Zendesk's Macros API has them, in its order; a macro is created with one of them
intercom.json   as Intercom's API shows macros; it only reads them: what is taken over is the text
wecom.json      what the API of WeCom's customer service takes for each question of its knowledge
                base, kf/knowledge/add_intent, but for `group_id`, which is the desk's own
replies.json    all of it in both scripts
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from base.languages import EDITIONS
from search.replies import Reply, sms_parts

FORMAT = 2
# What add_intent takes: similar questions, and characters of each.
MOST_SIMILAR, LONGEST_QUESTION = 100, 200
COLUMNS = (
    *("id", "danger", "section", "title", "short", "keywords", "questions"),
    *("sms", "sms_parts", "wechat", "whatsapp"),
)


def as_csv(replies: Iterable[Reply], language: str) -> str:
    """The replies in a language, one a line; its first character tells that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reply in replies:
        texts = reply.texts[language]
        head = (reply.id, "yes" if reply.danger else "", reply.section, reply.titles[language])
        words = ",".join(reply.words), "|".join(reply.questions[language])
        sms = texts["sms"]
        writer.writerow(
            [*head, reply.short, *words, sms, sms_parts(sms), texts["wechat"], texts["whatsapp"]]
        )
    return "\ufeff" + out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def as_json(replies: Iterable[Reply]) -> str:
    """The replies in both languages."""
    rows = [
        {
            **{"id": reply.id, "section": reply.section, "danger": reply.danger},
            **{"short": reply.short, "titles": dict(reply.titles)},
            **{"keywords": list(reply.words), "questions": dict(reply.questions)},
            "texts": dict(reply.texts),
        }
        for reply in replies
    ]
    return _json({"format": FORMAT, "replies": rows})


def zendesk(replies: Iterable[Reply], language: str) -> str:
    """The macros of a language, below one heading of Zendesk's menu."""
    macros = [
        {
            "title": f"{reply.guide[language]}::{reply.titles[language]}",
            "description": " ".join(reply.words[:20]),
            "active": True,
            "position": position,
            "actions": [
                {"field": "comment_value", "value": reply.texts[language]["wechat"]},
                {"field": "current_tags", "value": f"guide-{reply.id.replace('#', '-')}"},
            ],
        }
        for position, reply in enumerate(replies, 1)
    ]
    return _json({"macros": macros})


def intercom(replies: Iterable[Reply], language: str) -> str:
    """The macros of a language."""
    macros = []
    for reply in replies:
        text = reply.texts[language]["wechat"]
        body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        macro = {"type": "macro", "id": reply.id, "name": reply.titles[language]}
        places = {"visible_to": "everyone", "available_on": ["inbox", "messenger"]}
        macros.append({**macro, "body": body, "body_text": text, **places})
    return _json({"type": "list", "data": macros})


def wecom(replies: Iterable[Reply], language: str) -> str:
    """The questions and answers of a language; no question stands twice, as WeCom demands."""
    taken: set[str] = set()

    def new(texts: Sequence[str], most: int) -> list[dict[str, Any]]:
        fresh = [t for t in dict.fromkeys(texts) if t not in taken and len(t) <= LONGEST_QUESTION]
        taken.update(fresh[:most])
        return [{"text": {"content": text}} for text in fresh[:most]]

    rows = []
    # The titles first: a question elsewhere may read the same.
    listed = list(replies)
    titles = [new([reply.titles[language]], 1) for reply in listed]
    for reply, title in zip(listed, titles, strict=True):
        similar = new([*reply.words, *reply.questions[language]], MOST_SIMILAR)
        question = title or similar[:1]
        rows.append(
            {
                "group_id": "",
                "question": question[0],
                "similar_questions": {"items": similar if title else similar[1:]},
                "answers": [{"text": {"content": reply.texts[language]["wechat"]}}],
            }
        )
    return _json(rows)


def reply_files(replies: Sequence[Reply]) -> dict[str, str]:
    """All files, by their names."""
    found = {}
    for language in EDITIONS:
        found[f"replies.{language}.csv"] = as_csv(replies, language)
        found[f"zendesk.{language}.json"] = zendesk(replies, language)
        found[f"intercom.{language}.json"] = intercom(replies, language)
        found[f"wecom.{language}.json"] = wecom(replies, language)
    return {**found, "replies.json": as_json(replies)}
