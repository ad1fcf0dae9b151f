"""Lists that the build makes from data: a line `[[name]]` in a page becomes one of them.

A list of a part is named with it: `[[facts law]]`. Each part stands on one page, so that none
of the pages is long.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from content.claims import TREATMENTS, Place
from content.facts import CONFIDENCE, UNPUBLISHED
from content.yaml_lines import Row
from editions.opencc_tables import load as load_opencc

TOPICS = {
    "hotline": "電話與平台",
    "collection": "催收的規範",
    "law": "法律",
    "credit": "徵信",
    "mediation": "調解",
    "scam": "詐騙與代辦",
    "privacy": "個人信息",
    "evidence": "證據",
    "context": "背景",
}
SECTIONS = {
    "principles": "基本原則",
    "channels": "途徑",
    "communication": "溝通",
    "pitfalls": "誤區",
}


@dataclass(frozen=True)
class Library:
    """All data that lists are made of; `claim_places` says where each claim stands,
    `part_places` where each list of a part does, `convert` makes the words of the other
    edition."""

    facts: Mapping[str, Row]
    glossary: Mapping[str, Row]
    claims: Mapping[str, Row]
    claim_places: Mapping[str, Place]
    part_places: Mapping[tuple[str, str], Place]
    convert: Callable[[str], str]

    def list_pages(self) -> list[str]:
        """The pages that list parts, in the order of the parts."""
        parts = [*(("facts", topic) for topic in TOPICS), *(("claims", name) for name in SECTIONS)]
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
    element.text = text
    return element


def _append(parent: etree.Element, text: str) -> None:
    """Text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _checked(fact: Row) -> str:
    """Between the id of a fact and its source: confidence in words, date of the last check."""
    return f"｜{CONFIDENCE[fact['confidence']][0]}｜{fact['checked']} 核對｜"


def _fact_summary(parent: etree.Element, fact: Row, anchor: str) -> etree.Element:
    """A fact with source, confidence in words and date of the last check."""
    item = _add(parent, "li", id=anchor, class_="fact")
    _add(item, "p", fact["fact"], class_="fact__text")
    meta = _add(item, "p", f"{fact['id']}{_checked(fact)}", class_="fact__meta")
    if fact.get("link"):
        _add(meta, "a", fact["source"], href=fact["url"], rel="noopener noreferrer")
    else:
        _append(meta, fact["source"])
    if "note" in fact:
        _add(item, "p", f"留意：{fact['note']}", class_="fact__note")
    return item


def _facts_of(library: Library, topic: str) -> Iterator[Row]:
    for fact in library.facts.values():
        if fact["topic"] == topic and fact["confidence"] != UNPUBLISHED:
            yield fact


def _claims_of(library: Library, section: str) -> Iterator[tuple[Row, Place]]:
    for claim in library.claims.values():
        place = library.claim_places.get(claim["id"])
        if claim["section"] == section and place is not None:
            yield claim, place


def fact_list(parent: etree.Element, library: Library, src: str, topic: str) -> None:
    """The published facts of a topic, each with its own anchor `#f38`."""
    items = _add(parent, "ul", class_="facts")
    for fact in _facts_of(library, topic):
        item = _fact_summary(items, fact, fact["id"].lower())
        quote = _add(item, "p", "原文：", class_="fact__quote")
        _add(quote, "q", fact["quote"], lang=fact["quote_lang"])


def fact_index(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """Who says each published fact, by topic, with a link to the fact itself.

    Topics and facts have the anchors that they have where the link leads.
    """
    index = _add(parent, "dl", class_="facts-index")
    for topic, title in TOPICS.items():
        place = library.part_places.get(("facts", topic))
        if place is None:
            continue
        name = _add(index, "dt", id=f"facts-{topic}")
        _add(name, "a", title, href=href(src, place))
        items = _add(_add(index, "dd"), "ul", class_="facts")
        for fact in _facts_of(library, topic):
            there = library.fact_place(fact)
            item = _add(items, "li", id=there.anchor, class_="fact")
            meta = _add(item, "p", class_="fact__meta")
            link = _add(meta, "a", fact["id"], href=href(src, there))
            link.tail = f"{_checked(fact)}{fact['source']}"


def unverified_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """What was found in weak copies only, so that nobody takes it for a fact."""
    items = _add(parent, "ul", class_="facts")
    for fact in library.facts.values():
        if fact["confidence"] == UNPUBLISHED:
            item = _add(items, "li", id=fact["id"].lower(), class_="fact")
            _add(item, "p", f"「{fact['fact'].rstrip('。')}」", class_="fact__text")
            _add(item, "p", f"{fact['id']}｜{fact['note']}", class_="fact__meta")


def claim_list(parent: etree.Element, library: Library, src: str, section: str) -> None:
    """Where each claim of a part of the article went, and whether it was kept or mended."""
    items = _add(parent, "ul", class_="claims")
    for claim, place in _claims_of(library, section):
        item = _add(items, "li", class_=f"claim claim--{claim['treatment']}")
        _add(item, "p", claim["says"], class_="claim__says")
        treatment = _add(item, "p", class_="claim__treatment")
        mark = _add(treatment, "strong", TREATMENTS[claim["treatment"]])
        mark.tail = f"：{claim['note']} " if "note" in claim else " "
        link = _add(treatment, "a", href=href(src, place))
        link.text = f"見「{place.page.meta['title']}」"


def claim_index(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """The parts of the article, each with the number of its claims and how many were mended."""
    items = _add(parent, "ul", class_="claims-index")
    for section, title in SECTIONS.items():
        place = library.part_places.get(("claims", section))
        if place is None:
            continue
        treatments = [claim["treatment"] for claim, _ in _claims_of(library, section)]
        item = _add(items, "li", id=f"claims-{section}")
        link = _add(item, "a", title, href=href(src, place))
        counts = [f"{word}{treatments.count(name)}點" for name, word in TREATMENTS.items()]
        link.tail = f"：{'，'.join(counts)}"


def glossary_list(parent: etree.Element, library: Library, src: str, part: str) -> None:
    """All terms, each under a heading of its own, with the words that lead to it."""
    script_only = load_opencc()
    for term in library.glossary.values():
        _add(parent, "h3", term["term"], id=term["id"])
        cites = "".join(f"[{fact_id}]" for fact_id in term.get("facts", ()))
        _add(parent, "p", term["plain"] + cites)
        _other_words(parent, term["aliases"], library.convert, script_only.convert)


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


LISTS: dict[str, Callable[[etree.Element, Library, str, str], None]] = {
    "facts": fact_list,
    "fact-index": fact_index,
    "not-verified": unverified_list,
    "claims": claim_list,
    "claim-index": claim_index,
    "glossary": glossary_list,
}


def basis_list(parent: etree.Element, library: Library, fact_ids: list[str]) -> None:
    """The facts a page rests on, where its citations lead: `#basis-f38`."""
    section = _add(parent, "section", class_="basis", data_search_exclude="")
    _add(section, "p", "這一頁的依據", class_="basis__title")
    items = _add(section, "ul", class_="facts")
    for fact_id in fact_ids:
        _fact_summary(items, library.facts[fact_id], f"basis-{fact_id.lower()}")
