"""The search step: from the built pages of both editions to their search."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from content.glossary import FILE as GLOSSARY_FILE
from content.glossary import PAGE as GLOSSARY_PAGE
from content.glossary import SCHEMA as GLOSSARY_SCHEMA
from content.pages import Page, read_pages
from content.problems import Problem, nearest
from content.records import read_records
from content.yaml_lines import Row
from editions.addresses import FOLDER, MADE_LATER
from editions.opencc_tables import load as load_opencc
from search.askings import Asking, read_askings
from search.index import FORMAT, INDEX, Aliases, Canon, make_index, places_of
from search.model import NOTHING, for_index, read_model
from search.packed import pack
from search.scripts import SOURCES, NoTouchPoint, Scripts, minify, point_to, publish
from search.sections import SearchPage, read_page
from search.words import FILE, NAME, Words, read_words

STUB = "search/search_index.json"
# What the theme cuts the words at that it highlights on the page a result leads to.
SEPARATOR = r"\s+"


@dataclass
class Report:
    """What the step did and what authors should mend."""

    pages: int = 0
    sections: int = 0
    problems: list[Problem] = field(default_factory=list)


def _files(root: Path) -> Iterator[Path]:
    for file in sorted(root.rglob("*.html")):
        path = file.relative_to(root).as_posix()
        if not path.startswith((FOLDER, *MADE_LATER)):
            yield file


def _address(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix().removesuffix("index.html")


def read_edition(root: Path, words: Words) -> list[SearchPage]:
    """The pages of an edition, sorted by address; the 404 page is none."""
    pages = []
    for file in _files(root):
        if file.name == "404.html":
            continue
        html = file.read_text(encoding="utf-8")
        if page := read_page(_address(root, file), html, words.furniture):
            pages.append(page)
    return pages


def _glossary_place(pages: Sequence[Page]) -> str:
    return next((page.url for page in pages if page.src == GLOSSARY_PAGE), "")


def gather(words: Words, pages: Sequence[Page], terms: Mapping[str, Row]) -> Aliases:
    """All other names, by the place they lead to."""
    found = Aliases()
    for page in pages:
        found.of_page[page.url] = list(page.meta.get("aliases", ()))
    glossary = _glossary_place(pages)
    for term in terms.values():
        found.of_section[f"{glossary}#{term['id']}"] = list(term["aliases"])
    for danger in words.dangers:
        place = danger.to if "#" in danger.to else f"{danger.to}#"
        found.dangers.setdefault(place, []).extend(danger.words)
    return found


class Moved:
    """Where pages and sections are now that askings and the model know by former addresses."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._page: dict[str, str] = {}
        self._section: dict[str, str] = {}
        for page in pages:
            for former in page.meta.get("redirect_from", ()):
                self._page[str(former)] = page.url
            for heading in page.headings:
                for was in heading.was:
                    self._section[f"{page.url}#{was}"] = f"{page.url}#{heading.id}"

    def now(self, place: str) -> str:
        """The present address of a place."""
        address, sign, anchor = place.partition("#")
        here = f"{self._page.get(address, address)}{sign}{anchor}"
        return self._section.get(here, here)


def check_places(
    words: Words,
    built: Sequence[SearchPage],
    askings: Sequence[Asking] = (),
    now: Callable[[str], str] = str,
) -> Iterator[Problem]:
    """Places that the files name and the site does not have; `now` says where one has gone."""
    known = {f"{page.address}#{s.anchor}" for page in built for s in page.sections}
    known |= {page.address for page in built}
    named = [(danger.to, FILE, danger.line) for danger in words.dangers]
    named += [(place, FILE, words.lines[place]) for place in words.weights]
    named += [(place, FILE, words.lines["nearest"]) for place in words.nearest]
    named += [(now(p), asking.file, asking.line) for asking in askings for p in asking.places]
    for place, file, line in named:
        if place not in known:
            yield Problem(file, line, f'no page or section "{place}"{nearest(place, known)}')


def check_titles(
    words: Words, pages: Sequence[Page], terms: Mapping[str, Row]
) -> Iterator[Problem]:
    """Names that are the title of another page: readers would be led past it."""
    titles = {str(page.meta.get("title")): page for page in pages}
    glossary = _glossary_place(pages)
    named = [(w, d.to.split("#")[0], FILE, d.line) for d in words.dangers for w in d.words]
    for term in terms.values():
        line = term.lines["aliases"]
        named += [(alias, glossary, GLOSSARY_FILE, line) for alias in term["aliases"]]
    for page in pages:
        aliases = page.meta.get("aliases", ())
        line = page.meta.lines.get("aliases", 0)
        named += [(alias, page.url, page.path, line) for alias in aliases]
    for word, place, path, line in named:
        other = titles.get(word)
        if other is not None and other.url != place:
            message = f'the alias "{word}" is the title of {other.path} already'
            yield Problem(path, line, message)


def write_stub(root: Path, up: str, index: bytes, scripts: Scripts) -> None:
    """Writes the index, and the stub that names it with the format that its engine reads.

    It is no JSON but has the ending of it: that is what all hosts compress. Its name says nothing
    of its content, so that boot.js knows it before the stub has come.

    The theme loads the stub on every page; paths in it are relative to the worker.
    """
    file = root / INDEX
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(index)
    config = {
        "separator": SEPARATOR,
        "format": FORMAT,
        "engine": scripts.name("engine"),
        "index": f"../../../{up}{INDEX}",
    }
    stub = json.dumps({"config": config}, separators=(",", ":"))
    (root / STUB).write_text(stub, encoding="utf-8", newline="\n")


def _point_pages(site_dir: Path, scripts: Scripts) -> None:
    for root in (site_dir, site_dir / FOLDER):
        for file in _files(root) if root.is_dir() else ():
            html = file.read_text(encoding="utf-8")
            try:
                pointed = point_to(html, scripts)
            except NoTouchPoint as error:
                raise NoTouchPoint(f"{file}: {error}") from error
            if pointed != html:
                file.write_text(pointed, encoding="utf-8", newline="\n")


def build(
    site_dir: Path,
    docs_dir: Path,
    wordings: Sequence[tuple[str, str]] = (),
) -> Report:
    """Writes the search of both editions of a built site.

    `docs_dir` holds the pages as authors wrote them, the data and the scripts. `wordings`
    are words that the Simplified edition says otherwise. Without a file of words the site
    keeps the search of its theme. Raises `NoTouchPoint` and `BadModel`.
    """
    data_dir = docs_dir / "_data"
    if not (data_dir / NAME).is_file():
        return Report()
    terms, _ = read_records(data_dir / "glossary.yml", GLOSSARY_FILE, GLOSSARY_SCHEMA)
    pages, _ = read_pages(docs_dir)
    words, problems = read_words(data_dir, terms)
    hant = read_edition(site_dir, words)
    askings, faults = read_askings(data_dir)
    problems += faults
    moved = Moved(pages)
    problems += check_places(words, hant, askings, moved.now) if not problems else []
    problems += check_titles(words, pages, terms)
    report = Report(len(hant), sum(len(page.sections) for page in hant), sorted(set(problems)))
    if problems:
        return report
    hans = read_edition(site_dir / FOLDER, words)
    aliases = gather(words, pages, terms)
    model = read_model(data_dir)
    if model:
        model = replace(model, places=tuple(map(moved.now, model.places)))
    heard = model.features if model else ()
    canon = Canon(hans, words, [pair for pair in wordings if len(pair[0]) > 1], aliases, heard)
    learned, raw = for_index(model, places_of(hans)) if model else (NOTHING, b"")
    scripts = minify(docs_dir / SOURCES)
    publish(site_dir, scripts)
    _point_pages(site_dir, scripts)

    simplify: Callable[[str], str] = load_opencc().convert
    for root, up, built, shown in (
        (site_dir, "", hant, str),
        (site_dir / FOLDER, FOLDER, hans, simplify),
    ):
        index = pack(make_index(built, canon, words, aliases, shown, learned), raw)
        write_stub(root, up, index, scripts)
    return report
