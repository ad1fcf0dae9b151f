"""Modules as one classic script: pages on disk may load no module (they are no origin).

Only the forms that our modules use are known; any other is an error, not a guess.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from delivery.scripts import SOURCES, BadScript, small

IMPORT = re.compile(
    r'^import \{ (?P<names>\w+(?:, \w+)*) \} from "(?P<path>\.{1,2}/[^"]+\.js)"$', re.MULTILINE
)
EXPORT = re.compile(
    r"^export (?P<rest>(?:async )?function (?P<function>\w+)|const (?P<const>\w+) =)", re.MULTILINE
)
LEFT = re.compile(r"^\s*(?:import|export)\b.*|.*\bimport(?:\.meta|\().*", re.MULTILINE)
# Each module runs once, when the first one asks for it; what stops one does not stop the next.
LOADER = """(() => {
"use strict"
const modules = {
%s
}
const made = new Map()
const use = name => made.get(name) ?? made.set(name, modules[name]()).get(name)
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


def _function(path: str, text: str, imported: list[str]) -> str:
    """A module as a function that gives what it exports; `imported` gets the paths it needs."""
    exported: list[str] = []

    def use(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"]))
        imported.append(target)
        return f"const {{ {match['names']} }} = use({json.dumps(target)})"

    def keep(match: re.Match[str]) -> str:
        exported.append(match["function"] or match["const"])
        return match["rest"]

    body = EXPORT.sub(keep, IMPORT.sub(use, text))
    if left := LEFT.search(body):
        raise BadScript(
            f"{path}: a folder on disk cannot have `{left[0].strip()}`; write "
            '`import { name } from "./file.js"`, `export function name` or `export const name =`'
        )
    return f"() => {{\n{body}\nreturn {{ {', '.join(exported)} }}\n}}"


def joined(site_dir: Path, entries: Iterable[str]) -> str:
    """One script with modules and all that they import; it runs those that `data-run` names.

    Paths are those from the root of the site. Raises `BadScript`.
    """
    functions: dict[str, str] = {}
    waiting = sorted(entries, reverse=True)
    while waiting:
        path = waiting.pop()
        if path in functions:
            continue
        file = site_dir / path
        if not file.is_file():
            raise BadScript(f"{path}: a module imports this one, and it is not there")
        functions[path] = _function(path, file.read_text(encoding="utf-8"), waiting)
    return small(LOADER % ",\n".join(_rows(functions)))


def _rows(functions: Mapping[str, str]) -> list[str]:
    return [f"{json.dumps(path)}: {function}" for path, function in sorted(functions.items())]
