"""A query that is a name of a place opens that place, however it is typed, and finds the same in
both editions. The names are those of the built site: titles, headings, terms, other names of pages
and terms, ids."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from conftest import HANS, HANT, Site
from playwright.sync_api import Browser
from pypinyin import Style, lazy_pinyin

from base.languages import EDITIONS
from search.asked import ASK, Engine, lead, parts_of
from search.index import read_index
from search.normalise import Folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Name:
    """A name as an edition shows it, and the number and address of its place."""

    text: str
    number: int
    place: str


class Names:
    """All names of an edition, and the numbers of the places that bear the same one."""

    def __init__(self, site: Site, edition: str) -> None:
        self.index = read_index(site.edition_root(edition))
        self._folder = Folder(dict(zip(*self.index["fold"], strict=True)))
        rows = [row.split(">") for row in self.index["said"].split("|")]
        self._said = {word: new for new, *words in rows for word in words}
        longest = sorted(self._said, key=len, reverse=True)
        self._saying = re.compile("|".join(map(re.escape, longest)) or "(?!)")
        self.all = list(self._read())
        self._bearers: dict[str, set[int]] = defaultdict(set)
        self._sounding: dict[str, set[str]] = defaultdict(set)
        for name in self.all:
            self._bearers[self.canonical(name.text)].add(name.number)
        for said in self._bearers:
            self._sounding[pinyin(said)].add(said)
        self._named = {
            name: int(number)
            for name, number in (row.split(">") for row in self.index["named"].split("|") if row)
        }

    def bearers(self, text: str) -> set[int]:
        """The places that a name may open: one that bears it, or the one that the data says, or
        the first help that danger in its words asks for."""
        name = self.canonical(text)
        help_first = {number for word, number in self.dangers if word in name}
        if help_first or name not in self._named:
            return help_first or self._bearers[name]
        return {self._named[name]}

    def sounding(self, name: str) -> set[int]:
        """The same for all names that are read like one."""
        return set().union(*map(self.bearers, self._sounding[pinyin(name)]))

    def canonical(self, text: str) -> str:
        folded = self._folder.fold(text)
        return self._saying.sub(lambda match: self._said[match[0]], folded).replace(" ", "")

    def _read(self) -> Iterator[Name]:
        number = 0
        self.dangers: list[tuple[str, int]] = []
        for address, own, title, _, aliases, sections, *_ in self.index["pages"]:
            own = own or address.rstrip("/").rpartition("/")[2]
            for text in filter(None, [title, own, *aliases.split("|")]):
                yield Name(text, number, address)
            for section in sections:
                anchor, heading, _, names, dangers = [*section, *[""] * 5][:5]
                words = filter(None, dangers.split("|"))
                self.dangers += [(self.canonical(word), number) for word in words]
                for text in filter(None, [heading, anchor, *names.split("|")]):
                    yield Name(text, number, f"{address}#{anchor}" if anchor else address)
                number += 1


def pinyin(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.NORMAL))


@pytest.fixture(scope="module")
def engine(browser: Browser, site: Site) -> Iterator[Engine]:
    page = browser.new_page()
    engine = Engine(page, site.root)
    for edition, folder in EDITIONS.items():
        engine.start(edition, parts_of(site.root, folder))
    yield engine
    page.close()


@pytest.fixture(scope="module")
def names(site: Site) -> dict[str, Names]:
    return {edition: Names(site, edition) for edition in EDITIONS}


def lost(
    opened: Sequence[str], queries: Sequence[str], names: Names, alike: Sequence[set[int]]
) -> list[str]:
    """The queries that open none of the places that they may."""
    places = [
        f"{page[0]}#{section[0]}" if section[:1] and section[0] else page[0]
        for page in names.index["pages"]
        for section in page[5]
    ]
    return [
        f"{query}: {place}, not {sorted(places[n] for n in may)[:3]}"
        for query, place, may in zip(queries, opened, alike, strict=True)
        if place not in {places[number] for number in may}
    ]


# As text: thousands of results with all that they show take longer to hand over than to find.
RANKINGS = f"""given => JSON.stringify(({ASK})(given).map(({{ items }}) =>
    items.map(group => group.map(({{ location, score }}) => ({{ location, score }})))))"""


def test_a_name_opens_its_place_and_finds_the_same_in_both_editions(
    engine: Engine, names: dict[str, Names]
) -> None:
    """In its own script; in that of the other edition below."""
    pairs = dict.fromkeys(
        zip(*([n.text for n in each.all] for each in names.values()), strict=True)
    )
    asked = dict(zip(names, zip(*pairs, strict=True), strict=True))
    assert len(pairs) > 1000
    found = {e: json.loads(engine.page.evaluate(RANKINGS, [e, asked[e]])) for e in names}
    for edition, queries in asked.items():
        opened = [lead(items[0]) for items in found[edition]]
        alike = [names[edition].bearers(text) for text in queries]
        assert lost(opened, queries, names[edition], alike) == []
    assert [
        pair for pair, *same in zip(pairs, *found.values(), strict=True) if same[0] != same[1]
    ] == []


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


# How a name is typed, in which script, and in the box of which edition: in the other one, or as
# it stands there.
FORMS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "blanks": (lambda text: " ".join(text) if not text.isascii() else f"  {text} ", HANS, HANT),
    "marks": (lambda text: f"「{text}」？！", HANT, HANS),
    "full width": (full_width, HANT, HANT),
}


@pytest.mark.parametrize(("form", "script", "edition"), FORMS.values(), ids=FORMS)
def test_blanks_and_marks_and_the_other_script_change_nothing(
    engine: Engine,
    names: dict[str, Names],
    form: Callable[[str], str],
    script: str,
    edition: str,
) -> None:
    texts = dict.fromkeys(n.text for n in names[script].all if form(n.text) != n.text)
    assert len(texts) > 500
    queries = [form(text) for text in texts]
    opened = [leads[0] for _, leads in engine.leads(edition, queries)]
    alike = [names[script].bearers(text) for text in texts]
    assert lost(opened, queries, names[script], alike) == []


def test_pinyin_opens_a_place_whose_name_is_read_so(
    engine: Engine, names: dict[str, Names]
) -> None:
    hant = names[HANT]
    texts = sorted({hant.canonical(name.text) for name in hant.all if not name.text.isascii()})
    queries = [re.sub(r"[^a-z0-9]", "", pinyin(text)) for text in texts]
    opened = [leads[0] for _, leads in engine.leads(HANT, queries)]
    assert lost(opened, queries, hant, [hant.sounding(text) for text in texts]) == []
