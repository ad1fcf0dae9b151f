"""The search of both editions, made of their pages."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from base.languages import EDITIONS, SIMPLIFIED, TRADITIONAL
from content.glossary import PAGE as GLOSSARY_PAGE
from content.library import Sources
from conversion.opencc_tables import load as load_opencc
from model.page import Page
from search import layout
from search.canon import Aliases, Canon
from search.checks import Moved
from search.concepts import Concepts, forms_of, read_concepts
from search.index import FOLDER, FORMAT, INDEX, Rows, as_json, places_of, tables, text_part
from search.model import Model, read_model
from search.packed import pack
from search.scripts import WORKERS, Scripts
from search.sections import SearchPage, read_page
from search.shards import (
    Lists,
    how_many_shards,
    learned_forms,
    learned_lists,
    make_shards,
    term_lists,
)
from search.training_queries import read_queries
from search.vocabulary import Words, read_words

STUB = f"{FOLDER}search_index.json"
# What the theme cuts the words at that it highlights on the page a result leads to.
SEPARATOR = r"\s+"
# As long as a stamp, where that is not known yet.
NO_STAMP = "0" * 8


@dataclass
class Search:
    """The search's data, by its path below the root of the site, and what it knows."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    pages: int = 0
    sections: int = 0


def read_edition(pages: Sequence[Page], like: Sequence[Page], words: Words) -> list[SearchPage]:
    """What can be found in the pages of an edition, sorted by address; `like` are the same pages
    in the first edition."""
    left_out = frozenset(words.chrome)
    read = (read_page(page, first, left_out) for page, first in zip(pages, like, strict=True))
    return sorted(filter(None, read), key=lambda page: f"{page.address}index.html".split("/"))


def gather(words: Words, sources: Sources) -> Aliases:
    """All other names, by the place they lead to."""
    found = Aliases()
    glossary = ""
    for page in sources.pages:
        found.of_page[page.url] = list(page.meta.get("aliases", ()))
        if page.src == GLOSSARY_PAGE:
            glossary = page.url
    for term in sources.library.glossary.values():
        found.of_section[f"{glossary}#{term['id']}"] = list(term["aliases"])
    for danger in words.dangers:
        place = danger.to if "#" in danger.to else f"{danger.to}#"
        found.dangers.setdefault(place, []).extend(danger.words)
    return found


@dataclass
class Guide:
    """What both editions share: their pages in one order, their words, what was learned."""

    editions: Mapping[str, Sequence[SearchPage]]
    words: Words
    aliases: Aliases
    concepts: Concepts
    model: Model

    @property
    def canon(self) -> Canon:
        return self.concepts.canon

    @property
    def pages(self) -> Sequence[SearchPage]:
        return self.editions[SIMPLIFIED]

    def rows(self, language: str) -> list[list[object]]:
        """The rows of an edition's pages."""
        simplify: Callable[[str], str] = load_opencc().convert
        is_canonical = language == SIMPLIFIED
        shown = simplify if is_canonical else str
        rows = Rows(self.canon, self.words, self.aliases, shown, is_canonical)
        return [rows.page(page) for page in self.editions[language]]


def _collect(
    pages: Sequence[Page], copies: Sequence[Page], sources: Sources, data_dir: Path
) -> Guide:
    words, _ = read_words(data_dir, sources.library.glossary)
    queries, _ = read_queries(data_dir)
    now = Moved(sources.pages).now
    hans = layout.in_order(read_edition(copies, pages, words), words, queries, now)
    by_address = {page.address: page for page in read_edition(pages, pages, words)}
    editions = {language: [by_address[page.address] for page in hans] for language in EDITIONS}
    editions[SIMPLIFIED] = hans
    aliases = gather(words, sources)
    model = read_model(data_dir)
    model = replace(model, places=tuple(map(now, model.places)))
    wordings = [pair for pair in sorted(sources.settings.terms.select().items()) if pair[0][1:]]
    concepts, _ = read_concepts(data_dir)
    canon = Canon(hans, words, wordings, aliases, [*model.votes, *forms_of(concepts)])
    return Guide(editions, words, aliases, Concepts(concepts, canon), model)


def data_files(guide: Guide) -> dict[str, str | bytes]:
    """The data of all editions; shards that both share lie at the root of the site."""
    rows = {language: guide.rows(language) for language in EDITIONS}
    total = max(layout.size(pack(as_json(of))) for of in rows.values())
    large = total > layout.LARGE
    places = places_of(guide.pages)
    lists = learned_lists(guide.model, places)
    terms: Lists = {}
    if large:
        terms = term_lists(guide.pages, guide.canon, guide.aliases.of_page)
    heard = {place for entries in lists.values() for place, _ in entries}
    forms = learned_forms(guide.concepts, lists)
    counts = [how_many_shards(lists, large, forms), how_many_shards(terms, large)]
    table = {
        **{"format": FORMAT, "stamp": NO_STAMP, "units": len(places), "parts": 0},
        **{"learned": [counts[0], guide.model.scale], "terms": counts[1]},
        **tables(guide.pages, guide.canon, guide.words),
    }
    parts = layout.divided(table, list(rows.values()), total, large)
    starts = _starts(guide.pages, parts)
    stamp = _stamp([FORMAT, places, starts, counts, guide.model.digest])
    table |= {"stamp": stamp, "parts": len(parts) - 1}
    files: dict[str, str | bytes] = {}
    for number, (of, start, end) in enumerate(
        zip(parts, starts, [*starts[1:], len(places)], strict=True)
    ):
        silent = [place for place in range(start, end) if place not in heard]
        head = {} if number else table
        head = {**head, "stamp": stamp, "first": start, "unheard": silent}
        for language, folder in EDITIONS.items():
            content = {**head, "pages": rows[language][of.start : of.stop]}
            files[f"{folder}{FOLDER}{text_part(number)}"] = pack(as_json(content))
    shards = {
        "learned": make_shards(lists, stamp, counts[0], len(places), forms),
        "terms": make_shards(terms, stamp, counts[1], len(places)),
    }
    for name, made in shards.items():
        files |= {f"{FOLDER}{name}-{number}.json": shard for number, shard in enumerate(made)}
    if large:
        files[f"{FOLDER}parts.json"] = pack(as_json({"stamp": stamp, "starts": starts[1:]}))
    return files


def _stamp(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[: len(NO_STAMP)]


def _starts(pages: Sequence[SearchPage], parts: Sequence[range]) -> list[int]:
    """The number of the first section in each part."""
    before = [0]
    for page in pages:
        before.append(before[-1] + len(page.sections))
    return [before[part.start] for part in parts]


def _stub(folder: str, scripts: Scripts) -> str:
    """What the theme loads on every page; the names in it are relative to the worker.

    The data is no JSON but has the ending of it: that is what all hosts compress. The index has a
    name that says nothing of its content, so that boot.js knows it before the stub has come.
    """
    up = posixpath.relpath(".", WORKERS)
    config = {
        "separator": SEPARATOR,
        "format": FORMAT,
        "engine": scripts.name("engine"),
        "index": f"{up}/{folder}{INDEX}",
        "shared": f"{up}/{FOLDER}",
    }
    return as_json({"config": config})


def script_files(scripts: Scripts) -> dict[str, str]:
    """What a page needs before anybody searches, by its path below the root of the site."""
    stubs = {folder + STUB: _stub(folder, scripts) for folder in EDITIONS.values()}
    return {**dict(scripts.files()), **stubs}


def make_search(editions: Mapping[str, Sequence[Page]], sources: Sources, docs_dir: Path) -> Search:
    """The data of the search, of both editions of a guide.

    `editions` are the pages by language, in one order; `sources` are the pages and data as authors
    wrote them, `docs_dir` holds what was learned. Raises `Unusable`.
    """
    pages, copies = editions[TRADITIONAL], editions[SIMPLIFIED]
    guide = _collect(pages, copies, sources, docs_dir / "_data")
    sections = sum(len(page.sections) for page in guide.pages)
    return Search(data_files(guide), len(guide.pages), sections)
