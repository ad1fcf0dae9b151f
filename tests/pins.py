"""Writes the hashes of all pinned packages into the lists of requirements, in place.

    make pins      or      python tests/pins.py --uv PATH

To add or to upgrade a package write `name==version`, with a comment that says why it is there, and
run this: the line gets the hashes of all its files, for any system, and what it needs besides is
added at the end of its list. Needs the network; an index that pip is told of is not written down.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# Each list, and those that it is installed beside; "--no-deps" where what it needs stands there.
LISTS: Mapping[str, Sequence[str]] = {
    "requirements.txt": (),
    "requirements-dev.txt": ("requirements.txt",),
    "tests/requirements-pins.txt": (),
    "tests/requirements-properdocs.txt": ("requirements.txt",),
    "tests/bench/requirements-bench.txt": ("requirements.txt",),
    "tests/bench/requirements-search.txt": ("requirements.txt",),
    "tests/quality/requirements-opencc.txt": (),
}
# The oldest Python that all pinned packages have files for.
PYTHON = "3.11.5"
PIN = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)(?P<marker>\s*;[^\\]*)?")
NEEDED = "# What the above need, pinned so that two installations agree."


def same(name: str) -> str:
    """The name of a package in the form in which all spellings are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Pinned:
    """A package with a version, and the lines of its hashes."""

    name: str
    line: str
    hashes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " \\\n".join((self.line, *(f"    {each}" for each in self.hashes)))


def read(text: str) -> list[str | Pinned]:
    """The lines of a list: comments as they are, packages without their hashes."""
    found: list[str | Pinned] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith("--hash="):
            continue
        bare = line.rstrip(" \\")
        if not bare or bare.startswith(("#", "-r ")):
            found.append(bare)
        elif match := PIN.fullmatch(bare):
            found.append(Pinned(same(match["name"]), bare))
        else:
            raise ValueError(f'{number}: not a comment, "-r …" or name==version: {bare}')
    return found


def resolved(output: str) -> dict[str, Pinned]:
    """What uv says, by name."""
    found: dict[str, Pinned] = {}
    for block in re.split(r"\n(?=\S)", output.strip()):
        first, *rest = (line.strip().rstrip("\\").strip() for line in block.splitlines())
        if match := PIN.match(first):
            hashes = tuple(sorted(line for line in rest if line.startswith("--hash=")))
            found[same(match["name"])] = Pinned(same(match["name"]), first, hashes)
    return found


def ask(uv: Path, pins: Sequence[str]) -> dict[str, Pinned]:
    """All that some pins need, with hashes."""
    with tempfile.TemporaryDirectory() as name:
        given = Path(name) / "pins.in"
        given.write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
        command = [str(uv), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-header", "--no-annotate", "--python-version", PYTHON, str(given)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    return resolved(run.stdout)


def written(rows: Sequence[str | Pinned], known: Mapping[str, Pinned], beside: set[str]) -> str:
    """A list with hashes, and what it lacks; `beside` is what other lists bring."""
    own = {row.name for row in rows if isinstance(row, Pinned)}
    more = [known[name] for name in sorted(known.keys() - own - beside)]
    out = [
        row if isinstance(row, str) else replace(row, hashes=known[row.name].hashes).text
        for row in rows
    ]
    if more and NEEDED not in out:
        out += ["", NEEDED]
    return "\n".join([*out, *(each.text for each in more)]) + "\n"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--uv", type=Path, required=True, help="the program uv")
    options = parser.parse_args()
    lists: dict[str, list[str | Pinned]] = {}
    for name in LISTS:
        try:
            lists[name] = read((PROJECT / name).read_text(encoding="utf-8"))
        except ValueError as error:
            print(f"{name}:{error}", file=sys.stderr)
            return 1
    for name, others in LISTS.items():
        beside = [row for other in others for row in lists[other] if isinstance(row, Pinned)]
        own = [row for row in lists[name] if isinstance(row, Pinned)]
        known = ask(options.uv, [row.line for row in (*beside, *own)])
        text = written(lists[name], known, {row.name for row in beside})
        (PROJECT / name).write_text(text, encoding="utf-8", newline="\n")
        lists[name] = read(text)
        print(f"{name}: {len(own)} packages, {text.count('--hash=')} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
