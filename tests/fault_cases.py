"""Faults as data (cases/faults/), put one at a time into a small guide, and what the lint says.

    make faults     or     python tests/fault_cases.py

prints a table: for each kind how many were tried, how many were answered with one clear error at
the right place, how many passed in silence, how many ended in a traceback.
"""

from __future__ import annotations

import datetime
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from made_once import PROJECT

if str(PROJECT / "hooks") not in sys.path:
    sys.path.insert(0, str(PROJECT / "hooks"))

from lint import lint

from base.problems import Problem
from content.figures import FILE as FIGURES
from content.figures import file_text
from content.library import read_sources
from links.ledger import FILE as LEDGER
from links.ledger import SEAL, seal

FOLDER = Path(__file__).parent / "cases/faults"
BASE: Mapping[str, str] = yaml.load((FOLDER / "base.yml").read_text("utf-8"), yaml.CSafeLoader)
# As the real guide has them.
SHARED = ("docs/_data/ages.yml", "docs/_data/limits.yml")
PAGE = "docs/start/index.md"
# Where a case puts its text into a page.
SLOT = "這裡換一句。"
TODAY = datetime.date(2026, 11, 30)
# What one case may take; a hang is a fault too.
SECONDS = 10


@dataclass(frozen=True)
class Case:
    """One fault: how it is put in, the file and line that must be named, words that must be said.

    `changes` maps paths to what they hold then: text, bytes, None for a file that is gone, or
    `Link`. `says` is a part of the message, in which "…" stands for any text; `also` says how many
    more problems may come of it.
    """

    kind: str
    name: str
    changes: Mapping[str, Any]
    place: str
    says: str
    also: int = 0
    today: datetime.date | None = None


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass
class Outcome:
    """What came of a case: "clear", "unclear", "silent" or "traceback", and what was said."""

    what: str
    said: list[str] = field(default_factory=list)


# ---- from data to cases ----


def _line_of(text: str, part: str) -> int:
    assert text.count(part) >= 1, f"{part!r} stands nowhere"
    return text[: text.index(part)].count("\n") + 1


def _repeated(text: Any) -> str:
    """A text, or one that is a part many times: {repeat: …, times: …, after: …}."""
    if isinstance(text, Mapping):
        return str(text["repeat"]) * int(text["times"]) + str(text.get("after", ""))
    return str(text)


def _put(base: Mapping[str, str], path: str, text: str) -> tuple[dict[str, Any], int]:
    """A text in the place of the slot, and its first line."""
    old = base[path]
    return {path: old.replace(SLOT, text, 1)}, _line_of(old, SLOT)


def _replaced(base: Mapping[str, str], path: str, old: str, new: str) -> tuple[dict[str, Any], int]:
    text = base[path]
    assert text.count(old) == 1, f"{old!r} must stand in {path} once"
    return {path: text.replace(old, new)}, _line_of(text, old)


def _tree(entry: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = dict(entry.get("write", {}))
    changes |= {path: bytes.fromhex(text) for path, text in entry.get("bytes", {}).items()}
    changes |= {path: Link(target) for path, target in entry.get("link", {}).items()}
    changes |= dict.fromkeys(entry.get("gone", ()))
    return {path: _repeated(v) if isinstance(v, Mapping) else v for path, v in changes.items()}


def _cases(kind: str, group: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[Case]:
    """The cases of an entry: one, or one for each text under `put`."""
    path = entry.get("in", group.get("in", PAGE))
    says, also = entry.get("says", group.get("says", "")), entry.get("also", 0)
    today = TODAY if entry.get("today") else None
    puts = entry.get("put", [])
    for text in puts if isinstance(puts, list) else [puts]:
        changes, line = _put(BASE, path, _repeated(text))
        place = entry.get("place", f"{path}:{line + entry.get('line', 0)}")
        yield Case(kind, str(text)[:60], changes, place, says, also, today)
    if "from" in entry:
        news = entry["to"] if isinstance(entry["to"], list) else [entry["to"]]
        for new in news:
            changes, line = _replaced(BASE, path, entry["from"], _repeated(new))
            place = entry.get("place", f"{path}:{line + entry.get('line', 0)}")
            yield Case(kind, str(new)[:60], changes, place, says, also, today)
    if changes := _tree(entry):
        first = next(iter(changes))
        place = entry.get("place", first)
        yield Case(kind, entry.get("name", first), changes, place, says, also, today)


def read_cases() -> list[Case]:
    """All cases, by the order of their files."""
    found: list[Case] = []
    for file in sorted(FOLDER.glob("*.yml")):
        if file.name == "base.yml":
            continue
        group = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        for entry in group["cases"]:
            made = list(_cases(group["kind"], group, entry))
            assert made, f"{file.name}: {entry} makes no case"
            found += made
    return found


# ---- trying ----


def _write(file: Path, content: Any) -> None:
    if file.is_symlink() or file.exists():
        file.unlink()
    if content is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Link):
        file.symlink_to(content.target)
    elif isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content, encoding="utf-8", newline="")


@contextmanager
def small_guide() -> Iterator[Path]:
    """The folder of the small guide."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, text in BASE.items():
            _write(root / path, text)
        for path in SHARED:
            shutil.copy(PROJECT / path, root / path)
        seal(root / "docs/_data" / LEDGER)
        sources, _ = read_sources(root / "docs")
        figures = file_text(sources.pages, sources.library.facts)
        (root / "docs/_data" / FIGURES).write_text(figures, encoding="utf-8", newline="\n")
        yield root


def said_of(root: Path, today: datetime.date | None = None) -> list[Problem]:
    """What the lint says of a guide."""
    return lint(root / "docs", root / "mkdocs.yml", today)[1]


def _matches(case: Case, problem: Problem) -> bool:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    pattern = ".*".join(map(re.escape, case.says.split("…")))
    # Within a text of several lines any may be named.
    named = place == case.place or (not case.place and bool(problem.line))
    return named and bool(re.search(pattern, problem.message))


def _judged(case: Case, problems: list[Problem], seconds: float) -> Outcome:
    said = [str(problem) for problem in problems]
    if seconds > SECONDS:
        return Outcome("unclear", [f"took {seconds:.1f} s", *said])
    if not said:
        return Outcome("silent")
    is_clear = any(_matches(case, problem) for problem in problems) and len(said) <= 1 + case.also
    return Outcome("clear" if is_clear else "unclear", said)


def try_case(root: Path, case: Case) -> Outcome:
    """What the lint says of the small guide with a fault; the guide is whole again afterwards."""
    kept = {path: (root / path).read_bytes() for path in (*BASE, *SHARED) if path in case.changes}
    sealed = root / "docs/_data" / SEAL
    kept_seal = sealed.read_bytes()
    for path, content in case.changes.items():
        _write(root / path, content)
    start = time.perf_counter()
    try:
        return _judged(case, said_of(root, case.today), time.perf_counter() - start)
    except Exception:
        return Outcome("traceback", traceback.format_exc().splitlines()[-3:])
    finally:
        for path in case.changes:
            _write(root / path, kept.get(path))
            folder = (root / path).parent
            while not any(folder.iterdir()) and folder != root:
                folder.rmdir()
                folder = folder.parent
        sealed.write_bytes(kept_seal)


# ---- the table ----


def table(outcomes: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The lines of the table."""
    head = ("tried", "clear error", "unclear", "silent", "traceback")
    yield f"| {'kind':44} | {' | '.join(head)} |"
    yield f"| {'-' * 44} | {' | '.join('-' * (len(h) - 1) + ':' for h in head)} |"
    total: Counter[str] = Counter()
    for kind, counts in outcomes.items():
        yield _row(kind, counts, head)
        total += counts
    yield _row("all", total, head)


def _row(kind: str, counts: Counter[str], head: tuple[str, ...]) -> str:
    numbers = [counts.total(), *(counts[w.split(" ")[0]] for w in head[1:])]
    cells = (f"{number:>{len(word)}}" for number, word in zip(numbers, head, strict=True))
    return f"| {kind:44} | {' | '.join(cells)} |"


def main() -> int:
    """Prints the table, and what went wrong; 1 if anything did."""
    outcomes: dict[str, Counter[str]] = {}
    wrong = []
    with small_guide() as root:
        assert said_of(root, TODAY) == [], said_of(root, TODAY)
        for case in read_cases():
            outcome = try_case(root, case)
            outcomes.setdefault(case.kind, Counter())[outcome.what] += 1
            if outcome.what != "clear":
                wrong.append(f"{outcome.what}: {case.kind}: {case.name!r} wants {case.place}")
                wrong += [f"  {line}" for line in outcome.said[:4]]
    print("\n".join(table(outcomes)))
    print("\n".join(wrong))
    start = time.process_time()
    sources, _ = lint(PROJECT / "docs", PROJECT / "mkdocs.yml")
    spent = time.process_time() - start
    print(f"\nlint of {len(sources.pages)} pages: {spent:.2f} s of the processor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
