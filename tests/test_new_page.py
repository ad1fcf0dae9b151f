"""`make page`: a page from a template, in the menu, with queries to fill in."""

from __future__ import annotations

import pytest
from conftest import PROJECT
from fault_cases import TODAY, said_of, small_guide
from new_page import QUERIES, make_page, menu_with

from base.problems import Unusable

FOLDERS = sorted(
    {page.parent.name for page in (PROJECT / "docs").glob("[a-z]*/*.md")} - {"sources"}
)
SHOWN_QUERIES = "docs/_data/askings/start.tsv"
MENU = """\
nav:
  - 首頁: index.md
  - 法院:
      - 是哪一張紙: court/index.md
      - court/sued.md
      - 開庭: court/hearing.md
  - 還清之後:
      - credit/index.md
      - 法院說還清: court/paid.md
extra:
"""


def test_a_page_stands_behind_the_last_one_of_its_folder_where_most_of_them_are() -> None:
    menu, before = menu_with(MENU, "court/new.md")
    assert menu == MENU.replace("court/hearing.md\n", "court/hearing.md\n      - court/new.md\n")
    assert before == "court/hearing.md"


def test_a_folder_that_the_menu_does_not_know_is_named_with_the_nearest_one() -> None:
    with pytest.raises(Unusable, match=r'no page of curt/ .*did you mean "court".*sections\.yml'):
        menu_with(MENU, "curt/new.md")


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_of_the_guide_has_a_place_for_a_new_page(folder: str) -> None:
    menu, before = menu_with((PROJECT / "mkdocs.yml").read_text("utf-8"), f"{folder}/new.md")
    lines = [line.strip() for line in menu.splitlines()]
    assert before in lines[lines.index(f"- {folder}/new.md") - 1]
    assert (PROJECT / "docs" / before).is_file()


def test_all_that_is_wrong_with_a_new_page_is_that_it_is_not_written() -> None:
    with small_guide() as project:
        page, menu, queries = make_page(project, "start/new-page", TODAY)
        problems = said_of(project, TODAY)
        assert problems
        for problem in problems:
            assert problem.path in {page.relative_to(project).as_posix(), SHOWN_QUERIES}
            assert "still to be written" in problem.message
        assert "section: start" in page.read_text("utf-8")
        assert "- start/new-page.md" in menu.read_text("utf-8")
        assert queries.read_text("utf-8").count("start/new-page/#today") == QUERIES


def test_a_page_that_is_there_is_not_written_again() -> None:
    with small_guide() as project:
        with pytest.raises(Unusable, match=r"docs/start/more\.md is there already"):
            make_page(project, "start/more", TODAY)
        assert said_of(project, TODAY) == []
