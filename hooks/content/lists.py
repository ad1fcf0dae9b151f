"""Lists that the build makes from data: a line `[[name]]` in a page becomes one of them.

A list of a part is named with it: `[[facts law]]`. Each part stands on one page. A list that grows
with the guide says of what its rows are, `data-rows`: when there are too many for a page, the build
puts some on further pages (links/long_lists.py), and here nobody need know.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from markdown.util import AtomicString

from base.records import Table
from base.yaml_rows import Row
from content.ages import kind_of
from content.changes import KINDS, LATEST, Change
from content.claims import TREATMENTS, Place
from content.facts import CONFIDENCE, UNPUBLISHED, published
from content.parts import ARTICLE_PARTS, Parts
from content.pictures import Pictures
from conversion.opencc_tables import load as load_opencc


@dataclass(frozen=True)
class Library:
    """All data that pages are made of; `claim_places` says where each claim stands,
    `part_places` where each list of a part does, `convert` makes the words of the other
    edition, `promised` are the anchors that were published of a page, by its path; `ages` say how
    long a check of a fact holds, `changes` what pages say of theirs, the newest first."""

    facts: Table
    glossary: Table
    claims: Table
    parts: Parts
    claim_places: Mapping[str, Place]
    part_places: Mapping[tuple[str, str], Place]
    convert: Callable[[str], str]
    promised: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=dict)
    ages: Table = field(default_factory=Table)
    changes: Sequence[Change] = ()

    @property
    def is_sound(self) -> bool:
        """Whether all ids that lists bring to pages are known; those of a faulty record are not."""
        tables = (self.facts, self.glossary, self.claims)
        return all(table.whole and not table.faulty for table in tables)

    def list_pages(self) -> list[str]:
        """The pages that list parts, in the order of the parts."""
        parts = [(name, part) for name in ("facts", "claims") for part in self.parts.of(name)]
        found = [self.part_places[part].page.src for part in parts if part in self.part_places]
        return list(dict.fromkeys(found))

    def fact_place(self, fact: Row) -> Place:
        """Where a fact is listed. Raises `KeyError` where no page lists its topic."""
        place = self.part_places["facts", fact["topic"]]
        return Place(place.page, fact["id"].lower(), place.line)


def href(src: str, place: Place) -> str:
    """Where a place is, as the page `src` links to it."""
    target = posixpath.relpath(place.page.src, PurePosixPath(src).parent)
    return f"{target}#{place.anchor}"


def _add(parent: etree.Element, tag: str, text: str = "", **attributes: str) -> etree.Element:
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    element = etree.SubElement(parent, tag, names)
    # Text of data is text: Markdown in it is none.
    element.text = AtomicString(text)
    return element


def _append(parent: etree.Element, text: str) -> None:
    """Text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)


def citation(fact: Row) -> etree.Element:
    """A link to the page's list of facts, with confidence; the date comes when all are known."""
    _, short_words = CONFIDENCE[fact["confidence"]]
    link = etree.Element("a", {"class": "cite", "href": f"#basis-{fact['id'].lower()}"})
    # The name begins with what only a screen reader says and holds all that others see, so
    # that who speaks to a browser can say what is written there (WCAG 2.5.3). Paper shows the
    # number. It stands here once more than in the address, and no class: a page has up to a
    # hundred of these, and whatever differs in each takes five bytes.
    _add(link, "i", "依據")
    _add(link, "b", fact["id"]).tail = " "
    _add(link, "span", short_words)
    return link


def cited_fact(link: etree.Element) -> str:
    """The number of the fact that a link cites; "" for another link."""
    return link.findtext("b") or "" if link.get("class") == "cite" else ""


def checked_on(parent: etree.Element, fact: Row, library: Library) -> etree.Element:
    """The date of the last check, with the kind of fact, by which ages.js knows how long that
    holds."""
    kind = kind_of(fact, library.ages)
    time = etree.SubElement(parent, "time", {"data-age": kind} if kind else {})
    time.text = fact["checked"].isoformat()
    return time


def _fact_summary(parent: etree.Element, library: Library, fact: Row, anchor: str) -> etree.Element:
    """A fact with source, confidence in words and date of the last check."""
    item = _add(parent, "li", id=anchor, class_="fact")
    _add(item, "p", fact["fact"])
    words = CONFIDENCE[fact["confidence"]][0]
    meta = _add(item, "p", f"{fact['id']}｜{words}｜")
    time = checked_on(meta, fact, library)
    time.tail = " 核對｜"
    if fact.get("link"):
        _add(meta, "a", fact["source"], href=fact["url"], rel="noopener noreferrer")
    else:
        _append(meta, fact["source"])
    if "note" in fact:
        _add(item, "p", f"留意：{fact['note']}")
    return item


def _facts_of(library: Library, topic: str) -> Iterator[Row]:
    yield from (fact for fact in published(library.facts) if fact["topic"] == topic)


def _unverified(library: Library) -> Iterator[Row]:
    yield from (fact for fact in library.facts.values() if fact["confidence"] == UNPUBLISHED)


def _claims_of(library: Library, section: str) -> Iterator[tuple[Row, Place]]:
    for claim in library.claims.values():
        place = library.claim_places.get(claim["id"])
        if claim["section"] == section and place is not None:
            yield claim, place


def fact_list(parent: etree.Element, library: Library, src: str, topic: str) -> None:
    """The published facts of a topic, each with its own anchor `#f38`."""
    items = _add(parent, "ul", class_="facts", data_rows="facts")
    for fact in _facts_of(library, topic):
        item = _fact_summary(items, library, fact, fact["id"].lower())
        quote = _add(item, "p", "原文：")
        _add(quote, "q", fact["quote"], lang=fact["quote_lang"])


def _ranges(facts: Iterable[Row]) -> str:
    """The numbers of facts, neighbours as one: "F01–F12、F15"."""
    runs: list[list[str]] = []
    for number in sorted((fact["id"] for fact in facts), key=lambda each: int(each[1:])):
        if runs and int(number[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def fact_index(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """The topics with the numbers of their published facts; each leads to where these stand.

    A topic has the anchor that it has there, and those of its facts that were published here.
    """
    index = _add(parent, "dl", class_="facts-index")
    for topic, title in library.parts.topics.items():
        place = library.part_places.get(("facts", topic))
        if place is None:
            continue
        facts = list(_facts_of(library, topic))
        name = _add(index, "dt", id=f"facts-{topic}")
        for anchor in sorted(_promised_facts(library, src, facts)):
            _add(name, "span", class_="was", id=anchor)
        _add(name, "a", title, href=href(src, place))
        _add(index, "dd", _ranges(facts))


def _promised_facts(library: Library, src: str, facts: Iterable[Row]) -> set[str]:
    return {fact["id"].lower() for fact in facts} & library.promised.get(src, frozenset())


def unverified_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """What was found in weak copies only, so that nobody takes it for a fact."""
    items = _add(parent, "ul", class_="facts")
    for fact in _unverified(library):
        item = _add(items, "li", id=fact["id"].lower(), class_="fact")
        _add(item, "p", f"「{fact['fact'].rstrip('。')}」")
        _add(item, "p", f"{fact['id']}｜{fact['note']}")


def claim_list(parent: etree.Element, library: Library, src: str, section: str) -> None:
    """Where each claim of a part of the article went, and whether it was kept or mended."""
    items = _add(parent, "ul", class_="claims")
    for claim, place in _claims_of(library, section):
        item = _add(items, "li", class_=f"claim claim--{claim['treatment']}")
        _add(item, "p", claim["says"], class_="claim__says")
        treatment = _add(item, "p", class_="claim__treatment")
        _add(treatment, "strong", TREATMENTS[claim["treatment"]])
        _append(treatment, f"：{claim['note']} " if "note" in claim else " ")
        _add(treatment, "a", f"見「{place.page.meta['title']}」", href=href(src, place))


def claim_index(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """The parts of the article, each with the number of its claims and how many were mended."""
    items = _add(parent, "ul", class_="claims-index")
    for section, title in ARTICLE_PARTS.items():
        place = library.part_places.get(("claims", section))
        if place is None:
            continue
        treatments = [claim["treatment"] for claim, _ in _claims_of(library, section)]
        item = _add(items, "li", id=f"claims-{section}")
        _add(item, "a", title, href=href(src, place))
        counts = [f"{word}{treatments.count(name)}點" for name, word in TREATMENTS.items()]
        _append(item, f"：{'，'.join(counts)}")


def glossary_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """All terms, each under a heading of its own, with the words that lead to it."""
    script_only = load_opencc()
    rows = _add(parent, "div", class_="terms", data_rows="terms")
    for term in library.glossary.values():
        row = _add(rows, "div")
        _add(row, "h3", term["term"], id=term["id"])
        plain = _add(row, "p", term["plain"])
        plain.extend(citation(library.facts[fact_id]) for fact_id in term.get("facts", ()))
        _other_words(row, term["aliases"], library.convert, script_only.convert)


def _other_words(
    parent: etree.Element,
    words: list[str],
    convert: Callable[[str], str],
    script_only: Callable[[str], str],
) -> None:
    """What people type: in the other edition in its script, but not in other words."""
    line = _add(parent, "p", "查這些詞，也看這一條：", class_="other-words")
    for place, word in enumerate(words):
        if place:
            _append(line, "、")
        if convert(word) == (own := script_only(word)):
            _append(line, word)
        else:
            _add(line, "span", word, data_zh_hans=own)


def change_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """What changed on which page, the newest first; the notes of a day under the page's name."""
    if not library.changes:
        _add(parent, "p", "還沒有。")
        return
    items = _add(parent, "ul", class_="changes")
    # The notes of a page stand one after the other.
    by_page = groupby(library.changes[:LATEST], lambda change: (change.date, change.page.src))
    for (day, page), notes in by_page:
        first, *more = notes
        item = _add(items, "li")
        _add(item, "time", day)
        _append(item, "，")
        target = posixpath.relpath(page, PurePosixPath(src).parent)
        _add(item, "a", str(first.page.meta["title"]), href=target)
        if not more:
            _append(item, _noted(first))
            continue
        listed = _add(item, "ul")
        for change in (first, *more):
            _add(listed, "li", _noted(change))


def _noted(change: Change) -> str:
    return f"（{KINDS[change.kind]}）：{change.says}"


def reply_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """Room for the files for support desks, whose sizes a later step knows."""
    _add(parent, "template", data_slot="replies")


LISTS: dict[str, Callable[[etree.Element, Library, str, str], None]] = {
    "facts": fact_list,
    "fact-index": fact_index,
    "not-verified": unverified_list,
    "claims": claim_list,
    "claim-index": claim_index,
    "glossary": glossary_list,
    "changes": change_list,
    "replies": reply_list,
}


def list_ids(library: Library, src: str, name: str, part: str) -> Iterator[str]:
    """The ids that a list brings to its page, which is at the path `src`."""
    if name == "facts":
        yield from (fact["id"].lower() for fact in _facts_of(library, part))
    elif name == "fact-index":
        yield from (f"facts-{topic}" for topic in library.parts.topics)
        yield from _promised_facts(library, src, published(library.facts))
    elif name == "not-verified":
        yield from (fact["id"].lower() for fact in _unverified(library))
    elif name == "claim-index":
        yield from (f"claims-{section}" for section in ARTICLE_PARTS)
    elif name == "glossary":
        yield from library.glossary


def basis_list(parent: etree.Element, library: Library, fact_ids: list[str]) -> None:
    """The facts a page rests on, where its citations lead: `#basis-f38`."""
    section = _add(parent, "section", class_="basis", data_search_exclude="")
    # No <h2>: the list of sections, the search and the links to headings are about the text.
    title = {"class_": "basis__title", "role": "heading", "aria_level": "2"}
    _add(section, "p", "這一頁的依據", **title)
    items = _add(section, "ul", class_="facts")
    for fact_id in fact_ids:
        _fact_summary(items, library, library.facts[fact_id], f"basis-{fact_id.lower()}")
