"""Modules that are sent as one: a reader on a slow network waits for a page's script once, not
again for what that imports and what that in turn does. And on a disk, where pages are no origin,
no module may be loaded at all.

Each module becomes a function that gives its exports, so that no name of one meets those of
another; they run once, in the order of their imports, as they would by themselves. Only the
forms that our modules use are known; any other is an error, not a guess.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence

from base.problems import Unusable, nearest

IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.{1,2}/[^"]+\.js)"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)
# A module that comes when it is asked for.
LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+\.js)"\)')
OTHER = re.compile(r"^(?:\s*(?:import|export)\b.*|.*\bimport(?:\.meta|\().*)", re.MULTILINE)
# A module that waits: no function that gives its exports at once.
WAITS = re.compile(r"^(?:(?:const|let)\b[^=(]*= *)?await\b.*", re.MULTILINE)


def check_import(path: str, target: str, names: Sequence[str], text: str) -> None:
    """Raises `Unusable` where the module at `path` takes names that `target`, of which this is
    the text, does not export: joined they would be undefined, and nobody would be told."""
    known = EXPORT.findall(text)
    for name in names:
        if name not in known:
            raise Unusable(
                f"{path}: {target} exports no `{name}`{nearest(name, known)}; each name needs an"
                " `export const` or `export function` of its own"
            )


def as_function(
    path: str, text: str, use: Callable[[str, Sequence[str]], str], has_all: bool = False
) -> str:
    """A module as a function that gives what it exports.

    `use` gives the expression for the exports of an imported module, by its path and the names
    that are taken of it; `has_all` says that it can for one that is asked for later too. Raises
    `Unusable`.
    """

    def at(target: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))

    def bound(match: re.Match[str]) -> str:
        names = [part.split()[0] for part in match[1].split(",") if part.strip()]
        return f"const {{{match[1].replace(' as ', ': ')}}} = {use(at(match[2]), names)}"

    text = IMPORT.sub(bound, text)
    other = WAITS.search(text)
    if has_all:
        text = LATER.sub(lambda m: f"Promise.resolve().then(() => {use(at(m[1]), ())})", text)
    exports = EXPORT.findall(text)
    text = EXPORT.sub("", text)
    if other := other or OTHER.search(text):
        raise Unusable(
            f"{path}: `{other[0].strip()}` cannot be joined; write `import {{ a }} from './b.js'`"
            " in double quotes, `export const` or `export function`"
        )
    given = f"\nreturn {{ {', '.join(exports)} }}" if exports else ""
    return f"() => {{\n{text}{given}\n}}"


class _Graph:
    """Modules and all that they import, as functions, in the order in which they must run.

    `read` gives the text of a path; what is not `inside` is not followed. `expression` says by
    what the exports of a module are had, `has_all` whether by that at any time.
    """

    def __init__(
        self,
        read: Callable[[str], str],
        inside: Callable[[str], bool],
        expression: Callable[[str], str],
        has_all: bool = False,
    ) -> None:
        self._read, self._inside, self._expression = read, inside, expression
        self._has_all = has_all
        self.functions: dict[str, str] = {}

    def add(self, path: str, importers: Sequence[str] = ()) -> None:
        """Adds the module at a path behind those that it imports."""
        if path in importers:
            raise Unusable(f"{path}: modules import each other: {' -> '.join(importers)}")
        if path in self.functions:
            return

        def use(target: str, names: Sequence[str]) -> str:
            if self._inside(target):
                self.add(target, (*importers, path))
                check_import(path, target, names, self._read(target))
            return self._expression(target)

        self.functions[path] = as_function(path, self._read(path), use, self._has_all)


def joined(path: str, read: Callable[[str], str], inside: Callable[[str], bool]) -> str:
    """The module at `path` and all that it imports as one; `read` gives the text of a path, and
    what is not `inside` stays an import, relative to `path`'s folder. Raises `Unusable`."""
    folder = posixpath.dirname(path)
    outer: list[str] = []

    def expression(target: str) -> str:
        if inside(target):
            return f"module{list(graph.functions).index(target)}"
        away = posixpath.relpath(target, folder)
        away = away if away.startswith(".") else f"./{away}"
        outer.append(f'import * as outer{len(outer)} from "{away}"')
        return f"outer{len(outer) - 1}"

    graph = _Graph(read, inside, expression)
    graph.add(path)
    parts = [f"const module{n} = ({text})()" for n, text in enumerate(graph.functions.values())]
    # For whoever imports it; the module itself is the last one.
    if exports := EXPORT.findall(read(path)):
        parts.append(f"export const {{ {', '.join(exports)} }} = module{len(parts) - 1}")
    return "\n".join([*outer, *parts]) + "\n"


# Each module runs once, when the first one asks for it; what stops one does not stop the next.
ON_DEMAND = """(() => {
"use strict"
const modules = {
%s
}
const made = new Map()
const use = name => made.get(name) ?? made.set(name, modules[name]() ?? {}).get(name)
for (const name of document.currentScript.dataset.run.split(" ")) {
  try {
    use(name)
  } catch (error) {
    reportError(error)
  }
}
})()
"""


def joined_on_demand(entries: Iterable[str], read: Callable[[str], str]) -> str:
    """One classic script with modules and all that they import, which runs those that its
    `data-run` names. Raises `Unusable`."""
    graph = _Graph(read, lambda path: True, lambda path: f"use({json.dumps(path)})", True)
    for path in sorted(entries):
        graph.add(path)
    rows = (f"{json.dumps(path)}: {text}" for path, text in sorted(graph.functions.items()))
    return ON_DEMAND % ",\n".join(rows)
