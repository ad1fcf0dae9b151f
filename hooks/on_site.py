"""From the built Traditional site to the whole of what is published.

MkDocs calls the events below; `python hooks/on_site.py site/` does the same to any folder
of built HTML. Every step is a function of that folder.
"""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from content.problems import Problem
from delivery.scripts import BadScript
from delivery.site import build as build_delivery
from delivery.styles import BadStyle
from delivery.theme import ThemeChanged, swapped
from delivery.words import unfold
from editions.faults import Sources
from editions.rulebook import Rulebook, load_rulebook
from editions.site import Cache, NoSite, build
from links.ledger import FILE as LEDGER
from links.ledger import Ledger, read_ledger
from links.site import EXAMPLE
from links.site import build as build_links
from offline.site import build as build_offline
from paper.document import NoContents
from paper.site import build as build_paper
from search.build import build as build_search
from search.model import BadModel
from search.scripts import NoTouchPoint

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.hooks.editions")
DATA = "_data"


def run(
    site_dir: Path,
    book: Rulebook,
    site_url: str = "",
    sources: Sources | None = None,
    cache: Cache | None = None,
    ledger: Ledger | None = None,
    docs_dir: Path | None = None,
    deliver: bool = True,
) -> list[Problem]:
    """All steps, in order; what they found wrong.

    Without `deliver` nothing is made that only readers need, and not the author at work.
    """
    unfold(site_dir)
    report = build(site_dir, book, site_url, sources, cache)
    log.info("zh-hans: %d pages, %d of them new", report.pages, report.converted)
    wordings = sorted(book.terms.select().items())
    search = build_search(site_dir, docs_dir or Path("docs"), wordings)
    log.info("search: %d pages, %d sections", search.pages, search.sections)
    links = build_links(site_dir, ledger or Ledger(), site_url, sources)
    log.info(
        "links: %d pages, %d anchors, %d redirects; not in the ledger yet: %d",
        *(links.pages, links.anchors, links.redirects, links.new),
    )
    problems = [*report.problems, *search.problems, *links.problems]
    # After the texts of pages are whole, before their styles are counted.
    paper = build_paper(site_dir, site_url)
    log.info("paper: %d chapters, %s bytes", paper.chapters, " and ".join(map(str, paper.sizes)))
    if deliver:
        delivery = build_delivery(site_dir, (docs_dir or Path("docs")) / DATA, sources)
        log.info("delivery: %d pages, %d bytes of styles", delivery.pages, delivery.style_bytes)
        problems += delivery.problems
        offline = build_offline(site_dir)
        for edition, size in offline.bytes.items():
            log.info("offline: %s keeps %d bytes", edition, size)
        problems += offline.problems
    return problems


# What ends a build with a sentence: a folder, a theme or a file that is not what a step needs.
UNFIT = (NoSite, NoTouchPoint, NoContents, BadModel, BadScript, BadStyle)


@dataclass
class _Build:
    """What the events of one process hand on to each other."""

    cache: Cache | None = None
    book: Rulebook | None = None
    pages: dict[str, Path] = field(default_factory=dict)


_build = _Build()


def _book() -> Rulebook:
    if _build.book is None:
        raise RuntimeError("on_config has not run")
    return _build.book


def _stop_if(problems: list[Problem], what: str) -> None:
    """Logs each problem and ends the build."""
    # Imported here: without MkDocs this file still runs from the command line.
    from mkdocs.exceptions import PluginError

    for problem in problems:
        log.error("%s", problem)
    if problems:
        raise PluginError(f"{len(problems)} problems in {what}")


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Only `mkdocs serve` builds more than once and gains from remembering pages."""
    _build.cache = Cache() if command == "serve" else None


def on_config(config: MkDocsConfig) -> None:
    """Reads the table of terms, again for each build: `mkdocs serve` sees a changed row."""
    data_dir = Path(config.docs_dir) / DATA
    _build.book, problems = load_rulebook(data_dir, _shown(data_dir))
    _stop_if(problems, "the table of terms")
    if config.site_url == EXAMPLE:
        log.info("SITE_URL is not set: canonical links, QR codes, links.json name %s", EXAMPLE)


def _swap(markup: str, old: str, new: str, times: int | None = 1) -> str:
    """`swapped` for templates, whose faults MkDocs shows as a sentence."""
    from mkdocs.exceptions import PluginError

    try:
        return swapped(markup, old, new, times)
    except ThemeChanged as error:
        raise PluginError(str(error)) from error


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Gives templates the filters `hans` and `swap`, and remembers which file each page is of."""
    env.filters["hans"] = _book().prose().converter.convert
    env.filters["swap"] = _swap
    _build.pages = {
        file.dest_uri: Path(file.abs_src_path)
        for file in files.documentation_pages()
        if file.abs_src_path
    }


def on_post_build(config: MkDocsConfig) -> None:
    """Makes the second edition of what MkDocs has written."""
    data = sorted((Path(config.docs_dir) / DATA).glob("*.yml"))
    overrides = sorted(Path(config.theme.custom_dir or ".").glob("**/*.html"))
    settings = [Path(config.config_file_path)] if config.config_file_path else []
    sources = Sources(_build.pages, [*settings, *data, *overrides])
    ledger_file = Path(config.docs_dir) / DATA / LEDGER
    ledger, problems = read_ledger(ledger_file, _shown(ledger_file))
    _stop_if(problems, "the ledger of what was published")
    site_dir, site_url = Path(config.site_dir), config.site_url or ""
    try:
        problems = run(
            *(site_dir, _book(), site_url, sources, _build.cache, ledger),
            *(Path(config.docs_dir), _build.cache is None),
        )
    except UNFIT as error:
        problems = [Problem(str(config.site_dir), 0, str(error))]
    _stop_if(problems, "the editions and links")


def _shown(path: Path) -> str:
    """A path as the author would write it."""
    path, here = path.resolve(), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="folder of a built site")
    parser.add_argument(
        "--docs", type=Path, default=Path("docs"), help=f"folder of the text, with {DATA}/"
    )
    parser.add_argument("--site-url", default="", help="public address of the site")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    docs = options.docs
    book, problems = load_rulebook(docs / DATA)
    ledger, faults = read_ledger(docs / DATA / LEDGER)
    problems = [*problems, *faults]
    if not problems:
        try:
            problems = run(options.site, book, options.site_url, ledger=ledger, docs_dir=docs)
        except UNFIT as error:
            log.error("%s", error)
            return 1
    for problem in problems:
        log.error("%s", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
