"""Lines that Markdown will not read as their author meant them: headings, lists, tables,
quotations, blocks.

Python-Markdown says nothing of any of these: a list without the blank line above is a paragraph, a
heading without its blank gets an id of its own making. A text is taken here as lines with their
levels of four blanks; what belongs to which line above is found once (block_lines.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from base.problems import Problem, nearest
from content.block_lines import BLOCK_LIKE, ITEM, Blocks, Line, lines_of
from content.source_pages import SourcePage

EMPTY_ITEM = re.compile(r"(?:[-*+]|\d{1,9}\.)\s*$")
HASHES = re.compile(r"#+")
SEPARATOR = re.compile(r"\|(?: *:?-{3,}:? *\|)+")
UNDERLINE = re.compile(r"(?:=+|-+)\s*")
FENCE_LIKE = re.compile(r"\s*(?:`{3,}|~{3,})")
FENCE_OPENS, FENCE_CLOSES = re.compile(r"```[a-z]*"), "```"
LIST_LINE = re.compile(r"\[\[[^\[\]]*\]\]")
ATTRIBUTES = re.compile(r"\{[^{}]*\}")
TAG_LINE = re.compile(r"</?div\b")
# What looks like an item to a reader, and not to Markdown.
NEARLY_ITEM = (
    (re.compile(r"[-+](?=[^\s\-+\d.])"), "a blank is missing behind {0}: write `{0} words`"),
    (re.compile(r"\*(?=[^\s*][^*]*$)"), "a blank is missing behind {0}: write `- words`"),
    (re.compile(r"\d{1,3}\.(?=[^\s\d.])"), "a blank is missing behind {0}: write `{0} words`"),
    (re.compile(r"\d{1,3}[)）、](?=.)|[（(]\d{1,3}[)）]"), "{0} begins no list: write `1. words`"),
    (re.compile(r"[A-Za-z][.)）](?= ?[㐀-鿿「*])"), "{0} begins no list: write `1. words`"),
    (re.compile(r"[·•●—–]\s*(?=\S)"), "{0} begins no list: write `- words`"),
)
# The blocks that the style sheets know, and what stands behind their names.
BLOCKS = ("caveat", "example")
BLOCK = re.compile(r'!!! (?:example|caveat r[1-9]\d{0,2}) "(?P<title>[^"]+)"')
RISK = re.compile(r"!!! caveat (?P<risk>r\d+) ")
LEVEL = 4


def _check_indent(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    if line.text.startswith("\t"):
        blocks.say(line, "a tab in front of the line: write four blanks for each level")
    if not line.indent:
        return
    holder = blocks.holder(at)
    if line.indent % LEVEL:
        blocks.say(line, "blanks in front of a line come by fours, one four for each level")
    elif holder is None or not holder.holds or holder.indent + LEVEL < line.indent:
        blocks.say(
            line,
            "four blanks in front make code of a line that no item and no !!! block above holds:"
            " remove them",
        )


def _check_heading(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    bare = re.sub(r"^(?:(?:[-*+]|\d+\.|>) *)+", "", line.text)
    marks = HASHES.match(bare)
    if marks is None:
        return
    if line.indent or bare != line.text:
        blocks.say(line, "a heading stands alone at the beginning of its line, in no other block")
    elif not re.match(r"#+ \S", line.text):
        if len(marks[0]) == len(line.text):
            blocks.say(line, f"{marks[0]} is a heading without words: write them, or remove it")
        else:
            message = f"one blank stands between {marks[0][:6]} and the words of a heading"
            blocks.say(line, message)
    elif len(marks[0]) > 3:
        blocks.say(line, "headings have two levels, ## and ###: make a part of the page of its own")
    elif not line.first:
        blocks.say(line, "a blank line is missing above this heading")
    elif re.sub(r"\s*\{[^{}]*\}$", "", line.text).endswith("#"):
        blocks.say(line, "no # at the end of a heading")


def _check_underline(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    above = blocks.above(at)
    if EMPTY_ITEM.fullmatch(line.text) and above and above.is_item:
        blocks.say(line, "an item of a list without words: write them, or remove it")
    elif UNDERLINE.fullmatch(line.text) and above and not above.text.startswith("|"):
        message = "a line of - or = below words makes a heading without id: write `## words {#id}`"
        blocks.say(line, message)
    elif re.fullmatch(r"(?:[-*_] ?){3,}|=+", line.text) and line.text != "---":
        blocks.say(line, "marks alone are a line across the page: write words, or remove them")


def _check_item(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    beside = blocks.beside(at)
    if EMPTY_ITEM.fullmatch(line.text) and line.text != "---":
        blocks.say(line, "an item of a list without words: write them, or remove it")
    elif item := ITEM.match(line.text):
        if len(item[0]) != len(item[0].rstrip()) + 1:
            blocks.say(line, "one blank stands between the mark of an item and its words")
        elif ITEM.match(line.text, item.end()):
            blocks.say(line, "an item in an item begins a line of its own, four blanks further in")
        elif beside and beside.indent == line.indent:
            _check_neighbours(blocks, line, item, beside)
        elif line.first:
            _check_touching(blocks, at, item)
    elif not line.text.startswith(("**", "|")):
        for pattern, message in NEARLY_ITEM:
            if match := pattern.match(line.text):
                blocks.say(line, message.format(match[0].strip()))
                return


def _check_neighbours(blocks: Blocks, line: Line, item: re.Match[str], beside: Line) -> None:
    """An item whose block goes on from the line before at the same level."""
    other = ITEM.match(beside.text)
    if other is None:
        if not TAG_LINE.match(beside.text) and not EMPTY_ITEM.fullmatch(beside.text):
            blocks.say(line, "a list begins behind a blank line: add one above this item")
    elif other["bullet"] != item["bullet"]:
        blocks.say(line, "two kinds of lists in one: go on as it began, or write words between")
    elif item["number"]:
        _check_number(blocks, line, item, beside)


def _check_number(blocks: Blocks, line: Line, item: re.Match[str], before: Line | None) -> None:
    """A number that is not the next one; behind one that is told, nobody knows which is."""
    if before and any(problem.line == before.number for problem in blocks.problems):
        return
    other = ITEM.match(before.text) if before else None
    due = int(other["number"]) + 1 if other else 1
    if int(item["number"]) != due:
        message = f"{item['number']}. stands where {due}. is due: the page will show {due}."
        more = "" if before else " What belongs to an item stands four blanks in"
        blocks.say(line, message + more)


def _check_touching(blocks: Blocks, at: int, item: re.Match[str]) -> None:
    """A list right behind another one of another kind, of which Markdown makes one; and the number
    that begins a list, or goes on behind a blank line."""
    line = blocks.lines[at]
    before = next((e for e in reversed(blocks.lines[:at]) if e.indent <= line.indent), None)
    other = ITEM.match(before.text) if before and before.indent == line.indent else None
    if other and bool(other["bullet"]) != bool(item["bullet"]):
        blocks.say(line, "two kinds of lists touch and become one: write words between them")
    elif item["number"]:
        _check_number(blocks, line, item, before if other else None)


def _check_going_on(blocks: Blocks, at: int) -> None:
    """Words that Markdown takes for a part of the item or quotation above."""
    line, above = blocks.lines[at], blocks.above(at)
    if ATTRIBUTES.fullmatch(line.text):
        if above is None:
            blocks.say(line, "stands right below the line that it is about: no blank line between")
        return
    if line.text.startswith((">>", "> >")):
        blocks.say(line, "one > is enough; words that somebody quotes stand in 『』")
    if above is None:
        return
    if line.text.startswith(">") != above.text.startswith(">") and line.indent == above.indent:
        where = "above" if line.text.startswith(">") else "below"
        blocks.say(line, f"a blank line is missing {where} the quotation")
    elif above.is_item and line.indent <= above.indent and not line.is_item:
        if not TAG_LINE.match(line.text):
            blocks.say(line, "these words become a part of the item above: add a blank line")
    elif blocks.beside(at) is None:
        blocks.say(line, "this line becomes a part of the words above it: add a blank line")
    elif LIST_LINE.fullmatch(line.text) or LIST_LINE.fullmatch(above.text):
        blocks.say(line, "a list of data stands alone: a blank line above it and below it")


def _cells(row: str) -> int:
    return row.replace("\\|", "").count("|") - 1


def _check_table(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    if line.text.startswith("｜"):
        blocks.say(line, "a row of a table begins and ends with |, half-width")
        return
    if "|" not in line.text:
        if (above := blocks.above(at)) and above.text.startswith("|"):
            blocks.say(line, "a table ends with a blank line: add one above this line")
        return
    if not (line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 1):
        blocks.say(line, "a row of a table begins and ends with |; elsewhere write ｜")
        return
    beside = blocks.beside(at)
    if beside is None or not beside.text.startswith("|"):
        _check_table_head(blocks, at)
        return
    if SEPARATOR.fullmatch(line.text):
        below = blocks.lines[at + 1] if at + 1 < len(blocks.lines) else None
        if below is None or below.first or not below.text.startswith("|"):
            blocks.say(line, "a table without rows: write them below, or remove it")
            return
    head = at
    while not blocks.lines[head].first and blocks.lines[head - 1].text.startswith("|"):
        head -= 1
    due = _cells(blocks.lines[head].text)
    if _cells(line.text) != due:
        many = f"{_cells(line.text)} cells, and the head of the table has {due}"
        blocks.say(line, f"this row has {many}: write as many")


def _check_table_head(blocks: Blocks, at: int) -> None:
    line = blocks.lines[at]
    above = blocks.above(at)
    if above and not (above.holds and above.indent < line.indent):
        blocks.say(line, "a table begins behind a blank line: add one above its first row")
        return
    if not line.text.strip("| "):
        blocks.say(line, "the first row of a table says what stands in its columns: write it")
        return
    below = blocks.lines[at + 1] if at + 1 < len(blocks.lines) else None
    if below is None or below.first or not SEPARATOR.fullmatch(below.text):
        blocks.say(line, "the second row of a table is | --- | --- |: add it below this one")


def _check_block(blocks: Blocks, at: int, risks: frozenset[str]) -> None:
    line = blocks.lines[at]
    if not BLOCK_LIKE.match(line.text):
        return
    if not BLOCK.fullmatch(line.text):
        word = re.sub(r"^[!！?:]+\s*", "", line.text).split(" ")[0].strip('"')
        close = nearest(word, BLOCKS) if word not in BLOCKS else ""
        blocks.say(line, f'a block is `!!! example "title"` or `!!! caveat r6 "title"`{close}')
        return
    if not line.first:
        blocks.say(line, "a block begins behind a blank line: add one above")
    if (match := RISK.match(line.text)) and risks and match["risk"] not in risks:
        known = nearest(match["risk"], risks)
        blocks.say(line, f"unknown risk {match['risk']}{known}: see docs/_data/risks.yml")
    below = blocks.lines[at + 1] if at + 1 < len(blocks.lines) else None
    if below is None or below.indent != line.indent + LEVEL:
        message = "a block without text: what belongs into it begins with four blanks more"
        blocks.say(line, message)


def _quotations(lines: Sequence[Line]) -> Iterator[list[tuple[int, str]]]:
    """The inner lines of each quotation."""
    inner: list[tuple[int, str]] = []
    for line in lines:
        if inner and (line.first or not line.text.startswith(">")):
            yield inner
            inner = []
        if line.text.startswith(">"):
            inner.append((line.number, re.sub(r"^> ?", "", line.text)))
    if inner:
        yield inner


def _check(
    path: str, numbered: Sequence[tuple[int, str]], risks: frozenset[str], deep: int
) -> Iterator[Problem]:
    blocks = Blocks(path, lines_of(numbered))
    for at, line in enumerate(blocks.lines):
        _check_heading(blocks, at)
        _check_indent(blocks, at)
        _check_underline(blocks, at)
        _check_item(blocks, at)
        _check_going_on(blocks, at)
        if not line.text.startswith(">"):
            _check_table(blocks, at)
        _check_block(blocks, at, risks)
    yield from blocks.problems
    if deep:
        for inner in _quotations(blocks.lines):
            yield from _check(path, inner, risks, deep - 1)


def _outside_fences(page: SourcePage) -> Iterator[tuple[int, str] | Problem]:
    """The lines of the body that are no quoted program, and the marks that begin or end none."""
    opened = 0
    for number, line in enumerate(page.lines[page.body_line - 1 :], page.body_line):
        if opened:
            if line == FENCE_CLOSES:
                opened = 0
        elif not FENCE_LIKE.match(line):
            yield number, line
        elif FENCE_OPENS.fullmatch(line):
            opened = number
        else:
            message = "``` stands alone at the beginning of its line, and a second one ends it"
            yield Problem(page.path, number, message)
            return
    if opened:
        yield Problem(page.path, opened, "this ``` is never closed: add a line ``` where it ends")


def check_blocks(page: SourcePage, risks: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Lines of a page that are not what they look like. `risks` are the known ones, in lower case;
    empty where their file cannot be read."""
    numbered = []
    for each in _outside_fences(page):
        if isinstance(each, Problem):
            yield each
            return
        numbered.append(each)
    yield from _check(page.path, numbered, risks, 2)
