"""Links that leave the site: to the sources that the facts name, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from base.problems import Problem, nearest
from base.yaml_rows import Row
from htmlkit.lexer import Tag, parse
from model.interests import ADDRESSES, scheme
from model.page import Page

# So that the other side learns nothing of the reader, and cannot reach back.
REL = frozenset(("noopener", "noreferrer"))


def hosts_of(facts: Iterable[Row]) -> frozenset[str]:
    """The hosts of the sources that the facts link."""
    return frozenset(
        urlsplit(str(fact["url"])).hostname or "" for fact in facts if fact.get("link")
    )


def _dials(tag: Tag, url: str) -> bool:
    """Whether an address is a number to dial, in a link."""
    return tag.name == "a" and bool(re.fullmatch(r"tel:\+?\d[\d-]*", url, re.ASCII))


def scheme_problems(page: Page) -> Iterator[Problem]:
    """Addresses that run, read or ask for what no page of ours does."""
    for place in page.places("scheme"):
        tag = parse(page.tokens[place])
        for attribute in tag.attributes:
            url = unescape(attribute.value or "")
            if attribute.name in ADDRESSES and scheme(url) and not _dials(tag, url):
                message = (
                    f"{attribute.name}={url[:60]!r} of <{tag.name}>: pages ask for files of the"
                    " site only, and links lead to them, to sources of facts and to hotlines"
                )
                yield Problem(page.path, 0, message, (attribute.value or "")[:60])


def outbound_problems(page: Page, allowed: frozenset[str]) -> Iterator[Problem]:
    """What is wrong with the links of a page that lead outside."""
    own = urlsplit(page.link("canonical")).hostname or ""
    for place in page.places("outside"):
        tag = parse(page.tokens[place])
        url = unescape(tag.get("href") or "")
        host = urlsplit(url).hostname or ""
        # The way out of a page about threats: a dull page that says nothing of this one.
        if host == own or tag.get("data-quick-exit") is not None:
            continue
        if host not in allowed:
            message = (
                f"{url} leads to {host}, which no fact names as its source{nearest(host, allowed)}:"
                " cite a fact instead"
            )
            yield Problem(page.path, 0, message, url)
        elif missing := REL - set((tag.get("rel") or "").split()):
            message = f'{url} needs rel="{" ".join(sorted(missing))}"'
            yield Problem(page.path, 0, message, url)
