"""What our templates make of the theme's: they change a few attributes by `replace`, which says
nothing where it finds nothing. When a new version of the theme writes something else, nothing
is guessed and the build stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from base.memory import remembered
from base.problems import Unusable
from htmlkit.lexer import Kind, parse
from model.page import Page


class Wanted(NamedTuple):
    """Elements that pages of the theme have: their name, a class, and an attribute with its value
    ("" for any, None for no such attribute). Unless they are `rare`, each page has one."""

    name: str
    word: str
    attribute: str
    value: str | None
    rare: bool = False

    def __str__(self) -> str:
        says = {None: f"without {self.attribute}", "": f"with {self.attribute}"}
        has = says.get(self.value, f'with {self.attribute}="{self.value}"')
        return f'<{self.name} class="{self.word}"> {has}'


# As overrides/main.html says why.
WANTED = (
    Wanted("div", "md-search", "role", None),
    Wanted("div", "md-search__inner", "aria-label", ""),
    Wanted("label", "md-search__icon", "title", ""),
    Wanted("nav", "md-search__options", "role", "none"),
    Wanted("div", "md-search-result__meta", "role", "status"),
    Wanted("a", "md-search__icon", "href", "#__search"),
    Wanted("div", "md-search__suggest", "aria-hidden", "true"),
    Wanted("div", "md-search__scrollwrap", "tabindex", None),
    Wanted("template", "late-part", "data-of", ""),
    Wanted("button", "menu-close", "data-closes", "__drawer"),
    Wanted("nav", "md-path", "aria-label", "你在這裡", rare=True),
    Wanted("a", "search-topics", "href", ""),
    Wanted("div", "notice", "class", ""),
)


@remembered
def _met(token: str) -> tuple[tuple[Wanted, bool], ...]:
    """What is wanted of an element, and whether it is so."""
    tag = parse(token)
    if tag.kind is not Kind.OPEN:
        return ()
    words = (tag.get("class") or "").split()
    return tuple(
        (wanted, _is_so(tag.get(wanted.attribute), wanted.value))
        for wanted in WANTED
        if tag.name == wanted.name and wanted.word in words
    )


def _is_so(value: str | None, wanted: str | None) -> bool:
    return value == wanted or (wanted == "" and bool(value))


def check_theme(pages: Iterable[Page]) -> None:
    """Raises `Unusable` where a page of the theme has not what our templates make of it."""
    for page in pages:
        if not page.place("settings"):
            continue
        met = {each for token in set(page.tokens[1::2]) for each in _met(token)}
        for wanted in WANTED:
            if (wanted, False) in met or not (wanted.rare or (wanted, True) in met):
                raise Unusable(
                    f"{page.path}: overrides/main.html wants {wanted}, and the page has not: look"
                    " at what the theme writes now"
                )
