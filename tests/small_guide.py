"""A guide of a few pages for the tests of links, built without MkDocs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from content.pages import Page, read_pages
from editions.faults import Sources
from links.ledger import FILE, read_ledger
from links.site import Report, build

HTML = """<!doctype html>
<html lang="zh-Hant">
<head>
<title>{title} - 指南</title>
<meta name="description" content="{title}這一頁。">
<link rel="canonical" href="https://guide.example/{url}">
{metas}</head>
<body><nav><a href="#">導覽</a></nav><article>
<h1>{title}</h1>
{headings}</article></body></html>
"""


def _meta(name: str, content: object) -> str:
    return f'<meta name="guide:{name}" content="{escape(str(content))}">\n'


def _html(page: Page) -> str:
    known = {"section": "start", "updated": "2026-11-23", "status": "published", **page.meta}
    metas = "".join(_meta(key, known[key]) for key in ("id", "section", "updated", "status"))
    metas += _meta("section-title", "開始")
    metas += "".join(_meta("redirect-from", old) for old in known.get("redirect_from", ()))
    metas += "".join(_meta("alias", alias) for alias in known.get("aliases", ()))
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
    """Pages as Markdown in `docs`, built into `site` with the links of both editions."""

    root: Path
    pages: Mapping[str, str]
    ledger: str = ""

    def __post_init__(self) -> None:
        texts = {**self.pages, f"_data/{FILE}": self.ledger}
        for path, text in texts.items():
            _edit(self.docs, {"in": path, "text": text})

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def site(self) -> Path:
        return self.root / "site"

    def build(self, edits: Sequence[Mapping[str, Any]] = (), site_url: str = "") -> Report:
        """Builds after the edits; a ledger that is not sound ends the build, as in the hook."""
        for edit in edits:
            _edit(self.docs, edit)
        ledger_file = self.docs / "_data" / FILE
        ledger, problems = read_ledger(ledger_file, f"docs/_data/{FILE}")
        if problems:
            return Report(problems=problems)
        found: dict[str, Path] = {}
        for page in read_pages(self.docs)[0]:
            file = f"{page.url}index.html"
            found[file] = self.docs / page.src
            for edition in ("", "zh-hans"):
                target = self.site / edition / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(_html(page), encoding="utf-8")
        script = self.site / "assets/javascripts/editions.js"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.touch()
        return build(self.site, ledger, site_url, Sources(found, root=self.root))
