"""Modules that are sent as one: a reader on a slow network waits for a page's script once, not
again for what that imports and what that in turn does.

Each module becomes a function that gives its exports, so that no name of one meets those of
another; they run once, in the order of their imports, as they would by themselves. Only the
forms that our modules use are known; any other is an error, not a guess.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from content.problems import nearest

IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.{1,2}/[^"]+\.js)"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)
OTHER = re.compile(r"^\s*(?:import|export)\b.*|.*\bimport(?:\.meta|\().*", re.MULTILINE)


class NotJoinable(Exception):
    """A module written in a way that this step does not know."""


def check_import(path: str, target: str, names: Sequence[str], text: str) -> None:
    """Raises `NotJoinable` where the module at `path` takes names that `target`, of which this is
    the text, does not export: joined they would be undefined, and nobody would be told."""
    known = EXPORT.findall(text)
    for name in names:
        if name not in known:
            raise NotJoinable(
                f"{path}: {target} exports no `{name}`{nearest(name, known)}; each name needs an"
                " `export const` or `export function` of its own"
            )


def as_function(path: str, text: str, use: Callable[[str, Sequence[str]], str]) -> str:
    """A module as a function that gives what it exports.

    `use` gives the expression for the exports of an imported module, by its path and the names
    that are taken of it. Raises `NotJoinable`.
    """

    def bound(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2]))
        names = [part.split()[0] for part in match[1].split(",") if part.strip()]
        return f"const {{{match[1].replace(' as ', ': ')}}} = {use(target, names)}"

    text = IMPORT.sub(bound, text)
    exports = EXPORT.findall(text)
    text = EXPORT.sub("", text)
    if other := OTHER.search(text):
        raise NotJoinable(
            f"{path}: `{other[0].strip()}` cannot be joined; write `import {{ a }} from './b.js'`"
            " in double quotes, `export const` or `export function`"
        )
    given = f"\nreturn {{ {', '.join(exports)} }}" if exports else ""
    return f"() => {{\n{text}{given}\n}}"


class _Joint:
    def __init__(
        self, folder: str, read: Callable[[str], str], inside: Callable[[str], bool]
    ) -> None:
        self._folder, self._read, self._inside = folder, read, inside
        self._names: dict[str, str] = {}
        self.outer: list[str] = []
        self.parts: list[str] = []

    def add(self, path: str, importers: Sequence[str] = ()) -> str:
        """The name of the object with the exports of the module at `path`."""
        if path in importers:
            raise NotJoinable(f"{path}: modules import each other: {' -> '.join(importers)}")
        if path in self._names:
            return self._names[path]

        def use(target: str, names: Sequence[str]) -> str:
            if self._inside(target):
                module = self.add(target, (*importers, path))
                check_import(path, target, names, self._read(target))
                return module
            name = f"outer{len(self.outer)}"
            away = posixpath.relpath(target, self._folder)
            away = away if away.startswith(".") else f"./{away}"
            self.outer.append(f'import * as {name} from "{away}"')
            return name

        function = as_function(path, self._read(path), use)
        name = f"module{len(self._names)}"
        self._names[path] = name
        self.parts.append(f"const {name} = ({function})()")
        return name


def joined(path: str, read: Callable[[str], str], inside: Callable[[str], bool]) -> str:
    """The module at `path` and all that it imports as one; `read` gives the text of a path, and
    what is not `inside` stays an import, relative to `path`'s folder. Raises `NotJoinable`."""
    joint = _Joint(posixpath.dirname(path), read, inside)
    joint.add(path)
    return "\n".join([*joint.outer, *joint.parts]) + "\n"
