"""A page that moved, a heading with a new id, an archived page: one line each, nothing breaks.

On a copy of the real project, served by a static host and by a real nginx, read in a real
Chromium.
"""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from browser_fixtures import OpenPage
from conftest import HANS, HANT, PROJECT, Site, build
from hosts import nginx_serving
from selectolax.lexbor import LexborHTMLParser
from static_host import served
from trees import attribute, first

pytestmark = pytest.mark.slow

OLD, NEW = "tools/evidence-log", "tools/evidence"
OLD_ID, NEW_ID = "review", "how-we-review"
WHY = "規則改了，這裡的日期不再準。"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(path: Path, line: str) -> None:
    """Adds a line to the front matter of a page."""
    change(path, "\nupdated:", f"\n{line}\nupdated:")


def copy_project(folder: Path) -> Path:
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    return folder


def move_page(project: Path, line: str = "") -> None:
    """Moves the file and what names it; `line` goes into its front matter."""
    docs = project / "docs"
    # The ledger stays: it says where the page was.
    texts = [*docs.rglob("*.md"), project / "mkdocs.yml", *docs.glob("_data/*.yml")]
    texts += (project / "overrides").rglob("*.html")
    for path in texts:
        text = path.read_text(encoding="utf-8")
        for form in (f"{OLD}.md", f"{OLD}/", f"({Path(OLD).name}.md"):
            text = text.replace(form, form.replace(Path(OLD).name, Path(NEW).name))
        path.write_text(text, encoding="utf-8")
    (docs / f"{OLD}.md").rename(docs / f"{NEW}.md")
    if line:
        add(docs / f"{NEW}.md", line)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project after three changes of one line each, built with --strict for /guide/."""
    project = copy_project(tmp_path_factory.mktemp("project"))
    docs = project / "docs"
    move_page(project, f"redirect_from:\n  - {OLD}/")
    change(docs / "about.md", f"{{#{OLD_ID}}}", f"{{#{NEW_ID} was={OLD_ID}}}")
    add(docs / "pitfalls/next-time.md", f"status: archived {WHY}")
    root = tmp_path_factory.mktemp("www") / "guide"
    built = build(project, root, "--strict", SITE_URL="https://help.example/guide/")
    assert built.returncode == 0, built.stdout
    return Site(root, built.stdout)


def test_the_former_address_is_a_page_in_both_editions(moved: Site) -> None:
    for edition, prefix in ((HANT, ""), (HANS, "zh-hans/")):
        html = (moved.edition_root(edition) / OLD / "index.html").read_text(encoding="utf-8")
        tree = LexborHTMLParser(html)
        assert first(tree, "html").attributes["lang"] == edition
        assert first(tree, "main a").attributes["href"] == "../evidence/"
        assert '<meta http-equiv="refresh" content="0; url=../evidence/">' in html
        canonical = first(tree, "link[rel=canonical]").attributes["href"]
        assert canonical == f"https://help.example/guide/{prefix}{NEW}/"
        assert first(tree, 'meta[name="robots"]').attributes["content"] == "noindex"


def test_the_former_address_is_in_no_sitemap_and_in_no_catalogue(moved: Site) -> None:
    for name in ("sitemap.xml", "zh-hans/sitemap.xml", "links.json", "llms.txt"):
        text = (moved.root / name).read_text(encoding="utf-8")
        assert f"{NEW}/" in text
        assert f"{OLD}/" not in text


def test_the_heading_has_both_ids_and_the_catalogue_the_new_one(moved: Site) -> None:
    for edition in (HANT, HANS):
        html = (moved.edition_root(edition) / "about/index.html").read_text(encoding="utf-8")
        heading = first(LexborHTMLParser(html), f"h2#{NEW_ID}")
        assert heading.css_first(f"#{OLD_ID}") is not None
        # The list of contents and the search know nothing of the former id.
        assert f'href="#{OLD_ID}"' not in html
    about = next(page for page in moved.catalogue["pages"] if page["id"] == "about")
    ids = {anchor["id"] for anchor in about["anchors"]}
    assert NEW_ID in ids
    assert OLD_ID not in ids


def test_the_archived_page_says_why_and_leads_on_at_its_old_address(moved: Site) -> None:
    for edition, word in ((HANT, "規則改了"), (HANS, "规则改了")):
        file = moved.edition_root(edition) / "pitfalls/next-time/index.html"
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        notice = first(tree, "article .admonition.archived")
        assert word in notice.text()
        step = attribute(first(tree, "a.next-step"), "href")
        assert first(notice, "a").attributes["href"] == step
        assert (file.parent / step / "index.html").is_file()
    status = {page["id"]: page["status"] for page in moved.catalogue["pages"]}
    assert status["next-time"] == "archived"
    assert (moved.root / "s/next-time/index.html").is_file()


def test_broken_promises_stop_the_real_build_with_one_list(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    docs = project / "docs"
    move_page(project)
    change(docs / "about.md", f"{{#{OLD_ID}}}", f"{{#{NEW_ID}}}")
    add(docs / "sources.md", "redirect_from:\n  - about/")
    add(docs / "about.md", "redirect_from:\n  - sources/")
    add(docs / "glossary.md", "redirect_from:\n  - start/urgent/")
    built = build(project, tmp_path / "site", "--strict")
    print(built.stdout)
    assert built.returncode != 0
    assert "Traceback" not in built.stdout
    for message in (
        f"docs/{NEW}.md:2: /{OLD}/ was published on 2026-11-23 as",
        f"docs/about.md: the anchor #{OLD_ID}, published on 2026-11-23, is gone",
        "goes in a circle, /sources/ → /about/ → /sources/: drop the line",
        "goes in a circle, /about/ → /sources/ → /about/: drop the line",
        "start/urgent/ is the address of docs/start/urgent.md: drop the line",
    ):
        assert message in built.stdout
    for name in ("about", "sources", "glossary"):
        assert re.search(rf'docs/{name}\.md:\d+: "redirect_from"', built.stdout)


@pytest.fixture(scope="module")
def host(moved: Site) -> Iterator[str]:
    """The address of the host whose folder `guide` is the site; for `open_page`."""
    with served(moved.root.parent) as address:
        yield address


@pytest.fixture(scope="module")
def nginx(moved: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real nginx with the generated map; the site is its folder /guide/."""
    folder = tmp_path_factory.mktemp("nginx")
    with nginx_serving(moved.root.parent, moved.root / "redirects.map", folder) as address:
        yield address


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def answer(url: str) -> tuple[int, str]:
    """Status and Location."""
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        found: HTTPResponse = opener.open(url, timeout=10)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location") or ""
    with found:
        return found.status, found.headers.get("Content-Type") or ""


@pytest.mark.parametrize("edition", ["", "zh-hans/"])
@pytest.mark.parametrize("form", [f"{OLD}/", OLD])
def test_nginx_sends_the_former_address_on_in_one_hop(nginx: str, edition: str, form: str) -> None:
    status, target = answer(f"{nginx}guide/{edition}{form}?q=1")
    assert (status, target) == (301, f"/guide/{edition}{NEW}/?q=1")
    assert answer(nginx.rstrip("/") + target)[0] == 200


def test_nginx_serves_short_links_codes_and_texts(nginx: str) -> None:
    assert answer(f"{nginx}guide/s/urgent/") == (200, "text/html; charset=utf-8")
    assert answer(f"{nginx}guide/s/urgent") == (301, "/guide/s/urgent/")
    assert answer(f"{nginx}guide/s/urgent/qr.png") == (200, "image/png")
    assert answer(f"{nginx}guide/s/urgent/qr.svg")[0] == 200
    assert answer(f"{nginx}guide/start/urgent/index.md")[1].startswith("text/markdown")
    assert answer(f"{nginx}guide/zh-hans/llms.txt")[0] == 200
    assert answer(f"{nginx}guide/s/no-such-page/")[0] == 404


@pytest.mark.browser
def test_through_nginx_the_anchor_and_the_words_of_a_search_come_along(
    open_page: OpenPage, nginx: str
) -> None:
    page = open_page(f"{nginx}guide/zh-hans/{OLD}/?h=a#page-head")
    assert page.url == f"{nginx}guide/zh-hans/{NEW}/?h=a#page-head"


@pytest.mark.browser
@pytest.mark.parametrize("edition", ["", "zh-hans/"])
def test_on_a_host_without_rules_the_page_sends_on_and_keeps_the_anchor(
    open_page: OpenPage, host: str, edition: str
) -> None:
    page = open_page("guide/")
    page.goto(f"guide/{edition}{OLD}/?h=a#page-head")
    page.wait_for_url(f"{host}guide/{edition}{NEW}/?h=a#page-head")
    page.go_back()
    assert page.url == f"{host}guide/"


@pytest.mark.browser
@pytest.mark.parametrize("edition", ["", "zh-hans/"])
def test_without_scripts_the_page_sends_on_too(
    open_page: OpenPage, host: str, edition: str
) -> None:
    page = open_page(f"guide/{edition}{OLD}/", scripts=False)
    page.wait_for_url(f"{host}guide/{edition}{NEW}/")


@pytest.mark.browser
def test_an_old_anchor_still_leads_to_its_heading(open_page: OpenPage) -> None:
    page = open_page(f"guide/s/about/#{OLD_ID}", language="zh-TW")
    page.wait_for_url(f"**/guide/about/#{OLD_ID}")
    box = page.locator(f"#{NEW_ID}").bounding_box()
    header = page.locator(".md-header").bounding_box()
    size = page.viewport_size
    assert box
    assert header
    assert size
    assert header["y"] + header["height"] - 1 <= box["y"] < size["height"]
