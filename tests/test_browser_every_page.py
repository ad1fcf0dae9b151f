"""Every page of both editions, opened once: Chinese type as W3C clreq wants it, nothing over the
edge, nothing that axe-core finds.

Markup and styles of the editions are the same, and their words are as long (test_site.py). So each
is looked at in other ways: the first on a desk and on the narrowest phone, in the light; the second
on a usual phone, in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import BOXES, COLOURS, KINDS, RULES, violations
from browser_fixtures import DESKTOP, LANGUAGES, PHONE, ROOTS, Readers
from conftest import HANS, HANT, Site
from playwright.sync_api import Browser
from walk import SEEN, Notes, Walker, dealt, faults_of, judge_lines, once

ON_A_DESK = ("overflow", "breaks", "lines", "slanted", "unlinked", "unmarked", "contrast")
ON_A_PHONE = ("overflow", "breaks", "crowded", "dialled")
# Made of all the others, for paper: test_paper_site.py, test_browser_pdf.py.
WHOLE = "print/"
# A part is walked by one worker, and its tests come one after the other.
PARTS = 4
HANT_PARTS = [(HANT, part) for part in range(PARTS)]
ALL_PARTS = [*HANT_PARTS, *((HANS, part) for part in range(PARTS))]

every_page = pytest.mark.parametrize("notes", ALL_PARTS, indirect=True)
# What markup and style sheets say, which are the same in both (test_site.py).
of_the_first_edition = pytest.mark.parametrize("notes", HANT_PARTS, indirect=True)


@pytest.fixture(scope="module")
def notes(
    request: pytest.FixtureRequest,
    browser: Browser,
    host: str,
    site: Site,
    run_folder: Path,
) -> Notes:
    """What the walk over a part of the pages has found."""
    edition, part = request.param
    pages = [page.address for page in site.pages(edition) if page.address != WHOLE]
    addresses = dealt(pages, part, PARTS)

    def walked() -> Notes:
        readers, first = Readers(browser, host), edition == HANT
        page = readers.open(
            ROOTS[edition],
            size=DESKTOP if first else PHONE,
            language=LANGUAGES[edition],
            init=f"{SEEN}\n{RULES}" if first else SEEN,
            lost=True,
            has_touch=True,
            color_scheme="light" if first else "dark",
        )
        walker = Walker(page, readers.faults)
        for address in walker.walk(addresses):
            if first:
                look_closely(walker, address)
            else:
                walker.look(f"{address} at 390", *ON_A_PHONE, "contrast")
        readers.close()
        return walker.notes

    return once(run_folder, f"walk-{edition}-{part}", walked)


def look_closely(walker: Walker, address: str) -> None:
    """Wide first: then nothing is folded away. What scrolls does so where it is narrow."""
    walker.look(f"{address} at 1280", *ON_A_DESK)
    if address not in KINDS:
        walker.note("axe", address, violations(walker.page, without=(*COLOURS, *BOXES)))
    walker.resize(320, 640)
    walker.look(f"{address} at 320", *ON_A_PHONE, "unreachable")


@every_page
def test_nothing_fails_on_any_page(notes: Notes) -> None:
    assert faults_of(notes, "faults") == []


@every_page
def test_no_page_is_wider_than_the_screen(notes: Notes) -> None:
    assert faults_of(notes, "overflow") == []


@every_page
def test_no_line_begins_with_a_stop_or_ends_with_a_bracket_and_no_number_is_broken(
    notes: Notes,
) -> None:
    assert faults_of(notes, "breaks") == []


@every_page
def test_a_number_to_dial_and_a_date_stand_on_one_line(notes: Notes) -> None:
    assert faults_of(notes, "dialled") == []


@of_the_first_edition
def test_a_full_line_holds_32_to_38_characters_on_a_desk(notes: Notes) -> None:
    """Of the second edition, whose font is another: test_browser_every_kind.py."""
    judge_lines(notes)


@every_page
def test_what_is_small_to_hit_lies_apart(notes: Notes) -> None:
    assert faults_of(notes, "crowded") == []


@of_the_first_edition
def test_what_scrolls_is_reached_by_keys(notes: Notes) -> None:
    assert faults_of(notes, "unreachable") == []


@of_the_first_edition
def test_a_link_in_a_text_is_told_by_more_than_its_colour(notes: Notes) -> None:
    assert faults_of(notes, "unmarked") == []


@of_the_first_edition
def test_nothing_slants(notes: Notes) -> None:
    """Slanted Han characters are distorted ones."""
    assert faults_of(notes, "slanted") == []


@every_page
def test_text_stands_out_from_its_ground_in_light_and_dark(notes: Notes) -> None:
    assert faults_of(notes, "contrast") == []


@of_the_first_edition
def test_each_heading_has_the_link_that_is_copied(notes: Notes) -> None:
    assert faults_of(notes, "unlinked") == []


@of_the_first_edition
def test_axe_finds_nothing_on_any_page(notes: Notes) -> None:
    """By the rules that neither measure boxes nor compare colours: these take five times as long
    as all others, and what they find is found above (`crowded`, `unreachable`, `contrast`,
    `unmarked`). On a page of each kind all rules run: test_browser_every_kind.py."""
    assert faults_of(notes, "axe") == []
