"""Characters of the wrong script are found in both editions: none leaks through."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HANS, HANT, PROJECT
from conftest import Site as BuiltSite
from selectolax.lexbor import LexborHTMLParser

from base.languages import FOLDER
from base.problems import Problem
from conversion.converter import Converter
from conversion.leaks import LeakCheck
from conversion.opencc_tables import load, read_characters
from conversion.quotation import unbalanced
from conversion.shared_characters import load_shared
from conversion.terms import load_terms
from model.sources import Sources, placed

CASES = yaml.safe_load((Path(__file__).parent / "cases/leaks.yml").read_text("utf-8"))
DATA = PROJECT / "docs/_data"
TERMS, _ = load_terms(DATA / "terms.yml", "terms.yml")
SHARED, SHARED_FAULTS = load_shared(DATA / "shared_characters.yml", "shared_characters.yml")
LEAKS = LeakCheck(load(), TERMS, SHARED, "shared_characters.yml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_wrong_characters_are_found_and_no_others(case: dict[str, Any]) -> None:
    rules = case.get("rules", {})
    converted = case.get("hans") or Converter(load(), TERMS, rules=rules).convert(case["text"])
    faults = LEAKS.with_rules(rules).inspect(case["text"], converted)
    found = [fault.message for fault in faults]
    assert len(found) == len(case["found"]), found
    for message, start in zip(found, case["found"], strict=True):
        assert message.startswith(start)


def test_the_list_of_shared_characters_has_no_fault() -> None:
    assert SHARED_FAULTS == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "- char: 系統\n  edition: zh-Hant\n  write: 係\n  why: x",
            '"char" must be one Chinese character',
        ),
        ("- char: 系\n  edition: zh-TW\n  write: 係\n  why: x", '"edition" must be one of'),
        ("- char: 系\n  edition: zh-Hant\n  why: x", 'the record lacks "write"'),
        (
            "- char: 系\n  edition: zh-Hant\n  write: 係\n  why: x\n  word: 系統",
            'unknown key "word"',
        ),
        (
            "- char: 系\n  edition: zh-Hant\n  write: 係\n  why: x\n  words:\n    - 體制",
            "體制 does not contain 系",
        ),
        ("- 系", "each entry must be a record"),
        ("系: 統", "must be a list of records"),
    ],
)
def test_a_faulty_row_of_the_list_is_named(row: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "list.yml").write_text(row, "utf-8")
    problems = load_shared(tmp_path / "list.yml", "list.yml")[1]
    assert len(problems) == 1
    assert problems[0].path == "list.yml"
    assert problems[0].message.startswith(message)


@pytest.mark.parametrize(
    ("marks", "fault"),
    [
        ("", ""),
        ("「」『』", ""),
        ("「『』」", ""),
        ("「", "」 is missing"),
        ("」", "」 closes a quotation that was not opened"),
        ("「』", "』 closes a quotation that was opened by another mark"),
        ("「『」』", "」 closes a quotation that was opened by another mark"),
    ],
)
def test_quotation_marks_come_in_pairs(marks: str, fault: str) -> None:
    assert unbalanced(marks).startswith(fault)
    assert bool(unbalanced(marks)) == bool(fault)


def test_a_fault_is_named_with_file_and_line_of_its_source(tmp_path: Path) -> None:
    page, data = tmp_path / "docs/a.md", tmp_path / "docs/_data/x.yml"
    data.parent.mkdir(parents=True)
    page.write_text("# A\n\n第一**条**規定\n", "utf-8")
    data.write_text("- 一\n- 术語\n- 别\n", "utf-8")
    sources = Sources({"a/index.html": page}, [data], tmp_path)
    faults = [
        Problem("a/index.html", 0, "条", "第一条規定"),
        Problem("a/index.html", 0, "术", "术語"),
        Problem("a/index.html", 0, "here", "nowhere"),
        # One character says nothing of where, but in the page's own file.
        Problem("a/index.html", 0, "别", "好别的"),
        Problem("a/index.html", 0, "all", "themed"),
        Problem("b/index.html", 0, "all", "themed"),
    ]
    problems = placed(faults, sources, tmp_path / "site")
    assert [str(problem) for problem in problems] == [
        "docs/_data/x.yml:2: 术",
        "docs/a.md: here",
        "docs/a.md: 别",
        "docs/a.md:3: 条",
        "site/a/index.html: all (and on 1 more pages)",
    ]


PROTECTED = "code, pre, kbd, samp, script, style, svg, math, textarea, rt, [lang], [translate=no]"


def texts(html: str) -> str:
    """All prose of a page: text and attributes outside protected elements."""
    tree = LexborHTMLParser(html)
    assert tree.root is not None
    tree.root.attrs["lang"] = None
    del tree.root.attrs["lang"]
    for node in tree.css(PROTECTED):
        node.decompose()
    names = ("title", "alt", "aria-label", "placeholder")
    named = [(node, name) for name in names for node in tree.css(f"[{name}]")]
    words = [node.attributes.get(name) or "" for node, name in named]
    for node in tree.css("[data-zh-hans]"):
        node.decompose()
    return "\n".join([*words, tree.root.text(separator="\n")])


def test_no_built_page_holds_characters_of_the_other_script(site: BuiltSite) -> None:
    """A second, independent look at the result: by the package's own tables alone."""
    converted = {**read_characters("TSCharacters.txt")}
    shared = {row.char for row in SHARED} | set("".join(row.target for row in TERMS.rows))
    traditional = {c for c, forms in converted.items() if c not in forms} - shared
    simplified = {c for c, f in read_characters("STCharacters.txt").items() if c not in f}
    simplified -= (
        shared
        | set(converted)
        | {c for forms in read_characters("TWVariants.txt").values() for c in forms}
    )
    found = []
    for edition, wrong in ((HANT, simplified), (HANS, traditional)):
        for page in site.pages(edition):
            if page.address.startswith(("s/", "links")):
                continue
            found += [f"{page}: {c}" for c in sorted(set(texts(page.html)) & wrong)]
    assert found == []


def test_traditional_quotation_marks_do_not_reach_the_simplified_edition(site: BuiltSite) -> None:
    for file in sorted((site.root / FOLDER).rglob("*.html")):
        prose = texts(file.read_text("utf-8"))
        assert not re.search("[「」『』]", prose), file
        assert prose.count("“") == prose.count("”"), file
