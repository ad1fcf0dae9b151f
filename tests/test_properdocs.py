"""ProperDocs, which goes on where MkDocs 1.x ends, builds the same site.

It is no part of the site's requirements: `make test` lays it beside them, in a folder of its own
(`tests/requirements-properdocs.txt`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Site

pytestmark = pytest.mark.slow

BESIDE = PROJECT / ".venv-properdocs"
# The only thing that may differ: what a page says it was made by.
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


def comparable(file: Path) -> bytes:
    content = file.read_bytes()
    return GENERATOR.sub(b"", content) if file.suffix == ".html" else content


def test_properdocs_builds_the_same_site(site: Site, tmp_path: Path) -> None:
    assert BESIDE.is_dir(), "lay it there with: make .venv-properdocs"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "properdocs",
            "build",
            "--strict",
            "--site-dir",
            str(tmp_path / "site"),
        ],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(BESIDE)},
    )
    ours = {p.relative_to(site.root): p for p in site.root.rglob("*") if p.is_file()}
    theirs = {
        p.relative_to(tmp_path / "site"): p for p in (tmp_path / "site").rglob("*") if p.is_file()
    }
    # The worker's list holds a hash of each page, which says by what it was made.
    for files in (ours, theirs):
        files.pop(Path("sw.js"))
    assert sorted(ours) == sorted(theirs)
    assert [str(p) for p in ours if comparable(ours[p]) != comparable(theirs[p])] == []
