"""The build steps on the import path, and the real site, built once for the same content."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from made_once import INPUTS, digest, made_once
from made_once import PROJECT as PROJECT  # what most tests take from here
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(PROJECT / "hooks"))

import collecting
from collected import Given, Made
from on_site import given

from content.library import read_sources
from model.guide import GuidePage

HANT, HANS = "zh-Hant", "zh-Hans"
LATE = r"<template data-late>(.*?)</template>"

# The fixtures of the tests in a browser.
pytest_plugins = ["browser_fixtures", "keeping"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses a browser is marked so, and nobody has to think of it; so is what needs the whole
    guide as MkDocs makes it, which is no unit: `make check` builds it once, with all the checks of
    a build.

    It is tried once more when it fails, and the summary names it: of 900 such tests one or two
    lose a race on a busy machine, another each time. One that fails twice has found something.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        if {"site", "elsewhere"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


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


def contents(root: Path) -> dict[str, bytes]:
    """The files of a folder by their paths in it."""
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


@dataclass(frozen=True)
class BuiltPage:
    """A page of the built site; `address` is below its edition's root: "start/urgent/"."""

    edition: str
    address: str
    file: Path

    @cached_property
    def html(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return parsed(self.html)

    @property
    def path(self) -> str:
        """Where it lies in the site: "zh-hans/start/urgent/index.html"."""
        folder = "zh-hans/" if self.edition == HANS else ""
        return f"{folder}{self.address}{'' if self.address.endswith('.html') else 'index.html'}"

    @cached_property
    def is_further(self) -> bool:
        """Whether it goes on with the list of another page (hooks/links/further.py)."""
        return 'name="guide:further-of"' in self.html

    def __str__(self) -> str:
        return f"{self.edition} /{self.address}"


@dataclass(frozen=True)
class Site:
    """The built site and what the build printed. Many share it: a test that changes something
    copies it before."""

    root: Path
    log: str
    # Of all that it is made of.
    digest: str = ""

    @cached_property
    def catalogue(self) -> dict[str, Any]:
        """What programs are told of the guide (links/catalogue.py)."""
        read: dict[str, Any] = json.loads((self.root / "links.json").read_text(encoding="utf-8"))
        return read

    @cached_property
    def files(self) -> frozenset[str]:
        """The paths of all files."""
        found = (file for file in self.root.rglob("*") if file.is_file())
        return frozenset(file.relative_to(self.root).as_posix() for file in found)

    @cached_property
    def _known(self) -> dict[str, list[BuiltPage]]:
        return {}

    def edition_root(self, edition: str) -> Path:
        return self.root / "zh-hans" if edition == HANS else self.root

    def pages(self, edition: str) -> Iterator[BuiltPage]:
        """The pages of an edition, sorted, with its 404 page."""
        if edition not in self._known:
            self._known[edition] = list(self._pages(edition))
        yield from self._known[edition]

    def page(self, edition: str, address: str) -> BuiltPage:
        """One page of an edition; "print/" is the whole guide once more."""
        return next(page for page in self.pages(edition) if page.address == address)

    def _pages(self, edition: str) -> Iterator[BuiltPage]:
        root = self.edition_root(edition)
        for file in sorted(root.rglob("*.html")):
            address = file.relative_to(root).as_posix().removesuffix("index.html")
            # Short links belong to no edition (test_links_site.py).
            if edition == HANS or not address.startswith(("zh-hans/", "s/")):
                yield BuiltPage(edition, address, file)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of a run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def site() -> Site:
    """The real site, built with --strict."""
    key = digest(sys.version, paths=[PROJECT / path for path in INPUTS])

    def make(folder: Path) -> None:
        built = build(PROJECT, folder / "site", "--strict")
        assert built.returncode == 0, built.stdout
        (folder / "log").write_text(built.stdout, encoding="utf-8")

    folder = made_once("site", key, make)
    return Site(folder / "site", (folder / "log").read_text(encoding="utf-8"), key)


# As `mkdocs build --strict`, without the second half of our hooks.
ONLY_MARKDOWN = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
hooks = ["hooks/on_markdown.py"]
build(load_config(sys.argv[1], site_dir=sys.argv[2], hooks=hooks, strict=True))
"""


# What the site is made of, and what of it a checkout on Windows without .gitattributes has other
# line ends in.
SOURCES = ("mkdocs.yml", "docs", "hooks", "overrides")
TEXTS = (".md", ".yml", ".txt", ".tsv", ".sum", ".css", ".js", ".json", ".svg", ".html", ".xml")


@dataclass(frozen=True)
class Elsewhere:
    """The project in another place, with other line ends, at another time of day: what is made of
    the same guide there must not differ."""

    project: Path
    environment: Mapping[str, str]

    @property
    def raw(self) -> Path:
        """What MkDocs makes of the guide, before anything is made of that."""
        return self.project / "raw"

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs Python there."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.project,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def elsewhere() -> Elsewhere:
    """To be copied before a test changes anything in it."""
    other = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "LC_ALL")}
    environment |= {"LC_ALL": "C", **other}

    def make(folder: Path) -> None:
        for name in SOURCES:
            copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
            copy(PROJECT / name, folder / name)
        texts = [f for f in folder.rglob("*") if f.suffix in TEXTS and "hooks" not in f.parts]
        assert len(texts) > 100
        for file in texts:
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        there = Elsewhere(folder, environment)
        done = there.run("-c", ONLY_MARKDOWN, folder / "mkdocs.yml", there.raw)
        assert done.returncode == 0, done.stdout + done.stderr

    key = digest(ONLY_MARKDOWN, other, sys.version, paths=[PROJECT / path for path in INPUTS])
    return Elsewhere(made_once("elsewhere", key, make), environment)


@pytest.fixture(scope="session")
def real(elsewhere: Elsewhere) -> Given:
    """What the site is made of once MkDocs is done."""
    written, problems = read_sources(PROJECT / "docs")
    assert problems == []
    return given(elsewhere.raw, PROJECT / "docs", "https://example.org/", iter(()), written)


@pytest.fixture(scope="session")
def guide(real: Given) -> list[GuidePage]:
    """The pages with all that they say of themselves; a finished one keeps what readers need."""
    pages, paths = collecting.take_in(real.folder)
    collected = collecting.collect(real, pages, paths, Made())
    assert collected is not None
    return list(collected.guide)


@pytest.fixture(scope="session")
def all_pages(site: Site) -> list[BuiltPage]:
    """Every page of both editions."""
    return [*site.pages(HANT), *site.pages(HANS)]
