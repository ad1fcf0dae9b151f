"""Pages that lead elsewhere: short links, which know no script, and former addresses.

The site's own script follows the link marked `data-pass-on` and keeps anchor and query
(docs/assets/javascripts/editions.js). Without scripts a former address is a refresh, a
short link a choice of two, for the page and for each of its sections: the anchor that the
link names is where its choice stands.
"""

from __future__ import annotations

from html import escape

from links.previews import Pictures, Preview, picture_file, pictured, tags
from model.addresses import SHORT, relative
from model.guide import GuidePage, description, site_name

# Marks the links that the site's script follows.
PASS_ON = "data-pass-on"

SCRIPT = "assets/javascripts/editions.js"
STYLE = "assets/stylesheets/pass-on.css"
# In the script of its readers each; nothing here is converted.
EDITION_NAMES = {"zh-Hant": "繁體", "zh-Hans": "简体"}
PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="description" content="{description}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="{canonical}">
{preview}<noscript>{without_scripts}</noscript>
</head>
<body>
<main>
{content}</main>
<script data-inline src="{script}"></script>
</body>
</html>
"""


def _page(folder: str, language: str, target: str, **parts: str) -> str:
    """`target` is the absolute address for search engines; `folder` that of this page."""
    return PAGE.format(
        language=language,
        canonical=escape(target),
        script=relative(folder, SCRIPT),
        **parts,
    )


def _style(folder: str) -> str:
    """Only for readers who see the page: a script would wait for it."""
    return f'<link rel="stylesheet" href="{relative(folder, STYLE)}">'


def _choice(language: str, href: str, title: str, mark: str = "") -> str:
    """A line that leads to an edition."""
    link = f'<a {mark}hreflang="{language}" href="{href}">{escape(title)}</a>'
    return f'<p lang="{language}">{EDITION_NAMES[language]}：{link}</p>\n'


def _sections(page: GuidePage, folder: str, base: str) -> str:
    """The sections of a page, each with its id, a choice of two and the short link that is its
    own; "" for a page without any."""
    lines = []
    editions = [
        (language, relative(folder, edition_folder + page.address), edition.titles)
        for language, edition_folder, edition in page.editions
    ]
    for anchor, title in page.hant.titles.items():
        lines.append(f'<li id="{anchor}">\n')
        for language, href, titles in editions:
            lines.append(_choice(language, f"{href}#{anchor}", titles.get(anchor, title)))
        lines.append(f'<p><a href="#{anchor}">{escape(base)}{folder}#{anchor}</a></p>\n</li>\n')
    return f"<ul>\n{''.join(lines)}</ul>\n" if lines else ""


def short_page(page: GuidePage, base: str, pictures: Pictures) -> str:
    """`s/<id>/index.html`: a choice of two, for the page and for each of its sections."""
    folder = f"{SHORT}{page.id}/"
    lines = []
    for language, edition_folder, edition in page.editions:
        href = relative(folder, f"{edition_folder}{page.address}")
        mark = f'{PASS_ON} data-edition="{language}" '
        lines.append(_choice(language, href, edition.title, mark))
    titles = dict.fromkeys((page.hant.title, page.hans.title))
    title, name = "｜".join(titles), site_name(page.hant)
    # Its own address, not that of an edition: what is pasted once goes on knowing no script.
    url = base + folder
    preview = Preview(
        title=title,
        description=description(page.hant),
        url=url,
        language="zh-Hant",
        site_name=name,
        kind="article",
        picture=base + picture_file(page, "zh-Hant", pictures),
        pictured=pictured(page, "zh-Hant"),
    )
    return _page(
        folder,
        "zh-Hant",
        base + page.address,
        title=escape(title),
        description=escape(description(page.hant)),
        without_scripts=_style(folder),
        content="".join(lines) + _sections(page, folder, base),
        preview="".join(f"{line}\n" for line in tags(preview)),
    )


def moved_page(old: str, page: GuidePage, place: int, base: str) -> str:
    """The page at a former address, in the edition at `place`."""
    language, edition_folder, edition = page.editions[place]
    folder = edition_folder + old
    href = relative(folder, edition_folder + page.address)
    refresh = f'<meta http-equiv="refresh" content="0; url={href}">'
    return _page(
        folder,
        language,
        f"{base}{edition_folder}{page.address}",
        title=escape(edition.title),
        description=escape(description(edition)),
        without_scripts=refresh + _style(folder),
        content=f'<p><a {PASS_ON} href="{href}">{escape(edition.title)}</a></p>\n',
        preview="",
    )
