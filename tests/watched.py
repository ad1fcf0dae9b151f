"""A build that is watched, or killed at one of its steps.

    python tests/watched.py log.txt WHEN mkdocs.yml site/

Each time a file is opened or a folder renamed, the log gets a line: what is done ("r" and "w" for
opening, "m" for another name), a tab, the path, and for "m" the new one. `WHEN` is a regular
expression: at the first line that it matches the build is killed before it does that.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any


def line_of(event: str, arguments: tuple[Any, ...]) -> str:
    """The line of an event, or ""."""
    if event == "open" and isinstance(arguments[0], str) and arguments[1]:
        writes = set("wax+") & set(arguments[1])
        return f"{'w' if writes else 'r'}\t{arguments[0]}"
    if event == "os.rename":
        return f"m\t{os.fspath(arguments[0])}\t{os.fspath(arguments[1])}"
    return ""


def main() -> None:
    """The command line."""
    log_file, when, config_file, site = sys.argv[1:]
    kills = re.compile(when) if when else None
    lines: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if line := line_of(event, arguments):
            if kills and kills.search(line):
                os.kill(os.getpid(), signal.SIGKILL)
            lines.append(line)

    from mkdocs.__main__ import cli  # what it opens is no part of a build

    sys.addaudithook(watch)
    try:
        cli(["build", "--config-file", config_file, "--site-dir", site])
    finally:
        kills = None
        done = list(lines)
        with Path(log_file).open("w", encoding="utf-8") as log:
            log.write("\n".join(done))


if __name__ == "__main__":
    main()
