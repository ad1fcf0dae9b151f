"""Every page of both editions, looked at once as it is drawn on a desk and on phones: Chinese type
as W3C clreq wants it, nothing over the edge, nothing that axe-core finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import COLOURS, set_up, violations
from browser_fixtures import DESKTOP, LANGUAGES, PHONE, ROOTS, Readers
from conftest import HANS, HANT, Site
from playwright.sync_api import Browser
from walk import Notes, Walker, dealt, faults_of, once

NARROW = {"width": 320, "height": 640}
# Wide first: then nothing is folded away.
SIZES = {"1280": DESKTOP, "390": PHONE, "320": NARROW}
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
        readers = Readers(browser, host)
        page = readers.open(
            ROOTS[edition], size=DESKTOP, language=LANGUAGES[edition], lost=True, has_touch=True
        )
        walker = Walker(page, readers.faults)
        for address in walker.walk(addresses):
            if edition == HANT:
                look_closely(walker, address)
            walker.note("lines", address, page.evaluate("seen.lines()"))
            # Words of the second edition are as long as those of the first.
            for width in SIZES if edition == HANT else ("390",):
                page.set_viewport_size(SIZES[width])
                walker.look(f"{address} at {width}", "overflow", "breaks")
            walker.look(address, "dialled")
            page.set_viewport_size(DESKTOP)
        readers.close()
        return walker.notes

    return once(run_folder, f"walk-{edition}-{part}", walked)


def look_closely(walker: Walker, address: str) -> None:
    """What is the same in both editions, and takes its time."""
    page = walker.page
    set_up(page)
    walker.note("axe", address, violations(page, without=(COLOURS,)))
    walker.look(address, "slanted", "unlinked", "contrast")
    page.emulate_media(color_scheme="dark")
    walker.look(f"{address} in the dark", "contrast")
    page.emulate_media(color_scheme="light")


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


@every_page
def test_a_full_line_holds_32_to_38_characters_on_a_desk(notes: Notes) -> None:
    counts = sorted(count for found in notes["lines"].values() for count in found)
    assert len(counts) > 20
    assert 32 <= counts[len(counts) // 2] <= 38
    # Longer ones hold digits and Latin letters, which are narrower.
    assert counts[len(counts) * 9 // 10] <= 38


@of_the_first_edition
def test_nothing_slants(notes: Notes) -> None:
    """Slanted Han characters are distorted ones."""
    assert faults_of(notes, "slanted") == []


@of_the_first_edition
def test_text_stands_out_from_its_ground_in_light_and_dark(notes: Notes) -> None:
    assert faults_of(notes, "contrast") == []


@of_the_first_edition
def test_each_heading_has_the_link_that_is_copied(notes: Notes) -> None:
    assert faults_of(notes, "unlinked") == []


@of_the_first_edition
def test_axe_finds_nothing_on_any_page(notes: Notes) -> None:
    """In its text, by all rules but those that compare colours. These, and what is around the
    text and comes from the same templates on every page: test_browser_every_kind.py."""
    assert faults_of(notes, "axe") == []
