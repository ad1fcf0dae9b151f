"""From a folder that a builder made to the site: what the command line does, and the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import on_site
import pytest
from collected import Made
from conftest import Elsewhere, Site, contents
from sending import Content
from site_folder import beside, put_in_place, update


def test_in_another_place_with_other_line_ends_the_command_line_makes_what_the_build_makes(
    site: Site, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """Byte for byte: the same commit, in two steps, on another day in another room."""
    before = contents(elsewhere.raw)
    target = tmp_path / "new/site"
    done = elsewhere.run("hooks/on_site.py", elsewhere.raw, "--to", target)
    assert done.returncode == 0, done.stderr
    wanted, found = contents(site.root), contents(target)
    assert sorted(found) == sorted(wanted)
    assert [name for name in wanted if found[name] != wanted[name]] == []
    assert contents(elsewhere.raw) == before
    assert [path.name for path in target.parent.iterdir()] == ["site"]
    # It makes no site of a site again.
    done = elsewhere.run("hooks/on_site.py", target)
    says = f"{target}: a finished site; give the folder as the builder made it\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", says)
    assert contents(target) == wanted


def test_without_a_target_the_site_takes_the_place_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is moved as it is lies in the folder itself."""
    folder = tmp_path / "again"
    folder.mkdir()
    for name in ("index.html", "a.png", "left.html"):
        (folder / name).write_text(name, encoding="utf-8")
    made = Made(files={"index.html": b"new", "a.png": folder / "a.png"})
    monkeypatch.setattr(sys, "argv", ["on_site.py", str(folder)])
    monkeypatch.setattr(on_site, "lint", lambda docs: (None, []))
    monkeypatch.setattr(on_site, "given", lambda *what: what)
    monkeypatch.setattr(on_site, "make_site", lambda what: made)
    assert on_site.main() == 0
    assert contents(tmp_path) == {"again/index.html": b"new", "again/a.png": b"a.png"}


def test_what_is_gone_from_the_site_is_gone_from_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    put_in_place({"index.html": b"1", "a/index.html": b"2"}, folder)
    put_in_place({"index.html": b"3"}, folder)
    assert contents(tmp_path) == {"site/index.html": b"3"}
    assert not (folder / "a").exists()


def test_a_site_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    folder, gone = tmp_path / "site", tmp_path / "gone.png"
    put_in_place({"index.html": b"1"}, folder)
    with pytest.raises(FileNotFoundError):
        put_in_place({"index.html": b"2", "a.png": gone}, folder)
    assert contents(folder) == {"index.html": b"1"}
    # What the failure has left is no hindrance, and goes.
    gone.write_bytes(b"3")
    put_in_place({"index.html": b"2", "a.png": gone}, folder, move=True)
    assert contents(tmp_path) == {"site/index.html": b"2", "site/a.png": b"3"}
    assert not beside(folder, ".new").exists()


def test_of_a_folder_somebody_looks_at_only_what_changed_is_written(tmp_path: Path) -> None:
    folder, image = tmp_path / "site", tmp_path / "a.png"
    image.write_bytes(b"1")
    files: dict[str, Content] = {"index.html": b"1", "b/index.html": b"1", "a.png": image}
    assert update(files, folder) == 3
    assert update(files, folder) == 0
    assert update({**files, "b/index.html": b"2"}, folder) == 1
    image.write_bytes(b"2")
    later = (folder / "a.png").stat().st_mtime + 1
    os.utime(image, (later, later))
    assert update(files, folder) == 2
    assert contents(folder) == {"index.html": b"1", "b/index.html": b"1", "a.png": b"2"}
