"""The facts that pages cite: one file, and what a citation of it must satisfy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from content.pages import Page
from content.problems import Problem, nearest
from content.records import read_records
from content.yaml_lines import Row

FILE = "docs/_data/facts.yml"
CITATION = re.compile(r"\[(F\d+)\]")
SCHEMA = {
    "id": "text",
    "topic": "text",
    "fact": "text",
    "source": "text",
    "url": "text?",
    "link": "flag?",
    "quote": "text",
    "quote_lang": "text",
    "confidence": "text",
    "checked": "date",
    "note": "text?",
    "phones": "texts?",
}

# Confidence in words: the long form for lists, the short one beside a citation.
CONFIDENCE = {
    "P": ("官方網頁", "官方"),
    "PM": ("官方文本的公開副本", "法規"),
    "S": ("報章或轉載", "轉載"),
}
UNPUBLISHED = "S-"

# What a page may not state without a fact that states it: articles of a law (「第一條」 alone
# may be the first of a list), hotlines and all other figures of two digits and more.
LAW_ARTICLE = re.compile(
    r"(?:(?<=[法典例定釋》])第[〇零一二三四五六七八九十百千\d]+|第[〇零一二三四五六七八九十百千\d]{2,})條"
    r"(?:之[一二三四五六七八九十])?"
)
FIGURE = re.compile(r"(?<![A-Za-z0-9_#.-])\d[\d,.:：-]*\d(?:%| ?[萬億])?(?![A-Za-z0-9_-])")


def read_facts(data_dir: Path) -> tuple[dict[str, Row], list[Problem]]:
    """The facts by id, and the faults of their file."""
    facts, problems = read_records(data_dir / "facts.yml", FILE, SCHEMA)
    known = {*CONFIDENCE, UNPUBLISHED}
    for fact in facts.values():
        if fact["confidence"] not in known:
            message = f'"confidence" must be one of {", ".join(sorted(known))}'
            problems.append(Problem(FILE, fact.lines["confidence"], message))
        if fact.get("link") and not str(fact.get("url", "")).startswith(("https://", "http://")):
            problems.append(Problem(FILE, fact.line, f'{fact["id"]} has "link" but no web "url"'))
    if list(facts) != sorted(facts):
        late = next(b for a, b in zip(facts, list(facts)[1:], strict=False) if b < a)
        problems.append(Problem(FILE, facts[late].line, f"{late} is out of order: sort by id"))
    return facts, problems


def hotlines(facts: Mapping[str, Row]) -> dict[str, list[str]]:
    """Each hotline number with the ids of the published facts that vouch for it."""
    numbers: dict[str, list[str]] = {}
    for fact in facts.values():
        if fact["confidence"] != UNPUBLISHED:
            for phone in fact.get("phones", ()):
                numbers.setdefault(phone, []).append(fact["id"])
    return numbers


def cited(page: Page) -> list[str]:
    """The ids of the facts a page cites, each once, in the order of first citation."""
    found = (m[1] for _, line in page.body() for m in CITATION.finditer(line))
    return list(dict.fromkeys(found))


def check_citations(page: Page, facts: Mapping[str, Row]) -> Iterator[Problem]:
    """Citations of facts that do not exist or are too weak to publish."""
    for number, line in page.body():
        for match in CITATION.finditer(line):
            fact = facts.get(match[1])
            if fact is None:
                message = f"unknown fact {match[1]}{nearest(match[1], facts)}: see {FILE}"
                yield Problem(page.path, number, message)
            elif fact["confidence"] == UNPUBLISHED:
                message = f"{match[1]} is too weak to publish (S-): leave the statement out"
                yield Problem(page.path, number, message)


def _prose(page: Page) -> Iterator[tuple[int, str]]:
    """The body without examples, link targets, attributes and markup, line by line."""
    inside_example = False
    for number, line in page.body():
        if line.startswith("!!! example"):
            inside_example = True
        elif line.strip() and not line.startswith("    "):
            inside_example = False
        if not inside_example:
            line = re.sub(r"<[^>]*>|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|^\s*\d+\.\s", " ", line)
            yield number, CITATION.sub(" ", line)


def _vouched(ids: Iterable[str], facts: Mapping[str, Row]) -> str:
    rows = [facts[i] for i in ids if i in facts]
    keys = ("fact", "source", "note")
    words = [" ".join(str(row.get(key, "")) for key in keys) for row in rows]
    return " ".join([*words, *(phone for row in rows for phone in row.get("phones", ()))])


def check_figures(page: Page, facts: Mapping[str, Row]) -> Iterator[Problem]:
    """Articles of law, hotlines and other figures that no fact cited on the page states."""
    dates = " ".join({fact["checked"].isoformat() for fact in facts.values()})
    vouched = re.sub(r"\s", "", _vouched(cited(page), facts)) + dates
    for number, line in _prose(page):
        for match in [*LAW_ARTICLE.finditer(line), *FIGURE.finditer(line)]:
            stated = match[0].replace("：", ":").replace(" ", "").rstrip(",.:")
            if not re.search(rf"(?<!\d){re.escape(stated)}(?!\d)", vouched):
                message = (
                    f"{match[0]} stands in no fact cited on this page: cite one, leave it out, "
                    'or put it into an "!!! example" block'
                )
                yield Problem(page.path, number, message)
