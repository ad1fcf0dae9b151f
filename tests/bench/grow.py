"""The guide, grown: its real pages, and copies of them under new ids, with the real settings and
menu, so that what a larger guide meets can be tried today.

    python tests/bench/grow.py FOLDER PAGES [--reword]

A copy has the shape, the links and the facts of its page; its claims, other names and tool are
left out, as they may stand once. It stands in the menu in the part of its page. With `--reword`
its clauses are others of about the same length (corpus.py), so that a search has to tell copies
apart. Same docs/ and same number of pages: same bytes.

FOLDER gets docs/ and a `mkdocs-<variant>.yml` for each variant, to be built with `--site-dir`:

    whole   all that is published
    plain   MkDocs, the theme, our templates and the checks of what authors wrote
    stock   MkDocs and the theme on the same Markdown
"""

from __future__ import annotations

import argparse
import posixpath
import random
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.corpus import FIXED, PROJECT, Words, read_shapes  # the path is set above

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n(.*)", re.S | re.M)
LIST_LINE = re.compile(r"^\[\[[a-z-]+(?: [a-z-]+)?\]\]$", re.M)
PAGE_LINK = re.compile(r"\]\((?!\w+:)([^)#]+\.md)((?:#[^)]*)?)\)")
BUILT_LINK = re.compile(r"<a href=[^>]*>|</a>")
# It must lead on, and say so (E18).
NEXT_STEP = re.compile(r"^\[下一步：.*\{ \.next-step \}$", re.M)
DIGIT = re.compile(r"\d")
HEADING = re.compile(r"^#+ (.*?)(?: *\{.*\})?$", re.M)
# Words of others, some of which the guide says only so (E5).
QUOTED = re.compile("「[^」]*」")
ONCE = ("aliases", "card", "changes", "claims", "easy", "redirect_from", "tool")
# What a copy would say of the whole guide, or is limited in length.
SINGULAR = ("index.md", "start/index.md", "print.md", "topics.md", "glossary.md", "sources.md")
# Lists, the agents' desk, and pages in simple words, each of which names its full page.
ONE_OF_A_KIND = ("sources/", "for-agents/", "easy/")
# In a variant that leaves the last steps out.
NOTHING = '"""In the place of the steps after MkDocs: nothing."""\n'


class _Loader(yaml.SafeLoader):
    """Settings of MkDocs, whose tag for environment variables plain YAML does not know."""


def _otherwise(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> object:
    """What stands there when the environment says nothing."""
    return loader.construct_sequence(node)[-1]


_Loader.add_constructor("!ENV", _otherwise)


def sources(docs: Path) -> list[str]:
    """The pages under docs/, sorted; folders that begin with "_" hold data."""
    found = (path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md")))
    return [src for src in found if not src.startswith("_")]


def can_be_copied(src: str) -> bool:
    """Whether a page may stand in the guide more than once."""
    return src not in SINGULAR and not src.startswith(ONE_OF_A_KIND)


def letters(number: int) -> str:
    """A number from 1 on in letters, A to Z, then AA: a figure would have to stand in a fact that
    the page cites (E7)."""
    found = ""
    while number:
        number, last = divmod(number - 1, 26)
        found = chr(ord("A") + last) + found
    return found


class Grown:
    """The guide with copies of its pages, up to a number of pages."""

    def __init__(self, pages: int, project: Path = PROJECT, reword: bool = False) -> None:
        self.docs = project / "docs"
        self._project = project
        self._words = self._clauses() if reword else None
        self._titles: set[str] = set()
        self.real = real = sources(self.docs)
        copied = [src for src in real if can_be_copied(src)]
        wanted = max(0, pages - len([src for src in real if src != "print.md"]))
        # (page, its copy)
        self.copies = [
            (copied[n % len(copied)], f"more-{n // len(copied) + 1}/{copied[n % len(copied)]}")
            for n in range(wanted)
        ]

    def _clauses(self) -> Words:
        shapes = read_shapes(self.docs)
        return Words(
            clause
            for shape in shapes
            for text in (shape.title, shape.description, NEXT_STEP.sub("", shape.body))
            for clause in FIXED.split(QUOTED.sub("", text))
            # A figure must stand in a fact that its page cites (E7): it stays where it is.
            # Nor may one with a blank stand between characters.
            if clause and not DIGIT.search(clause) and " " not in clause
        )

    def _reworded(self, text: str, chance: random.Random) -> str:
        """Other clauses in the place of those without a figure, but for the next step."""
        words = self._words
        if words is None:
            return text
        last = NEXT_STEP.search(text)
        end = last.start() if last else len(text)
        parts = FIXED.split(text[:end])
        parts[::2] = [p if DIGIT.search(p) else words.like(p, chance) for p in parts[::2]]
        return "".join(parts) + text[end:]

    def _reworded_headings_apart(self, body: str, chance: random.Random) -> str:
        """The same, and no two headings of the page alike."""
        while True:
            found = self._reworded(body, chance)
            headings = [re.sub(r"\W", "", heading) for heading in HEADING.findall(found)]
            if len(set(headings)) == len(headings):
                return found

    def page(self, src: str, copy: str) -> str:
        """The Markdown of a copy."""
        match = FRONT_MATTER.match((self.docs / src).read_text(encoding="utf-8"))
        if match is None:
            raise ValueError(f"{src}: no front matter")
        number = copy.split("/")[0].removeprefix("more-")
        meta: dict[str, Any] = yaml.load(match[1], yaml.CSafeLoader)
        meta = {key: value for key, value in meta.items() if key not in ONCE}
        meta["id"] = f"{meta['id']}-{number}"
        title, which = meta["title"], letters(int(number))
        meta["title"] = f"{title}（{which}）"
        body = BUILT_LINK.sub("", LIST_LINE.sub("", match[2]))
        if self._words:
            chance = random.Random(copy)
            while (named := f"{self._reworded(title, chance)}{which}") in self._titles:
                pass
            self._titles.add(named)
            meta["title"] = named
            body = self._reworded_headings_apart(body, chance)

        def link(found: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(src), found[1]))
            there = target if not can_be_copied(target) else copy[: -len(src)] + target
            there = there if (target, there) in self._known else target
            return f"]({posixpath.relpath(there, posixpath.dirname(copy))}{found[2]})"

        text = yaml.safe_dump(meta, allow_unicode=True, width=1000, sort_keys=False)
        return f"---\n{text}---\n{PAGE_LINK.sub(link, body)}"

    @property
    def _known(self) -> set[tuple[str, str]]:
        if not hasattr(self, "_copies"):
            self._copies = set(self.copies)
        return self._copies

    def settings(self) -> dict[str, Any]:
        """The real settings with the copies in the menu."""
        text = (self._project / "mkdocs.yml").read_text(encoding="utf-8")
        settings: dict[str, Any] = yaml.load(text, _Loader)
        for part in settings["nav"]:
            for entries in part.values():
                if isinstance(entries, list):
                    named = [next(iter(e.values())) if isinstance(e, dict) else e for e in entries]
                    entries += [copy for src, copy in self.copies if src in named]
        return settings

    def write(self, folder: Path) -> None:
        """Writes docs/ and the settings of all variants."""
        shutil.copytree(self.docs, folder / "docs")
        shutil.copytree(self._project / "overrides", folder / "overrides")
        for src, copy in self.copies:
            file = folder / "docs" / copy
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.page(src, copy), encoding="utf-8", newline="\n")
        hooks = [str(self._project / "hooks" / name) for name in ("on_markdown.py", "on_site.py")]
        whole = {**self.settings(), "watch": []}
        stock = {key: whole[key] for key in ("site_name", "nav", "markdown_extensions", "plugins")}
        stock |= {"site_url": "https://example.org/", "not_in_nav": whole["not_in_nav"]}
        stock |= {"exclude_docs": whole["exclude_docs"] + "/print.md\n"}
        stock |= {"theme": {"name": "material", "language": "zh-Hant", "font": False}}
        variants = {
            "whole": {**whole, "hooks": hooks},
            "plain": {**whole, "hooks": [hooks[0], "hooks/on_site.py"]},
            "stock": stock,
        }
        (folder / "hooks").mkdir()
        (folder / "hooks/on_site.py").write_text(NOTHING, encoding="utf-8")
        for variant, settings in variants.items():
            text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
            (folder / f"mkdocs-{variant}.yml").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument("--reword", action="store_true")
    options = parser.parse_args()
    Grown(options.pages, reword=options.reword).write(options.folder)


if __name__ == "__main__":
    main()
