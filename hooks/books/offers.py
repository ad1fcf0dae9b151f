"""The files to take along, and the list of them on pages that have room for it.

A book is made in each build: it takes half a second, and is never older than the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from base.languages import EDITIONS
from base.problems import Unusable
from books.book import Bound, book_of
from htmlkit.lexer import Tag, parse
from htmlkit.tree import Element
from links.page_lists import PageLists
from model.addresses import PAPER, relative
from model.page import Changes, Page
from paper.stamp import stamp_of

# The slot (overrides/guide/books.html), and where the files lie.
SLOT = "books"
FOLDER = "books/"
KINDS = ("epub", "pdf")


def path_of(language: str, kind: str) -> str:
    """Where the file of an edition lies: "books/guide-zh-Hant.epub"."""
    return f"{FOLDER}guide-{language}.{kind}"


def is_asked(pages: Iterable[Page]) -> bool:
    """Whether a page offers books."""
    return any(name == SLOT for page in pages for name, _, _ in page.slots())


def books_of(
    editions: Mapping[str, Sequence[Page]],
    lists: PageLists,
    convert: Callable[[str], str],
    read: Callable[[Page], Element],
) -> dict[str, bytes]:
    """The book of each edition by its path; none where no page offers one, or there is no page
    for paper, from which it has its title page. `read` gives the article of a page. Raises
    `Unusable`."""
    found = {}
    for language in EDITIONS:
        pages = {page.address: page for page in editions[language]}
        if PAPER in pages and is_asked(pages.values()):
            bound = Bound(language, pages, lists, convert, read)
            found[path_of(language, "epub")] = book_of(bound)
    return found


def pdfs_of(folder: Path, texts: Mapping[str, str]) -> dict[str, bytes]:
    """The PDF of each edition, made before (`make pdf`), by its path; `texts` say by language which
    text each should have. Raises `Unusable`."""
    found = {}
    for language, text in texts.items():
        path = path_of(language, "pdf")
        file = folder / path.removeprefix(FOLDER)
        if not file.is_file():
            raise Unusable(f"PDF={folder}: no {file.name} there; make pdf writes it")
        found[path] = file.read_bytes()
        if stamp_of(found[path]) != text:
            raise Unusable(f"{file}: it has another text than this guide; make pdf writes it anew")
    return found


def size_of(count: int) -> str:
    """What a page says of a number of bytes, rounded up."""
    return f"{-(-count // 1000)} KB" if count < 1_000_000 else f"{-(-count // 100_000) / 10} MB"


def _row(page: Page, words: Tag, kind: str, size: int) -> str:
    def said(name: str) -> str:
        return words.get(f"data-text-{name}") or ""

    url = relative(page.base, path_of(page.language, kind))
    title = f"{said(kind)}{said(page.language.lower())}"
    about = f"（{kind.upper()}，{size_of(size)}）{said(f'{kind}-for')}"
    return f'<li><a href="{url}" download>{title}</a>{about}</li>\n'


def offered(page: Page, sizes: Mapping[str, int]) -> Changes:
    """The list in its place, of the files of the page's edition; `sizes` are theirs by path."""
    place = next((place for name, place, _ in page.slots() if name == SLOT), 0)
    there = {kind: sizes.get(path_of(page.language, kind)) for kind in KINDS}
    if not place or not any(there.values()):
        return {}
    words = parse(page.tokens[place])
    rows = "".join(_row(page, words, kind, size) for kind, size in there.items() if size)
    lead = f"<p>{words.get('data-text-lead')}</p>"
    # Neither on paper nor in the copy on a disk, which are the whole guide already.
    start = '<div class="books" data-search-exclude data-served>'
    return page.filled(SLOT, f"{start}\n{lead}\n<ul>\n{rows}</ul>\n</div>")
