"""Modules as one classic script: pages on disk may load no module (they are no origin)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from delivery.join import NotJoinable, as_function, check_import
from delivery.scripts import SOURCES, BadScript, small

# Each module runs once, when the first one asks for it; what stops one does not stop the next.
LOADER = """(() => {
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


def sources(site_dir: Path) -> dict[str, str]:
    """The name under which each script is published (`delivery.scripts`) -> its source's path."""
    paths = (file.relative_to(site_dir).as_posix() for file in (site_dir / SOURCES).rglob("*.js"))
    return {path.removeprefix(SOURCES).replace("/", "-"): path for path in sorted(paths)}


def joined(site_dir: Path, entries: Iterable[str]) -> str:
    """One script with modules and all that they import; it runs those that `data-run` names.

    Paths are those from the root of the site. Raises `BadScript`.
    """
    functions: dict[str, str] = {}
    waiting = sorted(entries, reverse=True)

    def read(path: str) -> str:
        file = site_dir / path
        if not file.is_file():
            raise BadScript(f"{path}: a module imports this one, and it is not there")
        return file.read_text(encoding="utf-8")

    def function(path: str) -> str:
        def use(target: str, names: Sequence[str]) -> str:
            check_import(path, target, names, read(target))
            waiting.append(target)
            return f"use({json.dumps(target)})"

        return as_function(path, read(path), use)

    while waiting:
        path = waiting.pop()
        if path in functions:
            continue
        try:
            functions[path] = function(path)
        except NotJoinable as error:
            raise BadScript(str(error)) from error
    rows = (f"{json.dumps(path)}: {text}" for path, text in sorted(functions.items()))
    return small(LOADER % ",\n".join(rows))
