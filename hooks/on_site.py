"""From the pages that a builder made to the whole of what is published.

MkDocs calls the events below; `python hooks/on_site.py folder` does the same to a folder of
built HTML, and the result is the same. What is done is in flow.py.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from collected import Given
from flow import make_site
from limits import read_limits
from lint import lint
from serving import desk_of
from site_folder import RAW, beside, put_in_place, settle

from base.problems import Problem, Unusable
from content.library import Sources as Written
from content.source_tree import DATA
from links.ledger import FILE as LEDGER
from links.ledger import read_ledger
from links.told import told_by
from model.guide import EXAMPLE
from model.sources import Sources

try:
    from mkdocs.exceptions import PluginError
    from mkdocs.plugins import BasePlugin
except ImportError:  # The command line needs no MkDocs.
    PluginError, BasePlugin = Exception, object  # type: ignore[assignment,misc]

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page as MkDocsPage

log = logging.getLogger("mkdocs.hooks.guide")
SERVED_RAW = ".raw"
# What the first half of the build (on_markdown.py) hands on.
PAGES = "guide-pages"
DIGEST = ".digest"


def sources_of(written: Written, docs_dir: Path, others: Iterable[Path]) -> Sources:
    """The files from which the pages of a site are made, for the places of problems."""
    pages = {f"{page.url}index.html": docs_dir / page.src for page in written.pages}
    data = sorted((docs_dir / DATA).glob("*.yml"))
    return Sources(pages, [*others, *data])


def given(
    folder: Path, docs_dir: Path, site_url: str, others: Iterable[Path], written: Written
) -> Given:
    """All that a site is made of; `written` was read from `docs_dir`, and checked (lint.py)."""
    ledger, _ = read_ledger(docs_dir / DATA / LEDGER, f"{docs_dir.name}/{DATA}/{LEDGER}")
    sources = sources_of(written, docs_dir, others)
    limits, _ = read_limits(docs_dir / DATA)
    told, pdf = told_by(os.environ), os.environ.get("PDF", "").strip()
    where = Path(pdf) if pdf else None
    return Given(folder, docs_dir, written, ledger, limits, site_url, sources, told=told, pdf=where)


# ---- MkDocs ----


def is_served(config: MkDocsConfig) -> bool:
    """Whether an author looks at the site while he writes: its address is that of his machine."""
    host, port = config.dev_addr
    return urlsplit(config.site_url or "").netloc == f"{host}:{port}"


def _others(config: MkDocsConfig) -> Iterator[Path]:
    """Settings and templates, whose text can stand on any page."""
    if config.config_file_path:
        yield Path(config.config_file_path)
    yield from sorted(Path(config.theme.custom_dir or ".").glob("**/*.html"))


def _shown_elsewhere(config: MkDocsConfig) -> Iterator[str]:
    """What pages show of each other."""
    pages = config.plugins.get(PAGES)
    for page in pages.sources.pages if pages else ():
        yield repr((page.src, [page.meta.get(key) for key in ("title", "changes", "claims")]))
    for part, place in pages.sources.library.part_places.items() if pages else ():
        yield repr((part, place.page.src, place.anchor))


def _forget_old(raw: Path, config: MkDocsConfig) -> None:
    """Lets all pages be built anew once settings, templates or data are others: with `--dirty`
    MkDocs asks only whether a page itself has changed."""
    digest = hashlib.sha256()
    data = (
        file for end in ("yml", "svg") for file in (Path(config.docs_dir) / DATA).rglob(f"*.{end}")
    )
    for file in (*_others(config), *sorted(data)):
        digest.update(file.read_bytes())
    for text in _shown_elsewhere(config):
        digest.update(text.encode())
    if not (raw / DIGEST).is_file() or (raw / DIGEST).read_text() != digest.hexdigest():
        shutil.rmtree(raw, ignore_errors=True)
        raw.mkdir(parents=True)
        (raw / DIGEST).write_text(digest.hexdigest())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lets MkDocs build beside the site, which is put in place when it is whole."""
    target, served = Path(config.site_dir), is_served(config)
    raw = target / SERVED_RAW if served else beside(target, RAW)
    if served:
        _forget_old(raw, config)
    else:
        settle(target)
        # What a build that was killed has left is no page to keep, `--dirty` or not.
        shutil.rmtree(raw, ignore_errors=True)
    config.site_dir = str(raw)
    config.plugins["guide-site"] = _Site(target, raw, served)
    if config.site_url == EXAMPLE:
        log.info("SITE_URL is not set: canonical links, QR codes, links.json name %s", EXAMPLE)
    return config


def _system_problem(error: OSError, target: Path) -> Problem:
    """What the system refused, such as room on the disk. The site is as it was."""
    message = f"cannot be read or written: {error.strerror or error}"
    return Problem(str(error.filename or target), 0, message)


class _Site(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # without settings of its own
    """What one build must remember; MkDocs calls the event as it does that of a plugin."""

    def __init__(self, target: Path, raw: Path, served: bool) -> None:
        self._target, self._raw, self._served = target, raw, served

    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: Any) -> str:
        """Spares the theme its index of all texts, in whose place ours comes."""
        page.meta["search"] = {"exclude": True}
        return markdown

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Makes the site of what MkDocs has built."""
        docs_dir, site_url = Path(config.docs_dir), config.site_url or ""
        try:
            if (pages := config.plugins.get(PAGES)) is None:
                raise Unusable("hooks/on_markdown.py is missing under `hooks` in mkdocs.yml")
            what = given(self._raw, docs_dir, site_url, _others(config), pages.sources)
            problems = desk_of(self._target).show(what) if self._served else self._publish(what)
        except Unusable as error:
            problems = [Problem(str(self._target), 0, str(error))]
        except OSError as error:
            problems = [_system_problem(error, self._target)]
        for problem in problems:
            log.error("%s", problem)
        if problems:
            raise PluginError(f"{len(problems)} problems of the site, listed above")
        config.site_dir = str(self._target)

    def _publish(self, what: Given) -> list[Problem]:
        made = make_site(what)
        if not made.problems:
            put_in_place(made.files, self._target, move=True)
            shutil.rmtree(self._raw, ignore_errors=True)
        return made.problems


def on_serve(server: Any, config: MkDocsConfig, builder: object) -> Any:
    """Lets the server make what is made when it is asked for."""
    server.set_app(desk_of(Path(config.site_dir)).answering(server.get_app()))
    return server


# ---- the command line ----


def main() -> int:
    """Makes the site of a folder, in its place; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder that a builder made of this guide")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the text")
    parser.add_argument("--to", type=Path, help="folder of the site (default: the same)")
    parser.add_argument("--site-url", default="", help="public address of the site")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    written, problems = lint(options.docs)
    try:
        if not problems:
            others = sorted(Path("overrides").glob("**/*.html"))
            made = make_site(given(options.folder, options.docs, options.site_url, others, written))
            problems = made.problems
            if not problems:
                put_in_place(made.files, options.to or options.folder)
    except Unusable as error:
        log.error("%s", error)
        return 1
    except OSError as error:
        log.error("%s", _system_problem(error, options.to or options.folder))
        return 1
    for problem in problems:
        log.error("%s", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
