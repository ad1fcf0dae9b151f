"""The menu of a page: all parts of the guide, and of these the one open that the page is in; and
the list of what the page holds.

A page pays for what its menu shows. With every page in it, one page more would make all others
larger; so other parts are a link to their first page, and of a long part only the neighbours
of the page are shown, behind its first page, which lists them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

# A part of so many pages is shown whole …
WHOLE = 24
# … of a longer one so many before the page and behind it.
AROUND = 5


@dataclass
class Menu:
    """What the theme's templates ask of a navigation."""

    items: list[StructureItem]
    pages: list[Page]
    homepage: Page | None

    def __iter__(self) -> Iterator[StructureItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def _first_page(item: StructureItem) -> Page | None:
    if isinstance(item, Page):
        return item
    children = item.children if isinstance(item, Section) else []
    return next(filter(None, map(_first_page, children)), None)


def _near(children: Sequence[StructureItem], page: Page) -> list[StructureItem]:
    if len(children) <= WHOLE:
        return list(children)
    if page not in children:
        return list(children[:WHOLE])
    at = children.index(page)
    return [c for n, c in enumerate(children) if n == 0 or abs(n - at) <= AROUND]


def _shown(item: StructureItem, page: Page) -> StructureItem:
    if not isinstance(item, Section):
        return item
    if not item.active:
        first = _first_page(item)
        return Link(item.title, first.url) if first else item
    shown = Section(item.title, _near(item.children, page))
    shown.active = True
    return shown


def menu_of(page: Page, nav: Navigation) -> Menu:
    """The menu that a page shows."""
    return Menu([_shown(item, page) for item in nav.items], nav.pages, nav.homepage)


def _kept(items: Sequence[AnchorLink], left_out: Collection[str]) -> list[AnchorLink]:
    kept = [item for item in items if item.id not in left_out]
    for item in kept:
        item.children = _kept(item.children, left_out)
    return kept


def contents_of(toc: TableOfContents, left_out: Collection[str]) -> TableOfContents:
    """The list of what a page holds, without the headings of these ids: the rows of a list made of
    data, each of which would be named twice more than it stands there."""
    return TableOfContents(_kept(toc.items, left_out))
