"""The book of an edition, from its pages: cover, title page, contents, each page a chapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from base.languages import SIMPLIFIED, TRADITIONAL
from base.zips import zipped
from books.chapter import SHEET, STYLES, TITLE_PAGE, Chapter, Shelf, document
from books.cover import cover
from books.package import (
    CONTAINER,
    COVER,
    MIMETYPE,
    About,
    Entry,
    Item,
    Words,
    contents,
    package,
)
from htmlkit.tree import Element, tree, tree_of
from links.page_lists import PageLists, Part, list_changes
from links.structured import LICENCE
from model.addresses import PAPER
from model.guide import HOME, GuidePage, site_name
from model.page import Page, applied
from paper.whole_guide import fact_places

FOLDER, CHAPTERS, TITLE = "EPUB/", "text/", "title-page.xhtml"
# The title page is that of the whole guide on paper (overrides/print.html).
ON_PAPER = "paper-cover"
# Pages in a file of the book: they pack better together, and devices take long over large files.
MOST = 12
TYPE = "mimetype"
WORDS = Words(
    contents="目錄",
    landmarks="這本書的部分",
    cover="封面",
    title_page="書名頁",
    text="正文",
    online="網上的這一張可以直接填：",
    access=(
        "全部是文字，可以放大，可以朗讀。標題分層，目錄能點，圖有文字說明。"
        "依據是註，從正文點得過去。網上能填的表格，書裡是印出來填的那一張。"
    ),
)
EDITION = {TRADITIONAL: "繁體版", SIMPLIFIED: "簡體版"}
UPDATED = "內容更新到"


@dataclass(frozen=True)
class Bound:
    """What the book of an edition is made of: all its pages by address, that for paper among them,
    what makes words of ours Simplified, and what gives the article of a page."""

    language: str
    pages: Mapping[str, Page]
    lists: PageLists
    simplify: Callable[[str], str]
    read: Callable[[Page], Element]

    @property
    def start(self) -> Page:
        return self.pages[""]

    def convert(self, text: str) -> str:
        """Words of ours in the script of the edition."""
        return self.simplify(text) if self.language == SIMPLIFIED else text

    def words(self) -> Words:
        """What the book says of itself."""
        return Words(**{name: self.convert(text) for name, text in vars(WORDS).items()})

    def about(self) -> About:
        """Who the book is."""
        return About(
            self.language,
            site_name(self.start),
            self.start.title,
            self.lists.base + self.start.folder,
            max(page.updated for page in self.lists.pages),
            LICENCE,
        )


def _shares(part: Part) -> Iterator[tuple[str, Sequence[GuidePage]]]:
    """The pages of a part by the file that holds them, shared out evenly."""
    count = -(-len(part.pages) // MOST)
    share = -(-len(part.pages) // count)
    for number in range(count):
        pages = part.pages[number * share : (number + 1) * share]
        yield f"{part.name(number + 1)}.xhtml", pages


def _shelf(bound: Bound, words: Words) -> Shelf:
    """Where the book has each page; what lists the topics of a part leads to its first page."""
    lists = bound.lists
    ids = {each.address: each.id for each in lists.pages}
    files = {
        each.address: file
        for part in lists.parts
        for file, pages in _shares(part)
        for each in pages
    }
    for address, share in lists.further().items():
        files[address], ids[address] = files[share[0].address], share[0].id
    facts = fact_places(bound.pages[each.address] for each in lists.pages)
    return Shelf(files, ids, facts, lists.base, words.online)


def _article(page: Page, bound: Bound) -> Element:
    """The article of a page with the lists that the build makes."""
    changes = list_changes(page, bound.lists)
    if not changes:
        return bound.read(page)
    start, end = page.article
    # What fills a slot is one token, and holds markup of its own.
    return tree("".join(applied(page.tokens, changes)[start : end + 1]))


def _entries(bound: Bound, shelf: Shelf) -> list[Entry]:
    """The contents as the menu has them: the start page, then each part with its pages."""
    found = []
    for part in bound.lists.parts:
        pages = [
            Entry(each.edition(bound.language).title, CHAPTERS + shelf.place(each.address))
            for each in part.pages
        ]
        if part.section == HOME:
            found += pages
        else:
            found.append(Entry(part.title(bound.language), pages[0].path, pages))
    return found


def _cover(bound: Bound, about: About, words: Words) -> tuple[bytes, str]:
    """The picture, and the document that shows it."""
    edition = bound.convert(EDITION[bound.language])
    lines = (edition, f"{bound.convert(UPDATED)} {about.day}", about.address.partition("://")[2])
    picture = cover(about.title, about.description, lines, bound.language)
    body = (
        f'<section epub:type="cover" class="cover" aria-label="{words.cover}">\n'
        f'<img src="{COVER}" role="doc-cover" alt="{escape(about.title)}，{edition}"/>\n</section>'
    )
    return picture, document(bound.language, words.cover, body, SHEET)


def _documents(bound: Bound, shelf: Shelf) -> Iterator[tuple[Item, str]]:
    """The title page and the chapters, in the order of reading."""
    language, paper = bound.language, bound.pages[PAPER]
    title = Chapter(paper, shelf, tree_of(paper.article_tokens)).body(TITLE_PAGE, ON_PAPER)
    yield Item("title", f"{CHAPTERS}{TITLE}"), document(language, paper.title, title)
    for part in bound.lists.parts:
        for file, pages in _shares(part):
            chapters = [
                Chapter(page, shelf, _article(page, bound))
                for page in (bound.pages[each.address] for each in pages)
            ]
            body = "".join(chapter.body() for chapter in chapters)
            drawn = any(chapter.drawn for chapter in chapters)
            name = f"text-{file.removesuffix('.xhtml')}"
            yield (
                Item(name, CHAPTERS + file, drawn),
                document(language, part.title(language), body),
            )


def files_of(bound: Bound) -> dict[str, bytes]:
    """The files of the book by their path in it. Raises `Unusable`."""
    about, words = bound.about(), bound.words()
    picture, first = _cover(bound, about, words)
    shelf = _shelf(bound, words)
    title, *chapters = _documents(bound, shelf)
    entries = _entries(bound, shelf)
    landmarks = (
        ("cover", Entry(words.cover, "cover.xhtml")),
        ("titlepage", Entry(words.title_page, title[0].path)),
        ("toc", Entry(words.contents, "nav.xhtml")),
        ("bodymatter", Entry(words.text, entries[0].path)),
    )
    nav = contents(about, words, entries, landmarks)
    documents = [
        (Item("cover", "cover.xhtml"), first),
        title,
        (Item("nav", "nav.xhtml"), nav),
        *chapters,
    ]
    texts = {
        "META-INF/container.xml": CONTAINER,
        f"{FOLDER}package.opf": package(about, words, [item for item, _ in documents]),
        f"{FOLDER}{SHEET}": STYLES.read_text(encoding="utf-8"),
        **{f"{FOLDER}{item.path}": text for item, text in documents},
    }
    return {path: text.encode() for path, text in texts.items()} | {f"{FOLDER}{COVER}": picture}


def book_of(bound: Bound) -> bytes:
    """The book as a file. Raises `Unusable`."""
    # By which programs know the file: first, and not packed.
    return zipped({TYPE: MIMETYPE.encode(), **files_of(bound)}, unpacked=(TYPE,))
