"""Rules for what only scripts make: results of a search, the bar that reads a page out. No page
shows any of it when it is drawn first, so that they come with the scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import tinycss2

from delivery.rules import Rule, alternatives, is_possible
from delivery.used_names import UsedNames


def _head(tokens: Iterable[list[object]]) -> str:
    return ",".join(tinycss2.serialize(selector).strip() for selector in tokens)


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
            split: tuple[list[list[object]], list[list[object]]] = ([], [])
            for selector in alternatives(tinycss2.parse_component_value_list(rule.head)):
                split[not is_possible(selector, first)].append(selector)
            parts = [replace(rule, head=_head(part)) for part in split]
            has = [bool(part) for part in split]
        now += parts[:1] * has[0]
        later += parts[1:] * has[1]
    return now, later
