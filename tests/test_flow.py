"""From built pages to the site: what is read and written, what a failure leaves, and the pure
functions between."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import collecting
import flow
import on_site as on_site_module
import pytest
import sending
import transforming
from collected import Given, Made
from conftest import PROJECT, build, contents
from faulty import assert_said, write
from small_guide import SmallGuide

from base.problems import Unusable
from delivery.theme import WANTED, Wanted
from htmlkit.edit import with_attribute, without_attribute
from htmlkit.lexer import Kind, parse
from model.page import Page
from search.search_files import make_search

# Pages that MkDocs makes with a theme of a few lines: quick, and all that flow.py asks of them.
PAGES = {
    "index.md": "---\nid: home\ntitle: 首頁\n---\n## 先看哪裡 {#first}\n",
    "start.md": "---\nid: start\ntitle: 開始\n---\n## 停一停 {#pause}\n說話要慢。\n",
    "more/old.md": "---\nid: old\ntitle: 舊頁\nredirect_from:\n  - older/\n---\n## 一 {#one}\n",
}
THEME = """<!doctype html>
<html lang="zh-Hant"><head><meta charset="utf-8"><title>{{ page.title }}</title>
<meta name="description" content="{{ page.title }}。">
<link rel="canonical" href="{{ page.canonical_url }}">
<link rel="stylesheet" href="{{ 'assets/a.css' | url }}">
{%- for key in ("id", "section", "updated") %}
<meta name="guide:{{ key }}" content="{{ page.meta[key] or 'start' }}">{% endfor %}
{%- for old in page.meta.redirect_from or () %}
<meta name="guide:redirect-from" content="{{ old }}">{% endfor %}
</head><body><article><h1>{{ page.meta.title }}</h1>{{ page.content }}</article>
<script src="{{ 'assets/javascripts/a.js' | url }}"></script></body></html>
"""
SETTINGS = f"""
site_name: 指南
site_url: https://guide.example/
theme:
  name: null
  custom_dir: theme
plugins: []
exclude_docs: /_data/
markdown_extensions: [attr_list]
hooks:
  - {PROJECT}/hooks/on_site.py
  - read.py
"""
# In the place of on_markdown.py, which would ask for all that a whole guide has.
READ = """
from pathlib import Path
from mkdocs.plugins import BasePlugin

class Pages(BasePlugin):
    pass

def on_config(config):
    from content.library import read_sources
    config.plugins["guide-pages"] = pages = Pages()
    pages.sources, _ = read_sources(Path(config.docs_dir))
"""
FILES = {
    "mkdocs.yml": SETTINGS,
    "read.py": READ,
    "theme/main.html": THEME,
    "docs/assets/a.css": "p{color:red}",
    "docs/assets/javascripts/a.js": "a()",
    "docs/assets/javascripts/editions.js": "b()",
}


class Builder:
    """Builds with MkDocs, as often as it is called (watched.py)."""

    def __init__(self, folder: Path) -> None:
        self._printed = folder / "printed"
        self.process = subprocess.Popen(
            [sys.executable, PROJECT / "tests/watched.py"],
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        told, said = self.process.stdin, self.process.stdout
        assert told
        assert said
        print(json.dumps([str(each) for each in (folder, self._printed, *arguments)]), file=told)
        told.flush()
        ended = int(said.readline())
        return subprocess.CompletedProcess(arguments, ended, self._printed.read_text("utf-8"))


class Project:
    """A MkDocs project with those pages; it is built into `site`."""

    def __init__(self, root: Path, builder: Builder, made: bool = False) -> None:
        self.root, self.site, self.builder = root, root / "site", builder
        self.guide = SmallGuide(root, PAGES, made=made)
        for path, text in {} if made else FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")

    def build(self, when: str = "") -> subprocess.CompletedProcess[str]:
        """Builds; killed when a line of the log (watched.py) is about to match `when`."""
        arguments = (self.root / "log", when, self.root / "mkdocs.yml", self.site)
        return self.builder(self.root, *arguments)

    def did(self) -> Iterator[list[str]]:
        """What the last build did below the project, with paths from there."""
        for line in (self.root / "log").read_text(encoding="utf-8").splitlines():
            what, *paths = line.split("\t")
            if all(path.startswith(f"{self.root}/") for path in paths):
                yield [what, *(path.removeprefix(f"{self.root}/") for path in paths)]

    def change(self) -> None:
        """Something that shows on all pages."""
        theme = self.root / "theme/main.html"
        theme.write_text(THEME.replace("<article>", "<article><p>新的</p>"), encoding="utf-8")

    def beside(self) -> list[str]:
        """What lies beside the site that is no part of the project."""
        known = {"docs", "theme", "mkdocs.yml", "read.py", "log", "site", "__pycache__"}
        return sorted(path.name for path in self.root.iterdir() if path.name not in known)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    builder = Builder(tmp_path_factory.mktemp("builder"))
    with builder.process:
        yield builder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, builder: Builder) -> Project:
    """Built once, well."""
    made = Project(tmp_path_factory.mktemp("project").resolve(), builder)
    done = made.build()
    assert done.returncode == 0, done.stdout
    return made


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """The same as a copy of its own."""
    copy = shutil.copytree(built.root, tmp_path / "project")
    return Project(copy.resolve(), built.builder, made=True)


def test_each_built_page_is_read_once_and_each_file_of_the_site_written_once(
    built: Project,
) -> None:
    done = list(built.did())
    raw, new = "site.raw/", "site.new/"
    pages = {path for what, path, *_ in done if what == "w" and path.startswith(raw)}
    pages = {path for path in pages if path.endswith(".html")}
    assert pages == {f"{raw}{page}index.html" for page in ("", "start/", "more/old/")}
    reads = Counter(path for what, path, *_ in done if what == "r")
    assert {path: reads[path] for path in pages} == dict.fromkeys(pages, 1)
    # What goes out as the builder made it is moved, all else written.
    written = Counter(path for what, path, *_ in done if what == "w" and path.startswith(new))
    written += Counter(to for what, *_, to in done if what == "m" and to.startswith(new))
    site = contents(built.site)
    assert written == Counter(f"{new}{path}" for path in site)
    assert [line for line in done if line[-1] == "site"] == [["m", "site.new", "site"]]
    # Nothing reads again what was written.
    assert [path for path in reads if path.startswith((new, "site/"))] == []
    assert {"index.html", "zh-hans/more/old/index.html", "older/index.html", "sw.js"} <= set(site)
    assert built.beside() == []


STYLED = {"in": "start.md", "from": "說話要慢。\n", "to": '說話要慢。\n{: style="color:red" }\n'}
FAULTS = {
    "no policy can allow": lambda project: project.guide.edit([STYLED]),
    "restore it from git": lambda project: (
        project.guide.docs / "assets/javascripts/search/engine/main.js"
    ).unlink(),
    "asks for this file": lambda project: (project.guide.docs / "assets/a.css").unlink(),
    "write 這": lambda project: project.guide.edit([{**STYLED, "to": "这話要慢。\n"}]),
}


@pytest.mark.parametrize("says", FAULTS)
def test_a_build_that_fails_leaves_the_last_good_site(project: Project, says: str) -> None:
    before = contents(project.site)
    FAULTS[says](project)
    project.change()
    done = project.build()
    assert done.returncode == 1
    assert says in done.stdout
    assert "Traceback" not in done.stdout
    assert contents(project.site) == before


# At which line of the log a build is killed: while MkDocs writes, while we do, and around the
# moment in which one folder takes the place of the other.
KILLED = {
    "as MkDocs writes its first file": r"^w\t.*/site\.raw/",
    "as MkDocs writes a page": r"^w\t.*/site\.raw/.*index\.html",
    "as the first file is written": r"^w\t.*/site\.new/",
    "as a page is written": r"^w\t.*/site\.new/start/index\.html",
    "as the last file is written": r"^w\t.*/site\.new/sw\.js",
    "before the folders change places": r"^m\t.*/site\t.*/site\.old$",
    "while the folders change places": r"^m\t.*/site\.new\t.*/site$",
}


@pytest.mark.slow
@pytest.mark.parametrize("when", KILLED.values(), ids=KILLED)
def test_a_build_that_is_killed_leaves_the_last_good_site(project: Project, when: str) -> None:
    before = contents(project.site)
    project.change()
    assert project.build(when).returncode == -9
    half = project.root / "site.new"
    if half.is_dir():
        # It is not for the command line to make a site of.
        with pytest.raises(Unusable):
            collecting.take_in(half)
    if project.site.exists():
        assert contents(project.site) == before
    # Whatever comes next finds it: a build that fails, and one that is well.
    project.guide.edit([STYLED])
    assert project.build().returncode == 1
    assert contents(project.site) == before
    project.guide.edit([{**STYLED, "from": STYLED["to"], "to": STYLED["from"]}])
    done = project.build()
    assert done.returncode == 0, done.stdout
    after = contents(project.site)
    assert "<p>新的</p>" in after["start/index.html"].decode()
    assert sorted(after) == sorted(before)
    assert project.beside() == []


@pytest.mark.slow
def test_pages_that_a_killed_build_left_are_not_taken_for_new_ones(project: Project) -> None:
    left = project.root / "site.raw/start/index.html"
    left.parent.mkdir(parents=True)
    left.write_text("<p>half", encoding="utf-8")
    before = contents(project.site)
    done = build(project.root, project.site, "--dirty")
    assert done.returncode == 0, done.stdout
    assert contents(project.site) == before


@pytest.fixture
def small(tmp_path: Path) -> SmallGuide:
    guide = SmallGuide(tmp_path, PAGES)
    guide.write_raw()
    return guide


CommandLine = Callable[[Path], list[str]]


@pytest.fixture
def refused(
    small: SmallGuide, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> CommandLine:
    """What the command line says of a folder that it changes nothing in, in this process: to check
    all that authors wrote takes its time, and is another matter."""
    given = small.given()
    monkeypatch.setattr(on_site_module, "lint", lambda docs: (None, []))
    monkeypatch.setattr(on_site_module, "given", lambda folder, *_: replace(given, folder=folder))

    def run(folder: Path) -> list[str]:
        before = contents(small.root), sorted(small.root.rglob("*"))
        monkeypatch.setattr(sys, "argv", ["on_site.py", str(folder)])
        caplog.clear()
        assert on_site_module.main() == 1
        assert (contents(small.root), sorted(small.root.rglob("*"))) == before
        return [record.message for record in caplog.records if record.levelname == "ERROR"]

    return run


FOREIGN = {"index.html": "<!doctype html><title>x</title>", "a/index.html": "<p>a", "b.png": "1"}


def test_no_folder_an_empty_one_and_one_of_other_pages_are_refused(
    small: SmallGuide, refused: CommandLine
) -> None:
    says = f"{small.site}: no index.html here; give the folder of a built site"
    assert refused(small.site) == [says]
    small.site.mkdir()
    assert refused(small.site) == [says]
    write(small.site, FOREIGN)
    says = f"{small.site}: no page here names its id; it is no build of this guide"
    assert refused(small.site) == [says]


def test_faults_of_every_page_are_named_and_the_folder_stays_as_it_was(
    small: SmallGuide, refused: CommandLine
) -> None:
    for name, wrong in (("start", "这裡"), ("more/old", "說话")):
        page = small.raw / name / "index.html"
        html = page.read_text(encoding="utf-8")
        page.write_text(html.replace("</article>", f"<p>{wrong}</p></article>"), encoding="utf-8")
    says = ["docs/more/old.md: 话 in “說话”: write 話…", "docs/start.md: 这 in “这裡”: write 這…"]
    assert_said(refused(small.raw), says)


def test_no_step_changes_a_page(real: Given) -> None:
    pages, paths = collecting.take_in(real.folder)
    guide = collecting.collect(real, pages, paths, made := Made())
    assert guide is not None
    every = [*guide.editions["zh-Hant"], *guide.editions["zh-Hans"]]
    before = [list(page.tokens) for page in every]
    guide = collecting.bind(guide, real, Made())
    changed = list(transforming.transform(guide))
    search = make_search(guide.editions, real.written, real.docs_dir)
    files = sending.Files(real.folder, paths, made.files | flow.encoded(search.files))
    sending.deliver(list(changed), files)
    assert [page.tokens for page in every] == before
    for step in transforming.STEPS:
        for page in every:
            changes = step(page, guide)
            assert step(page, guide) == changes
            assert all(0 <= place < len(page.tokens) for place in changes)


def spoiled(page: Page, wanted: Wanted) -> str:
    """The page with other markup of the theme: what is wanted of these elements is not so."""
    tokens = list(page.tokens)
    for place in range(1, len(tokens), 2):
        tag = parse(tokens[place])
        words = (tag.get("class") or "").split()
        if tag.kind is Kind.OPEN and tag.name == wanted.name and wanted.word in words:
            if wanted.attribute == "class":
                tokens[place] = with_attribute(tokens[place], "class", "other")
            elif wanted.value is None:
                tokens[place] = with_attribute(tokens[place], wanted.attribute, "x")
            else:
                tokens[place] = without_attribute(tokens[place], wanted.attribute)
    assert tokens != page.tokens
    return "".join(tokens)


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_a_new_theme_that_writes_something_else_stops_the_build(
    real: Given, tmp_path: Path, wanted: Wanted
) -> None:
    """One page with it is enough, and which one does not matter."""
    name = "start/urgent/index.html"
    page = Page.read(name, (real.folder / name).read_text(encoding="utf-8"))
    folder = tmp_path / "raw"
    others = ("index.html", "start/index.html")
    write(folder, {each: (real.folder / each).read_text(encoding="utf-8") for each in others})
    write(folder, {name: spoiled(page, wanted)})
    says = f"{name}: overrides/main.html wants {wanted}, and the page has not: look at what the"
    with pytest.raises(Unusable, match=re.escape(says)):
        flow.make_site(replace(real, folder=folder))
