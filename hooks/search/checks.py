"""Whether the places and names that the data of the search gives are those of the guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from base.problems import Problem, nearest
from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import PAGE as GLOSSARY_PAGE
from content.library import Sources
from content.source_pages import SourcePage, url_of
from search.training_queries import SHOWN, TrainingQuery
from search.vocabulary import FILE, Words

# The levels of headings that begin a section.
LEVELS = (2, 3)


class Moved:
    """Where pages and sections are now that the data knows by former addresses."""

    def __init__(self, pages: Sequence[SourcePage]) -> None:
        self._page: dict[str, str] = {}
        self._section: dict[str, str] = {}
        live = {page.url for page in pages}
        for page in pages:
            for former in page.redirect_from:
                # Where a page is, no other one was (links/redirects.py says so).
                if former not in live:
                    self._page[former] = page.url
            for heading in page.headings:
                for was in heading.was:
                    self._section[f"{page.url}#{was}"] = f"{page.url}#{heading.id}"

    def now(self, place: str) -> str:
        """The present address of a place."""
        address, sign, anchor = place.partition("#")
        here = f"{self._page.get(address, address)}{sign}{anchor}"
        return self._section.get(here, here)


class Places:
    """The pages and sections of a guide, by their addresses."""

    def __init__(self, sources: Sources) -> None:
        self.pages = frozenset(page.url for page in sources.pages)
        # What an unreadable page holds, and where it was before, nobody knows.
        self._broken = {url_of(src) for src in sources.pages.broken}
        self._all_read = not self._broken
        places = set(self.pages)
        for page in sources.pages:
            places.add(f"{page.url}#")
            ids = [h.id for h in page.headings if h.id and h.level in LEVELS]
            if page.src == GLOSSARY_PAGE:
                ids += list(sources.library.glossary) + list(sources.library.glossary.faulty)
                if not sources.library.glossary.whole:
                    self._broken.add(page.url)
            places.update(f"{page.url}#{anchor}" for anchor in ids)
        self.all = frozenset(places)

    def knows(self, place: str) -> bool:
        """Whether there is, or may be, such a place."""
        address = place.partition("#")[0]
        unread = address in self._broken or not (self._all_read or address in self.pages)
        return unread or place in self.all

    def fault(self, place: str, how_many: str = "") -> str:
        """What is wrong with a place that nobody knows."""
        address = place.partition("#")[0]
        if address in self.pages:
            return f'no section "{place}"{nearest(place, self.all)}{how_many}'
        return (
            f'no page "{address}"{nearest(address, self.pages)}{how_many}. If it moved, write'
            f" `- {address}` under `redirect_from` of its new page; to retire a page, keep its file"
            " and write `status: archived <why>`"
        )


def check_places(words: Words, places: Places, now: Callable[[str], str]) -> Iterator[Problem]:
    """Places that the file of words names and the guide does not have; `now` says where a place
    has gone."""
    named = [(danger.to, danger.to_line) for danger in words.dangers]
    named += [(to, words.lines[name]) for name, to in words.named.items()]
    named += [(place, words.lines[place]) for place in words.weights]
    named += [(place, words.lines["nearest"]) for place in words.nearest]
    for place, line in named:
        if not places.knows(place):
            moved = now(place)
            is_there = moved != place and places.knows(moved)
            message = f'"{place}" moved: write {moved}' if is_there else places.fault(place)
            yield Problem(FILE, line, message)


def check_queries(
    queries: Sequence[TrainingQuery], places: Places, now: Callable[[str], str]
) -> Iterator[Problem]:
    """One problem for each place that queries name and the guide does not have, where the first
    of them stands; for a page that is gone, one for all its sections. `now` says where a place
    has gone."""
    first: dict[str, TrainingQuery] = {}
    counts: Counter[str] = Counter()
    for query in queries:
        for place in map(now, query.places):
            if not places.knows(place):
                address = place.partition("#")[0]
                key = place if address in places.pages else address
                first.setdefault(key, query)
                counts[key] += 1
    for place, query in first.items():
        many = f" ({counts[place]} queries of {SHOWN}/ name it)" if counts[place] > 1 else ""
        yield Problem(query.file, query.line, places.fault(place, many))


def check_titles(words: Words, sources: Sources) -> Iterator[Problem]:
    """Names that are the title of another page: readers would be led past it."""
    pages = sources.pages
    titles = {str(page.meta.get("title")): page for page in pages}
    glossary = next((page.url for page in pages if page.src == GLOSSARY_PAGE), "")
    named = [(w, d.to.split("#")[0], FILE, d.line) for d in words.dangers for w in d.words]
    for term in sources.library.glossary.values():
        line = term.lines["aliases"]
        named += [(alias, glossary, GLOSSARY_FILE, line) for alias in term["aliases"]]
    for word, place, path, line in named:
        other = titles.get(word)
        if other is not None and other.url != place:
            message = f'the alias "{word}" is the title of {other.path} already'
            yield Problem(path, line, message)
