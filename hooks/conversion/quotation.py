"""Quotation marks come in pairs."""

from __future__ import annotations

from functools import lru_cache

CLOSING = {"「": "」", "『": "』"}


@lru_cache(maxsize=4096)
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
