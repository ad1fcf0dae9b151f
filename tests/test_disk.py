"""Folders for disk: what cannot be in one is named, not left out in silence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HANT, PROJECT, Site

from base.join import joined_on_demand
from base.problems import Unusable
from offline.disk import folder_of, write_zip
from offline.disk_page import Disk, written

SCRIPTS = "assets/javascripts/"
FORMS = [
    'import money from "./money.js"',
    'import * as money from "./money.js"',
    'import "./money.js"',
    "export default function share() {}",
    "export { share }",
    "export let share = 1",
    'const later = await import("./money.js")',
    "const here = import.meta.url",
]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """Two pages, one of them in both editions, a picture and a short link."""
    for path in ("index.html", "start/index.html", "zh-hans/index.html", "s/x/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "s/x/qr.svg").touch()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a b.svg").touch()
    return Disk(tmp_path, "", {"s/x/": "start/"}, {})


LINKS = [
    ("start/", "start/index.html"),
    ("./start/#one", "start/index.html#one"),
    ("assets/a%20b.svg", "assets/a%20b.svg"),
    ("start", "start/index.html"),
    (".", "index.html"),
    ("?q=a", "?q=a"),
    ("#one", "#one"),
    ("s/x/", "start/index.html"),
    ("s/x/#one", "start/index.html#one"),
    ("s/x/qr.svg", "s/x/qr.svg"),
    ("https://example.org/start/", "https://example.org/start/"),
    ("tel:110", "tel:110"),
]


@pytest.mark.parametrize(("link", "new"), LINKS)
def test_a_link_names_the_file_to_which_it_leads(disk: Disk, link: str, new: str) -> None:
    html = f'<html><body><a href="{link}">x</a></body></html>'
    assert written(disk, "index.html", html) == html.replace(link, new)


@pytest.mark.parametrize("link", ["gone/", "zh-hans/", "zh-hans/index.html", "../", "s/y/"])
def test_a_link_without_a_place_in_the_folder_is_named(disk: Disk, link: str) -> None:
    with pytest.raises(Unusable, match=f"start/index.html: ../{link}"):
        written(disk, "start/index.html", f'<a href="../{link}">x</a>')


def test_pages_of_the_other_edition_lose_their_folder(disk: Disk) -> None:
    disk.folder = "zh-hans/"
    html = '<a href="./">x</a><img src="../s/x/qr.svg">'
    assert written(disk, "zh-hans/index.html", html) == (
        '<a href="index.html">x</a><img src="s/x/qr.svg">'
    )
    assert disk.files == {"zh-hans/index.html", "s/x/qr.svg"}


def test_an_element_that_never_closes_is_named(disk: Disk) -> None:
    with pytest.raises(Unusable, match=r'^index\.html: <div class="edition-switch"> is never'):
        written(disk, "index.html", '<div class="edition-switch"><a href="zh-hans/">x</a>')


MONEY = {f"{SCRIPTS}money.js": "export const share = 1\n"}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_modules_that_is_not_known_is_named(form: str) -> None:
    entry = f"{SCRIPTS}page.js"
    with pytest.raises(Unusable) as error:
        joined_on_demand([entry], {**MONEY, entry: f"{form}\n"}.__getitem__)
    assert entry in str(error.value)
    assert form in str(error.value)


def test_a_name_that_no_module_exports_is_named() -> None:
    entry = f"{SCRIPTS}page.js"
    texts = {**MONEY, entry: 'import { shares } from "./money.js"\n'}
    with pytest.raises(Unusable, match=r"page\.js: .*money\.js exports no `shares`.*share"):
        joined_on_demand([entry], texts.__getitem__)


def test_a_module_that_is_missing_is_named(site: Site, tmp_path: Path) -> None:
    scripts = tmp_path / SCRIPTS
    shutil.copytree(PROJECT / "docs" / SCRIPTS, scripts)
    (scripts / "tools/money.js").unlink()
    with pytest.raises(Unusable, match=r"tools/money\.js: a module imports this one"):
        folder_of(site.root, HANT, tmp_path)


def test_a_folder_that_is_no_site_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "hooks/pack.py", str(tmp_path), str(tmp_path / "zips")]
    packed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert packed.returncode == 1
    assert packed.stderr == f"{tmp_path}: no finished site; run make build first\n"
    assert not (tmp_path / "zips").exists()


def test_the_zip_holds_the_bytes_of_the_files(tmp_path: Path) -> None:
    files = {"b.html": b"two", "a/index.html": b"one"}
    first = write_zip(files, tmp_path / "first.zip", "guide")
    write_zip(dict(reversed(files.items())), tmp_path / "second.zip", "guide")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    assert first == (tmp_path / "first.zip").stat().st_size
