"""A Python-Markdown extension: citations, blanks, dialling links, first uses of terms, lists.

Pages stay plain Markdown; nothing is rewritten before Markdown reads it.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from content import glossary
from content.facts import hotlines
from content.former_ids import ArchivedNotice, FormerIds
from content.glossary import linked_terms
from content.list_lines import LINE
from content.lists import LISTS, Library, basis_list, checked_on, citation, cited_fact, href
from content.pictures import SCHEME, drawn

BLOCKS = {"p", "li", "td", "dd", "div"}
CLOSED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "q", "summary", "th"}
# Words of others, and names of laws.
NO_TERMS = {"blockquote", "dl"}
# Numbers to dial in danger: nothing else there is to be pressed by mistake.
ONE_CITATION_CLASS = "danger"
# A letter is to be copied as it stands.
NO_TERMS_CLASS = "letter"


class _Lists(BlockProcessor):
    """A paragraph `[[name]]` becomes the list of that name."""

    def __init__(self, markup: Markup, md: Markdown) -> None:
        super().__init__(md.parser)
        self.markup = markup

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(LINE.match(block.strip()))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        if match := LINE.match(blocks.pop(0).strip()):
            make = LISTS[match["name"]]
            make(parent, self.markup.library, self.markup.src, match["part"] or "")


class _Citation(InlineProcessor):
    """`[F38]` becomes a link to the page's list of facts, confidence and date beside it."""

    def __init__(self, markup: Markup, md: Markdown) -> None:
        super().__init__(r"\[(F[0-9]+)\]", md)
        self.markup = markup

    def handleMatch(  # type: ignore[override]  # Markdown's own stubs: Pattern, not this
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        return citation(self.markup.library.facts[m[1]]), m.start(0), m.end(0)


class _Blank(InlineProcessor):
    """Three or more underscores become a blank to fill in on paper, as long as they are."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(_{3,})", md)

    def handleMatch(  # type: ignore[override]  # as above
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        size = str(min(len(m[1]), 30))
        blank = {"class": "blank", "data-size": size, "role": "img", "aria-label": "填空"}
        return etree.Element("span", blank), m.start(0), m.end(0)


def _texts(
    element: etree.Element, closed: set[str], inside: bool = False
) -> Iterator[tuple[etree.Element, str]]:
    """The (element, "text" or "tail") slots that lie in a block and in no `closed` element."""
    for child in list(element):
        is_letter = NO_TERMS_CLASS in (child.get("class") or "").split()
        if child.tag not in closed and not (is_letter and closed >= NO_TERMS):
            yield from _texts(child, closed, inside or child.tag in BLOCKS)
        if inside and child.tail:
            yield child, "tail"
    if inside and element.text:
        yield element, "text"


def _link_in(
    parent_of: Mapping[etree.Element, etree.Element],
    slot: tuple[etree.Element, str],
    match: re.Match[str],
    link: etree.Element,
) -> None:
    """Puts `link` in the place of `match` in the text of a slot."""
    element, where = slot
    text = getattr(element, where)
    link.text, link.tail = AtomicString(match[0]), text[match.end() :]
    setattr(element, where, text[: match.start()])
    if where == "text":
        element.insert(0, link)
    else:
        parent = parent_of[element]
        parent.insert(list(parent).index(element) + 1, link)


def _link_all(
    root: etree.Element,
    closed: set[str],
    pattern: re.Pattern[str],
    make: Callable[[str], etree.Element | None],
) -> None:
    """Links the matches of `pattern` for which `make` gives a link, last ones first.

    Going backwards through a text keeps the offsets of what stands before; `make` is asked
    in reading order.
    """
    parent_of = {child: parent for parent in root.iter() for child in parent}
    order = {element: i for i, element in enumerate(root.iter())}
    slots = sorted(_texts(root, closed), key=lambda slot: (order[slot[0]], slot[1] == "tail"))
    planned = []
    for slot in slots:
        for match in pattern.finditer(getattr(*slot)):
            if (link := make(match[0])) is not None:
                planned.append((slot, match, link))
    for slot, match, link in reversed(planned):
        _link_in(parent_of, slot, match, link)


class _Step(Treeprocessor):
    """A step over the tree of a page that asks for data."""

    def __init__(self, markup: Markup, md: Markdown) -> None:
        super().__init__(md)
        self.markup = markup


class _Links(_Step):
    """Hotline numbers become dialling links; the first use of a hard term links to it."""

    def run(self, root: etree.Element) -> None:
        numbers = hotlines(self.markup.library.facts)
        if numbers:
            either = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
            # Not within another number, the name of a fact, an article of a law, or an amount.
            before, after = (
                r"(?<![\dA-Za-z.,:第+-])",
                r"(?![\dA-Za-z.,:%-]|\s*[元天日期人條號頁萬])",
            )
            pattern = re.compile(f"{before}(?:{either}){after}")
            _link_all(root, CLOSED, pattern, self._dial)
        terms = linked_terms(self.markup.library.glossary)
        if terms and self.markup.src != glossary.PAGE:
            either = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
            left = dict(terms)

            def first_use(word: str) -> etree.Element | None:
                return self._term(left.pop(word)) if word in left else None

            _link_all(root, CLOSED | NO_TERMS, re.compile(either), first_use)

    def _dial(self, number: str) -> etree.Element:
        return etree.Element("a", {"class": "tel", "href": f"tel:{number}"})

    def _term(self, anchor: str) -> etree.Element:
        page = posixpath.relpath(glossary.PAGE, PurePosixPath(self.markup.src).parent)
        return etree.Element("a", {"class": "term", "href": f"{page}#{anchor}"})


def _take_out(parent: etree.Element, child: etree.Element) -> None:
    """Removes an element, and not the text behind it."""
    at = list(parent).index(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _cite_once(block: etree.Element) -> None:
    """Leaves the first of the citations in a block, which leads to the first of their facts: the
    others come after it in the list."""
    links = [(p, child) for p in block.iter() for child in p if cited_fact(child)]
    for parent, link in links[1:]:
        _take_out(parent, link)
    for _, link in links[:1]:
        name = cited_fact(link)
        for part in list(link):
            link.remove(part)
        etree.SubElement(link, "span").text = "依據"
        etree.SubElement(link, "b").text = name


class _Pictures(_Step):
    """`![a hand](picture:stop)` becomes the drawing itself."""

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                name = child.get("src", "").partition(SCHEME)[2] if child.tag == "img" else ""
                if name:
                    words = child.get("alt", "")
                    parent[place] = drawn(name, words, self.markup.library.pictures)
                    parent[place].tail = child.tail


class _Boxes(Postprocessor):
    """Boxes to tick get a name for screen readers, which the task list extension leaves out."""

    def run(self, text: str) -> str:
        return text.replace(
            '<input type="checkbox" disabled',
            '<input type="checkbox" aria-label="打勾" disabled',
        )


class _Basis(_Step):
    """A page that cites facts ends with the list of them; first citations show the date.

    But for the glossary, where a word is looked up: its citations lead to the lists of all
    facts. Its own would be a fifth of what the page weighs. The numbers for danger have one link
    for all they rest on.
    """

    def run(self, root: etree.Element) -> None:
        # Inline patterns run in an order of their own, so "first" is decided here.
        found: list[str] = []
        for link in root.iter("a"):
            fact_id = cited_fact(link)
            if fact_id and fact_id not in found:
                found.append(fact_id)
                checked_on(link, self.markup.library.facts[fact_id], self.markup.library)
        library = self.markup.library
        topics = {library.facts[fact_id]["topic"] for fact_id in found}
        listed = all(("facts", topic) in library.part_places for topic in topics)
        if self.markup.src == glossary.PAGE and listed:
            for link in root.iter("a"):
                if fact_id := cited_fact(link):
                    there = library.fact_place(library.facts[fact_id])
                    link.set("href", href(self.markup.src, there))
        elif found:
            basis_list(root, library, found)
        for block in root.iter():
            if ONE_CITATION_CLASS in (block.get("class") or "").split():
                _cite_once(block)


class _Tables(Treeprocessor):
    """Gives each table a class: around those without one the theme's script puts boxes when it
    comes, and what stands below would jump."""

    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            table.attrib.setdefault("class", "rows")


class Markup(Extension):
    """The extension; the adapter sets `src` and `archived_why` before it renders a page."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.src = ""
        self.archived_why = ""

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers the parts; the numbers place them among the stock processors."""
        # Before "paragraph" (10), as it would take the line.
        md.parser.blockprocessors.register(_Lists(self, md), "guide-lists", 15)
        # Before "reference" (170): [F36][F37] would be read as one reference link.
        md.inlinePatterns.register(_Citation(self, md), "guide-citation", 175)
        # Before "em_strong2" (50), which would pair the underscores.
        md.inlinePatterns.register(_Blank(md), "guide-blank", 174)
        # After "inline" (20), before MkDocs resolves links (0), so that it checks ours.
        md.treeprocessors.register(_Links(self, md), "guide-links", 15)
        # After "inline" (20), which makes images; before MkDocs looks where they lead (0).
        md.treeprocessors.register(_Pictures(self, md), "guide-pictures", 13)
        # After "raw_html" (30) has put the boxes back into the text.
        md.postprocessors.register(_Boxes(md), "guide-boxes", 5)
        # After the dialling links, as it needs none.
        md.treeprocessors.register(_Basis(self, md), "guide-basis", 14)
        # After "inline" (20), which makes what is in cells; before "attr_list" (8).
        md.treeprocessors.register(_Tables(md), "guide-tables", 12)
        # Between "attr_list" (8), which reads the attribute, and "toc" (5) with MkDocs' list
        # of anchors, which must know former ids.
        md.treeprocessors.register(FormerIds(md), "guide-former-ids", 7)
        md.treeprocessors.register(ArchivedNotice(md, self.archived_why), "guide-archived", 6)
