"""The whole guide of one edition as a PDF, by a browser."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from model.addresses import PAPER
from model.guide import public_address
from model.page import Page as BuiltPage
from paper.finish import Heading, finished
from paper.fonts import paper_fonts
from paper.whole_guide import TEXT

# Links to chapters, but for the marks of sources and terms: there a number would be noise.
LINKS = '.paper-contents a[href^="#"], .paper-chapter a[href^="#"]:not(.cite, .term)'
# The name of our letters in the document.
LETTERS = "Paper"
# Page numbers may move what follows them, which moves numbers; it settles at once or soon.
PASSES = 5


class Unsettled(Exception):
    """The page numbers go on moving each other."""


def _give(page: Page, numbers: Mapping[str, int]) -> None:
    """Writes the page of its target behind each link, in the words of the document."""
    page.evaluate(
        """([selector, numbers]) => {
            const words = document.querySelector("[data-text-page]").dataset.textPage
            for (const link of document.querySelectorAll(selector)) {
                const number = String(numbers[decodeURIComponent(link.hash.slice(1))] ?? "")
                const bare = link.closest("[data-text-page]")
                link.dataset.page = bare ? number : words.replace("{page}", number)
            }
        }""",
        [LINKS, numbers],
    )


def _run_titles(page: Page) -> None:
    """Gives each chapter sheets of its own name, with its title at their head."""
    page.evaluate(
        """() => {
            const chapters = [...document.querySelectorAll(".paper-chapter")]
            const rules = chapters.map((chapter, number) => {
                chapter.style.page = `chapter-${number}`
                const title = chapter.querySelector(".paper-chapter__head :is(h2, h3)")
                const text = JSON.stringify(title.textContent.trim())
                return `@page chapter-${number} { @top-right { font-size: 8pt; content: ${text} } }`
            })
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(rules.join("\\n"))
            document.adoptedStyleSheets.push(sheet)
        }"""
    )


def _set_fonts(page: Page) -> None:
    """Gives the document letters of ours, those that styles write too."""
    language, text = page.evaluate(
        """() => {
            const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
            const styles = rules.map(rule => rule.cssText).join("")
            const html = document.documentElement
            return [html.lang, html.outerHTML + styles]
        }"""
    )
    fonts = paper_fonts(language, text)
    page.evaluate(
        """async ([name, fonts]) => {
            for (const [weight, font] of fonts) {
                const bytes = Uint8Array.from(atob(font), character => character.charCodeAt(0))
                document.fonts.add(await new FontFace(name, bytes, { weight }).load())
            }
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(
                `*, ::before, ::after, ::marker { font-family: "${name}" !important }
                @page { font-family: "${name}" }`)
            document.adoptedStyleSheets.push(sheet)
        }""",
        [LETTERS, [[str(w), base64.b64encode(font).decode()] for w, font in fonts.items()]],
    )


def _print(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


def targets(reader: PdfReader) -> dict[str, int]:
    """The number of the page, from 1, of each place in a PDF that something leads to."""
    found = {}
    for name, destination in reader.named_destinations.items():
        number = reader.get_destination_page_number(destination)
        if number is not None:
            found[name.removeprefix("/")] = number + 1
    return found


def _settled(page: Page) -> bytes:
    """The PDF whose page numbers are right. Raises `Unsettled`."""
    numbers: dict[str, int] = {}
    for _ in range(PASSES):
        _give(page, numbers)
        pdf = _print(page)
        found = targets(PdfReader(io.BytesIO(pdf)))
        if found == numbers:
            return pdf
        numbers = found
    raise Unsettled(f"page numbers still move after {PASSES} passes")


def _headings(page: Page) -> list[Heading]:
    return [
        Heading(int(level), title)
        for level, title in page.evaluate(
            """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)")]
                .map(heading => [heading.tagName[1], heading.textContent.trim()])"""
        )
    ]


def _serve(route: Route, site_dir: Path, base: str) -> None:
    """Answers for the site's own address with the files of its folder, and for no other."""
    url = route.request.url.partition("#")[0]
    if not url.startswith(base):
        route.abort()
        return
    file = site_dir / unquote(urlsplit(url[len(base) :]).path)
    file = file / "index.html" if file.is_dir() else file
    if file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404)


def make_pdf(browser: Browser, site_dir: Path, folder: str) -> bytes:
    """The PDF of the edition in `folder` ("" or "zh-hans/") of a built site.

    Its links that leave the document lead to the public address of the site. Raises
    `Unsettled` and `Unfinished`.
    """
    start = (site_dir / "index.html").read_text(encoding="utf-8")
    base = public_address([BuiltPage.read("index.html", start)])
    context = browser.new_context(color_scheme="light")
    try:
        page = context.new_page()
        page.route("**/*", lambda route: _serve(route, site_dir, base))
        page.goto(f"{base}{folder}{PAPER}", wait_until="networkidle")
        # The scripts that come when the page has been drawn (drawn.js) write into it.
        page.wait_for_function("() => !document.querySelector('[data-late]')")
        _run_titles(page)
        _set_fonts(page)
        pdf = _settled(page)
        title, headings = page.title(), _headings(page)
        day = page.locator(".paper-cover time").first.get_attribute("datetime") or ""
        stamp = page.locator(f'meta[name="{TEXT}"]').get_attribute("content") or ""
    finally:
        context.close()
    return finished(pdf, title, day, stamp, headings)
