"""Small drawings for a text, `![a hand](picture:stop)`: each a file of `docs/_data/pictures/`.

They stand in the page itself, so that they have the colours of the page, in the dark too and on
paper. What a picture shows the author says in the brackets, for who does not see it.

The small signs of the cards on the home page are no pictures: they say nothing that their card
does not say, so they are masks of the style sheet, `{ .i-phone }` (content/attribute_lists.py).
As pictures they would weigh the same, and stand in every text that is made of that page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from pathlib import Path

from base.problems import Problem, nearest
from base.source_text import BadText, line_at, read_text
from content.brackets import links_of
from content.source_pages import SourcePages

FOLDER = "docs/_data/pictures"
SCHEME = "picture:"
NAMESPACE = "{http://www.w3.org/2000/svg}"
# A page carries its drawings itself; the largest of today has 433 bytes.
MOST_BYTES = 4000
# What a drawing is made of: attribute -> how it is written, in words and as a pattern. Colours come
# from the style sheet, by the class.
NUMBER = ("a number", r"-?\d+(?:\.\d+)?")
SHAPES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("cx", "cy", "r", "x", "y", "width", "height", "rx"), NUMBER),
    "d": ("commands of a path", r"[MmLlHhVvCcSsQqTtAaZz\d\s.,-]+"),
    "class": ("picture__wash or picture__no", "picture__(?:wash|no)"),
}
OUTLINE: Mapping[str, tuple[str, str]] = {"viewBox": ("like 0 0 96 96", r"0 0 [1-9]\d* [1-9]\d*")}
ELEMENTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "svg": OUTLINE,
    **dict.fromkeys(("path", "circle", "rect"), SHAPES),
}
# Declarations, comments, instructions: no part of a drawing, and some are never read to an end.
MARKUP = re.compile(r"<[!?]")

NOTHING = etree.Element("svg")

Pictures = Mapping[str, etree.Element]


def _element_faults(element: etree.Element) -> Iterator[str]:
    tag = element.tag
    if tag not in ELEMENTS:
        yield f"<{tag}>: a drawing holds {', '.join(ELEMENTS)} only"
        return
    known = ELEMENTS[tag]
    for name, value in sorted(element.items()):
        if name not in known:
            yield f"{name}= of <{tag}>: known are {', '.join(known)}"
        elif not re.fullmatch(known[name][1], value):
            yield f"{name}={value[:40]!r} of <{tag}> must be {known[name][0]}"
    if (element.text or "").strip() or (element.tail or "").strip():
        yield f"text in or behind <{tag}>: a drawing holds shapes only"


def _faults(drawing: etree.Element) -> Iterator[str]:
    for element in drawing.iter():
        element.tag = element.tag.removeprefix(NAMESPACE)
    if drawing.tag != "svg" or drawing.get("viewBox") is None or not len(drawing):
        yield "must be one <svg> with a viewBox, and shapes in it"
    yield from _element_faults(drawing)
    for element in drawing:
        if element.tag == "svg" or len(element):
            yield f"<{element.tag}>: shapes stand beside each other in one <svg>"
        else:
            yield from _element_faults(element)


def _drawing(text: str, shown: str) -> tuple[etree.Element, Problem | None]:
    if markup := MARKUP.search(text):
        message = f"{text[markup.start() :][:20]!r}: a drawing holds shapes only, remove it"
        return NOTHING, Problem(shown, line_at(text, markup.start()), message)
    try:
        drawing = etree.fromstring(text)
    except etree.ParseError as error:
        return NOTHING, Problem(shown, error.position[0], f"no drawing that can be read: {error}")
    fault = next(_faults(drawing), "")
    # Nobody knows the lines of elements; a drawing has one or two.
    return drawing, Problem(shown, 1, fault) if fault else None


def read_pictures(data_dir: Path) -> tuple[dict[str, etree.Element], list[Problem]]:
    """The drawings by name, an empty one where it cannot be read, and what is wrong with their
    files."""
    pictures: dict[str, etree.Element] = {}
    problems: list[Problem] = []
    for file in sorted((data_dir / "pictures").glob("*.svg")):
        shown = f"{FOLDER}/{file.name}"
        pictures[file.stem] = NOTHING
        try:
            text = read_text(file, shown, MOST_BYTES)
        except BadText as error:
            problems.append(error.problem)
            continue
        pictures[file.stem], fault = _drawing(text, shown)
        problems += [fault] if fault else []
    return pictures, problems


def check_pictures(pages: SourcePages, pictures: Pictures) -> Iterator[Problem]:
    """Pictures of pages that there are none of, and drawings that no page names."""
    shown = {link.target for p in pages for link in links_of(p) if link.target.startswith(SCHEME)}
    if not pictures and len(shown) > 1:
        yield Problem(
            FOLDER, 0, "no drawing here, and pages show some: restore the folder from git"
        )
        return
    named: set[str] = set()
    for page in pages:
        for link in links_of(page):
            name = link.target.removeprefix(SCHEME)
            if not link.is_image or name == link.target:
                continue
            named.add(name)
            if name not in pictures:
                message = f'no picture "{name}"{nearest(name, pictures)}: see {FOLDER}/'
                yield Problem(page.path, link.line, message)
    # What an unreadable page shows, or a name with a slip, nobody knows.
    sure = not pages.broken and named <= pictures.keys()
    for name in sorted(pictures.keys() - named) if sure else ():
        message = "nothing names this drawing: remove it, or show it on a page"
        yield Problem(f"{FOLDER}/{name}.svg", 0, message)


def drawn(name: str, words: str, pictures: Pictures) -> etree.Element:
    """A picture as an element of a page; `words` say what it shows."""
    picture = etree.fromstring(etree.tostring(pictures[name]))
    picture.attrib |= {"class": "picture", "role": "img", "aria-label": words}
    return picture
