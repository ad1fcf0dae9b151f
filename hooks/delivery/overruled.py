"""Declarations that a later rule of the same selector says again: most of them are the theme's,
and ours have the last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from delivery.rules import Rule, selectors

# All browsers know these; of a value with another one, the earlier value may be what those do that
# do not know it.
KNOWN = ("calc", "clamp", "cubic-bezier", "max", "min", "rgb", "rgba", "translate", "url", "var")
CALLS = re.compile(r"([\w-]+)\(")
# What these say, they say for all four sides.
SIDES = ("margin", "padding")
# A rule below conditions, those from the outside in.
Placed = tuple[tuple[str, ...], Rule]


def _placed(rules: Iterable[Rule], below: tuple[str, ...] = ()) -> Iterator[Placed]:
    for rule in rules:
        if rule.keyword:
            yield from _placed(rule.inside, (*below, rule.head))
        elif not rule.text:
            yield below, rule


def _says(name: str) -> Iterator[str]:
    """The names by which a declaration may be said again."""
    yield name
    yield from (side for side in SIDES if name.startswith(f"{side}-"))


def _is_plain(text: str) -> bool:
    return "!" not in text and set(CALLS.findall(text)) <= set(KNOWN)


def _without(rules: Iterable[Rule], kept: Iterator[Rule]) -> Iterator[Rule]:
    for rule in rules:
        if rule.text:
            yield rule
        elif not rule.keyword:
            if (new := next(kept)).lines:
                yield new
        elif inside := tuple(_without(rule.inside, kept)):
            yield replace(rule, inside=inside)


def without_overruled(rules: Sequence[Rule]) -> list[Rule]:
    """The rules of one sheet without what each of their selectors is told otherwise further down,
    under the same conditions or under none."""
    told: set[tuple[tuple[str, ...], str, str]] = set()
    kept = []
    for below, rule in reversed(list(_placed(rules))):
        heads = [head for head, _ in selectors(rule.head)]
        lines = []
        for name, text in reversed(rule.lines):
            again = [
                any((place, head, say) in told for place in {below, ()} for say in _says(name))
                for head in heads
            ]
            if "!" in text or not name or not all(again):
                lines.append((name, text))
            if name and _is_plain(text):
                told |= {(below, head, name) for head in heads}
        kept.append(replace(rule, lines=tuple(reversed(lines))))
    return list(_without(rules, reversed(kept)))
