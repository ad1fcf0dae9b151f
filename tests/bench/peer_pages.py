"""MkDocs hook of the peer's site: each page is an article of our built site, as it is."""

from __future__ import annotations

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

articles: dict[str, str] = {}


def on_config(config: MkDocsConfig) -> None:
    articles.update(json.loads(Path(config.extra["articles"]).read_text(encoding="utf-8")))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return articles[page.file.src_uri]
