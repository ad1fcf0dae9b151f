"""House rules of the text itself: headings, length, sentences, wording, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from base import characters
from base.memory import remembered
from base.problems import Problem
from base.records import KEBAB
from content.source_pages import HEADING, SourcePage

HAN = re.compile(f"[{characters.HAN}]")
NEXT_STEP = re.compile(r"^\[下一步：[^\]]+\]\([^)]+\)\{ \.next-step \}$")
MEAN_LIMIT = 25
# What is more than the words of a heading.
NO_WORDS = re.compile(r"\*\*|\]\(|[`{}]")
# What a new page says where its author has not written yet (hooks/new_page.py).
UNWRITTEN = "待寫"
OPEN = (re.compile(rf"{UNWRITTEN}|待補|\b(?:TODO|FIXME|TBD)\b"), "still to be written")

# Words that beginners of advice fall into: more than one of each in so many neighbouring
# sentences reads as a string of orders. Not where they are part of another word.
TICS = {
    "先": re.compile("(?<![優首原事預率起祖])先(?![生後前進])"),
    "別": re.compile("(?<![分特區個性識差級類判告道辨送離])別(?![的人處家墅名])"),
}
NEIGHBOURS = 4

# What the text must not hold, and what to write instead.
PUNCTUATION: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[㐀-鿿])[,;:?!]|[,;:?!](?=[㐀-鿿])"), "use full-width ，；：？！"),
    (re.compile("[“”‘’]"), "use 「」 and, inside them, 『』"),
)
WORDING: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("一定(?:能|會|可以)|必能|肯定|百分百|百分之百"), "a promise word: say less"),
    (re.compile("保證(?![人金])(?<!連帶責任保證)(?<!一般保證)"), "a promise word: say less"),
    (re.compile("[裏衆麽]"), "write 裡, 眾, 麼"),
    (re.compile("(?<!停息掛)帳(?!篷)"), "write 賬 (帳 only in 停息掛帳)"),
    (re.compile("滯納金(?!」)"), "write 罰息 or 違約金 (滯納金 only in 「」, as the old name)"),
    (re.compile("螞蟻金服"), "an old name: write 支付寶裡的花唄、借唄"),
)
MOJIBAKE = re.compile(
    "[\ufffd\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]|锟斤拷|烫烫烫|[ÃÂâäåæçèé][\x80-\xbf¡-¿]|(?<=[㐀-鿿])\\?\\?"
)
PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
}
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


@remembered
def han_count(page: SourcePage) -> int:
    """Han characters of the body."""
    return sum(len(HAN.findall(plain_text(line))) for _, line in page.body())


@remembered
def sentences(page: SourcePage) -> tuple[Sentence, ...]:
    """The sentences of a page: they end with 。！？；, a line, or a table cell."""
    return tuple(_sentences(page))


def _sentences(page: SourcePage) -> Iterator[Sentence]:
    for number, line in page.body():
        if NEXT_STEP.match(line):
            continue
        for text in re.split(r"[。！？；|]", plain_text(line)):
            if length := len(HAN.findall(text)):
                yield Sentence(length, page.path, number, text.strip())


def _heading_fault(page: SourcePage, at: int) -> str:
    """What is wrong with the words of a heading, or with its place among the others."""
    heading, before = page.headings[at], page.headings[:at]
    if re.search(r"[^ ]\{", page.lines[heading.line - 1]):
        return "one blank stands in front of {#id}: write `## words {#id}`"
    if NO_WORDS.search(heading.title):
        return "a heading is plain words: no **, no link, one {#id} behind a blank"
    if heading.title.endswith(("。", "，", "；", "：")):
        return f"no {heading.title[-1]} at the end of a heading"
    if heading.level > 2 and not before:
        return "### stands below no ##: write ##"
    if same := next((each for each in before if each.title == heading.title), None):
        return f"「{heading.title}」 is the heading of line {same.line} too: say how they differ"
    below = page.headings[at + 1] if at + 1 < len(page.headings) else None
    if below and below.level <= heading.level:
        lines = page.lines[heading.line : below.line - 1]
        if not any(line.strip() and not line.startswith(("<div", "</div")) for line in lines):
            return f"nothing stands below this heading before that of line {below.line}: write it"
    return ""


def check_headings(page: SourcePage) -> Iterator[Problem]:
    """Headings without an explicit ASCII id, with a taken one, or of level one."""
    seen: dict[str, int] = {}
    for at, heading in enumerate(page.headings):
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
        elif fault := _heading_fault(page, at):
            yield Problem(page.path, heading.line, fault)
        if heading.id:
            seen.setdefault(heading.id, heading.line)


def _check_next_step(page: SourcePage) -> Iterator[Problem]:
    for number, line in page.body():
        if NEXT_STEP.match(line) and any(each.strip() for each in page.lines[number:]):
            yield Problem(page.path, number, "the next step is the last line: remove this one")
    last = max((n for n, line in enumerate(page.lines, 1) if line.strip()), default=1)
    if not NEXT_STEP.match(page.lines[last - 1].rstrip()):
        message = "the last line must be one next step: [下一步：…](page.md){ .next-step }"
        yield Problem(page.path, last, message)


def _check_mean(page: SourcePage) -> Iterator[Problem]:
    lengths = [sentence.length for sentence in sentences(page)]
    mean = sum(lengths) / len(lengths) if lengths else 0
    if mean > MEAN_LIMIT:
        worst = max(sentences(page))
        message = f"sentences have {mean:.1f} Han characters on average (at most {MEAN_LIMIT})"
        yield Problem(page.path, worst.line, f"{message}; the longest is 「{worst.text}」")


@remembered
def _longest(page: SourcePage, many: int) -> list[Sentence]:
    return nlargest(many, sentences(page))


@remembered
def tics(page: SourcePage) -> list[tuple[int, str, int]]:
    """(how often, the word, the line) of words that stand more than once in a few neighbouring
    sentences; a stretch counts once."""
    found, said = [], sentences(page)
    for word, pattern in TICS.items():
        counts = [len(pattern.findall(sentence.text)) for sentence in said]
        at = 0
        while at < len(said):
            times = sum(counts[at : at + NEIGHBOURS])
            if times > 1 and counts[at]:
                found.append((times, word, said[at].line))
                at += NEIGHBOURS
            else:
                at += 1
    return found


def check_wording(path: str, number: int, text: str) -> Iterator[Problem]:
    """What the text of a line must not hold."""
    for pattern, advice in (*PUNCTUATION, *WORDING, OPEN):
        if match := pattern.search(text):
            around = text[max(0, match.start() - 6) : match.end() + 6].strip()
            yield Problem(path, number, f"「{match[0]}」 in …{around}…: {advice}")


def _check_wording(page: SourcePage) -> Iterator[Problem]:
    for number, line in page.body():
        text = re.sub(r"<[^>]*>|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|^\s*!!! \S+.*?(?=\")", " ", line)
        yield from check_wording(page.path, number, text)


def _check_mojibake(page: SourcePage) -> Iterator[Problem]:
    for number, line in enumerate(page.lines, 1):
        if match := MOJIBAKE.search(line):
            around = line[max(0, match.start() - 6) : match.end() + 6]
            message = f"broken characters in {around!r}: the text was decoded wrongly, restore it"
            yield Problem(page.path, number, message)


def _check_pairs(page: SourcePage) -> Iterator[Problem]:
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


def _check_spans(page: SourcePage) -> Iterator[Problem]:
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


def check_prose(page: SourcePage) -> Iterator[Problem]:
    """All house rules of one page."""
    yield from check_headings(page)
    yield from _check_next_step(page)
    yield from _check_mean(page)
    yield from _check_wording(page)
    yield from _check_mojibake(page)
    yield from _check_pairs(page)
    yield from _check_spans(page)


def _places(rows: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{place} ({what})" for place, what in rows) or "none"


def report(pages: Iterable[SourcePage], worst: int = 3) -> Iterator[str]:
    """Lines for the build log, for the editor to look at: none of it is an error."""
    pages = list(pages)
    counts = [len(sentences(page)) for page in pages]
    mean = sum(s.length for page in pages for s in sentences(page)) / max(sum(counts), 1)
    long = nlargest(worst, (s for page in pages for s in _longest(page, worst)))
    longest = _places((f"{s.path}:{s.line}", s.length) for s in long)
    yield f"{sum(counts)} sentences of {mean:.1f} Han characters on average; longest: {longest}"
    lengths = sorted(((han_count(page), page.path) for page in pages), reverse=True)[:worst]
    total = sum(map(han_count, pages))
    pages_by_length = _places((path, length) for length, path in lengths)
    yield f"{len(pages)} pages of {total:,} Han characters; longest: {pages_by_length}"
    repeated = sorted(
        ((times, page.path, line, word) for page in pages for times, word, line in tics(page)),
        key=lambda row: (-row[0], row[1:]),
    )
    rows = [(f"{path}:{line}", f"{word} {times}×") for times, path, line, word in repeated]
    shown = _places(rows[:worst])
    many = len(repeated)
    yield f"先 or 別 more than once in {NEIGHBOURS} sentences: {many} times; worst: {shown}"
