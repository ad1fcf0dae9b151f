"""The master text is Traditional: a Simplified character is named where its author wrote it, and so
is a Traditional one that the Simplified edition would keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from base.languages import SIMPLIFIED
from base.problems import Problem
from base.yaml_rows import Row
from content import ages, claims, facts, glossary
from content.prose import MOJIBAKE
from content.source_pages import SourcePage
from conversion.leaks import LeakCheck

# A stretch of another script, as pages and templates mark it, then all that is not text; each
# leaves a gap.
OTHER_SCRIPT = re.compile(r"<(\w+)\b[^>]*\b(?:lang=|translate=|data-simplified)[^>]*>.*?</\1>")
NOT_TEXT = re.compile(r"<[^>]*>|`[^`]*`|\]\([^)]*\)")
CODE = re.compile(r"`([^`]+)`")

# The keys of each data file that hold text of ours; quotes keep their script.
FACT_TEXTS = ("fact", "source", "note")
TERM_TEXTS = ("term", "plain", "aliases")
CLAIM_TEXTS = ("says", "note")
AGE_TEXTS = ("says", "short")


def check_line(path: str, line: int, text: str, leaks: LeakCheck) -> Iterator[Problem]:
    """Simplified characters of a line, but for what is marked as such, and code that both editions
    would have in the Traditional script."""
    if MOJIBAKE.search(text):
        return  # reported as such
    for code in CODE.findall(text):
        if kept := leaks.unconverted(code):
            message = f"code is not converted, `{code}` holds {kept}: write it without backticks"
            yield Problem(path, line, message)
    # One fault of a line is enough: the others came with it.
    faults = leaks.inspect_master(NOT_TEXT.sub(" ", OTHER_SCRIPT.sub(" ", text)))
    more = f" (and {len(faults) - 1} more on this line)" if faults[1:] else ""
    for fault in faults[:1]:
        yield Problem(path, line, fault.message + more)


def _variant_lines(page: SourcePage) -> range:
    """The lines of the front matter that hold Simplified wordings on purpose."""
    if "variant" not in page.meta:
        return range(0)
    start = page.meta.lines["variant"]
    later = [line for line in page.meta.lines.values() if line > start]
    return range(start, min([*later, page.body_line]))


def check_script(page: SourcePage, leaks: LeakCheck) -> Iterator[Problem]:
    """Simplified characters of a page's front matter and body."""
    body = dict(page.body())
    for number, line in enumerate(page.lines, 1):
        in_code = number >= page.body_line and number not in body
        if not in_code and number not in _variant_lines(page):
            yield from check_line(page.path, number, line, leaks)


def _check_rows(
    path: str, rows: Mapping[str, Row], keys: tuple[str, ...], leaks: LeakCheck
) -> Iterator[Problem]:
    for row in rows.values():
        for key in keys:
            value = row.get(key, "")
            for text in value if isinstance(value, list) else [value]:
                yield from check_line(path, row.lines.get(key, row.line), text, leaks)


def check_lines_script(path: str, text: str, leaks: LeakCheck) -> Iterator[Problem]:
    """Simplified characters of a file that is Traditional from its first line to its last, but for
    what stands between quotes."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith("#"):
            yield from check_line(path, number, line, leaks)


def check_data_script(
    all_facts: Mapping[str, Row],
    terms: Mapping[str, Row],
    all_claims: Mapping[str, Row],
    all_ages: Mapping[str, Row],
    leaks: LeakCheck,
) -> Iterator[Problem]:
    """Simplified characters of the data that pages are made of, and quotes that are said to be
    Simplified and are not."""
    for fact in all_facts.values():
        kept = leaks.unconverted(fact["quote"]) if fact["quote_lang"] == SIMPLIFIED else ""
        if kept:
            message = f'the quote holds {kept}: "quote_lang" is zh-Hant'
            yield Problem(facts.FILE, fact.lines["quote_lang"], message)
    yield from _check_rows(facts.FILE, all_facts, FACT_TEXTS, leaks)
    yield from _check_rows(glossary.FILE, terms, TERM_TEXTS, leaks)
    yield from _check_rows(claims.FILE, all_claims, CLAIM_TEXTS, leaks)
    yield from _check_rows(ages.FILE, all_ages, AGE_TEXTS, leaks)
