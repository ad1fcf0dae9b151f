"""Lists that are too long for a page.

A list says of what its rows are, `data-rows="facts"` (content/lists.py), and `list-facts` in
docs/_data/limits.yml how many of them a page may show. A page with more shows its share, and names
the others behind it; these stand at `sources/lawsuit-2/` and so on, shared out evenly.

All of the build but the last steps knows such a page whole: a row is named by the page itself,
`sources/lawsuit/#f130`, for ever. That anchor stands on the page, at the name of the row, which
leads to where it is; docs/assets/javascripts/editions.js follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

from htmlkit.edit import attribute, edited
from htmlkit.lexer import parse
from links.further import further_address, further_page, last_folder
from model.addresses import cut as cut_url
from model.addresses import join
from model.guide import GuidePage
from model.page import Changes, HeadingPlace, Page


@dataclass(frozen=True)
class Row:
    """A row between two places; `anchor` is how links name it, "" for one that none can."""

    start: int
    end: int
    anchor: str
    heading: HeadingPlace | None


@dataclass(frozen=True)
class RowList:
    """A list between two places, and the place where its heading begins; 0 without one."""

    start: int
    end: int
    heading: int
    kind: str
    rows: tuple[Row, ...]


def _row(page: Page, start: int, end: int) -> Row:
    inside = (place for place in page.places("id") if start <= place < end)
    anchor = next((parse(page.tokens[place]).get("id") or "" for place in inside), "")
    heading = next((each for each in page.headings if start < each.start < end), None)
    return Row(start, end, anchor, heading)


def row_lists(page: Page) -> list[RowList]:
    """The lists of a page that may grow too long for it."""
    found = []
    for start in page.places("rows"):
        end, rows = page.end(start), []
        place = start + 2
        while place < end:
            rows.append(_row(page, place, page.end(place)))
            place = page.end(place) + 2
        heading = max((each.start for each in page.headings if each.start < start), default=0)
        kind = parse(page.tokens[start]).get("data-rows") or ""
        found.append(RowList(start, end, heading, kind, tuple(rows)))
    return found


@dataclass(frozen=True)
class LongPage:
    """A page that has room for `share` of the rows of its lists, in their order."""

    address: str
    lists: Sequence[RowList]
    share: int

    @cached_property
    def number(self) -> Mapping[int, int]:
        """On which page each row stands, by its place: 1 is the page itself."""
        places = (row.start for each in self.lists for row in each.rows)
        return {place: 1 + n // self.share for n, place in enumerate(places)}

    @cached_property
    def anchors(self) -> Mapping[str, int]:
        """The number of the further page on which an anchor stands now."""
        return {
            row.anchor: self.number[row.start]
            for each in self.lists
            for row in each.rows
            if row.anchor and self.number[row.start] > 1
        }

    @property
    def further(self) -> range:
        """The numbers of the further pages."""
        return range(2, max(self.number.values()) + 1)

    def place_of(self, number: int) -> str:
        """The address of one of the pages."""
        return self.address if number == 1 else further_address(self.address, str(number))


def long_pages(pages: Sequence[GuidePage], most: Mapping[str, int]) -> dict[str, LongPage]:
    """The pages with more rows than they may show, by their addresses; `most` by kind of rows."""
    found = {}
    for page in pages:
        lists = row_lists(page.hant)
        rows = sum(len(each.rows) for each in lists)
        limit = min((most[each.kind] for each in lists if each.kind in most), default=rows)
        if rows > limit and page.address:
            parts = -(-rows // limit)
            found[page.address] = LongPage(page.address, lists, -(-rows // parts))
    return found


def most_rows(
    pages: Sequence[GuidePage], long: Mapping[str, LongPage]
) -> dict[str, tuple[int, str]]:
    """How many rows the fullest page shows, by their kind, and which page that is."""
    found: dict[str, tuple[int, str]] = {}
    for page in pages:
        lists, known = row_lists(page.hant), long.get(page.address)
        count = sum(len(each.rows) for each in lists)
        where = f"{page.address}, {count} on {known.further.stop - 1} pages" if known else ""
        shown = (min(count, known.share) if known else count, where or page.address)
        for kind in {each.kind for each in lists}:
            found[kind] = max(found.get(kind, (0, "")), shown)
    return found


def mark(number: int) -> str:
    """What tells the title of a further page from that of the page; the same in both scripts."""
    return f"（{number}）" if number > 1 else ""


def _link(page: Page, long: LongPage, number: int) -> str:
    url = f"../{last_folder(long.place_of(number))}"
    return f'<a href="{url}">{escape(page.title)}{mark(number)}</a>'


def _name(page: Page, long: LongPage, row: Row) -> str:
    """The name of a row, where its anchor is, with a link to where the row stands."""
    heading = row.heading
    words = page.text(heading.start, heading.end) if heading else row.anchor.upper()
    url = f"../{last_folder(long.place_of(long.number[row.start]))}#{row.anchor}"
    return f'<a id="{row.anchor}" href="{url}">{escape(words)}</a>'


def _elsewhere(page: Page, long: LongPage, rows: Sequence[Row]) -> str:
    """Where the rows are for which there was no room, each named."""
    lines = []
    for number in sorted({long.number[row.start] for row in rows}):
        here = [row for row in rows if long.number[row.start] == number and row.anchor]
        names = " ".join(_name(page, long, row) for row in here)
        lines.append(f'<p class="further">{_link(page, long, number)} {names}</p>\n')
    return "".join(lines)


def shortened(page: Page, long: LongPage) -> Changes:
    """The page with its share of the rows."""
    changes: Changes = {}
    for each in long.lists:
        others = [row for row in each.rows if long.number[row.start] > 1]
        for row in others:
            changes |= dict.fromkeys(range(row.start, row.end + 2), "")
        if others:
            end = page.tokens[each.end]
            if len(others) == len(each.rows):
                changes[each.start], end = "", ""
            changes[each.end] = f"{end}\n{_elsewhere(page, long, others)}"
    return changes


def _rows_of(page: Page, long: LongPage, number: int) -> Iterator[str]:
    for each in long.lists:
        rows = [row for row in each.rows if long.number[row.start] == number]
        if not rows:
            continue
        heading = next((h for h in page.headings if h.start == each.heading), None)
        if heading:
            yield "".join(page.tokens[heading.start : heading.end + 1])
        yield page.tokens[each.start]
        yield from ("".join(page.tokens[row.start : row.end + 1]) for row in rows)
        yield page.tokens[each.end]


def further_pages(page: Page, long: LongPage) -> Iterator[Page]:
    """The pages on which the list goes on."""
    for number in long.further:
        links = (_link(page, long, n) for n in (1, *long.further) if n != number)
        lines = [*_rows_of(page, long, number), f'<p class="further">{" ".join(links)}</p>\n']
        yield further_page(page, str(number), mark(number), "\n".join(lines))


def led_further(page: Page, long: Mapping[str, LongPage]) -> Changes:
    """Links to rows that stand on a further page lead there."""
    changes: Changes = {}
    for place in page.places("to-anchor") if long else ():
        found = attribute(parse(page.tokens[place]), "href")
        bare, rest = cut_url(unescape(found.value or "")) if found else ("", "")
        there = long.get(join(page.address, bare))
        number = there.anchors.get(rest[1:]) if there else None
        if found and there and number:
            old, new = last_folder(there.address), last_folder(there.place_of(number))
            if bare.endswith(old):
                url = bare.removesuffix(old) + new + rest
                changes[place] = edited(page.tokens[place], [(found.start, found.end, escape(url))])
    return changes
