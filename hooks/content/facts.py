"""The facts that pages cite: one file, and what a citation of it must satisfy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from base.memory import remembered
from base.problems import Problem, nearest
from base.records import (
    Field,
    Table,
    date,
    flag,
    one_of,
    optional,
    plain,
    quote_hint,
    read_records,
    text,
    texts,
)
from base.yaml_rows import Row
from content.house_text import sentence
from content.source_pages import SourcePage

FILE = "docs/_data/facts.yml"
CITATION = re.compile(r"\[(F\d+)\]", re.ASCII)
# The number of a fact in a citation as HTML, which our templates have too.
CITED = re.compile(r"<b>(F\d+)</b>", re.ASCII)
FACT_ID = re.compile(r"F(?:0[1-9]|[1-9]\d{1,3})", re.ASCII)
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
# What looks like one to a reader, and not to a browser.
NEARLY_ADDRESS = re.compile(r"(?:https?\b|www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/|$))", re.IGNORECASE)
WEB_ADDRESS = "be a web address, https://host/path, or the name of a copy"
# As dialled where it is, or from anywhere with the country's code, +86-10-12308.
PHONE = re.compile(r"\d[\d-]{1,14}\d|\+[1-9]\d{0,2}-\d[\d-]{1,11}\d", re.ASCII)


def fact_id(value: Any) -> str | None:
    """The id of a fact."""
    good = isinstance(value, str) and FACT_ID.fullmatch(value)
    return None if good else "must be F and a number, such as F38"


def language(value: Any) -> str | None:
    """A language tag."""
    good = isinstance(value, str) and re.fullmatch(
        r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", value
    )
    return None if good else f"must be a language tag, such as zh-Hans{quote_hint(value)}"


def address(value: Any) -> str | None:
    """Where a source was read: a web address, or the name of a copy."""
    if fault := text(value):
        return fault
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        return f"must {WEB_ADDRESS}" if NEARLY_ADDRESS.match(value) else None
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"is no address: {error}"
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or "@" in parts.netloc:
        return f"must {WEB_ADDRESS}"
    if odd := re.search(r"[\s。，、；：（）「」《》]", value):
        what = "a blank" if odd[0].isspace() else odd[0]
        return f"holds {what}: write the address as the browser shows it"
    return None


def _phones(value: Any) -> str | None:
    if fault := texts(value):
        return fault
    odd = next((number for number in value if not PHONE.fullmatch(number)), None)
    return f"lists {odd!r}, which is no number to dial: digits only, or +86-…" if odd else None


# Confidence in words: the long form for lists, the short one beside a citation.
CONFIDENCE = {
    "P": ("官方網頁", "官方"),
    "PM": ("官方文本的公開副本", "法規"),
    "S": ("報章或轉載", "轉載"),
}
UNPUBLISHED = "S-"

SCHEMA = {
    "id": Field(fact_id),
    "topic": Field(text),
    "fact": Field(sentence),
    "source": Field(plain),
    "url": optional(address),
    "link": optional(flag),
    "quote": Field(text),
    "quote_lang": Field(language),
    "confidence": Field(one_of(*CONFIDENCE, UNPUBLISHED)),
    "checked": Field(date),
    "note": optional(sentence),
    "phones": optional(_phones),
}

# What a page may not state without a fact that states it: articles of a law (「第一條」 alone
# may be the first of a list), hotlines and all other figures of two digits and more.
LAW_ARTICLE = re.compile(
    r"(?:(?<=[法典例定釋》])第[〇零一二三四五六七八九十百千\d]+|第[〇零一二三四五六七八九十百千\d]{2,})條"
    r"(?:之[一二三四五六七八九十])?"
)
# A law says 十五日 where a page in simple words (docs/easy/) says 15天.
ONES = "[一二三四五六七八九]"
TENS = re.compile(f"(?<![百千])(?<!{ONES})({ONES}?)十({ONES}?)(?![百千])")
HAN_DIGITS = "〇一二三四五六七八九"
MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|^\s*\d+\.\s")
BLANKS = re.compile(r"\s")
# Digits of other scripts are told as characters.
FIGURE = re.compile(r"(?<![A-Za-z0-9_#.-])[0-9][0-9,.:：-]*[0-9](?:%| ?[萬億])?(?![A-Za-z0-9_-])")


def read_facts(data_dir: Path) -> tuple[Table, list[Problem]]:
    """The facts by id, and the faults of their file."""
    facts, problems = read_records(data_dir / "facts.yml", FILE, SCHEMA)
    said: dict[str, Row] = {}
    for fact in facts.values():
        if (first := said.setdefault(fact["fact"], fact)) is not fact:
            message = f"{fact['id']} says the same as {first['id']} (line {first.line}): keep one"
            problems.append(Problem(FILE, fact.lines["fact"], message))
        if fact["confidence"] == UNPUBLISHED and "note" not in fact:
            message = f'{fact["id"]} is not verified: say in "note" what is missing'
            problems.append(Problem(FILE, fact.line, message))
        for phone in fact.get("phones", ()):
            if not _stands_in(phone, f"{fact['fact']}，{fact.get('note', '')}"):
                message = f"{phone} stands neither in the fact nor in its note: which one is right?"
                problems.append(Problem(FILE, fact.lines["phones"], message))
        if fact.get("link") and not str(fact.get("url", "")).startswith(("https://", "http://")):
            problems.append(Problem(FILE, fact.line, f'{fact["id"]} has "link" but no web "url"'))
    for before, after in pairwise(facts):
        if int(after[1:]) < int(before[1:]):
            message = f"{after} is out of order: sort by number"
            problems.append(Problem(FILE, facts[after].line, message))
            break
    return facts, problems


def published(facts: Mapping[str, Row]) -> list[Row]:
    """The facts that pages may state."""
    return [fact for fact in facts.values() if fact["confidence"] != UNPUBLISHED]


def hotlines(facts: Mapping[str, Row]) -> dict[str, list[str]]:
    """Each hotline number with the ids of the published facts that vouch for it."""
    numbers: dict[str, list[str]] = {}
    for fact in published(facts):
        for phone in fact.get("phones", ()):
            numbers.setdefault(phone, []).append(fact["id"])
    return numbers


@remembered
def _citations(page: SourcePage) -> list[tuple[int, str]]:
    """The lines of citations, and the facts they name."""
    return [(number, m[1]) for number, line in page.body() for m in CITATION.finditer(line)]


def cited(page: SourcePage) -> list[str]:
    """The ids of the facts a page cites, each once, in the order of first citation."""
    return list(dict.fromkeys(name for _, name in _citations(page)))


def check_citations(page: SourcePage, facts: Table) -> Iterator[Problem]:
    """Citations of facts that do not exist or are too weak to publish."""
    for number, name in _citations(page):
        fact = facts.get(name)
        if fact is None and facts.knows(name):
            continue
        if fact is None:
            message = f"unknown fact {name}{nearest(name, facts)}: see {FILE}"
            yield Problem(page.path, number, message)
        elif fact["confidence"] == UNPUBLISHED:
            message = f"{name} is too weak to publish (S-): leave the statement out"
            yield Problem(page.path, number, message)


@remembered
def prose(page: SourcePage) -> list[tuple[int, str]]:
    """The body without examples, link targets, attributes and markup, line by line."""
    found, inside_example = [], False
    for number, line in page.body():
        if line.startswith("!!! example"):
            inside_example = True
        elif line.strip() and not line.startswith("    "):
            inside_example = False
        if not inside_example:
            found.append((number, CITATION.sub(" ", MARKUP.sub(" ", line))))
    return found


def stated_by(facts: Mapping[str, Row]) -> Mapping[str, str]:
    """What each fact states, without blanks; its phones, and tens in digits, kept apart."""
    return {name: BLANKS.sub("", _stated(fact)) for name, fact in facts.items()}


def _stated(fact: Row) -> str:
    words = " ".join(str(fact.get(key, "")) for key in ("fact", "source", "note"))
    return "，".join([words, *map(_in_digits, TENS.finditer(words)), *fact.get("phones", ())])


def _in_digits(tens: re.Match[str]) -> str:
    """十五 as 15."""
    return f"{HAN_DIGITS.index(tens[1] or '一')}{HAN_DIGITS.index(tens[2] or '〇')}"


def checked_on(facts: Table) -> str:
    """The days on which facts were checked."""
    return " ".join(sorted({fact["checked"].isoformat() for fact in facts.values()}))


def check_figures(
    page: SourcePage, facts: Table, stated: Mapping[str, str], dates: str
) -> tuple[Problem, ...]:
    """Articles of law, hotlines and other figures that no fact cited on the page states.

    `stated` is what facts state (`stated_by`), `dates` are those of the last checks
    (`checked_on`), which a page may name.
    """
    names = cited(page)
    if not facts.whole or any(name in facts.faulty for name in names):
        return ()
    vouched = "，".join([*(stated[name] for name in names if name in stated), dates])
    return _figures_without_fact(page, vouched)


@remembered
def _figures_without_fact(page: SourcePage, vouched: str) -> tuple[Problem, ...]:
    found = []
    for number, line in (*_short_texts(page), *prose(page)):
        for figure in unvouched(line, vouched):
            message = (
                f"{figure} stands in no fact cited on this page: cite one, leave it out, "
                'or put it into an "!!! example" block'
            )
            found.append(Problem(page.path, number, message))
    return tuple(found)


def _short_texts(page: SourcePage) -> Iterator[tuple[int, str]]:
    """What the front matter says to readers, with its lines."""
    changes = page.meta.get("changes")
    rows = [page.meta, *(changes if isinstance(changes, list) else ())]
    for row, key in product(rows, ("title", "description", "says")):
        if isinstance(row, Row) and isinstance(row.get(key), str):
            yield row.lines[key], row[key]


def unvouched(text: str, vouched: str) -> Iterator[str]:
    """The figures and articles of law in a text that do not stand in another one."""
    for match in [*LAW_ARTICLE.finditer(text), *FIGURE.finditer(text)]:
        figure = match[0].replace("：", ":").replace(" ", "").rstrip(",.:")
        if not _stands_in(figure, vouched):
            yield match[0]


def _stands_in(figure: str, text: str) -> bool:
    """Whether a figure stands in a text, not as a part of a longer number."""
    at = text.find(figure)
    while at >= 0:
        end = at + len(figure)
        if not text[at - 1 : at].isdecimal() and not text[end : end + 1].isdecimal():
            return True
        at = text.find(figure, at + 1)
    return False
