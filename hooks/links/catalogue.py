"""What programs read: `links.json` with its schema, `llms.txt` and each page as Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from links.markdown import Markdown
from links.pages import SHORT, Edition, LinkedPage

FORMAT = 1
SCHEMA = Path(__file__).with_name("links.schema.json")


def short_url(base: str, page_id: str) -> str:
    """The absolute short link of a page; `base` is the site's address with its last slash."""
    return f"{base}{SHORT}{page_id}/"


def _entry(page: LinkedPage, base: str) -> dict[str, Any]:
    hans_titles = dict(page.hans.headings)
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
                "description": edition.description,
            }
            for language, folder, edition in page.editions
        },
        "aliases": sorted({*page.hant.aliases, *page.hans.aliases}),
        "anchors": [
            {"id": anchor, "title": {"zh-Hant": title, "zh-Hans": hans_titles.get(anchor, title)}}
            for anchor, title in sorted(page.hant.headings)
        ],
    }


def catalogue(pages: Sequence[LinkedPage], base: str) -> str:
    """`links.json`: pages, aliases and anchors sorted."""
    entries = [_entry(page, base) for page in sorted(pages, key=lambda page: page.id)]
    catalogued = {"format": FORMAT, "pages": entries}
    return json.dumps(catalogued, ensure_ascii=False, separators=(",", ":")) + "\n"


def page_text(page: LinkedPage, language: str, folder: str, edition: Edition, base: str) -> str:
    """A page of one edition as Markdown."""
    url = f"{base}{folder}{page.address}"
    facts = {
        "id": page.id,
        "lang": language,
        "url": url,
        "short": short_url(base, page.id),
        "updated": page.updated,
        "status": page.status,
    }
    head = "".join(f"{key}: {value}\n" for key, value in facts.items())
    lead = f"> {edition.description}\n\n" if edition.description else ""
    text = Markdown(url).page(edition.article)
    return f"---\n{head}---\n\n# {edition.title}\n\n{lead}{text}"


def llms_text(pages: Sequence[LinkedPage], place: int, base: str) -> str:
    """`llms.txt` (llmstxt.org) of the edition at `place`; pages come in reading order."""
    sections: dict[str, list[str]] = {}
    for page in pages:
        _, folder, edition = page.editions[place]
        line = f"- [{edition.title}]({base}{folder}{page.text_file}): {edition.description}"
        sections.setdefault(edition.section_title or page.section, []).append(line)
    home = next((page for page in pages if not page.address), pages[0])
    edition = home.editions[place][2]
    language, folder, _ = home.editions[1 - place]
    head = [
        f"# {edition.title}",
        f"> {edition.description}",
        f"- [{language}]({base}{folder}llms.txt)\n- [links.json]({base}links.json)",
    ]
    parts = [f"## {title}\n\n" + "\n".join(lines) for title, lines in sections.items()]
    return "\n\n".join([*head, *parts]) + "\n"
