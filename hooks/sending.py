"""From pages and what is changed in them to the files that go out.

Pages are delivered first (delivery/), what nobody asks for is left out, what is kept offline is
listed (offline/), and the limits get what they measure. Nothing here is written to the disk.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from limits import Weighed

from base.languages import EDITIONS
from base.problems import Unusable
from delivery.assets import assets_of
from delivery.deliver import CODE, make_icons, make_sheets, pack, packed
from delivery.headers import header_files
from delivery.page import SIZE, Delivery, Sent, delivered
from delivery.scripts import SOURCES, Scripts
from links.catalogue import Texts
from model.page import Changes, Page
from offline.precache import TOGETHER, assets_named, named, precached
from offline.worker_file import PUBLISHED as WORKER
from offline.worker_file import megabytes, worker_file
from search.scripts import is_replaced

log = logging.getLogger("mkdocs.hooks.guide")

# Files that hold text, beside the pages.
TEXTS = (".css", ".js", ".json", ".md", ".svg", ".txt", ".xml")


@dataclass(frozen=True)
class PackedPage:
    """A page as it is sent, packed until it is written: those of a large guide would be most of
    what a build holds. `says` is what it says of the size of all that is kept, which is known
    last."""

    packed: bytes
    says: str = ""

    def read_bytes(self) -> bytes:
        """The page, as that of a `Path`."""
        return zlib.decompress(self.packed).replace(SIZE.encode(), self.says.encode())


# A file of the site: what it holds, or where it lies if it goes out as the builder made it.
Content = bytes | Path | PackedPage | Texts


class Files:
    """The files that the builder made, but for those that something of ours replaces."""

    def __init__(self, folder: Path, paths: Sequence[str], made: Mapping[str, Content]) -> None:
        self.brought = frozenset(paths) - made.keys()
        kept = (path for path in paths if not is_replaced(path))
        self.files: dict[str, Content] = {path: folder / path for path in kept}
        self.files.update(made)
        self._sizes: dict[str, int] = {}
        self._names: dict[str, frozenset[str]] = {}
        # Of pages, the hash up to what they say of the size of all, and what comes after that.
        self._begun: dict[str, tuple[hashlib._Hash, bytes]] = {}
        self._alike: dict[frozenset[str], frozenset[str]] = {}

    def add_page(self, path: str, html: bytes) -> None:
        """A page that is sent."""
        page = self.files[path] = PackedPage(pack(html))
        self._sizes[path] = len(page.packed)
        before, found, after = html.partition(SIZE.encode())
        if found:
            self._begun[path] = hashlib.sha256(before), after
        # Most pages name the same.
        names = frozenset(assets_named(path, html))
        self._names[path] = self._alike.setdefault(names, names)

    def names(self, path: str) -> frozenset[str]:
        """The names of assets in a file, when it was asked for first."""
        if path not in self._names:
            self._names[path] = frozenset(assets_named(path, self.content(path)))
        return self._names[path]

    def content(self, path: str) -> bytes:
        """What a file of the site holds; a text with the line ends of Unix, whatever system its
        author has."""
        file = self.files[path]
        if isinstance(file, bytes):
            return file
        content = file.read_bytes()
        if not isinstance(file, Path):
            return content
        if path.endswith(TEXTS) and b"\r\n" in content:
            content = self.files[path] = content.replace(b"\r\n", b"\n")
        return content

    def size(self, path: str) -> int:
        """The packed size of a file, when it was asked for first. What a page then says of the
        size of all is not in it."""
        if (size := self._sizes.get(path)) is None:
            size = self._sizes[path] = packed(self.content(path))
        return size

    def digest(self, path: str) -> str:
        """The hash of what a file of the site holds; to unpack pages for it took long."""
        file = self.files[path]
        if path not in self._begun or not isinstance(file, PackedPage):
            return hashlib.sha256(self.content(path)).hexdigest()
        begun, after = self._begun[path]
        whole, says = begun.copy(), file.says.encode()
        whole.update(says + after.replace(SIZE.encode(), says))
        return whole.hexdigest()

    def text(self, path: str) -> str:
        """The text of a file that a page asks for. Raises `Unusable`."""
        if path not in self.files:
            raise Unusable(f"{path}: a page asks for this file, and it is not there")
        return self.content(path).decode()


def deliver(pages: list[tuple[Page, Changes]], files: Files) -> list[Sent]:
    """Puts the pages as they are sent, taken from the list, to the files, with the sheets and
    scripts that they ask for."""
    scripts = Scripts(files.text)
    wanted = [assets_of(page) for page, _ in pages]
    code = [files.text(path) for path in files.files if CODE.fullmatch(path)]
    sheets = make_sheets(pages, wanted, code, files.text, scripts)
    delivery = Delivery(sheets, scripts, make_icons(wanted, files.text))
    log.info("delivery: %d pages, %d style sheets", len(pages), len(sheets))
    files.files |= {path: text.encode() for path, text in header_files().items()}
    sent = []
    while wanted:
        # Once a page is written, nobody needs its tokens: a large guide has many.
        assets, (page, changes) = wanted.pop(), pages.pop()
        each, html = delivered(page, assets, changes, delivery)
        files.add_page(page.path, html)
        sent.append(each)
    files.files |= {path: text.encode() for path, text in scripts.files.items()}
    return sent


def publish_only_what_is_asked_for(files: Files) -> list[str]:
    """Leaves out what the builder brought along and no page, script or style asks for: sources of
    what is sent under another name, parts of the theme, whatever lay in its folder. What."""
    made = (path for path in files.files if path not in files.brought)
    # A source of ours that the search has made smaller is joined with others, too.
    asking = [p for p in made if not p.startswith(SOURCES) or p.startswith(TOGETHER)]
    asked = {*asking, *named(asking, files.files, files.names)}
    for path in asked & files.brought:
        # So that a text among them goes out with the line ends of Unix.
        files.content(path)
    left = sorted(files.files.keys() - asked)
    for path in left:
        del files.files[path]
    return left


def keep(sent: Sequence[Sent], files: Files) -> Mapping[str, Sequence[str]]:
    """Says in each page what keeping its edition takes, and makes the worker that keeps it; what
    an edition keeps, by language."""
    offers = any(each.offers for each in sent)
    paths = sorted(files.files)
    kept = {
        language: precached(folder, paths, files.names) if offers else []
        for language, folder in EDITIONS.items()
    }
    sizes = {language: sum(map(files.size, paths)) for language, paths in kept.items()}
    for each in sent:
        page = files.files[each.path]
        if each.offers and isinstance(page, PackedPage):
            files.files[each.path] = replace(page, says=megabytes(sizes[each.language]))
    lists = kept if offers else {}
    files.files[WORKER] = worker_file(lists, files.digest).encode()
    return kept


def weighed(
    sent: Sequence[Sent],
    kept: Mapping[str, Sequence[str]],
    files: Files,
    sections: int,
    pages: int,
    rows: Mapping[str, tuple[int, str]],
) -> Weighed:
    """What the limits are about; `sections`, `pages` and `rows` are those of the guide."""
    of_guide = [each for each in sent if each.of_guide]
    return Weighed(
        files.size,
        list(files.files),
        {each.path: each.sheets for each in of_guide},
        {each.path: each.scripts for each in of_guide},
        kept,
        sections,
        pages,
        rows,
    )
