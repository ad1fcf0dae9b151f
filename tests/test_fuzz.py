"""Mutated pages, data and settings thrown at the checks: never a traceback, always a place.

In the suite some thousands of texts; `FUZZ=100000 pytest tests/test_fuzz.py` throws more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fault_cases import BASE, PAGE, SLOT, said_of, small_guide
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from base.problems import Problem
from base.source_text import BadText, decoded
from base.yaml_rows import BadYaml, parse
from content.attribute_lists import ATTRIBUTES, check_attribute_lists
from content.block_check import check_blocks
from content.brackets import check_brackets
from content.extension import Markup
from content.facts import check_citations
from content.library import Sources, read_sources
from content.list_lines import check_lists
from content.raw_html import ELEMENTS, check_raw_html, without_code
from content.source_pages import SourcePage, SourcePages, parse_page
from links.source_links import check_source_links

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("FUZZ", "0"))


def rounds(usual: int) -> settings:
    """So many texts in the suite; all that FUZZ asks for by hand."""
    return settings(
        max_examples=ROUNDS or usual,
        deadline=None,
        database=None,
        derandomize=not ROUNDS,
        suppress_health_check=list(HealthCheck),
    )


# ---- what is thrown ----

# Marks that mean something to Markdown, to HTML, to YAML, or to us; and what only looks so.
MARKS = (
    *("<", ">", "</", "/>", "<!--", "-->", "<script>", "</script>", "<div markdown>", "</div>"),
    *('<div class="path" markdown>', "<br>", '<span lang="en">', "</span>", '<a href="../print/">'),
    *("</a>", "<img src=x onerror=y>", "<style>", "<![CDATA[", "]]>", "<?x", "&lt;", "&#60;", "&"),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "[F01]",
        "[F99]",
        "[x](../index.md)",
        "![",
        "[[",
        "]]",
        "[^1]",
        "[x]:",
    ),
    *(
        "javascript:",
        "https://evil.example/",
        "data:text/html,",
        "//",
        "{",
        "}",
        "{#x}",
        "{ .urgent }",
    ),
    *(
        "{: onclick=y }",
        "#",
        "## ",
        "## 字 {#y}\n",
        "=",
        "===\n",
        "---\n",
        "- ",
        "1. ",
        "* ",
        "> ",
        "|",
    ),
    *(
        "| a | b |\n",
        "| --- | --- |\n",
        '!!! example "字"\n',
        '!!! caveat r1 "字"\n',
        "???",
        "    ",
    ),
    *(
        "\t",
        "\n",
        "\n\n",
        "  \n",
        "```",
        "```\n",
        "~~~\n",
        "`",
        "``",
        "*",
        "**",
        "_",
        "____",
        "~~",
        "\\",
    ),
    *(
        "。",
        "，",
        "「",
        "」",
        "『",
        "』",
        "（",
        "）",
        "：",
        '"',
        "'",
        ".",
        ",",
        "…",
        "—",
        "字",
        "110",
        "15日",
    ),
    *(
        "\u200b",
        "\u202e",
        "\ufeff",
        "\u00a0",
        "\u3000",
        "⼈",
        "Ａ",
        "а",
        "の",
        "한",
        "😀",
        "\x07",
        "\r",
    ),
    *(
        "<<<<<<< HEAD\n",
        "=======\n",
        "on",
        "style=",
        "title: ",
        "id: ",
        "- id: F01\n",
        "&a ",
        "*a",
        "!!x ",
    ),
)
WORDS = st.one_of(st.sampled_from(MARKS), st.text(max_size=8))
TEXTS = st.lists(WORDS, max_size=14).map("".join)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """A text in which some stretches are others: cut, doubled, moved, replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(TEXTS, st.just(""), st.just(text[start:end] * 2)))
        text = text[:start] + piece + text[end:]
    return text


PAGES = st.one_of(
    TEXTS.map(lambda text: BASE[PAGE].replace(SLOT, text)),
    mutated(BASE[PAGE]),
    mutated(BASE["docs/index.md"]),
    TEXTS,
)
DATA = sorted(path for path in BASE if path.startswith("docs/_data/"))


def assert_placed(problems: list[Problem], lines: int | None = None) -> None:
    """Each problem names a file, a line that is there, and says something in one line."""
    for problem in problems:
        assert problem.path, problem
        assert problem.message.strip(), problem
        assert len(problem.message) < 3000, problem.message[:200]
        if lines is not None:
            assert 0 <= problem.line <= lines + 1, problem


@pytest.fixture(scope="module")
def guide() -> Iterator[Path]:
    with small_guide() as root:
        yield root


# ---- never a traceback ----


@rounds(250)
@given(text=PAGES)
def test_any_page_is_checked_without_a_traceback(guide: Path, text: str) -> None:
    page = guide / PAGE
    kept = page.read_bytes()
    try:
        page.write_bytes(text.encode("utf-8", "surrogatepass"))
        problems = said_of(guide)
        assert_placed(problems)
        own = [problem for problem in problems if problem.path == PAGE]
        assert_placed(own, text.count("\n") + 1)
    finally:
        page.write_bytes(kept)


def assert_placed_with(guide: Path, path: str, text: str) -> None:
    """That what is wrong with a guide in which a file holds this text has a place."""
    file = guide / path
    kept = file.read_bytes()
    try:
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert_placed(said_of(guide))
    finally:
        file.write_bytes(kept)


@pytest.mark.parametrize("path", DATA)
@rounds(15)
@given(data=st.data())
def test_any_data_is_checked_without_a_traceback(
    guide: Path, path: str, data: st.DataObject
) -> None:
    text = data.draw(st.one_of(mutated((guide / path).read_bytes().decode()), TEXTS))
    assert_placed_with(guide, path, text)


@rounds(40)
@given(text=st.one_of(mutated(BASE["mkdocs.yml"]), TEXTS))
def test_any_settings_are_checked_without_a_traceback(guide: Path, text: str) -> None:
    assert_placed_with(guide, "mkdocs.yml", text)


@rounds(40)
@given(text=st.one_of(mutated(BASE["overrides/main.html"]), TEXTS))
def test_any_template_is_checked_without_a_traceback(guide: Path, text: str) -> None:
    assert_placed_with(guide, "overrides/main.html", text)


@rounds(1500)
@given(
    content=st.one_of(
        st.binary(max_size=300), TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass"))
    )
)
def test_any_bytes_are_a_text_or_a_problem_with_its_line(content: bytes) -> None:
    text, problem = "", None
    try:
        text = decoded(content, "docs/x.md")
    except BadText as error:
        problem = error.problem
    assert problem is None or 1 <= problem.line <= content.count(b"\n") + 1
    assert not {"\r", "\0"} & set(text)


@rounds(1500)
@given(text=st.one_of(TEXTS, mutated(BASE["docs/_data/facts.yml"]), mutated(BASE["mkdocs.yml"])))
def test_any_yaml_is_a_value_or_a_problem_with_its_line(text: str) -> None:
    problem = None
    try:
        parse(text, "docs/_data/x.yml")
    except BadYaml as error:
        problem = error.problem
    assert problem is None or 1 <= problem.line <= len(text.splitlines()) + 2


# ---- nothing but what is on the list gets into a page ----


class _Seen(HTMLParser):
    """The elements of HTML with their attributes, comments and declarations."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


# What Markdown itself makes, and what our extension makes of a text.
MADE = frozenset(
    (
        *("p", "h1", "h2", "h3", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("blockquote", "strong", "em", "code", "pre", "hr", "img", "input", "label", "section"),
        *("time", "q", "dl", "dt", "dd", "b", "i"),
    )
)
ATTRIBUTE_NAMES = frozenset(
    (
        *("class", "id", "href", "src", "alt", "type", "disabled", "checked", "style", "start"),
        *("aria-label", "role", "data-size", "lang", "data-zh-hans"),
        *("data-search-exclude", *ATTRIBUTES, "rel"),
    )
)
LINKS = re.compile(r"(?:\.\./)*[\w/.-]*(?:\.md)?(?:#[\w-]+)?|(?:\.\./)+print/|tel:[\d-]+")


Render = tuple[Sources, Callable[[SourcePage], str]]


@pytest.fixture(scope="module")
def render(guide: Path) -> Render:
    """The small guide as read, and what Markdown makes of a page of it."""
    sources, _ = read_sources(guide / "docs")

    def make(page: SourcePage) -> str:
        markup = Markup(sources.library)
        markup.src = page.src
        extensions = ["toc", "tables", "fenced_code", "admonition", "attr_list", "md_in_html"]
        text = "\n".join(page.lines[page.body_line - 1 :])
        return Markdown(extensions=[*extensions, "pymdownx.tasklist", markup]).convert(text)

    return sources, make


def _beyond_the_list(html: str) -> Iterator[str]:
    seen = _Seen()
    seen.feed(html)
    seen.close()
    yield from seen.others
    for tag, attributes in seen.tags:
        if tag not in MADE and tag not in ELEMENTS:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name not in ATTRIBUTE_NAMES:
                yield f"{name} of <{tag}>"
            elif name == "style" and not re.fullmatch(r"text-align: \w+;", value or ""):
                yield f"style={value}"
            elif name in ("href", "src") and not LINKS.fullmatch(value or ""):
                yield f"{name}={value}"


def _own_faults(page: SourcePage, sources: Sources, docs: Path) -> Iterator[Problem]:
    """What the checks say that stand between a text and what Markdown makes of it."""
    yield from check_raw_html(page)
    yield from check_attribute_lists(page)
    yield from check_blocks(page, frozenset(("r1", "r2")))
    yield from check_brackets(page)
    yield from check_citations(page, sources.library.facts)
    yield from check_lists(page, sources.library.part_places, sources.library.parts)
    others = [other for other in sources.pages if other.src != page.src]
    with_page = replace(sources, pages=SourcePages([*others, page]))
    yield from (p for p in check_source_links(docs, with_page) if p.path == page.path)
    if "`" in without_code("\n".join(page.lines)):
        yield Problem(page.path, 0, "a backtick that quotes nothing (content/marks.py)")


@rounds(1500)
@given(text=st.one_of(TEXTS, mutated(BASE[PAGE].split("---\n", 2)[2])))
def test_a_page_that_passes_holds_nothing_but_what_is_on_the_list(
    guide: Path, render: Render, text: str
) -> None:
    """Held against what Python-Markdown really makes of it: whatever the checks let through is
    made of the elements, attributes and addresses that are allowed."""
    head = BASE[PAGE].split("---\n", 2)[1]
    source = f"---\n{head}---\n{text}"
    try:
        decoded(source.encode("utf-8", "surrogatepass"), PAGE)
    except BadText:
        return
    page, faults = parse_page("start/index.md", source)
    sources, make = render
    if page is None or faults or list(_own_faults(page, sources, guide / "docs")):
        return
    assert list(_beyond_the_list(make(page))) == []
