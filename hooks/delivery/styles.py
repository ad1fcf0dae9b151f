"""One small style sheet, and one for paper, out of the theme's and our own: rules that nothing on
the site can match are left out, the order of all others stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count, product
from string import ascii_letters
from typing import Any

import minify as minifier
import tinycss2

from base.languages import FOLDER
from base.problems import Unusable
from delivery.made_later import parted
from delivery.overruled import without_overruled
from delivery.rules import Rule, alternatives, is_possible
from delivery.used_names import UsedNames

# Of these at-rules the rules inside are looked at.
CONDITIONS = frozenset(("media", "supports", "layer", "container"))
DROPPED = frozenset(("charset",))
PAPER = "print"
# The sheet that all pages have.
COMMON = "guide"
# Pictures of the theme that the guide shows nowhere: its notes have no icons (components.css).
# What would draw them is left out too.
UNSEEN = "--md-admonition-icon"
# A custom property, and no part of the name of a class.
NAME = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")
READ = re.compile(r"var\(\s*(--[\w-]+)")
OWN_FOLDER_URL = re.compile(r"""url\(\s*["']?(?!data:|#|["')])""")
ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")


def late(group: str) -> str:
    """The name of the sheet for what nobody sees until a script has made it."""
    return f"late-{group}"


def own_sheet(page: str) -> str:
    """The name of the sheet that a page, by its path, may have for itself in both editions."""
    place = page.removeprefix(FOLDER).removesuffix(".html").removesuffix("/index")
    return f"{COMMON}-{place.replace('/', '-')}"


def _used_selectors(prelude: list[Any], known: UsedNames) -> str:
    kept = [s for s in alternatives(prelude) if is_possible(s, known)]
    return ",".join(tinycss2.serialize(selector).strip() for selector in kept)


def _lines(content: list[Any]) -> Iterator[tuple[str, str]]:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    if any(line.type != "declaration" for line in parsed):
        # A style sheet of the theme may say what no parser understands: as it stands.
        yield "", tinycss2.serialize(content).strip()
        return
    for line in parsed:
        if UNSEEN not in (value := tinycss2.serialize(line.value)):
            urgent = "!important" if line.important else ""
            # An empty custom property is one blank: without it there is no value at all.
            yield line.name, f"{line.name}:{value.strip() or ' '}{urgent}"


def _used(rules: Iterable[Any], known: UsedNames) -> Iterator[Rule]:
    for rule in rules:
        if rule.type == "qualified-rule":
            if selectors := _used_selectors(rule.prelude, known):
                yield Rule(selectors, tuple(_lines(rule.content)))
        elif rule.type == "error":
            raise Unusable(f"line {rule.source_line}: {rule.message}")
        elif rule.lower_at_keyword == "import":
            raise Unusable(f"line {rule.source_line}: @import would be one more request")
        elif rule.lower_at_keyword in CONDITIONS and rule.content is not None:
            inside = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            yield Rule(head, (), tuple(_used(inside, known)), "", rule.lower_at_keyword)
        elif rule.lower_at_keyword not in DROPPED:
            yield Rule(text=rule.serialize(), keyword=rule.lower_at_keyword)


def _without(rules: Iterable[Rule], unused: set[str]) -> Iterator[Rule]:
    """The rules without declarations of these names, and without what is empty."""
    for rule in rules:
        if rule.text:
            yield rule
        elif rule.keyword:
            if inside := tuple(_without(rule.inside, unused)):
                yield replace(rule, inside=inside)
        elif lines := tuple(line for line in rule.lines if line[0] not in unused):
            yield replace(rule, lines=lines)


def _all_lines(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        yield from rule.lines
        yield from _all_lines(rule.inside)
        if rule.text:
            yield "", rule.text


def without_unused_properties(rules: Sequence[Rule], read_by_scripts: set[str]) -> list[Rule]:
    """The rules without custom properties that nothing reads, and unused animations."""
    kept = list(_without(rules, set()))
    while True:
        lines = list(_all_lines(kept))
        declared = {name for name, _ in lines if name.startswith("--")}
        read = {name for _, text in lines for name in READ.findall(text)} | read_by_scripts
        unused = {name for name in declared if name not in read or name.startswith(UNSEEN)}
        if not unused:
            return _without_animations(kept)
        kept = list(_without(kept, unused))


def _without_animations(rules: Sequence[Rule]) -> list[Rule]:
    texts = " ".join(text for _, text in _all_lines(rules))
    named = set(re.findall(r"[\w-]+", " ".join(ANIMATION.findall(texts))))
    return [
        rule
        for rule in rules
        if not rule.keyword.endswith("keyframes")
        or rule.text.partition("{")[0].split()[-1] in named
    ]


def _short_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            yield f"--{''.join(letters)}"


def short_properties(sheet: str, kept: set[str]) -> dict[str, str]:
    """Names of a letter or two for the custom properties of a style sheet, the most used the
    shortest; `kept` are the names that others know too."""
    names = Counter(NAME.findall(sheet))
    new = (name for name in _short_names() if name not in names and name not in kept)
    wanted = sorted(names.keys() - kept, key=lambda name: (-names[name], name))
    return dict(zip(wanted, new, strict=False))


def is_for_paper(rule: Rule) -> bool:
    """Whether a rule counts on paper only."""
    media = rule.keyword == "media" and rule.head.partition("media")[2].strip() == PAPER
    return media or rule.keyword == "page"


def _for_paper(rules: Iterable[Rule]) -> Iterator[Rule]:
    for rule in rules:
        if is_for_paper(rule):
            yield from rule.inside if rule.keyword == "media" else (rule,)


@dataclass(frozen=True)
class Sheet:
    """A style sheet as pages have it: the path of its file, or what it says in the page itself. A
    small one that only some pages have stands in them: a file beside the common one takes a
    connection of its own, on a slow line two rounds."""

    path: str = ""
    text: str = ""


@dataclass
class Sheets:
    """Style sheets as they are sent: one for the screen for each group, and what no reader waits
    for, of each group what only scripts make, of all groups one for paper.

    What is for both stays in those for the screen. The others come after them: their rules have
    the last word, wherever they stood.
    """

    screen: dict[str, str] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)
    paper: str = ""


def _small(rules: Iterable[Rule], short: dict[str, str]) -> str:
    text = "\n".join(rule.write() for rule in rules)
    text = NAME.sub(lambda match: short.get(match[0], match[0]), text)
    return str(minifier.string("text/css", text))


# A build asks twice: as the sheets would be for all, and as they are sent.
@lru_cache(maxsize=32)
def _parsed(text: str) -> tuple[Any, ...]:
    return tuple(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def used_rules(name: str, text: str, media: str, known: UsedNames) -> list[Rule]:
    """The rules of a style sheet that something can match, below its `media` ("" for all).

    Raises `Unusable`, which names the sheet.
    """
    if OWN_FOLDER_URL.search(text):
        raise Unusable(f"{name}: url() of a file would be one more request; use data:")
    try:
        rules = list(_used(_parsed(text), known))
    except Unusable as error:
        raise Unusable(f"{name}: {error}") from error
    return [Rule(f"@media {media}", (), tuple(rules), "", "media")] if media and rules else rules


def joined(
    groups: Mapping[str, Iterable[tuple[str, str, str]]],
    known: UsedNames,
    names: Mapping[str, tuple[UsedNames, UsedNames]],
) -> Sheets:
    """One style sheet for each group of sheets in their order: (name, text, media), "" for all
    media; a sheet may be in several. `known` are all names, `names` those of a group's pages, all
    and those that they have when they are drawn first.

    Raises `Unusable`.
    """
    sent: list[Rule] = []
    used: dict[tuple[str, str, str], list[Rule]] = {}
    for group, sheets in groups.items():
        rules: list[Rule] = []
        for sheet in sheets:
            if sheet not in used:
                used[sheet] = used_rules(*sheet, known)
                sent += [replace(rule, group=PAPER) for rule in _for_paper(used[sheet])]
            rules += (rule for rule in used[sheet] if not is_for_paper(rule))
        ever, first = names[group]
        if ever is not known:
            rules, _ = parted(rules, ever)
        now, later = parted(without_overruled(rules), first)
        sent += [replace(rule, group=group) for rule in now]
        sent += [replace(rule, group=late(group)) for rule in later]
    # A property that one sheet declares another may read.
    rules = without_unused_properties(sent, known.properties())
    short = short_properties("".join(rule.write() for rule in rules), known.named)

    def text(name: str) -> str:
        return _small([rule for rule in rules if rule.group == name], short)

    return Sheets(
        {group: text(group) for group in groups},
        {late(group): text(late(group)) for group in groups},
        text(PAPER),
    )
