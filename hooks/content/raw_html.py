"""What Markdown may contain beyond Markdown: a list of elements with their attributes.

Everything else that begins with "<" is a fault, wherever on a line it stands: scripts and styles,
frames, forms, pictures, comments, declarations, tags over two lines. So no text of an author is
ever markup of a page but by this list, and the policy of a page (delivery/policy.py) names no
script or style that an author wrote. In `code` between two marks of one line it is text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from base.problems import Problem, nearest
from content.source_pages import SourcePage

# Stretches of text that the style sheets show in their own way.
CLASSES = frozenset(
    (
        *("cards", "danger", "drawn", "easy", "flow", "letter", "opening", "paper-form"),
        *("parts", "path", "sections", "situations", "tool-links"),
    )
)
PAPER, FEED = "print/", "feed.xml"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


class Element(NamedTuple):
    """An element that Markdown may contain: the pattern of each attribute's value, what must be
    there, and why it is allowed."""

    attributes: Mapping[str, str]
    needs: str
    why: str


ELEMENTS: Mapping[str, Element] = {
    "div": Element(
        {
            "class": r"[a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)*",
            "markdown": "",
            "data-search-exclude": "",
        },
        "markdown",
        "a stretch that is shown in its own way, or that the search passes over",
    ),
    "span": Element(
        {"lang": LANGUAGE.pattern, "data-zh-hans": r"[^\"<>&]+"},
        "",
        "words that keep their script, or have other words in the other edition",
    ),
    "br": Element({}, "", "a new line within a cell or an item of a list"),
    "a": Element({"href": r"(?:\.\./)+(?:print/|feed\.xml)"}, "href", "what is no Markdown page"),
}
# What each of the attributes holds, in words.
RIGHT: Mapping[str, str] = {
    "class": "one or more words, one blank between",
    "markdown": "empty: it stands without a value",
    "data-search-exclude": 'empty, data-search-exclude=""',
    "lang": "a language tag, such as zh-Hans",
    "data-zh-hans": 'words without & < > and "',
    "href": "the way to print/ or feed.xml, such as ../print/",
}
VOID = frozenset(("br",))
KNOWN = ", ".join(f"<{name}>" for name in sorted(ELEMENTS))

# What an author may have wanted, by the element that he wrote.
INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("script", "noscript", "template"), "scripts belong into docs/assets/"),
    **dict.fromkeys(("style", "link", "font", "center"), "styles belong into docs/assets/"),
    **dict.fromkeys(("b", "strong", "i", "em", "u", "mark"), "write **words**"),
    **dict.fromkeys(("p", "section", "article"), "leave a blank line above and below"),
    **dict.fromkeys(("ul", "ol", "li", "dl"), "write a list, `- words`"),
    **dict.fromkeys(("table", "tr", "td", "th"), "write a table of lines `| a | b |`"),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), "write `## words {#id}`"),
    **dict.fromkeys(("img", "picture", "svg"), "write `![words](path)`"),
    **dict.fromkeys(("input", "form", "button", "select", "textarea"), "write `- [ ] words`"),
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio"), "nothing of others is shown"),
    **dict.fromkeys(("blockquote", "q"), "write `> 「words」`"),
    **dict.fromkeys(("code", "pre"), "write `words` between two backticks"),
    "hr": "begin a section instead, `## words {#id}`",
}

CODE = re.compile(r"(?<![`\\])`[^`]+`(?!`)")
TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<rest>[^<>]*)>")
ATTRIBUTE = re.compile(r' ([^\s=<>"\'/]+)(?:="([^"<>]*)")?(?= |$)')
ADDRESS = re.compile(r"<[A-Za-z][\w.+-]*:(?!\s)[^<>]*>?|<[^\s<>@]+@[^<>]*>?")
REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")


def without_code(line: str) -> str:
    """A line with blanks in place of the code that it quotes."""
    return CODE.sub(lambda match: " " * len(match[0]), line) if "`" in line else line


def _no_tag(rest: str) -> str:
    """What is wrong where "<" begins no tag of one line."""
    if rest.startswith("<!--"):
        return "a comment would go out with the page: remove it"
    if rest.startswith(("<!", "<?")):
        return f"「{rest[:12]}」 is markup of other documents: remove it"
    if name := re.match(r"</?([A-Za-z][\w:-]*)", rest):
        if name[1].lower() in ELEMENTS:
            return f"the tag {name[0]} is not closed on its line: write it whole, with >"
        return f"{name[0]} may not stand in Markdown: allowed are {KNOWN}"
    return "< begins nothing: write 少於 or 小於, or quote it as `code`"


def _value_fault(name: str, attribute: str, value: str) -> str:
    if not re.fullmatch(ELEMENTS[name].attributes[attribute], value):
        return f"{attribute} of <{name}> must be {RIGHT[attribute]}, not {value[:40]!r}"
    for word in value.split() if attribute == "class" else ():
        if word not in CLASSES:
            known = ", ".join(sorted(CLASSES))
            return f'no class "{word}"{nearest(word, CLASSES)}: known are {known}'
    return ""


def _attribute_fault(name: str, rest: str) -> str:
    """What is wrong with the attributes of an allowed element, or an empty string."""
    found = list(ATTRIBUTE.finditer(rest))
    if "".join(match[0] for match in found) != rest:
        return f'write <{name}> in one form: <{name} name="value">, one blank between, no slash'
    given: dict[str, str] = {}
    for match in found:
        attribute, value = match[1], match[2] or ""
        if attribute in given:
            return f"{attribute} stands twice in <{name}>: keep one"
        given[attribute] = value
        if attribute.lower().startswith("on") or attribute.lower() == "style":
            return f"{attribute} of <{name}>: no policy can allow it; use a class"
        if attribute not in ELEMENTS[name].attributes:
            known = ", ".join(ELEMENTS[name].attributes) or "none"
            return f"<{name}> takes no {attribute}: known are {known}"
        if fault := _value_fault(name, attribute, value):
            return fault
    needed = ELEMENTS[name].needs
    if needed and needed not in given:
        return f"<{name}> needs {needed}: {ELEMENTS[name].why}"
    return ""


def _tag_fault(match: re.Match[str]) -> str:
    """What is wrong with a tag by itself, or an empty string."""
    name = match["name"].lower()
    if name not in ELEMENTS:
        hint = f": {INSTEAD[name]}" if name in INSTEAD else ""
        return f"<{match['close']}{name}> may not stand in Markdown{hint}; allowed are {KNOWN}"
    if name != match["name"]:
        return f"write <{match['close']}{name}> in lower case"
    if match["close"]:
        if name in VOID:
            return f"write <{name}>: it has no end tag"
        return f"write </{name}>, nothing else in it" if match["rest"] else ""
    if name == "span" and not match["rest"]:
        return "<span> needs lang or data-zh-hans: " + ELEMENTS[name].why
    return _attribute_fault(name, match["rest"])


class _Open(NamedTuple):
    name: str
    line: int


class _Checker:
    """Goes through the lines of a page; see `check_raw_html`."""

    def __init__(self, page: SourcePage) -> None:
        self._page = page
        self._open: list[_Open] = []
        # Elements that are told already: where they end is no second fault.
        self._named: set[str] = set()
        self.problems: list[Problem] = []

    def _say(self, line: int, message: str) -> None:
        # What is wrong with a tag is told first; that it is never closed may come of that.
        if all(problem.line != line for problem in self.problems):
            self.problems.append(Problem(self._page.path, line, message))

    def line(self, number: int, line: str) -> None:
        """Looks at one line, without its code."""
        if not line.strip():
            # Spans are looked at in content/prose.py, which knows their blocks.
            self._close_inline()
        said = False
        for at in (match.start() for match in re.finditer("<", line)):
            match = None if ADDRESS.match(line, at) else TAG.match(line, at)
            fault = self._fault(line[at:], match)
            if fault and not said:
                # A script ends as it began: the first fault of a line is enough.
                self._say(number, fault)
                said = True
            if match and match["name"].lower() in ELEMENTS:
                self._pair(number, line, match, said)
        if not said and (reference := REFERENCE.search(line)):
            self._say(number, f"write the character itself, not {reference[0]}")

    def _fault(self, rest: str, match: re.Match[str] | None) -> str:
        """What is wrong with what a "<" begins; nothing for the end of what is named already."""
        if match is None:
            if ADDRESS.match(rest):
                return "no address in < >: outside links stand in the facts, cite one as [F38]"
            begun = re.match(r"<([A-Za-z][\w-]*)", rest)
            self._named |= {begun[1].lower()} if begun else set()
            return _no_tag(rest)
        name = match["name"].lower()
        fault = _tag_fault(match)
        if name not in ELEMENTS and match["close"] and name in self._named:
            return ""
        self._named |= {name} if fault else set()
        return fault

    def _pair(self, number: int, line: str, match: re.Match[str], said: bool) -> None:
        name = match["name"].lower()
        if name == "div" and line != match[0] and not said:
            self._say(number, f"{match[0]} must stand alone, at the beginning of its line")
        if name in VOID or name == "span":
            return
        if not match["close"]:
            self._open.append(_Open(name, number))
            if name == "a" and not said:
                self._check_way(number, match)
        elif self._open and self._open[-1].name == name:
            self._open.pop()
        elif name not in self._named:
            self._say(number, f"</{name}> closes nothing: remove it, or write <{name} …> above")

    def _check_way(self, number: int, match: re.Match[str]) -> None:
        href = re.search(r'href="([^"]*)"', match[0])
        target, what = (
            (FEED, "the feed") if href and FEED in href[1] else (PAPER, "the whole guide")
        )
        right = posixpath.relpath(target, self._page.url or ".") + "/" * target.endswith("/")
        if href and href[1] != right:
            self._say(number, f'from this page {what} is at <a href="{right}">')

    def _close_inline(self) -> None:
        while self._open and self._open[-1].name != "div":
            unclosed = self._open.pop()
            name = unclosed.name
            self._named.add(name)
            self._say(unclosed.line, f"<{name}> is not closed in its paragraph: add </{name}>")

    def end(self) -> None:
        """Looks at what is still open behind the last line."""
        self._close_inline()
        for unclosed in self._open:
            message = "this <div> is never closed: add a line </div> where it ends"
            self._say(unclosed.line, message)


def check_raw_html(page: SourcePage) -> Iterator[Problem]:
    """What stands in the body of a page and is neither text nor Markdown nor on the list."""
    checker = _Checker(page)
    for number, line in page.body():
        checker.line(number, without_code(line))
    checker.end()
    yield from checker.problems
