"""A page is cut into text and markup, and nothing is lost."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Site
from hypothesis import given, settings
from hypothesis import strategies as st

from htmlkit.elements import VOID
from htmlkit.lexer import Kind, parse, split

CASES = yaml.safe_load((Path(__file__).parent / "cases/lexer.yml").read_text("utf-8"))
Event = tuple[Any, ...]


class Events(HTMLParser):
    """What the standard library sees in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[Event] = []

    def _text(self, text: str) -> None:
        if self.events and self.events[-1][0] == "text":
            text = self.events.pop()[1] + text
        self.events.append(("text", text))

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The first of two attributes with one name counts.
        self.events.append(("start", tag, dict(reversed(attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_comment(self, data: str) -> None:
        self.events.append(("other",))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("other",))


def unescaped(attributes: dict[str, str | None]) -> dict[str, str | None]:
    from html import unescape

    return {name: unescape(value) if value else value for name, value in attributes.items()}


def library_events(html: str) -> list[Event]:
    parser = Events()
    parser.feed(html)
    parser.close()
    return [event for event in parser.events if event != ("text", "")]


def our_events(html: str) -> list[Event]:
    events: list[Event] = []
    tokens = split(html)
    for place, token in enumerate(tokens):
        if place % 2 == 0:
            events.append(("text", token))
            continue
        tag = parse(token)
        attributes = {attribute.name: attribute.value for attribute in tag.attributes}
        if tag.kind is Kind.OTHER:
            events.append(("other",))
        elif tag.kind is Kind.CLOSE:
            events.append(("end", tag.name))
        else:
            events.append(("start", tag.name, unescaped(attributes)))
        if tag.kind is Kind.ELEMENT:
            start, end = tag.content
            events.append(("text", token[start:end]))
            events.append(("end", tag.name))
    return [event for event in events if event != ("text", "")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_html_is_cut_as_the_case_says(case: dict[str, Any]) -> None:
    assert split(case["html"]) == case["tokens"]


def test_built_pages_are_read_as_the_standard_library_reads_them(site: Site) -> None:
    for file in sorted(site.root.rglob("*.html")):
        html = file.read_text("utf-8")
        assert "".join(split(html)) == html, file
        assert our_events(html) == library_events(html), file


snippets = st.sampled_from(
    [
        "<p>", "</p>", "<br/>", "<img src=x>", '<a href="?a&amp;b=1">', "</a>",
        "<b class=x id='y'>",
        '<i title="a>b" hidden>', "<span data-a = 'b'\n data-c>", "<!-- c -->", "<!doctype html>",
        "<script>if (a<b) {}</script>", "<style>a>b{}</style>", "漢字", "1 &lt; 2",
        " ", "\n", "&amp;",
        "<svg><path d='M0'/></svg>", "<DIV ID=X>", "</DIV>", "<td colspan=2>", "「", "<h2 id=a-b>",
    ]
)  # fmt: skip
rubbish = st.text(alphabet="<>/!-=\"' abp\n漢scripttle", max_size=40)


@settings(deadline=None, derandomize=True, max_examples=500, database=None)
@given(st.lists(snippets, max_size=12).map("".join))
def test_well_formed_html_is_read_as_the_standard_library_reads_it(html: str) -> None:
    assert our_events(html) == library_events(html)


@settings(deadline=None, derandomize=True, max_examples=1000, database=None)
@given(st.one_of(rubbish, st.lists(st.one_of(snippets, rubbish), max_size=8).map("".join)))
def test_the_parts_of_any_text_make_up_the_whole(html: str) -> None:
    tokens = split(html)
    assert "".join(tokens) == html
    assert len(tokens) % 2 == 1
    for token in tokens[1::2]:
        for attribute in parse(token).attributes:
            if attribute.value is not None:
                assert token[attribute.start : attribute.end] == attribute.value


@pytest.mark.parametrize("opening", ["<a title='", '<a b="', "<script>", "<!--", "<a " * 3, "<"])
def test_what_is_never_closed_does_not_cost_quadratic_time(opening: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        split(opening * times)
        return time.process_time() - start

    assert min(seconds(20_000) for _ in range(3)) < 40 * min(seconds(2_000) for _ in range(3)) + 0.1


def test_void_elements_have_no_content() -> None:
    assert {"br", "img", "input", "meta", "link", "hr"} <= VOID
