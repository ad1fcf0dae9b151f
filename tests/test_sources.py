"""Faults of built pages are told at the lines that an author can mend, each cause once."""

from __future__ import annotations

from pathlib import Path

from faulty import write

from base.problems import Problem
from delivery.ours import check_closed
from model.page import Page
from model.sources import MANY, Sources, placed

PAGES = {f"p{n}/index.html": f"docs/p{n}.md" for n in range(MANY + 2)}
OPEN = "a <{}> is {}: see the templates in overrides/"
TEMPLATE = '<main>\n<p onclick="x()">頁</p>\n</main>\n'


def told(root: Path, problems: list[Problem]) -> list[str]:
    """Each page says 先**停**一停 on its line 2 and something else on line 1."""
    texts = dict.fromkeys(PAGES.values(), "on a click()\n先**停**一停。\n")
    write(root, texts | {"overrides/main.html": TEMPLATE})
    found = {page: root / path for page, path in PAGES.items()}
    sources = Sources(found, [root / "overrides/main.html"], root)
    return [str(problem) for problem in placed(problems, sources, root / "site")]


def test_what_a_template_writes_is_told_of_the_template_once(tmp_path: Path) -> None:
    """Even where a page has a few of the same letters."""
    said = [Problem(page, 0, "no policy", 'onclick="x()"') for page in PAGES]
    assert told(tmp_path, said) == ["overrides/main.html:2: no policy"]


def test_words_that_markup_cuts_are_found_by_their_middle(tmp_path: Path) -> None:
    said = [Problem("p1/index.html", 0, "write less", "先停一停。")]
    assert told(tmp_path, said) == ["docs/p1.md:2: write less"]


def test_the_same_words_of_many_pages_are_one_fault(tmp_path: Path) -> None:
    said = [Problem(page, 0, "leads to nothing", "click") for page in PAGES]
    message = f"docs/p0.md:1: leads to nothing (and on {MANY + 1} more pages: see overrides/)"
    assert told(tmp_path, said) == [message]
    assert len(told(tmp_path, said[:MANY])) == MANY


def test_what_stands_in_no_source_is_told_of_the_first_page(tmp_path: Path) -> None:
    said = [Problem(page, 0, "lost", "nowhere") for page in list(PAGES)[:2]]
    assert told(tmp_path, said) == ["site/p0/index.html: lost (and on 1 more pages)"]


def test_an_element_that_a_template_leaves_open_is_named() -> None:
    page = Page.read("a/index.html", "<main><div><p>一<br><span>二</span></div></main></section>")
    assert list(check_closed(page)) == [
        Problem("a/index.html", 0, OPEN.format("section", "closed and not opened"))
    ]
    page = Page.read("a/index.html", "<main><div><p>一<span>二</p></div></main>")
    assert [problem.message for problem in check_closed(page)] == [
        OPEN.format("span", "opened and not closed")
    ]
