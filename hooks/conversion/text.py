"""The text of pages: converted in batches, and looked over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape

from base.problems import Problem
from conversion.converter import Converted, Converter
from conversion.quotation import unbalanced

REFERENCE = re.compile(r"&#(?:[0-9]+|x[0-9a-f]+);", re.IGNORECASE)
# Below lie Latin letters and signs, among them those that are markup.
FIRST_HAN = "\u2e80"
# In a batch, stands between blocks of text as BETWEEN stands between runs.
BLOCK = "\x1d"
NOT_QUOTATION = re.compile(f"[^「」『』{BLOCK}]+")


# What is wrong with a text and its Simplified form; the problems name no file yet.
Inspect = Callable[[str, str], Sequence[Problem]]


def with_characters(text: str) -> str:
    """The text with characters instead of numeric references to Han characters."""
    if "&#" not in text:
        return text

    def character(reference: re.Match[str]) -> str:
        meant = unescape(reference[0])
        return meant if meant >= FIRST_HAN else reference[0]

    return REFERENCE.sub(character, text)


def _quotation_faults(batch: str) -> list[Problem]:
    """Blocks of a batch whose quotation marks do not come in pairs."""
    faults = []
    for block, marks in enumerate(NOT_QUOTATION.sub("", batch).split(BLOCK)):
        if marks and (fault := unbalanced(marks)):
            text = batch.split(BLOCK)[block]
            start = min(place for mark in "「」『』" if (place := text.find(mark)) >= 0)
            shown = " ".join(text[max(0, start - 6) : start + 12].split())
            message = f"quotation marks in “{shown}”: {fault}"
            faults.append(Problem("", 0, message, text[start : start + 6]))
    return faults


def _pass_all(before: str, after: str) -> Sequence[Problem]:
    return ()


class TextConverter:
    """Converts the text of pages by one converter.

    `inspect` says what is wrong with a Traditional text and its Simplified form.
    """

    def __init__(self, converter: Converter, inspect: Inspect = _pass_all) -> None:
        self.converter = converter
        self._inspect = inspect
        # Attributes and titles, most of which stand on many pages.
        self.words = lru_cache(maxsize=4096)(self._words)

    def batch(self, runs: str) -> tuple[Converted, list[Problem]]:
        """Runs of text in one string, BETWEEN after each of them and BLOCK after each block."""
        converted = self.converter.converted(runs)
        return converted, [*self._inspect(runs, str(converted)), *_quotation_faults(runs)]

    def _words(self, text: str) -> tuple[str, list[Problem]]:
        """A text that stands by itself, as the page has it."""
        plain = with_characters(text)
        converted, faults = self.batch(plain)
        # A reference stays as the page has it where nothing changes.
        return (text if str(converted) == plain else str(converted)), faults

    def worded(self, text: str, wording: str) -> list[Problem]:
        """What is wrong with a text for which the author gives the Simplified wording."""
        return list(self._inspect(text, wording))
