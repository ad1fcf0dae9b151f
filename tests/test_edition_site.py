"""The second edition of a whole folder, from the build and from the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Site

import editions.site
from editions.rulebook import Rulebook, load_rulebook
from editions.site import NoSite, build

DATA = PROJECT / "docs/_data"
PAGE = (
    '<!doctype html>\n<html lang="zh-Hant"><head><title>短信</title></head><body><p>{}</p></body>'
)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    book, problems = load_rulebook(DATA)
    assert problems == []
    return book


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGE.format(text), encoding="utf-8")
    return folder


def traditional(site: Site, folder: Path) -> Path:
    """A copy of the built site without what the later steps made."""
    return Path(
        shutil.copytree(site.root, folder / "site", ignore=shutil.ignore_patterns("zh-hans", "s"))
    )


def test_several_processes_make_the_same_as_one(
    site: Site, book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = (traditional(site, tmp_path / name) for name in ("alone", "together"))
    first = build(alone, book)
    monkeypatch.setattr(editions.site, "_processes", lambda pages: 3)
    second = build(together, book)
    assert (second.pages, second.converted) == (first.pages, first.converted)
    copies = {file.relative_to(alone): file.read_bytes() for file in alone.rglob("zh-hans/**/*")
              if file.is_file()}  # fmt: skip
    assert len(copies) > 30
    assert [p for p, content in copies.items() if (together / p).read_bytes() != content] == []


@pytest.mark.parametrize("processes", [1, 2])
def test_faults_of_every_page_are_reported_whoever_copied_it(
    processes: int, book: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions.site, "_processes", lambda pages: processes)
    folder = write(tmp_path, {"index.html": "这", "a/index.html": "好", "b/index.html": "话"})
    messages = [str(problem) for problem in build(folder, book).problems]
    assert len(messages) == 2
    assert "write 這" in messages[1] or "write 這" in messages[0]
    assert any("write 話" in message for message in messages)


def test_the_copy_of_a_page_that_is_gone_goes_too(book: Rulebook, tmp_path: Path) -> None:
    folder = write(tmp_path, {"index.html": "好", "a/index.html": "話"})
    build(folder, book)
    assert "话" in (folder / "zh-hans/a/index.html").read_text(encoding="utf-8")
    (folder / "a/index.html").unlink()
    build(folder, book)
    assert not (folder / "zh-hans/a").exists()
    assert (folder / "zh-hans/index.html").exists()


def test_a_folder_without_a_site_is_refused(book: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(NoSite, match=r"no index\.html"):
        build(tmp_path, book)


def test_the_command_line_does_to_a_folder_what_the_build_does(site: Site, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(site.root, again)
    shutil.rmtree(again / "zh-hans/start")
    command = [sys.executable, "hooks/on_site.py", str(again)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for page in ("index.html", "start/index.html", "start/urgent/index.html"):
        made, built = (root / "zh-hans" / page for root in (again, site.root))
        assert made.read_bytes() == built.read_bytes()


def test_the_command_line_names_what_is_wrong_and_fails(tmp_path: Path) -> None:
    command = [sys.executable, "hooks/on_site.py", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no index.html here" in done.stderr
