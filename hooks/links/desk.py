"""The list of all pages on the agents' desk: what a page holds between two comments.

The page lists all pages; the sections of each stand at its short link (pass_on.py). What only
docs/assets/javascripts/desk.js reads, to find and to copy, stands in a template of its own: it
comes with the scripts (hooks/delivery/words.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from editions.addresses import relative
from links.catalogue import short_url
from links.pages import SHORT, LinkedPage

# The places of the list and of what finds in it.
LIST, FINDS = "desk", "desk-finds"
# In the script of its readers.
CODE = {"zh-Hant": "二維碼", "zh-Hans": "二维码"}


def _row(page: LinkedPage, place: int, folder: str, base: str) -> str:
    language, edition_folder, edition = page.editions[place]
    code = CODE[language]
    short = relative(folder, f"{SHORT}{page.id}/")
    return (
        '<li class="desk__row" data-link data-page>\n'
        f'<p class="desk__title"><a href="{relative(folder, edition_folder + page.address)}">'
        f"{escape(edition.title)}</a></p>\n"
        f'<p class="desk__about">{escape(edition.description)}</p>\n'
        f'<p class="desk__short"><a href="{short}" data-short>'
        f"{escape(short_url(base, page.id))}</a></p>\n"
        f'<details class="desk__code"><summary>{code}</summary>\n'
        f'<p><img src="{short}qr.png" alt="{code}：{escape(edition.title)}" '
        'width="296" height="296" loading="lazy"></p>\n'
        f'<p><a href="{short}qr.svg">SVG</a></p>\n'
        "</details>\n</li>\n"
    )


def _by_section(pages: Sequence[LinkedPage]) -> dict[str, list[LinkedPage]]:
    """In reading order, also within a section."""
    found: dict[str, list[LinkedPage]] = {}
    for page in pages:
        found.setdefault(page.section, []).append(page)
    return found


def desk(pages: Sequence[LinkedPage], place: int, address: str, base: str) -> str:
    """All pages in the edition at `place`, for its page at `address`."""
    folder = pages[0].editions[place][1] + address
    parts = []
    for section, of_section in _by_section(pages).items():
        title = of_section[0].editions[place][2].section_title or section
        rows = "".join(_row(page, place, folder, base) for page in of_section)
        parts.append(
            f'<section class="desk__section" data-section="{escape(section)}">\n'
            f'<h3 id="links-of-{escape(section)}">{escape(title)}</h3>\n'
            f'<ul class="desk__rows">\n{rows}</ul>\n</section>\n'
        )
    return "".join(parts)


def _section_finds(page: LinkedPage, place: int) -> Iterator[str]:
    other = dict(page.editions[1 - place][2].headings)
    for anchor, title in page.editions[place][2].headings:
        yield (
            f'<li data-anchor="{anchor}" data-title-other="{escape(other.get(anchor, title))}">'
            f"{escape(title)}</li>\n"
        )


def finds(pages: Sequence[LinkedPage], place: int) -> str:
    """What the list is found by besides its words: aliases, the words of the other edition, and
    the sections; a list for each row of `desk`, in their order."""
    return "".join(
        f'<ul data-aliases="'
        f'{escape(" ".join(sorted({*page.hant.aliases, *page.hans.aliases})))}" '
        f'data-title-other="{escape(page.editions[1 - place][2].title)}" '
        f'data-about-other="{escape(page.editions[1 - place][2].description)}">\n'
        f"{''.join(_section_finds(page, place))}</ul>\n"
        for of_section in _by_section(pages).values()
        for page in of_section
    )


def filled(html: str, name: str, content: str) -> str:
    """A page with `content` between the two comments of a place; as it is where it has none.

    What an earlier run put there goes.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, opened, rest = html.partition(start)
    _, closed, after = rest.partition(end)
    return f"{before}{opened}\n{content}{closed}{after}" if closed else html
