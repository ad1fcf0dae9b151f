"""What the project's own texts name is there: commands, files, keys of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from conftest import PROJECT

from content.front_matter import SCHEMA

TEXTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "deploy/README.md")
FOLDERS = ("deploy", "docs", "hooks", "overrides", "tests")
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./*-]+\.(?:conf|ini|js|py|toml|tsv|yml)\b")
# Made by the build, or the system's.
ELSEWHERE = {"sw.js", "nginx.conf"}


def code_of(name: str) -> Iterator[str]:
    """What stands between backticks, or in a block of its own."""
    text = (PROJECT / name).read_text("utf-8")
    yield from CODE.findall(text)
    yield from (line.strip() for line in text.splitlines() if line.startswith("    "))


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_that_a_text_names_is_there(name: str) -> None:
    made = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    named = {m[1] for code in code_of(name) for m in re.finditer(r"\bmake ([a-z-]+)", code)}
    assert named - made == set()


@pytest.mark.parametrize("name", TEXTS)
def test_every_file_that_a_text_names_is_there(name: str) -> None:
    paths = [path for path in PROJECT.iterdir() if path.is_file()]
    paths += [path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.*")]
    there = [f"/{path.relative_to(PROJECT).as_posix()}" for path in paths]
    named = {m for code in code_of(name) for m in FILE.findall(code)} - ELSEWHERE
    gone = [each for each in named if not any(fnmatch(path, f"*/{each}") for path in there)]
    assert gone == []


def test_the_table_of_the_front_matter_has_all_its_keys_and_which_a_page_must_have() -> None:
    table = (PROJECT / "CONTRIBUTING.md").read_text("utf-8").split("### Front matter")[1]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| `")]
    said = {key: cells[2] == "yes" for cells in rows for key in CODE.findall(cells[0])}
    assert said == {key: field.required for key, field in SCHEMA.items()}
