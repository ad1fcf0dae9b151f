"""Rules of style sheets, and whether an element that a selector asks for can be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2

from delivery.used_names import UsedNames

# Of these a selector asks that one of its alternatives applies.
ANY_OF = frozenset(("is", "where", "has", "-webkit-any", "-moz-any"))


@dataclass(frozen=True)
class Rule:
    """A rule: `head` is its selectors, or its at-keyword with what follows that.

    `lines` are the name and the text of its declarations; of a rule that no parser understands
    they are one without a name. `inside` are the rules of a condition. `text` is a rule that is
    taken as it stands. `group` is the sheet in which it is sent.
    """

    head: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    inside: tuple[Rule, ...] = ()
    text: str = ""
    keyword: str = ""
    group: str = ""

    def write(self) -> str:
        """The rule as a style sheet says it."""
        if self.text:
            return self.text
        if self.keyword:
            return f"{self.head}{{{''.join(rule.write() for rule in self.inside)}}}"
        return f"{self.head}{{{';'.join(text for _, text in self.lines)}}}"


def alternatives(tokens: Iterable[Any]) -> list[list[Any]]:
    """A list of selectors, cut at its commas."""
    found: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _attribute_possible(tokens: list[Any], known: UsedNames) -> bool:
    meaning = [token for token in tokens if token.type not in ("whitespace", "comment")]
    name = meaning[0].lower_value
    exact = len(meaning) == 3 and meaning[1].type == "literal" and meaning[1].value == "="
    if exact and meaning[2].type in ("ident", "string"):
        return known.has_attribute(name, meaning[2].value)
    return known.has_attribute(name)


def is_possible(selector: list[Any], known: UsedNames) -> bool:
    """Whether an element that a selector asks for can be there.

    What is not understood counts as possible.
    """
    before = None
    for token in selector:
        if token.type == "ident":
            if before == ".":
                possible = known.has_class(token.value)
            else:
                possible = before == ":" or known.has_tag(token.value)
        elif token.type == "hash":
            possible = known.has_id(token.value)
        elif token.type == "[] block":
            possible = _attribute_possible(token.content, known)
        elif token.type == "function" and token.lower_name in ANY_OF:
            choices = alternatives(token.arguments)
            possible = any(is_possible(choice, known) for choice in choices)
        else:
            possible = True
        if not possible:
            return False
        before = token.value if token.type == "literal" else None
    return True


# As many as a site has: of each sheet that holds what all pages need, the same are asked for.
@lru_cache(maxsize=8192)
def selectors(head: str) -> tuple[tuple[str, list[Any]], ...]:
    """The selectors of a rule, each by itself: its text and its tokens, which nobody changes."""
    tokens = tinycss2.parse_component_value_list(head)
    return tuple((tinycss2.serialize(each).strip(), each) for each in alternatives(tokens))
