"""A build that is watched, or killed at one of its steps.

    python tests/watched.py

To read MkDocs, our steps, and the tables that these need takes longer than to build a few pages.
So this builds once, elsewhere, and waits with all that read; it has a copy of itself make each
build: it gets a line of JSON, [the folder to be in, the file for what is printed, log, WHEN,
mkdocs.yml, site], and says how the build ended.

Each time a file is opened or a folder renamed, the log gets a line: what is done ("r" and "w" for
opening, "m" for another name), a tab, the path, and for "m" the new one. `WHEN` is a regular
expression: at the first line that it matches the build is killed before it does that.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

from mkdocs.__main__ import cli

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hooks"))

import on_site  # noqa: F401  (the path is set above; with it come all steps)


def line_of(event: str, arguments: tuple[Any, ...]) -> str:
    """The line of an event, or ""."""
    if event == "open" and isinstance(arguments[0], str) and arguments[1]:
        writes = set("wax+") & set(arguments[1])
        return f"{'w' if writes else 'r'}\t{arguments[0]}"
    if event == "os.rename":
        return f"m\t{os.fspath(arguments[0])}\t{os.fspath(arguments[1])}"
    return ""


def build(log_file: str, when: str, config_file: str, site: str) -> None:
    """Builds, and ends the process."""
    kills = re.compile(when) if when else None
    lines: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if line := line_of(event, arguments):
            if kills and kills.search(line):
                os.kill(os.getpid(), signal.SIGKILL)
            lines.append(line)

    sys.addaudithook(watch)
    try:
        cli(["build", "--config-file", config_file, "--site-dir", site])
    finally:
        kills = None
        done = list(lines)
        with Path(log_file).open("w", encoding="utf-8") as log:
            log.write("\n".join(done))


def main() -> None:
    """Until there is no more to build."""
    warm = False
    for line in sys.stdin:
        folder, printed, *arguments = json.loads(line)
        if not warm:
            os.chdir(folder)
            site = f"{printed}.site"
            cli(["build", "-q", "-f", arguments[2], "-d", site], standalone_mode=False)
            warm = True
        child = os.fork()
        if not child:
            os.chdir(folder)
            to = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(to, sys.stdout.fileno())
            os.dup2(to, sys.stderr.fileno())
            build(*arguments)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
