"""The whole guide as one document: what stands in it, and where it is not to be found."""

from __future__ import annotations

import itertools
import re

import pytest
from conftest import HANS, HANT, PROJECT, BuiltPage, Site
from selectolax.lexbor import LexborHTMLParser
from trees import attribute, first, words

from base.problems import Unusable
from content.source_pages import read_pages
from model.page import Page
from paper.chapter import Book, Chapter
from paper.whole_guide import whole_guide
from search.index import read_index

# Lists of links that the contents make needless, or that nobody can copy from paper; and what the
# easy pages say once more in simple words.
LEFT_OUT = {"topics", "agent-links"}
LEFT_OUT |= {
    str(page.meta["id"])
    for page in read_pages(PROJECT / "docs")[0]
    if page.meta.get("section") == "easy"
}
FURNITURE = (
    ".share, .tool, .basis, .books, .facts-index, .further, .updated, .quick-exit, .desk,"
    " .quick-exit-note, template, script, [hidden], [data-served]"
)

both = pytest.mark.parametrize("edition", [HANT, HANS])


@both
def test_every_page_is_a_chapter_but_for_the_lists_of_links(site: Site, edition: str) -> None:
    ids = {str(page.meta["id"]) for page in read_pages(PROJECT / "docs")[0]}
    page = site.page(edition, "print/")
    chapters = [
        attribute(node, "id").removesuffix("--page-head")
        for node in page.tree.css(".paper-chapter > header")
    ]
    listed = [
        attribute(node, "href").removeprefix("#").removesuffix("--page-head")
        for node in page.tree.css(".paper-contents a")
    ]
    assert chapters == listed
    assert sorted(chapters) == sorted(ids - LEFT_OUT)
    # The lists below a page follow it, in the order of their parts.
    lists = [chapter for chapter in chapters if chapter.startswith("sources-")]
    assert len(lists) > 5
    follow = ["sources", *lists, "article-principles", "article-communication"]
    assert chapters[chapters.index("sources") :][: len(follow)] == follow


@both
def test_a_chapter_says_all_that_its_page_says(site: Site, edition: str) -> None:
    text = words(first(site.page(edition, "print/").tree, ".paper"))
    faults, said = [], 0
    for page in site.pages(edition):
        found = re.search('name="guide:id" content="(.*?)"', page.html)
        if not found or found[1] in LEFT_OUT:
            continue
        tree = LexborHTMLParser(page.html)
        for node in tree.css(FURNITURE):
            node.decompose()
        for node in tree.css("article :is(p, li, td, th, h1, h2, h3, dt, dd)"):
            said += 1
            if words(node) not in text:
                faults.append(f"{page}: {words(node)[:40]}")
    assert said > 1000
    assert faults == []


@both
def test_nothing_of_a_screen_is_left_and_no_link_leaves_for_a_chapter(
    site: Site, edition: str
) -> None:
    page = site.page(edition, "print/")
    assert [(node.html or "")[:80] for node in page.tree.css(".paper").pop().css(FURNITURE)] == []
    leaving = {
        node.attributes["href"]
        for node in page.tree.css(".paper a, .paper-contents a, .paper-cover a")
        # Easy pages are no chapters: what they say is in the others.
        if not re.match("#|tel:|https?:|[.][.]/easy/", node.attributes["href"] or "")
    }
    # Pages that are no chapters, the feed, and the document itself.
    assert leaving <= {"../for-agents/links/", "../topics/", "../feed.xml", "./"}
    cited = page.tree.css(".paper a.cite, .paper-cover a.cite")
    assert len(cited) > 100
    quoted = {item.attributes["id"] for item in page.tree.css("li.fact") if item.css_first("q")}
    for node in cited:
        fact = first(node, "b").text().lower()
        href = node.attributes["href"] or ""
        assert re.fullmatch(f"#sources-[a-z-]+--{fact}", href), href
        assert href[1:] in quoted, href


@both
def test_its_headings_go_down_by_one_level_at_a_time(site: Site, edition: str) -> None:
    levels = [
        int(str(n.tag)[1])
        for n in site.page(edition, "print/").tree.css("article :is(h1,h2,h3,h4,h5)")
    ]
    assert levels[0] == 1
    jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
    assert jumps == []


@both
def test_its_cover_says_what_it_is_and_how_old(site: Site, edition: str) -> None:
    cover = words(first(site.page(edition, "print/").tree, ".paper-cover"))
    newest = max(page.meta["updated"] for page in read_pages(PROJECT / "docs")[0])
    wanted = {
        HANT: ("逾期協商指南", "繁體版", "不是支付寶", "只講中國內地"),
        HANS: ("逾期协商指南", "简体版", "不是支付宝", "只讲中国内地"),
    }[edition]
    for text in (*wanted, str(newest), "110", "120", "12356", "example.org/"):
        assert text in cover


def test_no_search_no_catalogue_and_no_offline_copy_has_it(site: Site) -> None:
    for edition in (HANT, HANS):
        root = site.edition_root(edition)
        assert 'name="robots" content="noindex"' in (root / "print/index.html").read_text("utf-8")
        assert "print/" not in (root / "sitemap.xml").read_text(encoding="utf-8")
        assert "print/" not in [row[0] for row in read_index(root)["pages"]]
    assert "print" not in {p["id"] for p in site.catalogue["pages"]}
    assert "print/index.html" not in (site.root / "sw.js").read_text(encoding="utf-8")
    assert "/print/" not in (PROJECT / "docs/_data/published.txt").read_text(encoding="utf-8")


def test_a_printed_page_lists_the_pages_it_speaks_of_once(
    site: Site, all_pages: list[BuiltPage]
) -> None:
    faults = []
    for page in all_pages:
        for node in page.tree.css(".share__onward"):
            listed = [words(address) for address in node.css(".paper-address")]
            if len(set(listed)) != len(listed) or any("https:" in a for a in listed):
                faults.append(f"{page}: {listed}")
    assert faults == []
    urgent = site.page(HANS, "start/urgent/")
    assert "example.org/s/without-a-call/" in first(urgent.tree, ".share__onward").text()


HEAD = '<meta name="guide:id" content="{}"><meta name="guide:updated" content="2026-11-23">'


def paper_page(body: str, page_id: str = "urgent", address: str = "start/urgent/") -> Page:
    return Page.read(f"{address}index.html", f"{HEAD.format(page_id)}<article>{body}</article>")


BOOK = Book(
    {
        **{"start/": "start", "start/urgent/": "urgent", "topics/": "topics"},
        **{"sources/": "sources", "sources/phones/": "phones"},
    },
    frozenset(("start/", "start/urgent/", "sources/", "sources/phones/")),
    {"f17": "sources/phones/"},
)
CASES = {
    "a heading stands deeper": ("<h2>一</h2><h3>二</h3>", "<h4>一</h4><h5>二</h5>"),
    "ids are the chapter's own": ('<p id="x">一</p>', '<p id="urgent--x">一</p>'),
    "so are those that name them": (
        '<label for="x" aria-describedby="y z">一</label>',
        '<label for="urgent--x" aria-describedby="urgent--y urgent--z">一</label>',
    ),
    "a link to its own heading": ('<a href="#x">一</a>', '<a href="#urgent--x">一</a>'),
    "a link to a page": ('<a href="../">一</a>', '<a href="#start--page-head">一</a>'),
    "a link to a heading": ('<a href="../#step-1">一</a>', '<a href="#start--step-1">一</a>'),
    "a citation": ('<a href="#basis-f17">一</a>', '<a href="#phones--f17">一</a>'),
    "a link to a fact": ('<a href="../../sources/#f17">一</a>', '<a href="#phones--f17">一</a>'),
    "no fact of that name": ('<a href="#f17">一</a>', '<a href="#urgent--f17">一</a>'),
    "a page left out": ('<a href="../../topics/#a">一</a>', '<a href="../topics/#a">一</a>'),
    "outside links stay": ('<a href="tel:110">110</a>', '<a href="tel:110">110</a>'),
    "hidden parts go": ("<p>一</p><div hidden><p>二</p></div><p>三</p>", "<p>一</p><p>三</p>"),
    "furniture goes": ('<p>一</p><section class="share x"><p>二</p></section>', "<p>一</p>"),
    "void elements go alone": ("<input hidden><p>一</p>", "<p>一</p>"),
    "templates go": ("<template><p>一</p></template><p>二</p>", "<p>二</p>"),
    "the next step is a line": (
        '<a class="next-step" href="../">一</a>',
        '<a class="paper-next" href="#start--page-head">一</a>',
    ),
}


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_a_page_becomes_a_chapter(body: str, wanted: str) -> None:
    assert Chapter(paper_page(body), BOOK, level=3).body() == wanted


DOCUMENT = (
    '<article><nav class="paper-contents"><ol><li><a href="../{}">一</a></li></ol></nav>'
    '<template data-slot="chapters"></template></article>'
)
BASE = "https://example.org/"


def bound(html: str, *pages: Page) -> str:
    by_address = {page.address: page for page in pages}
    return "".join(whole_guide(Page.read("print/index.html", html), by_address, BASE).tokens)


def test_contents_that_name_no_page_end_the_build() -> None:
    page = paper_page("<h1>一</h1>")
    with pytest.raises(Unusable, match="nowhere/"):
        bound(DOCUMENT.format("nowhere/"), page)
    with pytest.raises(Unusable, match="no contents"):
        bound("<article></article>", page)
    with pytest.raises(Unusable, match="no <ol>"):
        bound(DOCUMENT.format("start/urgent/").replace("ol>", "ul>"), page)
    html = bound(DOCUMENT.format("start/urgent/"), page)
    assert '<a href="#urgent--page-head">' in html
    assert "example.org/s/urgent/" in html
    assert "data-slot" not in html


def test_a_document_without_room_for_its_chapters_ends_the_build() -> None:
    document = DOCUMENT.format("start/urgent/").replace("chapters", "chapter")
    with pytest.raises(Unusable, match="no room for the chapters"):
        bound(document, paper_page("<h1>一</h1>"))
