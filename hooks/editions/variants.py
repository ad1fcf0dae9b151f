"""Pages with conversion rules of their own: `<meta name="variant" content="{…}">`.

The author writes them in the front matter of the page (`variant:` with `rules:` and
`groups:`); the template puts them into the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from base.problems import Problem, nearest
from conversion.converter import NOTHING
from conversion.settings import ConversionSettings
from conversion.text import TextConverter
from model.page import Page

NAME = "variant"


@dataclass(frozen=True)
class Variant:
    """The rules of one page: wording -> conversion, and the groups of terms that it names."""

    rules: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def converter(
        self, settings: ConversionSettings, titles: Mapping[str, str] = NOTHING
    ) -> TextConverter:
        """The conversion for this page."""
        return settings.text_converter(self.groups, self.rules, titles)


def variant_of(page: Page, settings: ConversionSettings) -> Variant | None:
    """The rules that a page carries, or None."""
    source = page.meta(NAME)
    return _read(source, settings) if source else None


def _read(source: str, settings: ConversionSettings) -> Variant:
    try:
        given = json.loads(source)
        rules = {str(key): str(value) for key, value in given.get("rules", {}).items()}
        groups = tuple(str(group) for group in given.get("groups", ()))
    except (ValueError, AttributeError, TypeError) as error:
        message = f"the rules of the page are unusable: {error}"
        return Variant(problems=(Problem("", 0, message, "variant:"),))
    known = settings.terms.groups
    problems = []
    for group in groups:
        if group not in known:
            path = settings.terms.path
            message = f'no row of {path} has the group "{group}"{nearest(group, known)}'
            problems.append(Problem("", 0, message, group))
    empty = [key for key in rules if not key.strip()]
    problems += [Problem("", 0, "a rule for an empty wording", key) for key in empty]
    kept = {key: to for key, to in rules.items() if key.strip()}
    return Variant(kept, groups, tuple(problems))


def unused(*converters: TextConverter) -> list[Problem]:
    """A problem for each rule of the page that none of the page's conversions has needed."""
    left = set.intersection(*(set(each.converter.unused_rules()) for each in converters))
    return [
        Problem("", 0, f"the page's rule for {rule} matches nothing on the page: drop it", rule)
        for rule in sorted(left)
    ]
