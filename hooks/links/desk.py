"""The list of all links on the agents' desk: what a page holds between two comments.

Complete without scripts; docs/assets/javascripts/desk.js adds finding and copying.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from editions.addresses import relative
from links.catalogue import short_url
from links.pages import SHORT, LinkedPage

START, END = "<!-- desk -->", "<!-- /desk -->"
# In the script of its readers each: code, sections of a page.
WORDS = {"zh-Hant": ("二維碼", "各節"), "zh-Hans": ("二维码", "各节")}


def _other(language: str, name: str, hant: str, hans: str) -> str:
    """A text in the script of the other edition, as an attribute for copying and finding: in the
    edition's own it stands on the page."""
    text = hant if language == "zh-Hans" else hans
    return f' data-{name}-other="{escape(text)}"'


def _sections(page: LinkedPage, place: int, folder: str, base: str) -> str:
    """The sections of a page, each with its short link; "" for a page without any."""
    language, _, edition = page.editions[place]
    other = dict(page.hans.headings)
    titles = dict(edition.headings)
    lines = []
    for anchor, title in page.hant.headings:
        href = relative(folder, f"{SHORT}{page.id}/") + f"#{anchor}"
        url = f"{short_url(base, page.id)}#{anchor}"
        lines.append(
            f"<li data-link{_other(language, 'title', title, other.get(anchor, title))}>"
            f'<span class="desk__name">{escape(titles.get(anchor, title))}</span> '
            f'<a href="{href}" data-short>{escape(url)}</a></li>\n'
        )
    if not lines:
        return ""
    summary = f"<summary>{WORDS[language][1]} {len(lines)}</summary>"
    return f"<details>{summary}\n<ul>\n{''.join(lines)}</ul>\n</details>\n"


def _row(page: LinkedPage, place: int, folder: str, base: str) -> str:
    language, edition_folder, edition = page.editions[place]
    code = WORDS[language][0]
    short = relative(folder, f"{SHORT}{page.id}/")
    aliases = " ".join(sorted({*page.hant.aliases, *page.hans.aliases}))
    other = _other(language, "title", page.hant.title, page.hans.title)
    other += _other(language, "about", page.hant.description, page.hans.description)
    return (
        f'<li class="desk__row" data-link data-page data-aliases="{escape(aliases)}"{other}>\n'
        f'<p class="desk__title"><a href="{relative(folder, edition_folder + page.address)}">'
        f"{escape(edition.title)}</a></p>\n"
        f'<p class="desk__about">{escape(edition.description)}</p>\n'
        f'<p class="desk__short"><a href="{short}" data-short>'
        f"{escape(short_url(base, page.id))}</a></p>\n"
        f'<details class="desk__code"><summary>{code}</summary>\n'
        f'<p><img src="{short}qr.png" alt="{code}：{escape(edition.title)}" '
        'width="296" height="296" loading="lazy"></p>\n'
        f'<p><a href="{short}qr.png">PNG</a> <a href="{short}qr.svg">SVG</a></p>\n'
        "</details>\n"
        f"{_sections(page, place, folder, base)}</li>\n"
    )


def desk(pages: Sequence[LinkedPage], place: int, address: str, base: str) -> str:
    """All links in the edition at `place`, for its page at `address`; in reading order."""
    folder = pages[0].editions[place][1] + address
    rows: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for page in pages:
        edition = page.editions[place][2]
        titles.setdefault(page.section, edition.section_title or page.section)
        rows.setdefault(page.section, []).append(_row(page, place, folder, base))
    return "".join(
        f'<section class="desk__section" data-section="{escape(section)}">\n'
        f'<h3 id="links-of-{escape(section)}">{escape(titles[section])}</h3>\n'
        f'<ul class="desk__rows">\n{"".join(found)}</ul>\n</section>\n'
        for section, found in rows.items()
    )


def filled(html: str, content: str) -> str:
    """A page with `content` between the two comments; as it is where it has none.

    What an earlier run put there goes.
    """
    before, start, rest = html.partition(START)
    _, end, after = rest.partition(END)
    return f"{before}{start}\n{content}{end}{after}" if end else html
