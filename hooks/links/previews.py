"""What the head of a page says to chats, search engines, phones and other programs: Open Graph,
Twitter, structured data (structured.py), and where its text, its feed and its icons are.

Written into the head of the built pages of both editions, where the addresses and titles of
both are known. The vocabulary is that of ogp.me.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from links.feed import FILE as FEED
from links.feed import PAGE as FEED_PAGE
from links.home_screen import head as home_screen
from links.pictures import SIZE, picture
from links.structured import LICENCE, script, structured
from model.guide import HOME, GuidePage, by_id, description, section_title, site_name
from model.page import Page

LOCALES = {"zh-Hant": "zh_TW", "zh-Hans": "zh_CN"}
PICTURES = "assets/previews/"


@dataclass(frozen=True)
class Preview:
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


def tags(preview: Preview) -> list[str]:
    """The tags of Open Graph and Twitter."""
    width, height = map(str, SIZE)
    graph = {
        "og:type": preview.kind,
        "og:site_name": preview.site_name,
        "og:title": preview.title,
        "og:description": preview.description,
        "og:url": preview.url,
        "og:locale": LOCALES[preview.language],
        "og:image": preview.picture,
        "og:image:width": width,
        "og:image:height": height,
        "og:image:alt": preview.pictured,
    }
    # Where it finds none of its own it takes those of Open Graph.
    twitter = {"twitter:card": "summary_large_image", "twitter:image:alt": preview.pictured}
    return [
        *(f'<meta property="{key}" content="{escape(value)}">' for key, value in graph.items()),
        *(f'<meta name="{key}" content="{escape(value)}">' for key, value in twitter.items()),
    ]


def _words(page: GuidePage, edition: Page) -> str:
    """The large words on the picture of the page's section."""
    if page.section == HOME:
        return site_name(edition)
    return section_title(edition) or edition.title


def pictured(page: GuidePage, language: str) -> str:
    """What the picture of the page's section says."""
    edition = page.edition(language)
    return "｜".join(dict.fromkeys((_words(page, edition), site_name(edition))))


# Section and language -> where the picture lies, and what it holds.
Pictures = Mapping[tuple[str, str], tuple[str, bytes]]


def drawn(pages: Sequence[GuidePage]) -> Pictures:
    """The picture of each section in each script.

    A section is described by the page of its name, the home page and what has none by the
    title of the home page. Chats keep a picture for weeks by its address, so that one that shows
    something else has another; nobody asks for a former one but who has kept it.
    """
    known = by_id(pages)
    found: dict[tuple[str, str], tuple[str, bytes]] = {}
    for page in pages:
        for language, _, edition in page.editions:
            if (key := (page.section or HOME, language)) in found:
                continue
            first = known.get(page.section)
            if first and page.section != HOME:
                about = description(first.edition(language))
            else:
                about = known.get(HOME, page).edition(language).title
            words = (_words(page, edition), about, site_name(edition))
            content = picture(page.section, *words, language)
            digest = hashlib.sha256(content).hexdigest()[:8]
            found[key] = f"{PICTURES}{key[0]}.{language}.{digest}.png", content
    return found


def picture_file(page: GuidePage, language: str, pictures: Pictures) -> str:
    """Where the picture of the page's section lies, from the root of the site."""
    return pictures[page.section or HOME, language][0]


def page_preview(
    page: GuidePage,
    language: str,
    by_address: Mapping[str, GuidePage],
    pictures: Pictures,
    base: str,
) -> list[str]:
    """What goes into the head of a page of one edition."""
    edition = page.edition(language)
    folder = edition.folder
    url = f"{base}{folder}{page.address}"
    kind = "article" if page.address else "website"
    preview = Preview(
        title=edition.title,
        description=description(edition),
        url=url,
        language=language,
        site_name=site_name(edition),
        kind=kind,
        picture=base + picture_file(page, language, pictures),
        pictured=pictured(page, language),
    )
    links = [
        f'<link rel="license" href="{LICENCE}">',
        f'<link rel="alternate" type="text/markdown" href="{PurePosixPath(page.text_file).name}">',
        *home_screen(page, folder),
    ]
    if page.id in (HOME, FEED_PAGE):
        up, title = "../" * page.address.count("/"), escape(site_name(edition))
        links.append(
            f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{up}{FEED}">'
        )
    return [
        *tags(preview),
        *links,
        script(structured(page, language, by_address, base, preview.picture)),
    ]
