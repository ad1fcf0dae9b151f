"""Guarantees of the built site, over every page of both editions.

Each test collects all that is wrong and lists it with edition, page and id.
"""

from __future__ import annotations

import gzip
import posixpath
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
from conftest import HANS, HANT, PROJECT, BuiltPage, Site
from trees import attribute, first

from content.claims import places
from content.facts import UNPUBLISHED, read_facts
from content.source_pages import read_pages
from search.index import read_index

EXAMPLE = "https://example.org/"
# Made by the build of all the other pages (test_paper_site.py): no page of Markdown, nothing to
# search for, no next step behind its last chapter.
WHOLE = "print/"
EDITION_FILES = {
    "feed.xml",
    "llms-full.txt",
    "llms.txt",
    "manifest.webmanifest",
    "search/index.json",
    "search/search_index.json",
    "search/text-1.json",
    "sitemap.xml",
    "sitemap.xml.gz",
}


@cache
def ids(page: BuiltPage) -> list[str]:
    return [attribute(node, "id") for node in page.tree.css("[id]")]


def target_of(page: BuiltPage, site: Site, link: str) -> str:
    """The file of the site that a link of a page leads to, by its path there; 404 pages are served
    at any depth, from the root."""
    path = unquote(urlsplit(link).path)
    if not path:
        return page.path
    base = "" if path.startswith("/") else posixpath.dirname(page.path)
    target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    return target if target in site.files else posixpath.normpath(f"{target}/index.html")


@cache
def inside_links(page: BuiltPage) -> list[str]:
    found = [
        node.attributes[name] or ""
        for name in ("href", "src")
        for node in page.tree.css(f"[{name}]")
    ]
    # "javascript:" is the theme's share button of the search box, which leads nowhere.
    elsewhere = re.compile("(?:https?|tel|mailto|data|javascript):")
    return [link for link in found if not elsewhere.match(link)]


def test_every_markdown_page_is_in_both_editions(site: Site) -> None:
    wanted = sorted([WHOLE, *(page.url for page in read_pages(PROJECT / "docs")[0])])
    for edition in (HANT, HANS):
        pages = [page for page in site.pages(edition) if page.address != "404.html"]
        assert sorted(p.address for p in pages if not p.is_further) == wanted, edition
        assert (site.edition_root(edition) / "404.html").is_file()


def test_both_editions_of_a_page_have_the_same_ids_in_the_same_order(site: Site) -> None:
    hans = {page.address: ids(page) for page in site.pages(HANS)}
    assert {page.address: ids(page) for page in site.pages(HANT)} == hans


def test_ids_are_unique_ascii_and_without_numbers_made_up_by_the_build(
    all_pages: list[BuiltPage],
) -> None:
    faults = []
    for page in all_pages:
        for name, count in Counter(ids(page)).items():
            if count > 1 or not name.isascii() or re.fullmatch(r"_\d+", name):
                faults.append(f"{page}#{name}")
    assert faults == []


def test_every_inside_link_and_anchor_resolves(all_pages: list[BuiltPage], site: Site) -> None:
    known = {page.path: set(ids(page)) for page in all_pages}
    # A short link hands its anchor on to its page.
    for entry in site.catalogue["pages"]:
        known[f"s/{entry['id']}/index.html"] = {anchor["id"] for anchor in entry["anchors"]}
    faults = []
    for page in all_pages:
        for link in inside_links(page):
            address, anchor = urldefrag(link)
            target = target_of(page, site, address)
            if target not in site.files:
                faults.append(f"{page}: {link}")
            elif anchor and anchor not in known[target]:
                faults.append(f"{page}: {link} (no such anchor)")
    assert faults == []


def test_links_are_relative_so_that_the_site_works_below_any_path(
    all_pages: list[BuiltPage],
) -> None:
    faults = [
        f"{page}: {link}"
        for page in all_pages
        if page.address != "404.html"
        for link in inside_links(page)
        if link.startswith("/")
    ]
    assert faults == []


def test_links_stay_in_their_edition(all_pages: list[BuiltPage], site: Site) -> None:
    faults = []
    for page in all_pages:
        for node in page.tree.css("a[href]"):
            link = node.attributes["href"] or ""
            if "data-edition" in node.attributes or re.match("https?:|tel:|#|.*/links.json$", link):
                continue
            target = target_of(page, site, link)
            # Short links know no edition. The files to take along lie together; each page offers
            # those of its own (test_books.py).
            if target.startswith(("s/", "books/")):
                continue
            if target.startswith("zh-hans/") != (page.edition == HANS):
                faults.append(f"{page}: {link}")
    assert faults == []


def test_the_switch_leads_to_the_same_page_in_each_edition(
    all_pages: list[BuiltPage], site: Site
) -> None:
    faults = []
    for page in all_pages:
        links = page.tree.css("header a[data-edition]")
        found = {
            a.attributes["data-edition"]: target_of(page, site, a.attributes["href"] or "")
            for a in links
        }
        wanted = {edition: replace(page, edition=edition).path for edition in (HANT, HANS)}
        if found != wanted:
            faults.append(f"{page}: leads to {found}")
        current = [a.attributes["data-edition"] for a in links if "aria-current" in a.attributes]
        if current != [page.edition]:
            faults.append(f"{page}: current is {current}")
    assert faults == []


def test_each_page_names_its_language_its_counterpart_and_its_own_address(
    all_pages: list[BuiltPage],
) -> None:
    faults = []
    for page in all_pages:
        if first(page.tree, "html").attributes["lang"] != page.edition:
            faults.append(f"{page}: <html lang>")
        if page.address == "404.html":
            continue
        alternates = {
            link.attributes["hreflang"]: link.attributes["href"]
            for link in page.tree.css("link[rel=alternate][hreflang]")
        }
        hant, hans = EXAMPLE + page.address, f"{EXAMPLE}zh-hans/{page.address}"
        if alternates != {HANT: hant, HANS: hans, "x-default": hant}:
            faults.append(f"{page}: alternates {alternates}")
        canonical = first(page.tree, "link[rel=canonical]").attributes["href"]
        if canonical != (hans if page.edition == HANS else hant):
            faults.append(f"{page}: canonical {canonical}")
    assert faults == []


def test_nothing_is_asked_of_a_third_party(all_pages: list[BuiltPage]) -> None:
    selectors = "script[src], link[rel=stylesheet], link[rel=preconnect], img, iframe, form[action]"
    faults = [
        f"{page}: {html[:120]}"
        for page in all_pages
        for html in (node.html or "" for node in page.tree.css(selectors))
        if re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", html)
    ]
    assert faults == []


def test_outside_links_are_only_those_of_the_facts_that_may_be_linked(
    all_pages: list[BuiltPage],
) -> None:
    facts = read_facts(PROJECT / "docs/_data")[0]
    allowed = {fact["url"] for fact in facts.values() if fact.get("link")}
    faults = []
    for page in all_pages:
        for node in page.tree.css("a[href^=http]:not([data-quick-exit])"):
            rel = node.attributes.get("rel") or ""
            if node.attributes["href"] not in allowed or "noopener noreferrer" not in rel:
                faults.append(f"{page}: {node.html}")
    assert faults == []


TAG, VALUE = re.compile(r"<[^>]*>"), re.compile(r'="[^"]*"')


def markup(page: BuiltPage) -> str:
    """Its tags, and what attributes they have but for the mark of the edition that is open."""
    tags = "".join(TAG.findall(page.html))
    return VALUE.sub("", tags.replace(' aria-current="true"', ""))


def test_both_editions_have_the_same_markup(site: Site) -> None:
    faults = [
        str(one)
        for one, other in zip(site.pages(HANT), site.pages(HANS), strict=True)
        if markup(one) != markup(other)
    ]
    assert faults == []


def test_the_html_is_valid(site: Site) -> None:
    """That of the first edition; the second has the same."""
    faults = []
    for page in site.pages(HANT):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(page.html)
        faults += [f"{page}: {place} {code}" for place, code, _ in parser.errors]
    assert faults == []


def test_each_page_has_one_h1_its_lead_and_one_next_step(all_pages: list[BuiltPage]) -> None:
    faults = []
    for page in all_pages:
        counts = [len(page.tree.css(selector)) for selector in ("h1", ".lead", ".next-step")]
        if counts != {"404.html": [1, 0, 0], WHOLE: [1, 1, 0]}.get(page.address, [1, 1, 1]):
            faults.append(f"{page}: {counts}")
    assert faults == []


def test_every_page_says_mainland_only_not_affiliated_and_whom_to_call(
    all_pages: list[BuiltPage],
) -> None:
    wanted = {
        HANT: ("只講中國內地", "不是支付寶", "tel:110", "tel:120", "tel:12356"),
        HANS: ("只讲中国内地", "不是支付宝", "tel:110", "tel:120", "tel:12356"),
    }
    faults = []
    for page in all_pages:
        foot = first(page.tree, "footer").html or ""
        faults += [f"{page}: {text}" for text in wanted[page.edition] if text not in foot]
    assert faults == []


def test_every_claim_stands_under_an_anchor_that_exists_in_both_editions(site: Site) -> None:
    found = places(read_pages(PROJECT / "docs")[0])
    assert len(found) == 76
    for edition in (HANT, HANS):
        known = {page.address: set(ids(page)) for page in site.pages(edition)}
        lost = [c for c, place in found.items() if place.anchor not in known[place.page.url]]
        assert lost == [], edition


def listing(site: Site, edition: str, kind: str) -> list[BuiltPage]:
    """The pages that list facts or claims: all parts, each with its further pages."""
    pages = [page for page in site.pages(edition) if re.match("sources/.", page.address)]
    return [page for page in pages if page.tree.css_first(f"article ul.{kind}")]


def facts_of(page: BuiltPage) -> dict[str, str]:
    """What the facts on a page say of themselves, by the ids of their items."""
    items = page.tree.css("li.fact[id]")
    return {attribute(item, "id"): first(item, "p + p").text() for item in items}


def published_facts() -> dict[str, dict[str, object]]:
    facts = read_facts(PROJECT / "docs/_data")[0]
    return {name: dict(f) for name, f in facts.items() if f["confidence"] != UNPUBLISHED}


def test_every_published_fact_and_every_claim_is_listed_once(site: Site) -> None:
    facts = read_facts(PROJECT / "docs/_data")[0]
    published = {f["id"].lower(): f for f in facts.values() if f["confidence"] != UNPUBLISHED}
    for edition in (HANT, HANS):
        lists = listing(site, edition, "facts")
        items = [item for page in lists for item in page.tree.css("article ul li.fact")]
        items = [item for item in items if not (item.attributes["id"] or "").startswith("basis-")]
        assert sorted(str(item.attributes["id"]) for item in items) == sorted(published)
        for item in items:
            fact = published[str(item.attributes["id"])]
            assert f"｜{fact['checked']} " in first(item, "p + p").text()
            assert first(item, "q").text() == fact["quote"]
        lists = listing(site, edition, "claims")
        claims = [claim for page in lists for claim in page.tree.css("li.claim")]
        assert len(claims) == 76
        assert all(node.css_first("a[href]") for node in claims)


def test_the_sources_page_leads_to_every_topic_and_every_part_of_the_article(site: Site) -> None:
    """Under the anchors that they had when they stood there."""
    topics = {fact["topic"] for fact in published_facts().values()}
    for edition in (HANT, HANS):
        page = site.page(edition, "sources/")
        listed = page.tree.css("dl dt")
        assert {str(item.attributes["id"]) for item in listed} == {f"facts-{t}" for t in topics}
        assert len(page.tree.css(".claims-index li")) == 4
        for item in [*listed, *page.tree.css(".claims-index [id]")]:
            address, _, anchor = attribute(first(item, "a"), "href").partition("#")
            assert anchor == item.attributes["id"]
            there = site.page(edition, f"sources/{address}")
            assert there.tree.css_first(f"#{anchor}") is not None


def test_the_sources_page_names_every_fact_by_its_number(site: Site) -> None:
    """Neighbours as one: F01–F12."""
    wanted = {int(number[1:]) for number in published_facts()}
    for edition in (HANT, HANS):
        found: set[int] = set()
        for cell in site.page(edition, "sources/").tree.css("dl dd"):
            assert cell.css_first("a") is None, "F120 is no number to dial"
            for run in cell.text(strip=True).split("、"):
                first, _, last = run.partition("–")
                found |= set(range(int(first[1:]), int((last or first)[1:]) + 1))
        assert wanted <= found


def test_weak_facts_are_cited_nowhere(all_pages: list[BuiltPage]) -> None:
    facts = read_facts(PROJECT / "docs/_data")[0]
    weak = {f["id"] for f in facts.values() if f["confidence"] == UNPUBLISHED}
    assert weak
    faults = [
        f"{page}: {node.text()}"
        for page in all_pages
        for node in page.tree.css("a.cite > b")
        if node.text() in weak
    ]
    assert faults == []


def test_a_citation_leads_to_its_fact(site: Site) -> None:
    """On its own page, but for the glossary and the foot of all pages: in the lists of all."""
    for edition in (HANT, HANS):
        lists = {page.address: facts_of(page) for page in listing(site, edition, "facts")}
        for page in site.pages(edition):
            own = facts_of(page)
            for link in page.tree.css("a.cite"):
                address, _, anchor = (link.attributes["href"] or "").partition("#")
                path = urljoin(f"/{page.address}", address).removeprefix("/")
                # 404.html knows the root of its edition only.
                path = path.removeprefix("zh-hans/")
                assert path in lists or path == page.address, (str(page), address)
                fact = lists.get(path, own)[anchor]
                assert fact.startswith(f"{first(link, 'b').text()}｜"), str(page)
        glossary = site.page(edition, "glossary/")
        assert glossary.tree.css_first(".basis") is None
        assert len(glossary.tree.css("article a.cite time")) > 5


def test_static_files_exist_once(site: Site) -> None:
    hans = site.edition_root(HANS)
    files = {f.relative_to(hans).as_posix() for f in hans.rglob("*") if f.is_file()}
    # A page is two files: beside its HTML stands its text, in the edition's own script.
    extra = {f for f in files if not f.endswith((".html", "index.md"))}
    # How many parts the texts of the search have depends on how long the guide is.
    extra = {re.sub(r"text-\d+", "text-1", f) for f in extra}
    assert extra == EDITION_FILES


def test_the_data_of_the_pages_is_not_published(site: Site) -> None:
    assert not list(site.root.rglob("*.yml"))
    assert not list(site.root.rglob("_data"))


def test_each_edition_has_a_sitemap_of_its_own_pages_that_names_the_other(site: Site) -> None:
    for edition, prefix in ((HANT, EXAMPLE), (HANS, EXAMPLE + "zh-hans/")):
        root = site.edition_root(edition)
        text = (root / "sitemap.xml").read_text(encoding="utf-8")
        left_out = ("404.html", WHOLE)
        pages = [page for page in site.pages(edition) if not page.is_further]
        wanted = {prefix + page.address for page in pages if page.address not in left_out}
        assert set(re.findall("<loc>(.*?)</loc>", text)) == wanted
        assert text.count('hreflang="zh-Hans"') == text.count('hreflang="zh-Hant"') == len(wanted)
        assert set(re.findall("<lastmod>(.*?)</lastmod>", text)) <= {
            page.meta["updated"].isoformat() for page in read_pages(PROJECT / "docs")[0]
        }
        assert gzip.decompress((root / "sitemap.xml.gz").read_bytes()).decode() == text


def search_titles(site: Site, edition: str) -> dict[str, str]:
    """What search calls each page and section of an edition, by address."""
    titles = {}
    for address, _, title, _, _, sections, *_ in read_index(site.edition_root(edition))["pages"]:
        titles[address] = title
        titles |= {f"{address}#{anchor}": heading for anchor, heading, *_ in filter(None, sections)}
    return titles


def test_each_edition_has_a_search_index_of_the_same_sections(site: Site) -> None:
    hant, hans = search_titles(site, HANT), search_titles(site, HANS)
    assert list(hant) == list(hans)
    assert len(hant) > 250
    assert hans["glossary/#payment-order"] == "支付令"
    assert hans["start/urgent/#threats"] == "被恐吓、骚扰"


def test_a_title_reads_the_same_in_heading_and_search(site: Site) -> None:
    for edition in (HANT, HANS):
        searched = search_titles(site, edition)
        for page in site.pages(edition):
            if page.address in ("404.html", WHOLE, "topics/") or page.is_further:
                continue
            assert searched[page.address] == first(page.tree, "h1").text(strip=True), page


def test_the_menu_of_a_page_marks_it_in_the_part_that_is_open(site: Site) -> None:
    """Under the short name that mkdocs.yml gives it."""
    for edition in (HANT, HANS):
        for page in site.pages(edition):
            # The lists of facts and claims are no pages of the menu: the one above leads to them.
            if page.address in ("404.html", WHOLE) or re.match("sources/.", page.address):
                continue
            if page.is_further:
                continue
            marked = page.tree.css(".menu [aria-current=page]")
            assert len(marked) == 1, page
            assert target_of(page, site, marked[0].attributes["href"] or "") == page.path, page
            if page.address.count("/") > 1:
                in_its_part = ".menu [class=menu__open] > * > * > [aria-current=page]"
                assert page.tree.css_first(in_its_part) is not None, page


def test_the_build_says_once_that_it_used_the_example_address(site: Site) -> None:
    said = [line for line in site.log.splitlines() if "SITE_URL" in line]
    assert len(said) == 1
    assert EXAMPLE in said[0]


def test_the_build_reports_the_longest_sentences(site: Site) -> None:
    assert re.search(r"sentences of \d+\.\d Han characters on average; longest: docs/", site.log)
