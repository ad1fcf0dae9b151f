"""The build steps on the import path, and the real site, built once for each worker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "hooks"))

HANT, HANS = "zh-Hant", "zh-Hans"
LATE = r'<template id="late">(.*?)</template>'

# The fixtures of the tests in a browser.
pytest_plugins = ["browser_fixtures"]


def build(
    project: Path, site: Path, *options: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs `mkdocs build` on a project; what it printed is in `stdout`."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *options]
    environment = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    return subprocess.run(
        command,
        cwd=project,
        env={**environment, "NO_MKDOCS_2_WARNING": "1", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def parsed(html: str) -> LexborHTMLParser:
    """A page with the scripts that wait in a template until it is drawn (drawn.js): without this
    no selector would find them."""
    return LexborHTMLParser(re.sub(LATE, r"\1", html, flags=re.DOTALL))


@dataclass(frozen=True)
class BuiltPage:
    """A page of the built site; `address` is below its edition's root: "start/urgent/"."""

    edition: str
    address: str
    file: Path
    html: str
    tree: LexborHTMLParser

    def __str__(self) -> str:
        return f"{self.edition} /{self.address}"


@dataclass(frozen=True)
class Site:
    """The built site and what the build printed."""

    root: Path
    log: str

    def edition_root(self, edition: str) -> Path:
        return self.root / "zh-hans" if edition == HANS else self.root

    def pages(self, edition: str) -> Iterator[BuiltPage]:
        """The pages of an edition, sorted, with its 404 page."""
        root = self.edition_root(edition)
        for file in sorted(root.rglob("*.html")):
            address = file.relative_to(root).as_posix().removesuffix("index.html")
            # Short links belong to no edition (test_links_site.py).
            if edition == HANT and address.startswith(("zh-hans/", "s/")):
                continue
            html = file.read_text(encoding="utf-8")
            yield BuiltPage(edition, address, file, html, parsed(html))

    def page(self, edition: str, address: str) -> BuiltPage:
        """One page of an edition; "print/" is the whole guide once more."""
        return next(page for page in self.pages(edition) if page.address == address)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real site, built with --strict."""
    root = tmp_path_factory.mktemp("site")
    built = build(PROJECT, root, "--strict")
    assert built.returncode == 0, built.stdout
    return Site(root, built.stdout)


@pytest.fixture(scope="session")
def all_pages(site: Site) -> list[BuiltPage]:
    """Every page of both editions."""
    return [*site.pages(HANT), *site.pages(HANS)]
