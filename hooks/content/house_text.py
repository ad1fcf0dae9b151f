"""Short texts of ours that stand outside of the body of a page, in front matter and data: what of
the house rules holds for them too, as checks of records (base/records.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from base.records import plain
from content.marks import BLANK, MARKS, WIDE, WIDE_IS
from content.prose import PUNCTUATION, WORDING

Rules = Iterable[tuple[re.Pattern[str], str]]


def _broken(text: str, rules: Rules) -> str | None:
    for pattern, advice in rules:
        if match := pattern.search(text):
            around = text[max(0, match.start() - 6) : match.end() + 6].strip()
            return f"has 「{match[0]}」 in …{around}…: {advice}"
    return None


def punctuated(value: Any) -> str | None:
    """One line of text with the marks of ours; names of laws may have blanks."""
    return plain(value) or _broken(value, (*PUNCTUATION, *MARKS))


def house_text(value: Any) -> str | None:
    """One line of text by all rules of wording."""
    return punctuated(value) or _broken(value, (BLANK, (WIDE, WIDE_IS), *WORDING))


def sentence(value: Any) -> str | None:
    """Sentences with the marks of ours."""
    if fault := punctuated(value):
        return fault
    return None if value.endswith("。") else "must end in 。"
