"""Whether all that was ever published still leads where it led."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from base.problems import Problem, nearest
from links.ledger import Entry, Ledger

# More anchors of a page than that are not lost one by one.
MANY = 5


@dataclass(frozen=True)
class Target:
    """A page to which promises lead: its address, and all ids that a link can name.

    `place` says in which file and line its author wrote its id.
    """

    id: str
    address: str
    ids: frozenset[str]
    place: Callable[[], tuple[str, int]]


@dataclass(frozen=True)
class _Check:
    ledger: Ledger
    by_id: Mapping[str, Target]
    by_address: Mapping[str, Target]
    redirects: Mapping[str, str]

    def entry(self, entry: Entry) -> Problem | None:
        target = self.by_id.get(entry.page_id)
        if target is None:
            return self._lost_page(entry)
        if entry.what.startswith("#"):
            return self._anchor(entry, target)
        return self._address(entry, target)

    @cached_property
    def _last(self) -> Mapping[str, Entry]:
        """The last address of each page."""
        return {each.page_id: each for each in self.ledger.entries if each.what[0] == "/"}

    def _lost_page(self, entry: Entry) -> Problem | None:
        """One problem for a page that is gone, at its last address."""
        if entry != self._last.get(entry.page_id, entry):
            return None
        if renamed := self.by_address.get(entry.what[1:]):
            message = (
                f'{entry.what} was published as "{entry.page_id}" on {entry.day}, and an id never '
                f"changes: write `id: {entry.page_id}` again"
            )
            return Problem(*renamed.place(), message)
        close = nearest(entry.page_id, self.by_id)
        message = (
            f'the page "{entry.page_id}" ({entry.what}) is gone{close}. '
            "Bring its file back; to retire it, add `status: archived <why>` to its front matter"
        )
        return Problem(self.ledger.shown, entry.line, message)

    def _anchor(self, entry: Entry, target: Target) -> Problem | None:
        anchor = entry.what[1:]
        if anchor in target.ids:
            return None
        message = (
            f"the anchor {entry.what}, published on {entry.day}, is gone"
            f"{nearest(anchor, target.ids)}: keep it at the heading that has its content now, "
            f"`{{#new-id was={anchor}}}`"
        )
        return Problem(target.place()[0], 0, message)

    def _address(self, entry: Entry, target: Target) -> Problem | None:
        address = entry.what[1:]
        if address == target.address or self.redirects.get(address) == target.address:
            return None
        there = self.by_address.get(address)
        if there:
            message = (
                f'{entry.what} was published on {entry.day} as "{target.id}", but "{there.id}" is '
                "there now. Give that page another address, or each page its own id back"
            )
        else:
            message = (
                f'{entry.what} was published on {entry.day} as "{target.id}". If that page moved '
                f"here, add `- {address}` under `redirect_from`; if this is another page, give it "
                "another id"
            )
        return Problem(*target.place(), message)


def broken(
    ledger: Ledger, targets: Sequence[Target], redirects: Mapping[str, str]
) -> Iterator[Problem]:
    """A problem with its remedy for each published id, address or anchor that is lost.

    `redirects` maps former addresses to present ones.
    """
    check = _Check(
        ledger,
        {target.id: target for target in targets},
        {target.address: target for target in targets},
        redirects,
    )
    told: dict[str, list[tuple[Entry, Problem]]] = {}
    for entry in ledger.entries:
        if problem := check.entry(entry):
            key = problem.path if entry.what.startswith("#") else str(entry)
            told.setdefault(key, []).append((entry, problem))
    for found in told.values():
        yield from (_of_many(found),) if len(found) > MANY else (each for _, each in found)


def _of_many(found: Sequence[tuple[Entry, Problem]]) -> Problem:
    """One problem for a page that has lost many anchors: they went together."""
    names = ", ".join(entry.what for entry, _ in found[:MANY])
    message = (
        f"{len(found)} anchors that were published are gone ({names}, …): bring back what had them,"
        " or keep each at the heading that has its content now, `{#new-id was=…}`"
    )
    return Problem(found[0][1].path, 0, message)
