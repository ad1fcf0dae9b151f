"""Brackets of a text: links, pictures, citations, boxes and lists of data. Each "[" belongs to one
of these in its one form, or is a fault: Markdown shows what it does not understand as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from base.memory import remembered
from base.problems import Problem
from content.raw_html import without_code
from content.source_pages import HEADING, SourcePage

LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\[\]]*)\]\((?P<target>[^()\s]*)\)")
CITATIONS = re.compile(r"(?:\[F\d+\])+", re.ASCII)
BOX = re.compile(r"\s*(?:>\s*)*(?:[-*+]|\d+\.) \[[ xX]\] (?=\S)")
DATA_LIST = re.compile(r"\[\[[a-z-]+(?: [a-z-]+)?\]\]")
# Behind what a citation may stand: the mark that ends a sentence or a clause, and marks around it.
SENTENCE = "。？！；，：」』）*"
# In front of what it may not: it comes behind the mark.
MARK = re.compile(r"[，。、；：？！,.;:?!]")
# Citations that are none: other brackets, a blank, no F, several in one.
NEARLY = re.compile(
    r"[（(【〔〈《「]\s*[Ff]\s*\d{1,4}\s*[）)】〕〉》」]|(?<=[。？！；])\s*F\d{1,4}(?!\d)"
)

# What somebody wanted who opened a bracket that belongs to nothing, and what to write.
WANTED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\[[^\[\]]+\[F\d+\]"), "no citation within a link: put it behind the sentence"),
    (
        re.compile(r"\[\s*(?:[Ff][^\]]{0,12}|[\d、,，\s\-–—]*)\d[^\]]{0,12}\]"),
        "a citation is written [F38]",
    ),
    (re.compile(r"\[\s*[Ff]\s*\]|\[[Ff]\d*$"), "a citation is written [F38]"),
    (re.compile(r"!\["), "a picture is written ![words](path), on one line"),
    (re.compile(r"\[[^\]]*\]\s*（"), "the brackets of an address are half-width: [words](page.md)"),
    (re.compile(r"\[[^\]]*\]\s+\("), "no blank stands between ] and (: [words](page.md)"),
    (re.compile(r"\[\^"), "there are no footnotes: say it here, or cite a fact"),
    (re.compile(r"\[[^\]]*\]:"), "no addresses apart from their words: write [words](page.md)"),
    (
        re.compile(r"\[[^\[\]]+\]\[[^\]]*\]"),
        "nothing says where this leads: write [words](page.md)",
    ),
    (re.compile(r"\[[ xX\u3000]?\]"), "a box to tick is written `- [ ] words`"),
    (
        re.compile(r"\[\["),
        "a list of data stands alone on its line, [[facts law]]; a link is [words](page.md)",
    ),
    (re.compile(r"\[[^\[\]]*\["), "no brackets within the words of a link: put them behind it"),
    (re.compile(r"\[[^\[\]]*\]\([^()]*\)"), "an address holds no blank, no title: write the path"),
    (re.compile(r"\[[^\]]*\]\("), "the address is not closed, or holds brackets: [words](page.md)"),
    (re.compile(r"\[[^\]]*$"), "[ is not closed on its line: write [words](page.md)"),
    (re.compile(r""), "these brackets are no link: write [words](page.md), or use 〔〕"),
)


@dataclass(frozen=True)
class Link:
    """A link or picture of a page's text: where it stands, its words and its target."""

    line: int
    words: str
    target: str
    is_image: bool


@remembered
def links_of(page: SourcePage) -> tuple[Link, ...]:
    """The links and pictures of a page, in order."""
    return tuple(
        Link(number, match["words"], match["target"], bool(match["image"]))
        for number, line in page.body()
        if "](" in line
        for match in LINK.finditer(without_code(line))
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _bracket_fault(line: str) -> str:
    """What is wrong with the first bracket of a line that belongs to nothing, or ""."""
    if DATA_LIST.fullmatch(line.strip()):
        return ""
    left = BOX.sub(_blank, line) if BOX.match(line) else line
    for pattern in (LINK, CITATIONS):
        left = pattern.sub(_blank, left)
    at = next((n for n, char in enumerate(left) if char in "[]"), -1)
    if at < 0:
        return ""
    if left[at] == "]":
        return "] closes nothing: remove it, or write [words](page.md)"
    start = at - 1 if at and left[at - 1] == "!" else at
    says = next(message for pattern, message in WANTED if pattern.match(line, start))
    words = line[start : start + 16].strip()
    return f"「{words}」: {says}"


def _backslash_fault(line: str) -> str:
    return "a backslash shows, or hides the next mark: remove it" if "\\" in line else ""


def _words_fault(line: str) -> str:
    """What is wrong with the words of a link or picture."""
    for match in LINK.finditer(line):
        if match["image"] and re.search(r"[<*_]", match["words"]):
            return "the words of a picture are read out as they stand: no marks, no tags"
        words = re.sub(r"<br>|\*\*", "", match["words"])
        if not re.search(r"\w", words):
            if match["image"]:
                return "a picture without words: say between [ and ] what it shows"
            return "a link without words: say between [ and ] where it leads"
        if words != words.strip():
            return "no blank at the ends of a link's words"
    return ""


def _citation_fault(line: str) -> str:
    """What is wrong with the place of a citation."""
    for match in CITATIONS.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        each = re.findall(r"F\d+", match[0])
        if len(set(each)) < len(each):
            return f"{match[0]}: the same fact twice, keep one"
        if MARK.match(after) or re.match(r"\*\*[，。；]", after):
            return f"{match[0]} stands in front of the mark: put it behind, 「…。{match[0]}」"
        at_end = re.match(r"[」』* ]*(?:\||$)", after)
        if not before.strip(" |>-*#0123456789."):
            return f"{match[0]} follows the sentence that rests on it"
        if before.endswith(" ") and before.strip(" |>-"):
            return f"no blank stands in front of {match[0]}"
        if not at_end and before[-1] not in SENTENCE:
            return f"{match[0]} follows a sentence, behind its mark: 「…。{match[0]}」"
    if nearly := NEARLY.search(line):
        return f"「{nearly[0]}」: a citation is written [F38]"
    return ""


def _place_fault(line: str) -> str:
    """What is wrong with a citation where none may stand."""
    if not CITATIONS.search(line):
        return ""
    if HEADING.match(line):
        return "no citation in a heading: put it behind the sentence that rests on it"
    if line.lstrip().startswith("!!!"):
        return "no citation in the title of a block: put it behind the sentence below"
    return ""


def check_brackets(page: SourcePage) -> Iterator[Problem]:
    """Links, pictures, citations and boxes that Markdown will not see, or that stand wrong."""
    checks = (_backslash_fault, _place_fault, _bracket_fault, _words_fault, _citation_fault)
    for number, line in page.body():
        line = without_code(line)
        if fault := next(filter(None, (check(line) for check in checks)), ""):
            yield Problem(page.path, number, fault)
