"""House rules of the text itself: headings, length, sentences, wording, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.pages import HEADING, Page
from content.problems import Problem

HAN = re.compile(r"[㐀-䶿一-鿿]")
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NEXT_STEP = re.compile(r"^\[下一步：[^\]]+\]\([^)]+\)\{ \.next-step \}$")
MEAN_LIMIT = 25

# Han characters of the body, by the kind of page: (least, most).
START = "start/index.md"
START_LENGTH = (0, 499)
INDEX_LENGTH = (200, 400)
TASK_LENGTH = (400, 900)
TASK_SECTIONS = ("start", "principles", "channels", "communication", "pitfalls")

# What the text must not hold, and what to write instead.
WORDING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("一定(?:能|會|可以)|必能|肯定|百分百|百分之百"), "a promise word: say less"),
    (re.compile("保證(?![人金])(?<!連帶責任保證)(?<!一般保證)"), "a promise word: say less"),
    (re.compile(r"(?<=[㐀-鿿])[,;:?!]|[,;:?!](?=[㐀-鿿])"), "use full-width ，；：？！"),
    (re.compile("[“”‘’]"), "use 「」 and, inside them, 『』"),
    (re.compile("(?<!停息掛)帳(?!篷)"), "write 賬 (帳 only in 停息掛帳)"),
    (re.compile("[裏衆麽]"), "write 裡, 眾, 麼"),
    (re.compile("滯納金(?!」)"), "write 罰息 or 違約金 (滯納金 only in 「」, as the old name)"),
    (re.compile("螞蟻金服"), "an old name: write 支付寶裡的花唄、借唄"),
)
MOJIBAKE = re.compile(
    "[\ufffd\x80-\x9f\ue000-\uf8ff]|锟斤拷|烫烫烫|[ÃÂâäåæçèé][\x80-\xbf¡-¿]|(?<=[㐀-鿿])\\?\\?"
)
PAIRS = {"「": "」", "『": "』", "（": "）", "《": "》"}
PROTECTED = re.compile(r"<(?P<close>/?)span\b(?P<attributes>[^>]*)>")


@dataclass(frozen=True, order=True)
class Sentence:
    """A sentence and where it starts; `length` is in Han characters."""

    length: int
    path: str
    line: int
    text: str


def plain_text(line: str) -> str:
    """A line of Markdown without targets, attributes, tags, citations and markers."""
    line = re.sub(r"<[^>]*>|\]\([^)]*\)|\{[^{}]*\}|\[F\d+\]|^!!! [\w -]*", " ", line)
    return re.sub(r"[*`#>\[\]\"]", "", line)


def han_count(page: Page) -> int:
    """Han characters of the body."""
    return sum(len(HAN.findall(plain_text(line))) for _, line in page.body())


def sentences(page: Page) -> Iterator[Sentence]:
    """The sentences of a page: they end with 。！？；, a line, or a table cell."""
    for number, line in page.body():
        if NEXT_STEP.match(line):
            continue
        for text in re.split(r"[。！？；|]", plain_text(line)):
            if length := len(HAN.findall(text)):
                yield Sentence(length, page.path, number, text.strip())


def check_headings(page: Page) -> Iterator[Problem]:
    """Headings without an explicit ASCII id, with a taken one, or of level one."""
    seen: dict[str, int] = {}
    for heading in page.headings:
        if heading.level == 1:
            message = 'no "# heading": the H1 is the "title" of the front matter'
            yield Problem(page.path, heading.line, message)
        elif heading.id is None:
            message = f"「{heading.title}」 has no id: end the line with {{#ascii-words}}"
            yield Problem(page.path, heading.line, message)
        elif not KEBAB.fullmatch(heading.id):
            message = f'the id "{heading.id}" must be lower-case ASCII words joined by "-"'
            yield Problem(page.path, heading.line, message)
        elif heading.id in seen:
            message = f'the id "{heading.id}" stands on line {seen[heading.id]} already'
            yield Problem(page.path, heading.line, message)
        if heading.id:
            seen.setdefault(heading.id, heading.line)


def _check_next_step(page: Page) -> Iterator[Problem]:
    last = max((n for n, line in enumerate(page.lines, 1) if line.strip()), default=1)
    if not NEXT_STEP.match(page.lines[last - 1].rstrip()):
        message = "the last line must be one next step: [下一步：…](page.md){ .next-step }"
        yield Problem(page.path, last, message)


def _length_limits(page: Page) -> tuple[int, int] | None:
    if page.src == START:
        return START_LENGTH
    if page.meta.get("section") not in TASK_SECTIONS:
        return None
    return INDEX_LENGTH if page.src.endswith("/index.md") else TASK_LENGTH


def _check_length(page: Page) -> Iterator[Problem]:
    limits, count = _length_limits(page), han_count(page)
    if limits and not limits[0] <= count <= limits[1]:
        message = f"the body has {count} Han characters: {limits[0]} to {limits[1]} here"
        yield Problem(page.path, page.body_line, message)
    lengths = [sentence.length for sentence in sentences(page)]
    mean = sum(lengths) / len(lengths) if lengths else 0
    if mean > MEAN_LIMIT:
        worst = max(sentences(page))
        message = f"sentences have {mean:.1f} Han characters on average (at most {MEAN_LIMIT})"
        yield Problem(page.path, worst.line, f"{message}; the longest is 「{worst.text}」")


def _check_wording(page: Page) -> Iterator[Problem]:
    for number, line in page.body():
        text = re.sub(r"<[^>]*>|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|^\s*!!! \S+.*?(?=\")", " ", line)
        for pattern, advice in WORDING:
            if match := pattern.search(text):
                around = text[max(0, match.start() - 6) : match.end() + 6].strip()
                yield Problem(page.path, number, f"「{match[0]}」 in …{around}…: {advice}")


def _check_mojibake(page: Page) -> Iterator[Problem]:
    for number, line in enumerate(page.lines, 1):
        if match := MOJIBAKE.search(line):
            around = line[max(0, match.start() - 6) : match.end() + 6]
            message = f"broken characters in {around!r}: the text was decoded wrongly, restore it"
            yield Problem(page.path, number, message)


def _check_pairs(page: Page) -> Iterator[Problem]:
    """Quotation marks and brackets that do not pair up within a block."""
    closing = {close: opening for opening, close in PAIRS.items()}
    stack: list[tuple[str, int]] = []
    for number, line in [*page.body(), (len(page.lines) + 1, "")]:
        new_block = not line.strip() or HEADING.match(line) or re.match(r"\s*([-*|>]|\d+\.) ", line)
        if new_block and stack:
            mark, where = stack.pop()
            yield Problem(page.path, where, f"{mark} is not closed: add {PAIRS[mark]}")
            stack.clear()
        for mark in line:
            if mark in PAIRS:
                stack.append((mark, number))
            elif mark in closing:
                if not stack or stack[-1][0] != closing[mark]:
                    yield Problem(page.path, number, f"{mark} closes nothing: add {closing[mark]}")
                else:
                    stack.pop()


def _check_spans(page: Page) -> Iterator[Problem]:
    """Spans of another script, or with a wording of their own, that are never closed."""
    opened: list[int] = []
    for number, line in page.body():
        if not line.strip() and opened:
            message = "this <span> is not closed in its block: add </span>"
            yield Problem(page.path, opened[0], message)
            opened.clear()
        for match in PROTECTED.finditer(line):
            if match["close"] and not opened:
                yield Problem(page.path, number, "</span> closes nothing: remove it")
            elif match["close"]:
                opened.pop()
            else:
                opened.append(number)
    if opened:
        yield Problem(page.path, opened[0], "this <span> is not closed: add </span>")


def check_prose(page: Page) -> Iterator[Problem]:
    """All house rules of one page."""
    yield from check_headings(page)
    yield from _check_next_step(page)
    yield from _check_length(page)
    yield from _check_wording(page)
    yield from _check_mojibake(page)
    yield from _check_pairs(page)
    yield from _check_spans(page)


def report(pages: Iterable[Page], worst: int = 3) -> str:
    """One line for the build log: the mean sentence of the site and its longest ones."""
    found = sorted((s for page in pages for s in sentences(page)), reverse=True)
    mean = sum(s.length for s in found) / max(len(found), 1)
    places = ", ".join(f"{s.path}:{s.line} ({s.length})" for s in found[:worst])
    return f"{len(found)} sentences of {mean:.1f} Han characters on average; longest: {places}"
