"""Pages with conversion rules of their own: `<meta name="variant" content="{…}">`.

The author writes them in the front matter of the page (`variant:` with `rules:` and
`groups:`); the template puts them into the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from content.problems import nearest
from editions.converter import NOTHING
from editions.lexer import Kind, split
from editions.markup import role
from editions.prose import Fault, Prose
from editions.rulebook import Rulebook

MARK = 'name="variant"'
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True)
class Variant:
    """The rules of one page: wording -> conversion, and the groups of terms that it names."""

    rules: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def prose(self, book: Rulebook, titles: Mapping[str, str] = NOTHING) -> Prose:
        """The conversion for this page."""
        return book.prose(self.groups, self.rules, titles)


def variant_of(html: str, book: Rulebook) -> Variant | None:
    """The rules that a page carries, or None."""
    if MARK not in html:
        return None
    for token in split(html)[1::2]:
        tag = role(token).tag
        if tag.name == "meta" and tag.get("name") == "variant":
            return _read(unescape(tag.get("content") or ""), book)
    return None


def _read(source: str, book: Rulebook) -> Variant:
    try:
        settings = json.loads(source)
        rules = {str(key): str(value) for key, value in settings.get("rules", {}).items()}
        groups = tuple(str(group) for group in settings.get("groups", ()))
    except (ValueError, AttributeError, TypeError) as error:
        return Variant(faults=(Fault("variant:", f"the rules of the page are unusable: {error}"),))
    known = book.terms.groups
    faults = [
        Fault(group, f'no row of {book.terms.path} has the group "{group}"{nearest(group, known)}')
        for group in groups
        if group not in known
    ]
    faults += [Fault(key, "a rule for an empty wording") for key in rules if not key.strip()]
    return Variant({key: to for key, to in rules.items() if key.strip()}, groups, tuple(faults))


def headings(html: str, prose: Prose) -> dict[str, str]:
    """The headings of a page with rules, Traditional -> as these rules have it, h1 first."""
    found: dict[str, str] = {}
    inside, texts = "", []
    tokens = split(html)
    for place in range(1, len(tokens), 2):
        if inside:
            texts.append(tokens[place - 1])
        tag = role(tokens[place]).tag
        if tag.name not in HEADINGS:
            continue
        if inside and texts:
            text = "".join(texts).strip()
            if text and not text.isascii():
                found.setdefault(text, prose.converter.convert(text))
        inside, texts = (tag.name if tag.kind is Kind.OPEN else ""), []
    return found


def unused(prose: Prose) -> list[Fault]:
    """A fault for each rule of the page that nothing on the page has needed."""
    return [
        Fault(rule, f"the page's rule for {rule} matches nothing on the page: drop it")
        for rule in prose.converter.unused_rules()
    ]
