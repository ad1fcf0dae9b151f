"""What chats and search engines show of a page: Open Graph, Twitter and structured data.

Written into the head of the built pages of both editions, where the addresses and titles of
both are known. The vocabulary is that of ogp.me and schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from links.pages import Edition, LinkedPage
from links.pictures import SIZE, picture

# What stands between these is made anew at each run.
START, END = "<!--preview-->", "<!--/preview-->"
LOCALES = {"zh-Hant": "zh_TW", "zh-Hans": "zh_CN"}
PICTURES = "assets/previews/"
# Section and id of the home page.
HOME = "home"
# Headings of a page that is a sequence of steps.
STEP = re.compile(r"step-[1-9][0-9]*(-|$)")
HEAD_END = "</head>"


class NoHead(Exception):
    """A page without the end of a head."""


@dataclass(frozen=True)
class Card:
    """What a chat shows of an address. `kind` is its og:type, `picture` an address too,
    `pictured` says what is on it.
    """

    title: str
    description: str
    url: str
    language: str
    site_name: str
    kind: str
    picture: str
    pictured: str


def tags(card: Card) -> list[str]:
    """The tags of Open Graph and Twitter."""
    other = next(locale for key, locale in LOCALES.items() if key != card.language)
    width, height = map(str, SIZE)
    graph = {
        "og:type": card.kind,
        "og:site_name": card.site_name,
        "og:title": card.title,
        "og:description": card.description,
        "og:url": card.url,
        "og:locale": LOCALES[card.language],
        "og:locale:alternate": other,
        "og:image": card.picture,
        "og:image:type": "image/png",
        "og:image:width": width,
        "og:image:height": height,
        "og:image:alt": card.pictured,
    }
    twitter = {
        "twitter:card": "summary_large_image",
        "twitter:title": card.title,
        "twitter:description": card.description,
        "twitter:image": card.picture,
        "twitter:image:alt": card.pictured,
    }
    return [
        *(f'<meta property="{key}" content="{escape(value)}">' for key, value in graph.items()),
        *(f'<meta name="{key}" content="{escape(value)}">' for key, value in twitter.items()),
    ]


def picture_file(page: LinkedPage, language: str) -> str:
    """Where the picture of the page's section lies, from the root of the site."""
    return f"{PICTURES}{page.section or HOME}.{language}.png"


def _words(page: LinkedPage, edition: Edition) -> str:
    """The large words on the picture of the page's section."""
    return edition.site_name if page.section == HOME else edition.section_title or edition.title


def pictured(page: LinkedPage, language: str) -> str:
    """What the picture of the page's section says."""
    edition = _edition(page, language)[1]
    return "｜".join(dict.fromkeys((_words(page, edition), edition.site_name)))


def pictures(pages: Sequence[LinkedPage]) -> dict[str, bytes]:
    """The picture of each section in each script, by its file.

    A section is described by the page of its name, the home page and what has none by the
    title of the home page.
    """
    by_id = {page.id: page for page in pages}
    found: dict[str, bytes] = {}
    for page in pages:
        for language, _, edition in page.editions:
            file = picture_file(page, language)
            if file in found:
                continue
            home = _edition(by_id.get(HOME, page), language)[1]
            first = by_id.get(page.section)
            if first and page.section != HOME:
                about = _edition(first, language)[1].description
            else:
                about = home.title
            words = (_words(page, edition), about, edition.site_name)
            found[file] = picture(page.section, *words, language)
    return found


def _above(page: LinkedPage, by_address: Mapping[str, LinkedPage]) -> list[LinkedPage]:
    """The start page, and that of the page's folder, as far as they are others."""
    folders = page.address.split("/")[:-2]
    addresses = ["", *("/".join(folders[: n + 1]) + "/" for n in range(len(folders)))]
    return [by_address[a] for a in addresses if a in by_address and a != page.address]


def _edition(page: LinkedPage, language: str) -> tuple[str, Edition]:
    """Folder and content of the page in a language."""
    return next((folder, edition) for key, folder, edition in page.editions if key == language)


def structured(
    page: LinkedPage,
    language: str,
    by_address: Mapping[str, LinkedPage],
    base: str,
    site_name: str,
) -> dict[str, Any]:
    """A page for schema.org: an article, or a list of steps, and the way that leads to it."""
    folder, edition = _edition(page, language)
    url = f"{base}{folder}{page.address}"
    steps = [(anchor, title) for anchor, title in edition.headings if STEP.match(anchor)]
    about: dict[str, Any] = {
        "@type": "HowTo" if steps else "Article",
        "@id": f"{url}#page",
        "url": url,
        "name" if steps else "headline": edition.title,
        "description": edition.description,
        "image": base + picture_file(page, language),
        "inLanguage": language,
        "dateModified": page.updated,
        "isPartOf": {"@type": "WebSite", "name": site_name, "url": base + folder},
    }
    if steps:
        about["step"] = [
            {"@type": "HowToStep", "name": title, "url": f"{url}#{anchor}"}
            for anchor, title in steps
        ]
    graph = [about]
    if above := _above(page, by_address):
        way = [_edition(other, language)[1].title for other in above]
        places = [f"{base}{folder}{other.address}" for other in above]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": place}
            for number, (name, place) in enumerate(
                [*zip(way, places, strict=True), (edition.title, url)], 1
            )
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": items})
    return {"@context": "https://schema.org", "@graph": graph}


def _script(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def with_preview(html: str, lines: Sequence[str]) -> str:
    """The page with `lines` at the end of its head, in place of those of an earlier run.

    Raises `NoHead`.
    """
    start, end = html.find(START), html.find(END)
    if 0 <= start < end:
        html = html[:start] + html[end + len(END) :]
    place = html.find(HEAD_END)
    if place < 0:
        raise NoHead(f'the page has no "{HEAD_END}"')
    return "".join([html[:place], START, "\n", *(f"{line}\n" for line in lines), END, html[place:]])


def page_preview(
    page: LinkedPage,
    language: str,
    by_address: Mapping[str, LinkedPage],
    base: str,
    site_name: str,
) -> list[str]:
    """What goes into the head of a page of one edition."""
    folder, edition = _edition(page, language)
    url = f"{base}{folder}{page.address}"
    kind = "article" if page.address else "website"
    card = Card(
        title=edition.title,
        description=edition.description,
        url=url,
        language=language,
        site_name=site_name,
        kind=kind,
        picture=base + picture_file(page, language),
        pictured=pictured(page, language),
    )
    return [*tags(card), _script(structured(page, language, by_address, base, site_name))]
