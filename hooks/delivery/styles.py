"""One small style sheet, and one for paper, out of the theme's and our own: rules that nothing on
the site can match are left out, the order of all others stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, product
from string import ascii_letters
from typing import Any

import minify as minifier
import tinycss2

from delivery.vocabulary import Vocabulary

# Of these a selector asks that one of its alternatives applies …
ANY_OF = frozenset(("is", "where", "has", "-webkit-any", "-moz-any"))
# … and of these at-rules the rules inside are looked at.
CONDITIONS = frozenset(("media", "supports", "layer", "container"))
DROPPED = frozenset(("charset",))
PAPER = "print"
# Pictures of the theme that the guide shows nowhere: its notes have no icons (components.css).
# What would draw them is left out too.
UNSEEN = "--md-admonition-icon"
# A custom property, and no part of the name of a class.
NAME = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")
OWN_FOLDER_URL = re.compile(r"""url\(\s*["']?(?!data:|#|["')])""")


class BadStyle(Exception):
    """A style sheet that cannot be joined with others."""


def _alternatives(tokens: Iterable[Any]) -> list[list[Any]]:
    """A list of selectors, cut at its commas."""
    found: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _attribute_possible(tokens: list[Any], known: Vocabulary) -> bool:
    meaning = [token for token in tokens if token.type not in ("whitespace", "comment")]
    name = meaning[0].lower_value
    exact = len(meaning) == 3 and meaning[1].type == "literal" and meaning[1].value == "="
    if exact and meaning[2].type in ("ident", "string"):
        return known.has_attribute(name, meaning[2].value)
    return known.has_attribute(name)


def is_possible(selector: list[Any], known: Vocabulary) -> bool:
    """Whether an element that a selector asks for can be there.

    What is not understood counts as possible.
    """
    before = None
    for token in selector:
        if token.type == "ident":
            if before == ".":
                possible = known.has_class(token.value)
            else:
                possible = before == ":" or known.has_tag(token.value)
        elif token.type == "hash":
            possible = known.has_id(token.value)
        elif token.type == "[] block":
            possible = _attribute_possible(token.content, known)
        elif token.type == "function" and token.lower_name in ANY_OF:
            choices = _alternatives(token.arguments)
            possible = any(is_possible(choice, known) for choice in choices)
        else:
            possible = True
        if not possible:
            return False
        before = token.value if token.type == "literal" else None
    return True


def _used_selectors(prelude: list[Any], known: Vocabulary) -> str:
    kept = [s for s in _alternatives(prelude) if is_possible(s, known)]
    return ",".join(tinycss2.serialize(selector).strip() for selector in kept)


def _kept(rules: Iterable[Any], known: Vocabulary) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = _used_selectors(rule.prelude, known)
            content = tinycss2.serialize(rule.content).strip()
            if selectors and content:
                yield f"{selectors}{{{content}}}"
        elif rule.type == "error":
            raise BadStyle(f"line {rule.source_line}: {rule.message}")
        elif rule.lower_at_keyword == "import":
            raise BadStyle(f"line {rule.source_line}: @import would be one more request")
        elif rule.lower_at_keyword in CONDITIONS and rule.content is not None:
            inside = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            if kept := "".join(_kept(inside, known)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.lower_at_keyword not in DROPPED:
            yield rule.serialize()


def used_rules(sheet: str, known: Vocabulary) -> str:
    """A style sheet without the rules that match nothing. Raises `BadStyle`."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "\n".join(_kept(rules, known))


def _is_used(line: Any, unused: set[str]) -> bool:
    if getattr(line, "name", "") in unused:
        return False
    return line.type != "declaration" or UNSEEN not in tinycss2.serialize(line.value)


def _without_properties(rules: list[Any], unused: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONS and rule.content:
            inside = tinycss2.parse_rule_list(rule.content)
            kept = "".join(_without_properties(inside, unused))
            if kept.strip():
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "qualified-rule":
            lines = tinycss2.parse_blocks_contents(rule.content)
            kept_lines = [line for line in lines if _is_used(line, unused)]
            # A style sheet of the theme may say what no parser understands: as it stands.
            odd = any(line.type == "error" for line in lines)
            content = tinycss2.serialize(rule.content if odd else kept_lines).strip()
            if content:
                yield f"{tinycss2.serialize(rule.prelude)}{{{content}}}"
        else:
            yield rule.serialize()


def without_unused_properties(sheet: str, read_by_scripts: set[str]) -> str:
    """A style sheet without custom properties that nothing reads, and unused animations."""
    while True:
        declared = set(re.findall(r"(?<=[{;\s])(--[\w-]+)\s*:", sheet))
        read = set(re.findall(r"var\(\s*(--[\w-]+)", sheet)) | read_by_scripts
        unused = {name for name in declared if name not in read or name.startswith(UNSEEN)}
        if not unused:
            break
        rules = tinycss2.parse_stylesheet(sheet, skip_whitespace=True)
        smaller = "\n".join(_without_properties(rules, unused))
        if smaller == sheet:
            break
        sheet = smaller
    return _without_animations(sheet)


def _without_animations(sheet: str) -> str:
    rules = tinycss2.parse_stylesheet(sheet, skip_whitespace=True)
    named = set(re.findall(r"[\w-]+", " ".join(re.findall(r"animation(?:-name)?:([^;}]*)", sheet))))
    kept = []
    for rule in rules:
        moves = rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes")
        if not moves or tinycss2.serialize(rule.prelude).strip() in named:
            kept.append(rule.serialize())
    return "\n".join(kept)


def _short_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            yield f"--{''.join(letters)}"


def with_short_properties(sheet: str, kept: set[str]) -> str:
    """A style sheet whose custom properties have names of a letter or two, the most used the
    shortest; `kept` are the names that others know too."""
    names = Counter(NAME.findall(sheet))
    new = (name for name in _short_names() if name not in names and name not in kept)
    wanted = sorted(names.keys() - kept, key=lambda name: (-names[name], name))
    short = dict(zip(wanted, new, strict=False))
    return NAME.sub(lambda match: short.get(match[0], match[0]), sheet)


def joined(sheets: Iterable[tuple[str, str, str]], known: Vocabulary) -> str:
    """One style sheet for sheets in their order: (name, text, media), "" for all media.

    Raises `BadStyle`, which names the sheet.
    """
    parts = []
    for name, text, media in sheets:
        if OWN_FOLDER_URL.search(text):
            raise BadStyle(f"{name}: url() of a file would be one more request; use data:")
        try:
            used = used_rules(text, known)
        except BadStyle as error:
            raise BadStyle(f"{name}: {error}") from error
        parts.append(f"@media {media}{{{used}}}" if media and used else used)
    small = without_unused_properties("\n".join(parts), known.properties())
    return with_short_properties(str(minifier.string("text/css", small)), known.named)


def cut(sheet: str) -> tuple[str, str]:
    """A style sheet as two: for the screen, and for paper, which no reader waits for.

    What is for both stays in the first. The second comes after it: a rule for paper has the
    last word there, wherever it stood.
    """
    screen: list[str] = []
    paper: list[str] = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        at = rule.lower_at_keyword if rule.type == "at-rule" else ""
        if at == "media" and tinycss2.serialize(rule.prelude).strip() == PAPER:
            paper.append(tinycss2.serialize(rule.content))
        else:
            (paper if at == "page" else screen).append(rule.serialize())
    return "".join(screen), "".join(paper)
