"""What programs read: `links.json` with its schema, `llms.txt` and each page as Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base.languages import TRADITIONAL
from htmlkit.tree import Element, tree_of
from links.markdown import Markdown, plain
from model.addresses import SHORT
from model.guide import GuidePage, description, section_title
from model.page import Page

FORMAT = 1
SCHEMA = Path(__file__).with_name("links.schema.json")


def short_url(base: str, page_id: str) -> str:
    """The absolute short link of a page; `base` is the site's address with its last slash."""
    return f"{base}{SHORT}{page_id}/"


def card_file(page_id: str, language: str) -> str:
    """Where the card of a page lies (cards.py)."""
    return f"{SHORT}{page_id}/card{'' if language == TRADITIONAL else f'.{language}'}.png"


def _entry(page: GuidePage, base: str) -> dict[str, Any]:
    hans_titles = page.hans.titles
    cards = {language: base + card_file(page.id, language) for language, _, _ in page.editions}
    return {
        "id": page.id,
        "section": page.section,
        "updated": page.updated,
        "status": page.status,
        "short": short_url(base, page.id),
        "editions": {
            language: {
                "url": f"{base}{folder}{page.address}",
                "title": edition.title,
                "description": description(edition),
            }
            for language, folder, edition in page.editions
        },
        **({"card": cards} if page.card else {}),
        "aliases": page.aliases,
        "anchors": [
            {"id": anchor, "title": {"zh-Hant": title, "zh-Hans": hans_titles.get(anchor, title)}}
            for anchor, title in sorted(page.hant.titles.items())
        ],
        "changes": [
            {"date": each.day, "kind": each.kind, "says": dict(each.says)} for each in page.changes
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def catalogue(pages: Sequence[GuidePage], base: str) -> str:
    """`links.json`: pages, aliases and anchors sorted."""
    entries = [_entry(page, base) for page in sorted(pages, key=lambda page: page.id)]
    return _json({"format": FORMAT, "pages": entries})


def titles(pages: Sequence[GuidePage]) -> str:
    """`titles.json`, a tenth of `links.json`, with what the agents' desk finds most pages by: id,
    section and the titles of both editions, in reading order."""
    return _json([[page.id, page.section, page.hant.title, page.hans.title] for page in pages])


def page_text(page: GuidePage, edition: Page, base: str, article: Element | None = None) -> str:
    """A page of one edition as Markdown; `article` is its tree, if somebody has it."""
    url = f"{base}{edition.folder}{page.address}"
    facts = {
        "id": page.id,
        "lang": edition.language,
        "url": url,
        "short": short_url(base, page.id),
        "updated": page.updated,
        "status": page.status,
    }
    head = "".join(f"{key}: {value}\n" for key, value in facts.items())
    about = description(edition)
    lead = f"> {plain(about)}\n\n" if about else ""
    text = Markdown(url).page(article or tree_of(edition.article_tokens))
    return f"---\n{head}---\n\n# {plain(edition.title)}\n\n{lead}{text}"


@dataclass(frozen=True)
class Texts:
    """Texts as one file: each is held once, as most of what a large guide writes is text."""

    each: tuple[bytes, ...]

    def read_bytes(self) -> bytes:
        """The file, as that of a `Path`."""
        return b"\n".join(self.each)


def llms_text(pages: Sequence[GuidePage], place: int, base: str) -> str:
    """`llms.txt` (llmstxt.org) of the edition at `place`; pages come in reading order."""
    sections: dict[str, list[str]] = {}
    for page in pages:
        _, folder, edition = page.editions[place]
        title, about = plain(edition.title), plain(description(edition))
        line = f"- [{title}]({base}{folder}{page.text_file}): {about}"
        sections.setdefault(section_title(edition) or page.section, []).append(line)
    home = next((page for page in pages if not page.address), pages[0])
    edition = home.editions[place][2]
    language, folder, _ = home.editions[1 - place]
    head = [
        f"# {plain(edition.title)}",
        f"> {plain(description(edition))}",
        f"- [{language}]({base}{folder}llms.txt)\n- [links.json]({base}links.json)"
        f"\n- [llms-full.txt]({base}{home.editions[place][1]}llms-full.txt)",
    ]
    parts = [f"## {plain(title)}\n\n" + "\n".join(lines) for title, lines in sections.items()]
    return "\n\n".join([*head, *parts]) + "\n"
