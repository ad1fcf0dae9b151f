"""One run of the lint names all that is wrong with what authors wrote, each cause once."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from fault_cases import small_guide
from faulty import assert_said, change, write
from lint import lint

from base import problems
from base.problems import COMPARED, LOOKED_AT, nearest

FILE = Path(__file__).parent / "cases/lint_faults.yml"
CASES = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)["cases"]
DATA = PROJECT / "docs/_data"
# Data files without which there is no guide.
NEEDED = sorted(file.name for file in DATA.glob("*") if file.suffix in (".yml", ".json"))
# What every line of these is tried with.
RECORDS = (
    "facts",
    "claims",
    "risks",
    "glossary",
    "terms",
    "shared_characters",
    "sections",
    "topics",
    "limits",
    "search",
)


@pytest.fixture
def guide() -> Iterator[Path]:
    """A small guide without a fault, in which data and pages name each other."""
    with small_guide() as root:
        yield root


def faults(guide: Path) -> list[str]:
    return [str(problem) for problem in lint(guide / "docs", guide / "mkdocs.yml")[1]]


@pytest.mark.slow
def test_the_real_guide_has_no_fault() -> None:
    sources, found = lint(PROJECT / "docs", PROJECT / "mkdocs.yml")
    assert [str(problem) for problem in found] == []
    assert len(sources.pages) > 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_cause_is_named_once(case: dict[str, Any], guide: Path) -> None:
    for edit in case["edits"]:
        change(guide, edit)
    assert_said(faults(guide), case["expect"])


# ---- files ----


@pytest.mark.parametrize("name", NEEDED)
def test_a_data_file_that_is_missing_is_one_fault(name: str, guide: Path) -> None:
    (guide / "docs/_data" / name).unlink()
    (message,) = faults(guide)
    assert re.fullmatch(
        rf"docs/_data/{name}: the file is missing[:;] .*(git|make learn).*", message
    )


@pytest.mark.parametrize("name", NEEDED)
def test_a_data_file_that_is_no_text_is_one_fault(name: str, guide: Path) -> None:
    (guide / "docs/_data" / name).write_bytes("- id: 短信\n".encode("big5"))
    (message,) = faults(guide)
    assert message.startswith(f"docs/_data/{name}")


@pytest.mark.parametrize("name", [name for name in NEEDED if name.endswith(".yml")])
def test_an_empty_data_file_is_one_fault(name: str, guide: Path) -> None:
    (guide / "docs/_data" / name).write_text("# nothing\n", encoding="utf-8")
    (message,) = faults(guide)
    assert message.startswith(f"docs/_data/{name}")


def test_queries_that_are_no_text_are_one_fault(guide: Path) -> None:
    (guide / "docs/_data/askings/start.tsv").write_bytes("首頁\t.\n短信\t.\n".encode("big5"))
    assert_said(faults(guide), ["docs/_data/askings/start.tsv:1: not UTF-8…"])


@pytest.mark.parametrize("name", ["start/more.md", "start/other.md"])
def test_a_page_that_is_a_broken_link_is_one_fault(name: str, guide: Path) -> None:
    page = guide / "docs" / name
    page.unlink(missing_ok=True)
    page.symlink_to(guide / "nowhere.md")
    assert_said(faults(guide), [f"docs/{name}: a link to another file: …"])


@pytest.mark.parametrize("name", [*NEEDED, "published.txt", "published.sum", "concepts.tsv"])
def test_a_folder_in_the_place_of_a_data_file_is_one_fault(name: str, guide: Path) -> None:
    (guide / "docs/_data" / name).unlink(missing_ok=True)
    (guide / "docs/_data" / name).mkdir()
    (message,) = faults(guide)
    assert message.startswith(f"docs/_data/{name}: ")


@pytest.mark.parametrize(
    "name", ["docs", "docs/_data", "docs/_data/learned", "docs/assets", "overrides"]
)
def test_a_folder_that_is_gone_is_one_fault(name: str, guide: Path) -> None:
    shutil.rmtree(guide / name)
    (message,) = faults(guide)
    assert re.match(rf"{name}[^:]*: the (?:folder|file) is missing", message)


@pytest.mark.parametrize(
    "name", ["start/More.md", "start/more_.md", "start/more .md", "Start/more.md"]
)
def test_a_page_with_a_name_that_none_may_have_is_missing_nowhere(name: str, guide: Path) -> None:
    (guide / "docs" / name).parent.mkdir(exist_ok=True)
    (guide / "docs/start/more.md").rename(guide / "docs" / name)
    found = [message for message in faults(guide) if "mkdocs.yml" not in message]
    assert_said(found, [f"docs/{name}: a page has a name of lower-case ASCII words…"])


def test_the_command_line_prints_all_and_fails(guide: Path) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(PROJECT / "hooks/lint.py"), "--docs", str(guide / "docs")]
        command += ["--config", str(guide / "mkdocs.yml")]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run()
    pages = len(list((guide / "docs").rglob("*.md"))) - 1  # print.md has no text
    assert (done.returncode, done.stdout) == (0, f"{pages} pages, 0 faults\n")
    change(guide, {"in": "docs/start/more.md", "from": "section: start", "to": "section: stat"})
    change(guide, {"in": "docs/_data/facts.yml", "from": "  quote: 报警\n", "to": ""})
    done = run()
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'docs/_data/facts.yml:21: the record lacks "quote"',
        'docs/start/more.md:5: "section" must be one of home, start, reference'
        ' (did you mean "start"?)',
        f"{pages} pages, 2 faults",
    ]
    assert done.stderr == ""


# ---- slips ----

KEY = re.compile(r"(?P<before>\s*(?:- )?)(?P<key>[a-z_]+):(?P<value>.*)")


def slips(line: str) -> Iterator[str]:
    """What a hand that slips makes of a line of data."""
    match = KEY.fullmatch(line)
    if match is None:
        if line.strip().startswith("- "):
            yield line.replace("- ", "-", 1)
            yield f"{line}\n{line}"
            yield line.replace("- ", '- "', 1)
        return
    before, key, value = match["before"], match["key"], match["value"]
    yield f"{before}{key}{key[-1]}:{value}"
    yield f"{before}{key}:"
    yield f"{before}{key}{value}"
    yield f'{before}{key}: "{value.strip()}'
    yield f"{before}{key}:{value}\n{' ' * len(before)}{key}:{value}"
    yield f"\t{line}"
    yield f"{before}{key}: 2026-02-30"
    if value:
        yield f"{before}{key}：{value.strip()}"


def slipped(text: str) -> Iterator[tuple[str, str]]:
    """A line, and the text with that line as a hand that slips leaves it."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        for slip in slips(line):
            yield slip, "\n".join([*lines[:at], slip, *lines[at + 1 :]]) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDS)
def test_a_slip_anywhere_in_the_data_is_one_fault(name: str, guide: Path) -> None:
    file = guide / f"docs/_data/{name}.yml"
    tried, told = 0, []
    right = file.read_text(encoding="utf-8")
    for slip, text in slipped(right):
        if text == right:
            continue  # The value of a list begins on the next line.
        file.write_text(text, encoding="utf-8")
        found = faults(guide)
        tried += 1
        if len(found) != 1 or not found[0].startswith(f"docs/_data/{name}.yml:"):
            told.append((slip, found))
    assert told == []
    assert tried > 20


ODD = (
    "",
    "5",
    "true",
    "[]",
    "{}",
    "[[x]]",
    "[null]",
    "{a: b}",
    "{a: [b]}",
    "2026-11-23",
    "|\n  a\n  b",
)
FRONT_MATTER = (
    *("id", "title", "description", "section", "updated", "aliases", "redirect_from", "claims"),
    *("variant", "status", "quick_exit", "tool", "template", "other"),
)


RIGHT = {"quick_exit": ["true"], "updated": ["2026-11-23"]}


@pytest.mark.parametrize("key", FRONT_MATTER)
def test_whatever_stands_in_the_front_matter_is_a_fault_and_no_crash(key: str, guide: Path) -> None:
    page = guide / "docs/start/more.md"
    meta, body = page.read_text(encoding="utf-8").split("\n---\n", 1)
    others = re.sub(rf"\n{key}:.*(?:\n  .*)*", "", meta)
    passed = []
    for value in ODD:
        page.write_text(f"{others}\n{key}: {value}\n---\n{body}", encoding="utf-8")
        found = faults(guide)
        if not any(message.startswith("docs/start/more.md:") for message in found):
            passed.append(value)
    assert passed == RIGHT.get(key, [])


# ---- the nearest name ----


class Work:
    """What finding nearest names has cost: names copied, places of pairs looked at, names compared
    letter by letter."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.copied = self.looked_at = self.compared = 0
        compare, work = difflib.get_close_matches, self

        class Counting(Counter[str]):
            def update(self, *words: Any, **more: int) -> None:
                work.looked_at += sum(len(each or ()) for each in words)
                super().update(*words, **more)

        def frozen(known: Collection[str]) -> frozenset[str]:
            self.copied += 0 if isinstance(known, frozenset) else len(known)
            return frozenset(known)

        def close(word: str, likely: list[str], **options: Any) -> list[str]:
            self.compared += len(likely)
            return compare(word, likely, **options)

        monkeypatch.setattr(problems, "Counter", Counting)
        monkeypatch.setattr(problems, "frozenset", frozen, raising=False)
        monkeypatch.setattr(difflib, "get_close_matches", close)


MANY = 31_000


def test_the_nearest_of_many_names_is_found_without_a_look_at_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = frozenset(f"part-{n % 40}/page-{n}/#section-{n % 7}" for n in range(MANY))
    work = Work(monkeypatch)
    assert nearest("part-3/page-30003/#sectoin-1", known) == (
        ' (did you mean "part-3/page-30003/#section-1"?)'
    )
    assert nearest("x" * 1_000_000, known) == ""
    words = [f"part-{n % 9}/page-{n % 90}/" for n in range(MANY)]
    assert all(nearest(word, known) for word in words)
    asked = 1 + len(set(words))
    assert work.copied == 0
    assert work.looked_at <= asked * LOOKED_AT
    assert work.compared <= asked * COMPARED


def test_many_queries_for_pages_that_are_gone_cost_one_look_for_each_page(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"問題{n}\tstart/gone-{n % 30}/#part-{n}\n" for n in range(MANY)]
    write(guide, {"docs/_data/askings/readers-2.tsv": "".join(lines)})
    work = Work(monkeypatch)
    found = faults(guide)
    assert len(found) == 30
    assert 'no page "start/gone-0/"' in found[0]
    assert f"({MANY // 30 + 1} queries of docs/_data/askings/ name it)" in found[0]
    # The few names of the guide itself.
    assert work.copied < 100
    assert work.looked_at <= len(found) * LOOKED_AT
    assert work.compared <= len(found) * COMPARED


def test_a_name_that_is_near_to_nothing_is_left_alone() -> None:
    assert nearest("", ["a", "b"]) == ""
    assert nearest("F99", []) == ""
    assert nearest("qqqq", ["payment-order", "overdue"]) == ""
    assert nearest("di", ["id", "title"]) == ' (did you mean "id"?)'
    assert nearest("payment-ordr", ["overdue", "payment-order"]) == (
        ' (did you mean "payment-order"?)'
    )
