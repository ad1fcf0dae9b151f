"""Which files may lie under docs/ and overrides/: a list. All else is named, with what to do.

A builder publishes what it finds. So what lies there is either a page, or data, or a file of one of
the kinds below that something names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from base.folders import walk
from base.memory import remembered
from base.problems import Problem, nearest
from base.records import WORDS
from base.source_text import BadText, read_text
from content.front_matter import TOOLS
from content.source_pages import SourcePage, SourcePages

FOLDERS = rf"(?:{WORDS}/)*"
DATA_FILES = (
    *("ages.yml", "claims.yml", "concepts.tsv", "facts.yml", "figures.txt", "glossary.yml"),
    *(
        "limits.yml",
        "published.sum",
        "published.txt",
        "risks.yml",
        "search.yml",
        "sections.yml",
        "shared_characters.yml",
        "terms.yml",
    ),
    "topics.yml",
)
# Kind -> pattern of the paths, below docs/.
KINDS: Mapping[str, re.Pattern[str]] = {
    "a page": re.compile(rf"{FOLDERS}{WORDS}\.md"),
    "data": re.compile("_data/(?:" + "|".join(map(re.escape, DATA_FILES)) + ")"),
    "queries": re.compile(rf"_data/askings/{WORDS}\.tsv"),
    "what was learned from them": re.compile(
        r"_data/learned/(?:(?:places|features-\d+)\.json|keywords\.tsv)"
    ),
    "a drawing": re.compile(rf"_data/pictures/{WORDS}\.svg"),
    "a picture": re.compile(rf"assets/images/{WORDS}\.(?:svg|png|jpg|webp)"),
    "a script": re.compile(rf"assets/javascripts/{FOLDERS}{WORDS}\.js"),
    "a style sheet": re.compile(rf"assets/stylesheets/{WORDS}\.css"),
}
# The same below overrides/.
TEMPLATES: Mapping[str, re.Pattern[str]] = {
    "a template": re.compile(rf"{FOLDERS}{WORDS}\.html"),
    "an icon": re.compile(rf"\.icons/guide/{WORDS}\.svg"),
}
# Only these lie in docs/_data/, and a folder that begins with "_" is no part of the guide.
DATA = "_data"
# Addresses that the build makes itself, and Windows' names of devices.
RESERVED = re.compile(
    r"(?:s|assets|search|replies|zh-hans|404)(?:/|\.md)|(?:.*/)?(?:con|nul|aux|prn)\.md"
)
LONGEST = 120

# What programs leave behind, by name, and which.
LEFT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r".*~|\.#.*|#.*#|\..*\.sw[a-z]|.*\.(?:bak|tmp|old|save|un~)|4913"), "an editor"),
    (re.compile(r".*\.(?:orig|rej)|.*\.(?:BACKUP|BASE|LOCAL|REMOTE)\.\d+.*"), "a merge"),
    (re.compile(r"\.DS_Store|\._.*|Thumbs\.db|ehthumbs\.db|[Dd]esktop\.ini"), "a file manager"),
    (re.compile(r".*:Zone\.Identifier|.*\.(?:part|crdownload|download)"), "a download"),
    (re.compile(r"~\$.*|\.~lock\..*|.*\.(?:asd|wbk)"), "a word processor"),
    (
        re.compile(r".* ?\((?:\d+|copy|副本)\)\..*|.* - Copy\..*|.* copy\..*|.*副本.*"),
        "a copy by hand",
    ),
)
# While an author has a file open, some of these come and go.
OPEN = re.compile(r".*~|\.#.*|#.*#|\..*\.sw[a-z]|4913")


def printable(path: str) -> str:
    """A path as problems name it, whatever bytes its name has."""
    shown = path.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)


def _name_fault(path: str, at_work: bool) -> str | None:
    """What is wrong with a file by its name; None for one that an editor has open."""
    name = PurePosixPath(path).name
    for pattern, what in LEFT:
        if pattern.fullmatch(name):
            if at_work and OPEN.fullmatch(name):
                return None
            return f"left behind by {what}, no part of the guide: remove it"
    hidden = next((p for p in PurePosixPath(path).parts if p.startswith(".")), "")
    if hidden and not path.startswith(".icons/"):
        return f"{hidden} is hidden and never published: remove it"
    return ""


def _kind_fault(path: str, kinds: Mapping[str, re.Pattern[str]], folder: str) -> str:
    """What is wrong with a file that is of no kind."""
    pure = PurePosixPath(path)
    if pure.parts[0] == DATA and folder == "docs":
        close = nearest(path.removeprefix(f"{DATA}/"), DATA_FILES)
        return f"nothing reads this file of data{close}: remove it, or add it to the list in"
    if pure.parts[0].startswith("_"):
        return 'a folder that begins with "_" is no part of the guide: move or remove it; see'
    if pure.suffix.lower() in (".md", ".markdown", ".mdown", ".mkd", ".mkdn"):
        return "a page has a name of lower-case ASCII words, joined by -, and .md: rename it; see"
    if pure.suffix.lower() in (".html", ".htm") and folder == "docs":
        return "a page is Markdown, a template lies in overrides/: remove or move it; see"
    if re.search(r"[^a-z0-9./_-]", path):
        return "a name holds lower-case ASCII letters, digits and - only: rename it; see"
    known = ", ".join(kinds)
    return f"none of what is published ({known}): remove it, or add its kind in"


def check_tree(docs_dir: Path, overrides: Path | None, at_work: bool = False) -> Iterator[Problem]:
    """Files that are no part of the guide: links, left-overs, names and kinds not on the list.

    `at_work` says that an author has files open: what his editor keeps beside them is let alone.
    """
    trees = [(docs_dir, "docs", KINDS)]
    if overrides is not None and overrides.is_dir():
        trees.append((overrides, "overrides", TEMPLATES))
    for folder, shown, kinds in trees:
        for path, entry in walk(folder):
            if fault := _file_fault(path, entry, kinds, shown, at_work):
                yield Problem(f"{shown}/{printable(path)}", 0, fault)


def _file_fault(
    path: str,
    entry: os.DirEntry[str],
    kinds: Mapping[str, re.Pattern[str]],
    folder: str,
    at_work: bool,
) -> str:
    if (fault := _name_fault(path, at_work)) != "":
        return fault or ""
    if entry.is_symlink():
        return "a link to another file: put a copy of the file itself in its place"
    if not entry.is_file():
        return "no file but a device: remove it"
    if not any(pattern.fullmatch(path) for pattern in kinds.values()):
        return f"{_kind_fault(path, kinds, folder)} hooks/content/source_tree.py"
    if len(path) > LONGEST:
        return f"a path of {len(path)} characters: at most {LONGEST}"
    if folder == "docs" and path.endswith(".md") and RESERVED.match(path):
        return "this address the build makes itself, or a system cannot have it: rename the page"
    if path.endswith(".md") or path.startswith(f"{DATA}/"):
        return ""
    if not entry.stat().st_size:
        return "the file is empty: write it, or remove it"
    return ""


# The name of a file in a text, without the folders in front.
# Only where one begins: a text without blanks would otherwise be tried from each of its letters.
FILE_NAME = re.compile(r"(?<![\w.-])[a-z0-9.-]{1,80}\.(?:css|js|svg|png|jpg|webp)\b")


@lru_cache(maxsize=1)
def _named_by_steps() -> frozenset[str]:
    """The names of files that the steps of the build say."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    return frozenset(name for f in files for name in FILE_NAME.findall(f.read_text("utf-8")))


@remembered
def _named_by_page(page: SourcePage) -> frozenset[str]:
    return frozenset(FILE_NAME.findall("\n".join(page.lines)))


def check_named(docs_dir: Path, config_file: Path, pages: SourcePages) -> Iterator[Problem]:
    """Assets that nothing names: no template, no page, no setting, no other asset, no step."""
    if pages.broken:
        # What they name nobody knows.
        return
    assets = [docs_dir / "assets" / path for path, _ in walk(docs_dir / "assets")]
    templates = sorted((config_file.parent / "overrides").rglob("*.html"))
    named = {f"{tool}-page.js" for tool in TOOLS} | _named_by_steps()
    named.update(*map(_named_by_page, (*pages, *pages.shells)))
    by_assets: dict[str, set[Path]] = {}
    for file in (config_file, *templates, *assets):
        if file.suffix not in (".yml", ".html", ".js", ".css", ".svg"):
            continue
        try:
            names = FILE_NAME.findall(read_text(file, ""))
        except BadText:
            # Told elsewhere; what it names nobody knows.
            return
        if file.suffix in (".yml", ".html"):
            named.update(names)
        for name in names:
            by_assets.setdefault(name, set()).add(file)
    for asset in assets:
        if asset.name not in named and not by_assets.get(asset.name, set()) - {asset}:
            shown = f"docs/{printable(asset.relative_to(docs_dir).as_posix())}"
            message = "nothing names this file: remove it, or name it where it is used"
            yield Problem(shown, 0, message)
