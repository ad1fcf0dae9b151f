"""The Simplified copy of one page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from conftest import Site as BuiltSite
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from base.languages import FOLDER
from base.problems import Problem
from conversion.settings import load_settings
from conversion.text import TextConverter
from editions.second_edition import second_edition, with_own_article
from editions.simplify import simplified, with_marked_simplified
from htmlkit.lexer import Kind, parse, split
from model.addresses import Site
from model.page import Page

CASES = yaml.load(
    (Path(__file__).parent / "cases/edition_pages.yml").read_text("utf-8"), yaml.CSafeLoader
)
SETTINGS, _ = load_settings(PROJECT / "docs/_data")
# Without a look at what leaks through.
CONVERTER = TextConverter(SETTINGS.text_converter().converter)
PAGES = ("index.html", "404.html", "guide/index.html")
LEAVES = ("guide/page/index.html", "guide/other/index.html")
SITE = Site([*PAGES, *LEAVES, "a.png", "b.png", "圖.png", "file.pdf", "a.js"], "https://g.org/")
FRAME = '<!doctype html>\n<html lang="{}">\n<head></head>\n<body>{}</body></html>'
# As a theme has it: header and footer on each page, the page's own part in an <article>.
THEMED = (
    '<!doctype html>\n<html lang="{}"><head></head><body><header><nav>{}</nav></header>\n'
    "<article>{}</article><footer><p>{}</p></footer></body></html>"
)


class Same:
    """A converter that changes nothing."""

    nothing = CONVERTER.converter.converted("")

    def converted(self, text: str) -> Any:
        return self.nothing._replace(even=text)


def copied(path: str, html: str, times: int = 1) -> tuple[str, list[Problem]]:
    """The copy of a page, made so often by one process."""
    copies = [simplified(Page.read(path, html), SITE, CONVERTER) for _ in range(times)]
    assert all((c.tokens, faults) == (copies[0][0].tokens, copies[0][1]) for c, faults in copies)
    assert {problem.path for _, faults in copies for problem in faults} <= {path}
    return "".join(copies[0][0].tokens), copies[0][1]


def framed(frame: str, case: dict[str, Any]) -> tuple[str, str]:
    if "<html" in case["html"]:
        return case["html"], case["copy"]
    holes = frame.count("{}") - 1
    return (
        frame.format("zh-Hant", *[case["html"]] * holes),
        frame.format("zh-Hans", *[case["copy"]] * holes),
    )


@pytest.mark.parametrize("frame", [FRAME, THEMED], ids=["bare", "themed"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_is_copied_as_the_case_says(case: dict[str, Any], frame: str) -> None:
    html, wanted = framed(frame, case)
    copy, faults = copied(case.get("path", "guide/page/index.html"), html, times=4)
    assert copy == wanted
    found = list(dict.fromkeys(fault.message for fault in faults))
    assert len(found) == len(case.get("fault", []))
    for message, start in zip(sorted(found), sorted(case.get("fault", [])), strict=True):
        assert message.startswith(start)


def test_what_is_remembered_of_a_page_does_not_leak_into_one_elsewhere() -> None:
    html = FRAME.replace("<body>{}", '<body><li><a href="../other/">帳</a></li><article></article>')
    html = html.format("zh-Hant")
    assert copied("guide/page/index.html", html, times=3)[1] == []
    faults = copied("guide/index.html", html, times=2)[1]
    assert [fault.message for fault in faults] == ["the link ../other/ leads to nothing"]


def test_a_fault_on_many_pages_is_found_on_each() -> None:
    html = THEMED.format("zh-Hant", "条款", "好", "好")
    pages = [Page.read(page, html) for page in LEAVES * 2]
    _, faults = second_edition(pages, SITE, SETTINGS)
    assert [(fault.path, fault.message[0]) for fault in faults] == [(p, "条") for p in LEAVES * 2]


VARIANT = """<meta name="variant" content='{"rules": {"帳": "帐"}}'>"""


def with_own_rules(html: str) -> str:
    """A page whose author has rules of his own for it."""
    return html.replace("<head>", f"<head>{VARIANT}")


def test_rules_of_a_page_hold_for_its_head_and_article_only() -> None:
    titled = THEMED.replace("<head>", "<head><title>{}</title>")
    page = Page.read(LEAVES[0], with_own_rules(titled.format("zh-Hant", *"帳帳帳帳")))
    other = Page.read(LEAVES[1], titled.format("zh-Hant", *"帳帳帳帳"))
    copies, faults = second_edition([page, other], SITE, SETTINGS)
    assert faults == []
    wanted = with_own_rules(titled.format("zh-Hans", *"帐账帐账"))
    assert "".join(copies[0].tokens) == wanted
    assert "".join(copies[1].tokens) == titled.format("zh-Hans", *"账账账账")


def test_a_title_of_a_page_with_rules_reads_the_same_on_all_pages() -> None:
    page = Page.read(
        LEAVES[0], with_own_rules(THEMED.format("zh-Hant", "好", "<h1>他的帳簿</h1>", "帳簿"))
    )
    other = Page.read(LEAVES[1], THEMED.format("zh-Hant", "<a>他的帳簿</a>帳簿", "帳簿", "好"))
    copies, faults = second_edition([page, other], SITE, SETTINGS)
    assert faults == []
    first, second = ("".join(copy.tokens) for copy in copies)
    assert "<h1>他的帐簿</h1>" in first
    assert "<p>账簿</p>" in first
    assert "<a>他的帐簿</a>账簿" in second
    assert "<article>账簿</article>" in second


UNUSED = ["the page's rule for 帳 matches nothing on the page: drop it"]


@pytest.mark.parametrize(
    ("article", "found"),
    [("好", UNUSED), ("<h1>帳</h1>", []), ("<h2>帳</h2>", []), ("<p>帳</p>", [])],
)
def test_a_rule_that_nothing_on_its_page_needs_is_a_fault(article: str, found: list[str]) -> None:
    page = Page.read(LEAVES[0], with_own_rules(THEMED.format("zh-Hant", "帳", article, "帳")))
    _, faults = second_edition([page], SITE, SETTINGS)
    assert [fault.message for fault in faults] == found


def test_what_is_marked_stands_in_simplified_in_both_editions() -> None:
    html = THEMED.format("zh-Hant", '<p data-simplified lang="zh-Hans">換成<b>帳</b></p>帳', "", "")
    page = with_marked_simplified(Page.read(LEAVES[0], html), SETTINGS)
    shown = '<p lang="zh-Hans">换成<b>账</b></p>'
    assert f"{shown}帳" in "".join(page.tokens)
    copy, faults = simplified(page, SITE, CONVERTER)
    assert f"{shown}账" in "".join(copy.tokens)
    assert faults == []


def test_without_conversion_every_built_page_comes_out_as_it_went_in(site: BuiltSite) -> None:
    same: Any = Same()
    nowhere = Site(())
    for file in sorted(site.root.rglob("*.html")):
        html = file.read_text("utf-8")
        # Of the structure, only the language, the theme's settings and own links change.
        html = re.sub(r'<html lang="zh-Han[ts]"', '<html lang="zh-Hans"', html)
        tokens = split(html)
        copy, _ = simplified(Page.read("index.html", html), nowhere, TextConverter(same))
        differ = [
            (before, after)
            for before, after in zip(tokens, copy.tokens, strict=True)
            if before != after
        ]
        # Previews name the language too.
        telling = ["__config", "og:locale", "inLanguage"]
        # Short links and their codes lie outside of both editions.
        telling += ["data-short", "/qr.svg", "/qr.png"]
        kept = [before for before, _ in differ if not any(name in before for name in telling)]
        kept = [b for b in kept if "data-edition" not in b and "data-zh-hans" not in b]
        texts = [b for b in kept if not b.startswith("<")]
        assert [b for b in kept if b.startswith("<") and "aria-current" not in b] == [], file
        assert len(texts) <= html.count("data-zh-hans"), file


CHANGING = {"title", "alt", "aria-label", "placeholder", "label", "content", "href", "src", "lang"}
CHANGING |= {"srcset", "value", "aria-current", "data-label", "action"}


def skeleton(html: str) -> list[tuple[Any, ...]]:
    """All of a page that both editions have in common."""
    parts: list[tuple[Any, ...]] = []
    for token in split(html)[1::2]:
        tag = parse(token)
        attributes = [a for a in tag.attributes if not a.name.startswith("data-text")]
        names = [a.name for a in attributes if a.name != "aria-current"]
        values = [(a.name, a.value) for a in attributes if a.name not in CHANGING]
        if tag.kind is Kind.OTHER or tag.name in ("style", "textarea"):
            parts.append((token,))
        elif tag.name == "script" and "json" not in (tag.get("type") or ""):
            parts.append((token[token.find(">") :],))
        parts.append((tag.kind, tag.name, names, values))
    return parts


def test_both_editions_have_the_same_tags_ids_and_scripts(site: BuiltSite) -> None:
    for file in sorted((site.root / FOLDER).rglob("*.html")):
        original = site.root / file.relative_to(site.root / FOLDER)
        assert skeleton(file.read_text("utf-8")) == skeleton(original.read_text("utf-8")), file


VERBATIM = {"code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "rt"}


def browser_text(html: str) -> str:
    """The text that is to be converted, by the rules of a browser."""

    def is_protected(node: LexborNode | None) -> bool:
        while node is not None and node.tag != "html":
            attributes = node.attributes
            if node.tag in VERBATIM or "lang" in attributes or attributes.get("translate") == "no":
                return True
            node = node.parent
        return False

    tree = LexborHTMLParser(html)
    assert tree.body
    found = tree.body.traverse(include_text=True)
    texts = [n.text(deep=True) for n in found if n.tag == "-text" and not is_protected(n.parent)]
    return "".join("".join(texts).split())


LOOSE_TAGS = (
    "<p>|<p lang=en>|</p>|<div>|<div translate=no>|</div>|<b>|</b>|<ul>|<li>|<li lang=en>|</li>|"
    "</ul>|<br>|<img lang=en>|<code>|</code>|<span lang=zh-Hans>|</span>|<svg><path/></svg>|<dl>|"
    "<dt lang=en>|<dd>|</dl>"
)
tags = st.sampled_from(LOOSE_TAGS.split("|"))
ATTRIBUTES = st.sampled_from(["", " lang=en", " translate=no", " class=a"])


def nested(names: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements in elements, with some text before, in and after each."""
    return st.recursive(
        inner,
        lambda deeper: st.builds(
            lambda name, attribute, body, more: f"<{name}{attribute}>x{body}y</{name}>{more}z",
            st.sampled_from(names.split()),
            ATTRIBUTES,
            deeper,
            deeper,
        ),
        max_leaves=8,
    )


# Blocks in inline elements are not HTML: browsers differ from what an author can have meant.
closed = nested("div section blockquote ul", nested("span b code", st.just("")))


@settings(deadline=None, derandomize=True, max_examples=400, database=None)
@given(
    closed, st.lists(st.sampled_from(["<p>q", "<li>q", "<br>", "<img lang=en>", "w"]), max_size=4)
)
def test_what_is_protected_is_what_a_browser_finds_inside(html: str, loose: list[str]) -> None:
    body = "".join(loose) + html + "".join(loose)
    page = f"<!doctype html><html lang=zh-Hant><head></head><body>{body}</body></html>"
    shown = re.sub("[q-z]", "帳", page.split("<body>")[1].split("</body>")[0])
    shown = re.sub("<[^>]*>", lambda tag: tag[0].replace("帳", "t"), shown)
    page = page.replace(body, _with_accounts(body))
    copy, _ = copied("guide/page/index.html", page)
    assert copy.count("账") == browser_text(page).count("帳")
    assert shown.count("帳") == copy.count("账") + copy.count("帳")


def _with_accounts(body: str) -> str:
    """The text of a fragment, each letter of it 帳."""
    return "".join(
        part if part.startswith("<") else "帳" * len(part) for part in re.split("(<[^>]*>)", body)
    )


@settings(deadline=None, derandomize=True, max_examples=600, database=None)
@given(
    st.lists(st.one_of(tags, st.sampled_from(["帳", "乾坤", "「", " ", "<", "&lt;"])), max_size=14)
)
def test_in_two_pieces_or_as_a_whole_a_page_has_the_same_copy(parts: list[str]) -> None:
    """A page with rules of its own is copied in pieces: head and article, and what is around."""
    html = THEMED.format("zh-Hant", "".join(parts), "".join(parts[::-1]), "".join(parts[::2]))
    page = Page.read("guide/page/index.html", html)
    whole, faults = simplified(page, SITE, CONVERTER)
    pieces, found = with_own_article(page, SITE, CONVERTER, CONVERTER)
    assert pieces.tokens == whole.tokens
    assert {fault.message for fault in found} == {fault.message for fault in faults}
