"""What a reading system asks for first: the package document, the contents, the container."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from uuid import NAMESPACE_URL, uuid5

from books.chapter import SHEET, document

MIMETYPE = "application/epub+zip"
COVER = "cover.png"
CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
# What the book is for readers who cannot see it, hear it, or read it as it stands (schema.org).
ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "unlocked"),
    ("schema:accessibilityHazard", "none"),
)


@dataclass(frozen=True)
class Words:
    """What the book says of itself, in the language of its edition."""

    contents: str
    landmarks: str
    cover: str
    title_page: str
    text: str
    online: str
    access: str


@dataclass(frozen=True)
class About:
    """Who the book is. `address` is that of its edition on the site, `day` of its newest page."""

    language: str
    title: str
    description: str
    address: str
    day: str
    rights: str

    @property
    def identifier(self) -> str:
        """The same for each issue of the book of an edition."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, self.address)}"


@dataclass(frozen=True)
class Item:
    """A document of the book, its path below the package; `drawn` if it holds a drawing."""

    id: str
    path: str
    drawn: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the contents, with those below it."""

    title: str
    path: str
    below: Sequence[Entry] = ()


def _tag(name: str, text: str, **attributes: str) -> str:
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{escape(text, quote=False)}</{name}>\n"


def _meta(about: About, words: Words) -> Iterable[str]:
    yield _tag("dc:identifier", about.identifier, id="id")
    yield _tag("dc:title", about.title)
    yield _tag("dc:language", about.language)
    yield _tag("dc:publisher", about.title)
    yield _tag("dc:description", about.description)
    yield _tag("dc:source", about.address)
    yield _tag("dc:rights", about.rights)
    yield _tag("dc:date", about.day)
    yield _tag("meta", f"{about.day}T00:00:00Z", property="dcterms:modified")
    for name, value in (*ACCESS, ("schema:accessibilitySummary", words.access)):
        yield _tag("meta", value, property=name)
    yield '<meta name="cover" content="cover-image"/>\n'


def package(about: About, words: Words, items: Sequence[Item]) -> str:
    """The package document: who the book is, its files, and the order to read them in."""
    manifest = [
        f'<item id="cover-image" href="{COVER}" media-type="image/png"'
        ' properties="cover-image"/>\n',
        f'<item id="sheet" href="{SHEET}" media-type="text/css"/>\n',
    ]
    for item in items:
        what = "nav" if item.id == "nav" else "svg" if item.drawn else ""
        said = f' properties="{what}"' if what else ""
        manifest.append(
            f'<item id="{item.id}" href="{item.path}" media-type="application/xhtml+xml"{said}/>\n'
        )
    spine = "".join(f'<itemref idref="{item.id}"/>\n' for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{about.language}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{''.join(_meta(about, words))}</metadata>\n"
        f"<manifest>\n{''.join(manifest)}</manifest>\n"
        f"<spine>\n{spine}</spine>\n</package>\n"
    )


def _entries(entries: Iterable[Entry]) -> str:
    rows = ""
    for entry in entries:
        below = f"\n{_entries(entry.below)}" if entry.below else ""
        title = escape(entry.title, quote=False)
        rows += f'<li><a href="{entry.path}">{title}</a>{below}</li>\n'
    return f"<ol>\n{rows}</ol>\n"


def contents(
    about: About, words: Words, entries: Sequence[Entry], landmarks: Iterable[tuple[str, Entry]]
) -> str:
    """The contents, for reading systems and for readers; `landmarks` by their kind."""
    marks = "".join(
        f'<li><a epub:type="{kind}" href="{mark.path}">{escape(mark.title, quote=False)}</a></li>\n'
        for kind, mark in landmarks
    )
    body = (
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{words.contents}</h1>\n{_entries(entries)}</nav>\n'
        f'<nav epub:type="landmarks" aria-label="{words.landmarks}" hidden="hidden">\n'
        f"<ol>\n{marks}</ol>\n</nav>"
    )
    return document(about.language, words.contents, body, SHEET)
