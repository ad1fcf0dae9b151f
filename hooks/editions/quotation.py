"""Quotation marks come in pairs."""

from __future__ import annotations

import re

from editions.prose import Fault

CLOSING = {"「": "」", "『": "』"}


def unbalanced(marks: str) -> str:
    """What is wrong with the quotation marks of a block, given in order; "" if nothing."""
    expected: list[str] = []
    for mark in marks:
        if mark in CLOSING:
            expected.append(CLOSING[mark])
        elif not expected:
            return f"{mark} closes a quotation that was not opened in this block"
        elif expected.pop() != mark:
            return f"{mark} closes a quotation that was opened by another mark"
    return f"{expected[-1]} is missing: a quotation is not closed in its block" if expected else ""


def quotation_fault(text: str, fault: str) -> Fault:
    """The fault of a block (or attribute) whose text with the first mark is given."""
    mark = re.search("[「」『』]", text)
    start = mark.start() if mark else 0
    shown = " ".join(text[max(0, start - 6) : start + 12].split())
    return Fault(text[start : start + 6], f"quotation marks in “{shown}”: {fault}")
