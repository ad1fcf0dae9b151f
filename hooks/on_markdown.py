"""MkDocs adapter, first half: Markdown -> checked pages with citations, terms and lists.

The second half, on_site.py, works on the built HTML.
"""

from __future__ import annotations

import json
import logging
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from content.front_matter import archived_why, variant_of
from content.library import read_library
from content.markup import Markup
from content.pages import Page
from content.prose import report

log = logging.getLogger("mkdocs.hooks.content")
pages: dict[str, Page] = {}
markup: Markup


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks all that authors wrote, and stops with every fault in one list."""
    global markup
    library, found, problems = read_library(Path(config.docs_dir))
    for problem in problems:
        log.error(str(problem))
    if problems:
        raise PluginError(f"{len(problems)} faults under docs/, listed above")
    log.info(report(found))
    pages.clear()
    pages.update({page.src: page for page in found})
    markup = Markup(library)
    # Names or extensions: MkDocs passes the list on to Python-Markdown, which takes both.
    config.markdown_extensions.append(markup)  # type: ignore[arg-type]
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Puts the pages of lists, which the menu leaves out, behind the page above them: whoever
    reads on comes from sources.md to sources/phones.md. Their section is the same."""
    listed = [files.get_file_from_path(src) for src in markup.library.list_pages()]
    for page in [file.page for file in reversed(listed) if file and file.page]:
        above = files.get_file_from_path(f"{PurePosixPath(page.file.src_uri).parent}.md")
        if above and above.page in nav.pages and page not in nav.pages:
            page.parent = above.page.parent
            nav.pages.insert(nav.pages.index(above.page) + 1, page)
    for before, after in pairwise(nav.pages):
        before.next_page, after.previous_page = after, before
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Tells the markup which page comes next, and the sitemap when it last changed."""
    markup.src = page.file.src_uri
    markup.archived_why = archived_why(pages[page.file.src_uri].meta)
    page.update_date = pages[page.file.src_uri].meta["updated"].isoformat()
    return markdown


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: object
) -> dict[str, Any]:
    """Gives the template the page's conversion rules."""
    variant = variant_of(pages[page.file.src_uri].meta)
    context["page_variant"] = json.dumps(variant, ensure_ascii=False) if variant else ""
    return context
