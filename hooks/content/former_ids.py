"""What keeps old links alive: former ids of headings, and pages that are archived.

`## 標題 {#new-id was=old-id}` keeps `#old-id`; several stand in quotes, `was="one two"`.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from base.problems import Problem
from base.records import KEBAB
from content.source_pages import Heading, SourcePage
from htmlkit.elements import HEADINGS

ARCHIVED_TITLE = "這一頁不再更新"


def check_former_ids(page: SourcePage) -> Iterator[Problem]:
    """Former ids that are no ids, or that another heading of the page has (or had)."""
    owner: dict[str, Heading] = {}
    for heading in page.headings:
        if heading.id:
            owner.setdefault(heading.id, heading)
    for heading in page.headings:
        for former in heading.was:
            other = owner.setdefault(former, heading)
            if not KEBAB.fullmatch(former):
                message = f'the former id "{former}" must be lower-case ASCII words joined by "-"'
            elif other is heading and former != heading.id and heading.was.count(former) == 1:
                continue
            else:
                message = f'the former id "{former}" stands on line {other.line} already: keep one'
            yield Problem(page.path, heading.line, message)


class FormerIds(Treeprocessor):
    """`was="…"` on a heading becomes empty targets in front of its text."""

    def run(self, root: etree.Element) -> None:
        for heading in root.iter():
            former = heading.attrib.pop("was", "") if heading.tag in HEADINGS else ""
            for place, old_id in enumerate(former.split()):
                target = etree.Element("span", {"class": "was", "id": old_id})
                heading.insert(place, target)
                if place == 0:
                    target.tail, heading.text = heading.text, None
                else:
                    target.tail, heading[place - 1].tail = heading[place - 1].tail, None


class ArchivedNotice(Treeprocessor):
    """An archived page opens with the reason, and with its next step to lead on.

    `why` is the reason; "" for a page that is not archived.
    """

    def __init__(self, md: Markdown, why: str) -> None:
        super().__init__(md)
        self.why = why

    def run(self, root: etree.Element) -> None:
        if not self.why:
            return
        notice = etree.Element("div", {"class": "admonition archived"})
        title = etree.SubElement(notice, "p", {"class": "admonition-title"})
        title.text = ARCHIVED_TITLE
        reason = etree.SubElement(notice, "p")
        reason.text = self.why
        next_steps = [e for e in root.iter("a") if "next-step" in (e.get("class") or "")]
        for step in next_steps[-1:]:
            link = etree.SubElement(etree.SubElement(notice, "p"), "a")
            link.set("href", step.get("href") or "")
            link.text = "".join(step.itertext())
        root.insert(0, notice)
