"""The Simplified copy of one page: text converted, structure untouched."""

from __future__ import annotations

from dataclasses import dataclass, field

from editions.addresses import Site, page_folder
from editions.edition_links import exchange_current
from editions.lexer import Kind, split
from editions.markup import Protection, Role, role
from editions.nesting import element_end
from editions.prose import Fault, Passage, Prose
from editions.quotation import quotation_fault, unbalanced
from editions.tags import Changed, Tags


@dataclass(frozen=True)
class Copy:
    """A page of the Simplified edition, and what its author should mend."""

    html: str
    faults: list[Fault] = field(default_factory=list)


class PageCopy:
    """Makes the copy of one page.

    `prose` converts by the page's own rules; `furniture`, which does not know them,
    converts what other pages have too: header, navigation, footer. `known_tags` is the
    memory of `Tags`.
    """

    def __init__(
        self,
        path: str,
        html: str,
        site: Site,
        prose: Prose,
        furniture: Prose,
        known_tags: dict[str, Changed],
    ) -> None:
        self._prose = prose
        # A page without an <article> is all its own.
        self._furniture = furniture if "<article" in html else prose
        self._tags = Tags(page_folder(path), site, self._furniture, known_tags)
        self._tokens = split(html)
        self._run: list[int] = []
        self._quotation, self._quoting = "", ""
        self._edition_links: list[int] = []
        self._faults: list[Fault] = []

    def make(self) -> Copy:
        """Goes through the page once."""
        tokens, run = self._tokens, self._run
        protected_to, inside = 0, Protection.NONE
        for place, does in enumerate(map(role, tokens[1::2])):
            place += place + 1
            if place >= protected_to:
                inside = Protection.NONE
                text = tokens[place - 1]
                if text and (run or not text.isascii() or "&#" in text) and place != protected_to:
                    run.append(place - 1)
                if does.inert:
                    continue
                if does.ends_run:
                    if run:
                        self._end_run()
                    if does.ends_block and self._quotation:
                        self._end_block()
            if does.changes:
                self._change(place, does, inside)
            if does.protects and place >= protected_to:
                protected_to = self._protect(place, does)
                inside = does.protection or Protection.TEXT
        if protected_to < len(tokens):
            run.append(len(tokens) - 1)
            self._end_run()
        self._end_block()
        exchange_current(tokens, self._edition_links)
        return Copy("".join(tokens), self._faults)

    def _end_run(self) -> None:
        run, tokens = self._run, self._tokens
        if len(run) == 1:
            passage = self._tags.prose.single(tokens[run[0]])
            tokens[run[0]] = passage.html[0]
        else:
            passage = self._tags.prose.cut(tuple([tokens[place] for place in run]))
            for place, html in zip(run, passage.html, strict=True):
                tokens[place] = html
        run.clear()
        if passage.noteworthy:
            self._note(passage)

    def _note(self, passage: Passage) -> None:
        if not self._quotation:
            self._quoting = passage.plain
        self._quotation += passage.quotation
        self._faults += passage.faults

    def _end_block(self) -> None:
        if fault := unbalanced(self._quotation):
            self._faults.append(quotation_fault(self._quoting, fault))
        self._quotation = ""

    def _protect(self, place: int, does: Role) -> int:
        """Puts the author's wording into a protected element; returns where that ends."""
        end, allowed = element_end(self._tokens, place)
        if not allowed:
            tag = self._tokens[place]
            self._faults.append(Fault(tag, f"the protected element {tag} is never closed"))
        if does.wording is not None:
            texts = range(place + 1, end, 2)
            passage = self._tags.prose.worded("".join(self._tokens[i] for i in texts), does.wording)
            # The wording takes the place of all text in the element; tags stay.
            for i in texts:
                self._tokens[i] = passage.html[0] if i == place + 1 else ""
            self._note(passage)
        return end

    def _change(self, place: int, does: Role, inside: Protection) -> None:
        """Writes the new form of a markup token."""
        if does.special == "own part":
            opens = does.tag.kind is Kind.OPEN
            self._tags.prose = self._prose if opens else self._furniture
        elif does.special == "edition link" and does.tag.get("data-edition"):
            self._edition_links.append(place)
        changed = self._tags.change(self._tokens[place], does, inside)
        self._tokens[place] = changed.token
        self._faults += changed.faults
