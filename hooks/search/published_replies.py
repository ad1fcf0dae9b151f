"""Replies for support desks as part of the site: files below replies/, and links to them on the
page that has room for it, `[[replies]]`. Their texts hold short links, which need the site's
address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from base.languages import SIMPLIFIED
from base.problems import Problem
from content.facts import hotlines
from content.library import Sources
from model.addresses import REPLIES, relative
from model.guide import EXAMPLE, GuidePage
from model.page import Changes, Page
from search.checks import Moved
from search.keywords import read_keywords
from search.replies import Material, check_replies, make_replies
from search.reply_files import reply_files
from search.training_queries import read_queries
from search.vocabulary import read_words

# The slot that `[[replies]]` makes.
SLOT = "replies"
# What is offered in each edition: file, and what it is for.
OFFERED = {
    "replies.{}.csv": "表格（CSV），也可以照著填企業微信的關鍵詞回覆",
    "zendesk.{}.json": "Zendesk（JSON）",
    "intercom.{}.json": "Intercom（JSON）",
    "wecom.{}.json": "企業微信客服的知識庫問答（JSON）",
    "replies.json": "自己寫程式用的，繁體簡體都有（JSON）",
}
# Without an address there are no short links.
NONE = "這個網站還沒有公開的地址，短連結寫不出來，所以這裡沒有文件可以下載。"


@dataclass(frozen=True)
class PublishedReplies:
    """The files by their path below the root of the site, none where there is no address, and what
    is wrong with them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


def material(sources: Sources, data_dir: Path) -> Material:
    """What replies are made of. Raises `Unusable`."""
    library = sources.library
    words, _ = read_words(data_dir, library.glossary)
    return Material(
        read_queries(data_dir)[0],
        words.dangers,
        read_keywords(data_dir)[0],
        hotlines(library.facts),
        sources.settings.convert,
        Moved(sources.pages).now,
    )


def _has_room(page: GuidePage) -> bool:
    return any(name == SLOT for name, _, _ in page.hant.slots())


def publish_replies(
    pages: Sequence[GuidePage], base: str, sources: Sources, data_dir: Path
) -> PublishedReplies:
    """The replies of a guide that offers them and whose address is known. Raises `Unusable`."""
    if base == EXAMPLE or not any(map(_has_room, pages)):
        return PublishedReplies()
    replies = make_replies(pages, base, material(sources, data_dir))
    files = {f"{REPLIES}{name}": text.encode() for name, text in reply_files(replies).items()}
    return PublishedReplies(files, list(check_replies(replies, sources.settings.leaks)))


def reply_links(page: Page, files: Mapping[str, bytes], convert: Callable[[str], str]) -> Changes:
    """Where they can be had, on a page that has room for it."""
    if not any(name == SLOT for name, _, _ in page.slots()):
        return {}
    words = convert if page.language == SIMPLIFIED else str
    rows = ""
    for name, what in OFFERED.items() if files else ():
        path = f"{REPLIES}{name.format(page.language)}"
        size = f"{-(-len(files[path]) // 1000)} KB"
        link = f'<a href="{relative(page.base, path)}" download>{escape(words(what))}</a>'
        rows += f"<li>{link}，{size}</li>\n"
    said = f"<ul>\n{rows}</ul>" if rows else f"<p>{words(NONE)}</p>"
    return page.filled(SLOT, f"<div data-search-exclude data-served>\n{said}\n</div>")
