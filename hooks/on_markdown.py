"""MkDocs adapter, first half: Markdown -> checked pages with citations, terms and lists.

The second half, on_site.py, works on the built HTML.
"""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from lint import lint
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from on_site import PAGES, is_served

from base.memory import forget, forget_the_old
from content import ages
from content.extension import Markup
from content.front_matter import archived_why, variant_of
from content.library import Sources
from content.list_lines import lists_of
from content.lists import list_ids
from content.menu import contents_of, menu_of
from content.prose import report

log = logging.getLogger("mkdocs.hooks.content")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks all that authors wrote, and stops with every fault in one list."""
    forget_the_old()
    settings = Path(config.config_file_path)
    sources, problems = lint(Path(config.docs_dir), settings, at_work=is_served(config))
    for problem in problems:
        log.error(str(problem))
    if problems:
        raise PluginError(f"{len(problems)} faults, listed above")
    for line in report(sources.pages):
        log.info(line)
    if not is_served(config):
        # What the checks read and asked, of each page: nobody does again.
        forget("base", "content")
    # Told, and nothing else: what is built does not know the day.
    if late := ages.report(sources.library.facts, sources.library.ages, datetime.date.today()):
        log.info(late)
    markup = Markup(sources.library)
    # Names or extensions: MkDocs passes the list on to Python-Markdown, which takes both.
    config.markdown_extensions.append(markup)  # type: ignore[arg-type]
    config.plugins[PAGES] = _Pages(markup, sources)
    return config


def _escaped(value: Any) -> Any:
    """Text as templates may write it anywhere; what is no text stays.

    The templates of MkDocs and of the theme write titles as they are. Once escaped, a text is
    marked as such, and a filter that escapes leaves it alone.
    """
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, dict):
        return _shown(value)
    return list(map(_escaped, value)) if isinstance(value, list) else value


def _shown(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _escaped(value) for key, value in meta.items()}


def _escape_titles(items: Iterable[StructureItem]) -> None:
    for item in items:
        if isinstance(item, Section | Link):
            item.title = escape(item.title)
        if isinstance(item, Section):
            _escape_titles(item.children)


class _Pages(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # without settings of its own
    """What the events of one build share; MkDocs calls them as it does those of a plugin."""

    def __init__(self, markup: Markup, sources: Sources) -> None:
        self.markup = markup
        # The second half goes on with them.
        self.sources = sources
        self.pages = {page.src: page for page in sources.pages}

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Puts the pages of lists, which the menu leaves out, behind the page above them: whoever
        reads on comes from sources.md to sources/phones.md. Their section is the same."""
        _escape_titles(nav.items)
        listed = [files.get_file_from_path(src) for src in self.markup.library.list_pages()]
        for page in [file.page for file in reversed(listed) if file and file.page]:
            above = files.get_file_from_path(f"{PurePosixPath(page.file.src_uri).parent}.md")
            if above and above.page in nav.pages and page not in nav.pages:
                page.parent = above.page.parent
                nav.pages.insert(nav.pages.index(above.page) + 1, page)
        for before, after in pairwise(nav.pages):
            before.next_page, after.previous_page = after, before
        self._introduce(files)
        return nav

    def _introduce(self, files: Files) -> None:
        """Says what pages show of each other before MkDocs has read them: with `serve --dirty` it
        reads only those that have changed."""
        for src, source in self.pages.items():
            file = files.get_file_from_path(src)
            if file and (page := file.page):
                page.meta = _shown(source.meta)
                page.update_date = source.meta["updated"].isoformat()
                if page.title is None:
                    page.title = escape(source.meta["title"])

    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tells the markup which page comes next. What the templates write of the front matter
        is text."""
        page.meta = _shown(page.meta)
        page.title = escape(page.title)
        self.markup.src = page.file.src_uri
        source = self.pages.get(page.file.src_uri)
        self.markup.archived_why = archived_why(source.meta) if source else ""
        return markdown

    def on_page_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Gives the template the menu of the page, its contents, and its conversion rules."""
        shown: dict[str, Any] = {"whole_menu": nav, "nav": menu_of(page, nav)}
        shown["ages"] = list(self.sources.library.ages.values())
        source = self.pages.get(page.file.src_uri)
        for name, part in lists_of(source) if source else ():
            rows = set(list_ids(self.sources.library, page.file.src_uri, name, part))
            page.toc = contents_of(page.toc, rows)
        variant = variant_of(source.meta) if source else {}
        shown["page_variant"] = json.dumps(variant, ensure_ascii=False) if variant else ""
        context.update(shown)  # type: ignore[typeddict-item]  # templates of ours ask for more
        return context

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Frees what has gone into the page: MkDocs would hold it to the end."""
        page.content = page.markdown = None
        return output
