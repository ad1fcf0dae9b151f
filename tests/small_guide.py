"""A guide of a few pages for the tests of links and of the whole flow, built without MkDocs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any

import flow
from collected import Given, Made
from conftest import PROJECT
from on_site import given

from base.languages import FOLDER
from content.library import read_sources
from content.source_pages import SourcePage, read_pages
from links.ledger import FILE, read_ledger
from model.guide import GuidePage, guide_pages
from model.page import Page
from model.sources import Sources

HTML = """<!doctype html>
<html lang="zh-Hant">
<head>
<meta charset="utf-8">
<title>{title} - 指南</title>
<meta name="description" content="{title}這一頁。">
<link rel="canonical" href="https://guide.example/{url}">
{metas}</head>
<body><nav><a href="#">導覽</a></nav><article>
<h1>{title}</h1>
{headings}</article></body></html>
"""
SCRIPTS = "assets/javascripts"
# What the build needs of the data that the guide has; nothing is cited, no word is special.
DATA = {
    **dict.fromkeys(("facts.yml", "glossary.yml", "claims.yml", "risks.yml"), "[]\n"),
    **dict.fromkeys(("terms.yml", "shared_characters.yml"), "[]\n"),
    "search.yml": "furniture: []\ncharacters: []\nstop: []\nsame: []\ndangers: []\n"
    "weights: {}\nnearest: []\n",
    "learned/places.json": '{"digest": "", "scale": 1, "parts": 0, "places": []}\n',
    "learned/keywords.tsv": "digest\t0\n",
}

# As the real guide has them.
SHARED = ("_data/ages.yml", "_data/limits.yml", "_data/sections.yml", "_data/topics.yml")


def _meta(name: str, content: object) -> str:
    return f'<meta name="guide:{name}" content="{escape(str(content))}">\n'


def html_of(page: SourcePage) -> str:
    """What a builder makes of a page: its headings, and what it says of itself."""
    known = {"section": "start", "updated": "2026-11-23", "status": "published", **page.meta}
    metas = "".join(_meta(key, known[key]) for key in ("id", "section", "updated", "status"))
    metas += _meta("section-title", "開始")
    metas += "".join(_meta("redirect-from", old) for old in known.get("redirect_from", ()))
    metas += "".join(_meta("alias", alias) for alias in known.get("aliases", ()))
    metas += "".join(
        _meta("change", f"{each['date']} {each['kind']} {each['says']}")
        for each in known.get("changes", ())
    )
    headings = "".join(
        f'<h{h.level} id="{h.id}">'
        + "".join(f'<span id="{former}"></span>' for former in h.was)
        + f"{h.title}</h{h.level}>\n"
        for h in page.headings
    )
    return HTML.format(title=page.meta["title"], url=page.url, metas=metas, headings=headings)


def _edit(docs: Path, edit: Mapping[str, Any]) -> None:
    file = docs / edit["in"]
    if edit.get("gone"):
        file.unlink()
    elif "moved" in edit:
        shutil.move(file, docs / edit["moved"])
    elif "text" in edit:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(edit["text"], encoding="utf-8")
    else:
        text = file.read_text(encoding="utf-8")
        assert text.count(edit["from"]) == 1, "the case must change exactly one place"
        file.write_text(text.replace(edit["from"], edit["to"]), encoding="utf-8")


@dataclass
class SmallGuide:
    """Pages as Markdown in `docs`, which `build` makes into HTML in `raw`, and that into a site."""

    root: Path
    pages: Mapping[str, str]
    ledger: str = ""
    # Other files of the builder's folder, by their path.
    others: Mapping[str, str] = field(default_factory=dict)
    # Whether all of it is there already.
    made: bool = False

    def __post_init__(self) -> None:
        if self.made:
            return
        texts = {f"_data/{name}": text for name, text in DATA.items()}
        texts |= {**self.pages, f"_data/{FILE}": self.ledger}
        for path, text in texts.items():
            _edit(self.docs, {"in": path, "text": text})
        for name in SHARED:
            shutil.copy(PROJECT / "docs" / name, self.docs / name)
        shutil.copytree(PROJECT / "docs" / SCRIPTS / "search", self.docs / SCRIPTS / "search")

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def site(self) -> Path:
        return self.root / "site"

    def edit(self, edits: Sequence[Mapping[str, Any]]) -> None:
        """Changes `docs` as an author may."""
        for edit in edits:
            _edit(self.docs, edit)

    def write_raw(self) -> None:
        """The folder that a builder makes of `docs`."""
        shutil.rmtree(self.raw, ignore_errors=True)
        texts = {f"{page.url}index.html": html_of(page) for page in read_pages(self.docs)[0]}
        texts |= {f"{SCRIPTS}/editions.js": "", **self.others}
        for path, text in texts.items():
            (self.raw / path).parent.mkdir(parents=True, exist_ok=True)
            (self.raw / path).write_text(text, encoding="utf-8")

    def given(self, site_url: str = "") -> Given:
        """What `make_site` is told, whatever lint says of pages that are only half written."""
        written, _ = read_sources(self.docs)
        found = {f"{page.url}index.html": self.docs / page.src for page in written.pages}
        told = given(self.raw, self.docs, site_url, iter(()), written)
        return replace(told, sources=Sources(found, (), self.root))

    def build(self, edits: Sequence[Mapping[str, Any]] = (), site_url: str = "") -> Made:
        """Builds after the edits; a ledger that is not sound ends the build, as lint does."""
        self.edit(edits)
        _, problems = read_ledger(self.docs / "_data" / FILE, f"docs/_data/{FILE}")
        if problems:
            return Made(problems=problems)
        self.write_raw()
        return flow.make_site(self.given(site_url))

    def guide(self) -> list[GuidePage]:
        """The pages of the guide as built last, without a conversion: both editions are alike."""
        texts = {
            path.relative_to(self.raw).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.raw.rglob("*.html"))
        }
        hant = [Page.read(file, text) for file, text in texts.items()]
        hans = [Page.read(file, text, "zh-Hans") for file, text in texts.items()]
        return guide_pages(hant, hans, Sources())[0]


def text(made: Made, path: str) -> str:
    """A file of a site that was made."""
    content = made.files[path]
    return (content if isinstance(content, bytes) else content.read_bytes()).decode()


def pages_of(made: Made, edition: str = "") -> set[str]:
    """The pages of an edition ("" or "zh-hans/") below its root."""
    other = FOLDER if not edition else "\0"
    return {
        path.removeprefix(edition)
        for path in made.files
        if path.startswith(edition) and path.endswith(".html") and not path.startswith(other)
    }
