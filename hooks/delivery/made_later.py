"""Rules for what only scripts make: results of a search, the bar that reads a page out. No page
shows any of it when it is drawn first, so that they come with the scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from delivery.rules import Rule, is_possible, selectors
from delivery.used_names import UsedNames


def parted(rules: Iterable[Rule], first: UsedNames) -> tuple[list[Rule], list[Rule]]:
    """The rules that an element of a page can match when it is drawn first, and the others. A
    rule with selectors of both kinds stands in both; each keeps its order."""
    now, later = [], []
    for rule in rules:
        if rule.text:
            now.append(rule)
            continue
        if rule.keyword:
            inside = parted(rule.inside, first)
            parts = [replace(rule, inside=tuple(part)) for part in inside]
            has = [bool(part) for part in inside]
        else:
            split: tuple[list[str], list[str]] = ([], [])
            for text, tokens in selectors(rule.head):
                split[not is_possible(tokens, first)].append(text)
            parts = [replace(rule, head=",".join(part)) for part in split]
            has = [bool(part) for part in split]
        now += parts[:1] * has[0]
        later += parts[1:] * has[1]
    return now, later
