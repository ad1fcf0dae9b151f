"""YAML whose mappings remember the line they stand on, so that an error can name it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from content.problems import Problem


class Row(dict[str, Any]):
    """A YAML mapping; `line` is where it starts, `lines` where each key stands (from 1)."""

    line: int = 0
    lines: dict[str, int]


class BadYaml(Exception):
    """The text is not usable YAML; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _LineLoader(yaml.SafeLoader):
    """A safe loader that builds `Row`s and refuses a key given twice."""

    path = ""
    first_line = 1

    def place(self, node: yaml.Node) -> int:
        return node.start_mark.line + self.first_line


def _row(loader: _LineLoader, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line = loader.place(node)
    row.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            key = str(key_node.value)
        if key in row:
            message = f'the key "{key}" is given twice, first on line {row.lines[key]}: keep one'
            raise BadYaml(Problem(loader.path, loader.place(key_node), message))
        row[key] = loader.construct_object(value_node, deep=True)
        row.lines[key] = loader.place(key_node)
    return row


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _row)


@lru_cache(maxsize=256)
def parse(text: str, path: str, first_line: int = 1) -> Any:
    """The value of a YAML text; mappings are `Row`s, which nobody changes: `mkdocs serve` gets
    the same again for a text that has not changed.

    `path` and `first_line` (the line of the file on which `text` starts) go into errors.
    Raises `BadYaml`.
    """
    loader = _LineLoader(text)
    loader.path, loader.first_line = path, first_line
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else first_line
        message = f"not valid YAML: {error.problem or error.context}"
        raise BadYaml(Problem(path, line, message)) from error
    except yaml.YAMLError as error:
        raise BadYaml(Problem(path, first_line, f"not valid YAML: {error}")) from error
    finally:
        loader.dispose()


def load(path: Path, shown: str | None = None) -> Any:
    """The value of a YAML file; `shown` is how errors name it. Raises `BadYaml`."""
    name = shown or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadYaml(Problem(name, 0, "the file is missing")) from error
    except UnicodeDecodeError as error:
        raise BadYaml(Problem(name, 0, f"not UTF-8 (byte {error.start})")) from error
    return parse(text, name)
