"""A finished site, read again: for what is done with it after the build."""

from __future__ import annotations

from pathlib import Path

from base.languages import EDITIONS, FOLDER
from base.problems import Problem, Unusable
from model.addresses import SHORT
from model.guide import GuidePage, guide_pages
from model.page import Page
from model.sources import Sources


def read_guide(site_dir: Path) -> tuple[list[GuidePage], list[Problem]]:
    """The pages of a finished site in reading order: ids, addresses, titles and texts. What they
    said for the build only (part, day, status, changes) is no longer in them (`SAID`,
    delivery/page.py). Raises `Unusable` where there is none."""
    if not (site_dir / FOLDER).is_dir():
        raise Unusable(f"{site_dir}: no finished site; run make build first")
    files = {path.relative_to(site_dir).as_posix() for path in site_dir.rglob("*.html")}
    # What is in one edition only leads elsewhere.
    first = sorted(
        file for file in files if not file.startswith((FOLDER, SHORT)) and FOLDER + file in files
    )
    hant, hans = (
        [
            Page.read(file, (site_dir / folder / file).read_text(encoding="utf-8"), language)
            for file in first
        ]
        for language, folder in EDITIONS.items()
    )
    return guide_pages(hant, hans, Sources())
