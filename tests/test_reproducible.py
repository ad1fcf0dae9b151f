"""The same commit gives the same bytes, whenever and wherever it is built."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import PROJECT, Site, build

SOURCES = ("mkdocs.yml", "docs", "hooks", "overrides")
# What a checkout on Windows without .gitattributes has other line ends in.
TEXTS = (".md", ".yml", ".txt", ".tsv", ".sum", ".css", ".js", ".json", ".svg", ".html", ".xml")


def contents(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file()
    }


def with_line_ends_of_windows(root: Path) -> int:
    """Changes all texts of authors; how many."""
    files = [f for f in root.rglob("*") if f.suffix in TEXTS and "hooks" not in f.parts]
    for file in files:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    return len(files)


def test_two_builds_in_two_places_with_other_line_ends_are_byte_identical(
    site: Site, tmp_path: Path
) -> None:
    for name in SOURCES:
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    assert with_line_ends_of_windows(tmp_path) > 100
    other = tmp_path / "elsewhere"
    variables = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    built = build(tmp_path, other, "--strict", **variables)
    assert built.returncode == 0, built.stdout
    first, second = contents(site.root), contents(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
