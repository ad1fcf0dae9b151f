"""YAML whose mappings remember the line they stand on, so that an error can name it."""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from base.problems import Problem
from base.source_text import BadText, read_text

# libyaml, where PyYAML came with it, reads eight times quicker.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# What no file of ours needs: one value that stands for many others, and types of a program. Behind
# a blank or a bracket each may be the sign of one.
SIGN = re.compile(r"(?:^|[\s,\[{])[&*!](?=\S)", re.MULTILINE)
SIGNS: dict[type[yaml.Token], str] = {
    yaml.AnchorToken: "&{0.value} names a value, to be used again",
    yaml.AliasToken: "*{0.value} stands for a value named elsewhere",
    yaml.TagToken: "!{0.value[1]} gives a value a type",
}
# What may be a comment behind a value.
BEHIND = re.compile(r"^ *[^\s#].*?\s#", re.MULTILINE)
# What hands slip to where YAML says only that it found no key, in the line that it names or the one
# above: there most often, as YAML reads on into the next line.
SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" *(?:- )?[\w-]+："), "the colon behind a key is half-width: `key: value`"),
    (
        re.compile(r" *(?:- +)?[A-Za-z_]+:(?!//)\S"),
        "a blank is missing behind the colon: `key: value`",
    ),
    (re.compile(r" *[－–—―]"), "the dash of a list is half-width: `- value`"),
    (re.compile(r" *-(?!-)\S"), "a blank is missing behind the dash: `- value`"),
    (
        re.compile(r" *(?:- (?=id\b))?[a-z_]+ +[^:]*$"),
        "a colon is missing behind the key: `key: value`",
    ),
    (re.compile(r" *(?:- +)?[\w-]+: +[^'\"\s].*: "), "text with `: ` in it stands in quotes, '…'"),
)
# How far in a line begins, its key, and whether it has a value.
LEAD = re.compile(r"( *(?:- +)?)(?P<key>[\w-]+:(?= |$))?(?: *(?P<value>\S))?")
# Records are lists of keys with lists: three levels. More is a slip of brackets or blanks.
DEPTH = 8


class Row(dict[str, Any]):
    """A YAML mapping; `line` is where it starts, `lines` where each key stands (from 1)."""

    line: int = 0
    lines: dict[str, int]


class BadYaml(Exception):
    """The text is not usable YAML; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _LineLoader(_Loader):  # type: ignore[valid-type,misc]  # one of two, by what is there
    """A safe loader that builds `Row`s and refuses a key given twice."""

    path = ""
    first_line = 1

    def place(self, node: yaml.Node) -> int:
        line: int = node.start_mark.line
        return line + self.first_line


def _row(loader: _LineLoader, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line = loader.place(node)
    row.lines = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            message = "a key must be a word, not a list: write lines of `key: value`"
            raise BadYaml(Problem(loader.path, loader.place(key_node), message))
        key = str(key_node.value)
        if key in row:
            message = f'the key "{key}" is given twice, first on line {row.lines[key]}: keep one'
            raise BadYaml(Problem(loader.path, loader.place(key_node), message))
        if isinstance(value_node, yaml.ScalarNode):
            _check_one_line(loader, value_node, f'"{key}"')
        row[key] = loader.construct_object(value_node, deep=True)
        row.lines[key] = loader.place(key_node)
    return row


def _check_one_line(loader: _LineLoader, node: yaml.ScalarNode, name: str) -> None:
    if node.end_mark.line > node.start_mark.line:
        message = f"{name} must be one line of text: join the lines, no blank where they meet"
        raise BadYaml(Problem(loader.path, loader.place(node), message))


def _text(loader: _LineLoader, node: yaml.ScalarNode) -> Any:
    _check_one_line(loader, node, "each item")
    return loader.construct_yaml_str(node)


def _timestamp(loader: _LineLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        message = f"{node.value} is no day of the calendar: {error}"
        raise BadYaml(Problem(loader.path, loader.place(node), message)) from error


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _row)
_LineLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
_LineLoader.add_constructor("tag:yaml.org,2002:str", _text)


def _line_of(text: str, error: yaml.YAMLError) -> int:
    """The line (from 0) on which a text cannot be read."""
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark):
        line: int = mark.line
        return line
    return text.count("\n", 0, getattr(error, "position", 0))


def _check_signs(text: str, path: str, first_line: int) -> None:
    """Raises `BadYaml` where a value is named, stands for another, or has a type."""
    if not SIGN.search(text):
        return
    for token in yaml.scan(text, Loader=_Loader):
        if says := SIGNS.get(type(token)):
            line = token.start_mark.line + first_line
            message = (
                f"{says.format(token)}: write the value itself, text with such signs in quotes"
            )
            raise BadYaml(Problem(path, line, message))


def check_comments(text: str, path: str, first_line: int = 1) -> None:
    """Raises `BadYaml` where what stands behind a value is a comment, and would be lost."""
    lines = text.split("\n")
    may = {text.count("\n", 0, match.start()) for match in BEHIND.finditer(text)}
    ends = {}
    for token in yaml.scan(text, Loader=_Loader) if may else ():
        if isinstance(token, yaml.ScalarToken):
            ends[token.end_mark.line] = token.end_mark.column
    for number in sorted(may & ends.keys()):
        rest = lines[number][ends[number] :]
        if comment := re.search(r"\s(#.*)", rest):
            message = (
                f"「{comment[1][:20]}」 is a comment, and no part of the value: put the text into"
                " quotes, or the comment on a line of its own"
            )
            raise BadYaml(Problem(path, number + first_line, message))


def _slip(lines: list[str], at: int) -> tuple[int, str]:
    """The line (from 0) of a usual slip at or above the one where a text cannot be read, and what
    is wrong there; the line itself and "" where there is none."""
    for number in (at - 1, at):
        if 0 <= number < len(lines):
            for pattern, message in SLIPS:
                if pattern.match(lines[number]):
                    return number, f": {message}"
    above, line = (LEAD.match(each) for each in ("", *lines, "")[at : at + 2])
    if above and line and line["key"] and above["value"] and len(line[1]) > len(above[1]):
        return at, ": the line begins further in than the one above: as many blanks as that one"
    # What YAML misses behind the last line is missing there.
    return min(at, max((n for n, line in enumerate(lines) if line.strip()), default=0)), ""


def _check_depth(value: Any, path: str, first_line: int) -> None:
    """Raises `BadYaml` where lists lie in lists without end."""
    level = [value]
    for _ in range(DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, list | dict)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    if level:
        message = f"lists within lists, more than {DEPTH} levels: look at brackets and blanks"
        raise BadYaml(Problem(path, first_line, message))


@lru_cache(maxsize=4096)
def parse(text: str, path: str, first_line: int = 1) -> Any:
    """The value of a YAML text; mappings are `Row`s, which nobody changes: `mkdocs serve` gets
    the same again for a text that has not changed.

    `path` and `first_line` (the line of the file on which `text` starts) go into errors.
    Raises `BadYaml`.
    """
    loader = None
    try:
        _check_signs(text, path, first_line)
        check_comments(text, path, first_line)
        loader = _LineLoader(text)
        loader.path, loader.first_line = path, first_line
        value = loader.get_single_data()
        _check_depth(value, path, first_line)
        return value
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or getattr(error, "context", None)
        what = what or getattr(error, "reason", None) or error
        line, slip = _slip(text.split("\n"), _line_of(text, error))
        message = f"not valid YAML{slip or f': {what}'}"
        raise BadYaml(Problem(path, line + first_line, message)) from error
    except (ValueError, RecursionError) as error:
        raise BadYaml(Problem(path, first_line, f"not valid YAML: {error}")) from error
    finally:
        if loader is not None:
            with contextlib.suppress(AttributeError):
                loader.dispose()


def load(path: Path, shown: str | None = None) -> Any:
    """The value of a YAML file; `shown` is how errors name it. Raises `BadYaml`."""
    name = shown or path.as_posix()
    try:
        text = read_text(path, name)
    except BadText as error:
        raise BadYaml(error.problem) from error
    return parse(text, name)
