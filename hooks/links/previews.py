"""What chats and search engines show of a page: Open Graph, Twitter and structured data.

Written into the head of the built pages of both editions, where the addresses and titles of
both are known. The vocabulary is that of ogp.me and schema.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from links.pages import Edition, LinkedPage

# What stands between these is made anew at each run.
START, END = "<!--preview-->", "<!--/preview-->"
LOCALES = {"zh-Hant": "zh_TW", "zh-Hans": "zh_CN"}
# Headings of a page that is a sequence of steps.
STEP = re.compile(r"step-[1-9][0-9]*(-|$)")
HEAD_END = "</head>"


class NoHead(Exception):
    """A page without the end of a head."""


def tags(
    title: str, description: str, url: str, language: str, site_name: str, kind: str
) -> list[str]:
    """The tags of Open Graph and Twitter of a page in `language`; `kind` is its og:type."""
    other = next(locale for key, locale in LOCALES.items() if key != language)
    graph = {
        "og:type": kind,
        "og:site_name": site_name,
        "og:title": title,
        "og:description": description,
        "og:url": url,
        "og:locale": LOCALES[language],
        "og:locale:alternate": other,
    }
    card = {"twitter:card": "summary", "twitter:title": title, "twitter:description": description}
    return [
        *(f'<meta property="{key}" content="{escape(value)}">' for key, value in graph.items()),
        *(f'<meta name="{key}" content="{escape(value)}">' for key, value in card.items()),
    ]


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
    data = structured(page, language, by_address, base, site_name)
    return [
        *tags(edition.title, edition.description, url, language, site_name, kind),
        _script(data),
    ]
