"""Modules that are sent as one: a reader on a slow network waits for a page's script once, not
again for what that imports and what that in turn does.

Each module becomes a function that gives its exports, so that no name of one meets those of
another; they run once, in the order of their imports, as they would by themselves.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.{1,2}/[^"]+\.js)"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)
OTHER = re.compile(r"^(import|export)\b.*", re.MULTILINE)


class NotJoinable(Exception):
    """A module written in a way that this step does not know."""


def _bindings(names: str, source: str) -> str:
    """What `import { a, b as c }` says, of the object `source`."""
    return f"const {{{names.replace(' as ', ': ')}}} = {source}"


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

        def bound(match: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2]))
            if self._inside(target):
                return _bindings(match[1], self.add(target, (*importers, path)))
            name = f"outer{len(self.outer)}"
            away = posixpath.relpath(target, self._folder)
            away = away if away.startswith(".") else f"./{away}"
            self.outer.append(f'import * as {name} from "{away}"')
            return _bindings(match[1], name)

        text = IMPORT.sub(bound, self._read(path))
        exports = [match[1] for match in EXPORT.finditer(text)]
        text = EXPORT.sub("", text)
        if other := OTHER.search(text):
            raise NotJoinable(
                f"{path}: `{other[0]}` cannot be joined; write `import {{ a }} from './b.js'`"
                " in double quotes, `export const` or `export function`"
            )
        name = f"module{len(self._names)}"
        self._names[path] = name
        body = f"{text}\nreturn {{ {', '.join(exports)} }}" if exports else text
        self.parts.append(f"const {name} = (() => {{\n{body}\n}})()")
        return name


def joined(path: str, read: Callable[[str], str], inside: Callable[[str], bool]) -> str:
    """The module at `path` and all that it imports as one; `read` gives the text of a path, and
    what is not `inside` stays an import, relative to `path`'s folder. Raises `NotJoinable`."""
    joint = _Joint(posixpath.dirname(path), read, inside)
    joint.add(path)
    return "\n".join([*joint.outer, *joint.parts]) + "\n"
