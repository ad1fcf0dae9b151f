"""Marks of a text: emphasis, punctuation, quotation within quotation, blanks.

Half-width marks beside Chinese characters and marks that do not pair up are looked at in prose.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from base.characters import HAN
from base.problems import Problem
from content.raw_html import CODE
from content.source_pages import SourcePage

# What is no text: tags, addresses with their brackets, lists of attributes, a block's name.
NO_TEXT = re.compile(
    rf"{CODE.pattern}|<[^<>]*>|(?<=\])\([^()\s]*\)|\{{[^{{}}]*\}}|^\s*!!! [\w -]*\"|_{{3,}}"
)
SEPARATOR = re.compile(r"[ >]*\|(?: *:?-+:? *\|)+")
# Stands for each, and is neither a letter nor a blank.
GAP = "\0"
LIST_MARK = re.compile(r"^\s*(?:> ?)*(?:(?:[-*+]|\d+\.) )?(?:\[[ xX]\] )?")
STRONG = re.compile(r"\*+")

# What stands in no text, and what to write.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[，。、；：？！]{2,}|[,;:?!]{2,}"), "one mark is enough"),
    (re.compile(r"https?:|//"), "outside links stand in the facts: cite one as [F38]"),
    (re.compile(r"\w@\w+\.\w"), "no address of mail: this guide asks nobody to write"),
    (re.compile(r"\.{2,}|。{2,}|．{2,}"), "write …"),
    (re.compile(r"--+(?!>)"), "write —"),
    (re.compile(rf"(?<=[{HAN}）」』])[.](?!\w)|(?<=[{HAN}）」』])[.](?=[{HAN}])"), "write 。"),
    (re.compile(r"(?<=[）」』》…])[,;:?!]|[,;:?!](?=[（「『《])"), "use full-width ，；：？！"),
    (re.compile(r"[()]"), "use full-width （ ）"),
    (re.compile(rf"(?<=[{HAN}])~(?=[{HAN}\d])|(?<=\d)~(?=\d)"), "write 到"),
    (re.compile(r"[\"']"), "use 「」 and, inside them, 『』"),
    (re.compile(r" [，。、；：？！）」』》]|[，、（「『《] (?=\S)"), "no blank beside this mark"),
    (re.compile(r"(?<=\S)  +(?=\S)"), "one blank is enough"),
    (re.compile(r"~~|==|\+\+|\^\^"), "this marks nothing: write **words** or plain words"),
    (re.compile(r"`"), "a backtick that quotes nothing: one before and one behind, on one line"),
)
# But behind a box to mark: □兩週 □月 …
BLANK = (
    re.compile(rf"(?<=[{HAN}])(?<!□[{HAN}])(?<!□[{HAN}]{{2}}) +(?=[{HAN}])"),
    "no blank between Chinese characters",
)
WORDING = (BLANK, *MARKS)
# As wide as a character. Between what is filled in on paper, it is right.
WIDE = re.compile("\u3000")
WIDE_IS = "a blank as wide as a character: remove it; a usual one stands behind the mark of an item"
FILLED_IN = re.compile("___|□")
BEGINS = re.compile(r"[，。、；：？！）」』》]")


# Whether any of them is there, before it is asked which.
ANY = re.compile("|".join(pattern.pattern for pattern, _ in WORDING))


def _text(line: str) -> str:
    """A line with gaps in place of what is no text of it."""
    left = NO_TEXT.sub(lambda match: GAP * len(match[0]), line)
    return left.removesuffix('"') if line.lstrip().startswith("!!!") else left


def _around(text: str, start: int, end: int) -> str:
    return re.sub(f"{GAP}+", " ", text[max(0, start - 6) : end + 6]).strip()


def _wording_fault(text: str) -> str:
    words = LIST_MARK.sub("", text)
    if ANY.search(words):
        for pattern, advice in WORDING:
            if match := pattern.search(words):
                around = _around(words, match.start(), match.end())
                return f"「{match[0]}」 in …{around}…: {advice}"
    if match := BEGINS.match(words.lstrip("* ")):
        return f"「{match[0]}」 begins the line: it belongs to the words above"
    return ""


def _strong_fault(text: str) -> str:
    """What is wrong with the asterisks and underscores of a line or cell."""
    words = LIST_MARK.sub(lambda match: " " * len(match[0]), text)
    marks = list(STRONG.finditer(words))
    if odd := next((m for m in marks if len(m[0]) != 2), None):
        return f"「{odd[0]}」: strong words stand between ** and **, nothing else is marked"
    if len(marks) % 2:
        return "** is not closed on its line: write **words**"
    for opening, closing in zip(marks[::2], marks[1::2], strict=True):
        inner = words[opening.end() : closing.start()]
        if not inner.strip():
            return "**** marks nothing: remove it"
        if inner != inner.strip():
            return f"no blank inside of **: **{inner.strip()[:20]}**"
    # Within a word, as in the name of a file, it is itself.
    if match := re.search(r"(?<![\w])_+|_+(?!\w)", words):
        around = _around(words, match.start(), match.end())
        return f"「{match[0]}」 in …{around}…: write **words**, or ____ for a blank to fill in"
    return ""


def _quote_fault(text: str, opened: list[str]) -> str:
    """What is wrong with quotation marks in one another; `opened` goes on within a block."""
    for char in text:
        if char in "「『":
            if char == "「" and "「" in opened:
                return "「 stands inside of 「」: write 『 and 』 there"
            if char == "『" and (not opened or opened[-1] != "「"):
                return "『 stands outside of 「」: write 「 and 」"
            opened.append(char)
        elif char in "」』" and opened:
            opened.pop()
    return ""


def check_marks(page: SourcePage) -> Iterator[Problem]:
    """Emphasis that is not closed, doubled or wrong punctuation, quotations in one another."""
    opened: list[str] = []
    for number, line in page.body():
        wide = WIDE.search(line) and not FILLED_IN.search(line)
        if line != line.rstrip() and not wide:
            message = "blanks at the end of the line: remove them, two of them break it"
            yield Problem(page.path, number, message)
        text = "" if SEPARATOR.fullmatch(line) else _text(line)
        if not text.strip():
            opened = []
            continue
        cells = text.split("|") if text.lstrip(" >").startswith("|") else [text]
        if text.lstrip()[:1] in "|>#" or LIST_MARK.sub("", text) != text.lstrip(" >"):
            opened = []
        faults = [WIDE_IS if wide else "", _quote_fault(text, opened)]
        for cell in cells:
            faults += [_strong_fault(cell), _wording_fault(cell.strip() if cells[1:] else cell)]
        if fault := next(filter(None, faults), ""):
            opened = []
            yield Problem(page.path, number, fault)
