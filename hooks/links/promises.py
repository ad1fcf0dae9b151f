"""Whether all that was ever published still leads where it led."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.problems import Problem, nearest
from editions.faults import Sources
from links.ledger import Entry, Ledger
from links.pages import LinkedPage, problem


@dataclass(frozen=True)
class _Check:
    ledger: Ledger
    by_id: Mapping[str, LinkedPage]
    by_address: Mapping[str, LinkedPage]
    redirects: Mapping[str, str]
    sources: Sources

    def entry(self, entry: Entry) -> Problem | None:
        page = self.by_id.get(entry.page_id)
        if page is None:
            return self._lost_page(entry)
        if entry.what.startswith("#"):
            return self._anchor(entry, page)
        return self._address(entry, page)

    def _lost_page(self, entry: Entry) -> Problem | None:
        """One problem for a page that is gone, at its last address."""
        addresses = [
            e for e in self.ledger.entries if e.page_id == entry.page_id and e.what[0] == "/"
        ]
        if entry != (addresses[-1] if addresses else entry):
            return None
        if renamed := self.by_address.get(entry.what[1:]):
            message = (
                f'{entry.what} was published as "{entry.page_id}" on {entry.day}, and an id never '
                f"changes: write `id: {entry.page_id}` again"
            )
            return problem(renamed, f"id: {renamed.id}", message, self.sources)
        close = nearest(entry.page_id, self.by_id)
        message = (
            f'the page "{entry.page_id}" ({entry.what}) is gone{close}. '
            "Bring its file back; to retire it, add `status: archived <why>` to its front matter"
        )
        return Problem(self.ledger.shown, entry.line, message)

    def _anchor(self, entry: Entry, page: LinkedPage) -> Problem | None:
        anchor = entry.what[1:]
        lacking = [lang for lang, _, edition in page.editions if anchor not in edition.ids]
        if not lacking:
            return None
        where = "" if len(lacking) == 2 else f" in {lacking[0]}"
        message = (
            f"the anchor {entry.what}, published on {entry.day}, is gone{where}"
            f"{nearest(anchor, page.hant.ids)}: keep it at the heading that has its content now, "
            f"`{{#new-id was={anchor}}}`"
        )
        return problem(page, "", message, self.sources)

    def _address(self, entry: Entry, page: LinkedPage) -> Problem | None:
        address = entry.what[1:]
        if address == page.address or self.redirects.get(address) == page.address:
            return None
        there = self.by_address.get(address)
        if there:
            message = (
                f'{entry.what} was published on {entry.day} as "{page.id}", but "{there.id}" is '
                "there now. Give that page another address, or each page its own id back"
            )
        else:
            message = (
                f'{entry.what} was published on {entry.day} as "{page.id}". If that page moved '
                f"here, add `- {address}` under `redirect_from`; if this is another page, give it "
                "another id"
            )
        return problem(page, f"id: {page.id}", message, self.sources)


def broken(
    ledger: Ledger,
    pages: Sequence[LinkedPage],
    redirects: Mapping[str, str],
    sources: Sources,
) -> Iterator[Problem]:
    """A problem with its remedy for each published id, address or anchor that is lost.

    `redirects` maps former addresses to present ones.
    """
    check = _Check(
        ledger,
        {page.id: page for page in pages},
        {page.address: page for page in pages},
        redirects,
        sources,
    )
    yield from filter(None, map(check.entry, ledger.entries))
