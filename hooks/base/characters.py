"""The characters that a text may hold: a list. Everything else is named, with what to write.

Two strengths. `odd` knows what nobody writes on purpose, in any file: invisible characters, turned
directions, blanks of other kinds. `unlisted` knows what our own texts are made of: ASCII, Chinese
characters, Chinese marks and a few signs; what looks like one of these and is another is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HAN = "㐀-䶿一-鿿"
# Chinese marks, and the signs that forms, sums and lists need. Phones of ten years ago show them.
MARKS = "\u3000、。「」『』《》〈〉【】〔〕（），：；？！／～｜〇"
SIGNS = "×÷−—…·→←↑↓□☐☑✓①-⑳℃"
# Quotation marks of Simplified sources, which data quotes as printed.
QUOTES = "“”‘’"

# From a character to what it does, by ranges.
_KINDS: tuple[tuple[str, str], ...] = (
    ("\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", "turns the direction of the text: remove it"),
    (
        "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
        "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
        "\U0001d173-\U0001d17a\U000e0000-\U000e0fff",
        "is invisible: remove it",
    ),
    (
        "\u00a0\u1680\u2000-\u200a\u202f\u205f",
        "is a blank of another kind: write a usual one, or none",
    ),
    ("\x85\u2028\u2029", "ends a line for some programs only: remove it"),
    ("\U000f0000-\U0010fffd", "has no meaning but in one font: write the character itself"),
)
ODD = re.compile(f"[{''.join(ranges for ranges, _ in _KINDS)}]")
# C1, U+FFFD and private use are told as broken text (content/prose.py).
BROKEN = "\x80-\x9f\ufffd\ue000-\uf8ff"
UNLISTED = re.compile(rf"[^\n\x20-\x7e{HAN}{MARKS}{SIGNS}{QUOTES}{BROKEN}]")
# For files that hold words for readers among other things: letters of programs, forms of input.
OTHER_FORMS = re.compile(
    r"[\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff\ufe10-\ufe6f\U0002f800-\U0002fa1f]"
)

_LETTERS = {
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "BOPOMOFO": "Zhuyin",
    "HALFWIDTH KATAKANA": "Japanese",
    "HALFWIDTH HANGUL": "Korean",
}
# Marks that stand in Chinese text in full width only.
_FULL = dict(zip("(),:;!?", "（），：；！？", strict=True))
# Alphabets some of whose letters look like Latin ones.
_ALIKE = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")


def shown(char: str) -> str:
    """A character as problems name it: its number, and itself where it can be seen."""
    number = f"U+{ord(char):04X}"
    visible = char.isprintable() and not ODD.match(char) and not unicodedata.combining(char)
    return f"「{char}」 ({number})" if visible else number


def _letter(char: str, name: str) -> str:
    for start, language in _LETTERS.items():
        if name.startswith(start):
            return f'is {language}: put it into <span lang="…">…</span>, or write Chinese'
    for start in _ALIKE:
        if name.startswith(start):
            return f"is {start.capitalize()} and looks like a Latin letter: write that one"
    if name.startswith("CJK "):
        return "is missing from the fonts of many phones: write a usual character"
    return 'is a letter of another language: put it into <span lang="…">…</span>'


def _other_form(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if plain == char or not plain.strip() or UNLISTED.search(plain):
        return ""
    plain = _FULL.get(plain, plain)
    return f"is another form of {plain}: write {plain}"


def says(char: str) -> str:
    """What is wrong with a character that no text of ours holds, and what would be right."""
    for ranges, what in _KINDS:
        if re.match(f"[{ranges}]", char):
            return what
    name, category = unicodedata.name(char, ""), unicodedata.category(char)
    if char == "\t":
        return "is a tab: write blanks"
    if other := _other_form(char):
        return other
    if name.startswith(("CJK RADICAL", "KANGXI RADICAL", "CJK STROKE")):
        return "is a part of a character, not one: write the character"
    if category.startswith("M"):
        return "changes the letter before it: write a letter that needs no second sign"
    if category.startswith("L"):
        return _letter(char, name)
    if category in ("Cn", "Cc", "Cf"):
        return "is no character that can be shown: remove it"
    return "is a sign that phones may not show: write words, or a sign of hooks/base/characters.py"


def odd(text: str) -> Iterator[tuple[int, str]]:
    """(place, what is wrong) of each character that no file of ours holds."""
    for match in ODD.finditer(text):
        yield match.start(), f"the character {shown(match[0])} {says(match[0])}"


def other_forms(text: str) -> Iterator[tuple[int, str]]:
    """(place, what is wrong) of each character that stands for another one."""
    for match in OTHER_FORMS.finditer(text):
        yield match.start(), f"the character {shown(match[0])} {says(match[0])}"


def unlisted(text: str) -> Iterator[tuple[int, str]]:
    """(place, what is wrong) of each character that is none of our texts'."""
    for match in UNLISTED.finditer(text):
        yield match.start(), f"the character {shown(match[0])} {says(match[0])}"
