"""What runs on a page is ours: our own files, and the few lines that the theme writes into each
page.

The policy of a page names the hash of every script and style that stands in it (page.py). So it is
proved here, before, that none of them is an author's: the text of a page holds none at all, and
what stands around the text is known by what it says.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from base.memory import remembered
from base.problems import Problem
from delivery.policy import inline
from htmlkit.lexer import parse
from model.page import Page

# The theme's scripts in a page, by the beginning of the digest of what they say. When a new version
# of the theme writes another, look at it, then change its line.
OF_THEME = {
    "0eb10c249dbd": "light or dark, before anything is drawn",
    "ffcc0f7735fd": "the tab that an address names",
}
NEVER_IN_TEXT = ("script", "style", "meta", "link")


# Elements whose end HTML does not leave out.
ALWAYS_CLOSED = re.compile(
    r"<(?P<close>/?)(?P<name>div|section|article|main|nav|header|footer|aside|span|a|ul|ol|table|form"
    r"|details|summary|button|label|strong|em|h[1-6]|dl|figure|fieldset|select|template)\b",
    re.IGNORECASE,
)


def known_as(script: str) -> str:
    """The beginning of the digest by which an inline script is known."""
    return hashlib.sha256(script.encode()).hexdigest()[:12]


def _written_by_us(token: str) -> bool:
    """Whether a template of ours asks for one of our files to be written there (delivery/page.py
    reads no others); in the text of an author no script is let through."""
    return parse(token).get("data-inline") is not None


def _snippet(token: str) -> str:
    return token.split(">")[0][:40]


def check_ours(page: Page) -> Iterator[Problem]:
    """Scripts and styles of a page that are none of ours, and what shows the pages of others."""
    start, end = page.article
    for name in NEVER_IN_TEXT:
        for place in page.places(name):
            token = page.tokens[place]
            if start < place < end and not _written_by_us(token):
                message = f"<{name}> stands in the text of the page: see hooks/content/raw_html.py"
                yield Problem(page.path, 0, message, _snippet(token))
            elif name in ("script", "style") and (problem := _unknown(page, token)):
                yield problem
    for place in page.places("embedded"):
        token = page.tokens[place]
        message = f"{_snippet(token)}> shows or leads to what is not ours: remove it"
        yield Problem(page.path, 0, message, _snippet(token))


@remembered
def _opens_or_closes(token: str) -> str:
    """The name of an element that must be closed, "/name" where the token closes it."""
    match = ALWAYS_CLOSED.match(token)
    return match["close"] + match["name"] if match else ""


def check_closed(page: Page) -> Iterator[Problem]:
    """Elements that a template opens and does not close, or the other way round: all that follows
    would stand in them."""
    tags = Counter(filter(None, map(_opens_or_closes, page.tokens[1::2])))
    for name in sorted({name.removeprefix("/") for name in tags}):
        if count := tags[name] - tags[f"/{name}"]:
            what = "opened and not closed" if count > 0 else "closed and not opened"
            yield Problem(page.path, 0, f"a <{name}> is {what}: see the templates in overrides/")


def _unknown(page: Page, token: str) -> Problem | None:
    tag = parse(token)
    if inline(token, tag) is None:
        return None
    script = token[slice(*tag.content)]
    if known_as(script) in OF_THEME:
        return None
    message = (
        f"an inline {tag.name} ({known_as(script)}) that is neither ours nor known of the theme:"
        f" {script.strip()[:60]!r}; see hooks/delivery/ours.py"
    )
    return Problem(page.path, 0, message, script[:40])
