"""Whether the menu in mkdocs.yml lists each page once, and nothing that is no page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pathspec import GitIgnoreSpec

from base.problems import Problem, nearest
from base.yaml_rows import BadYaml
from content.settings_check import check_assets, check_settings, read_settings
from content.source_pages import SourcePages

Place = tuple[str, int]


def _entries(node: yaml.Node) -> Iterator[Place]:
    """The files that a menu names, each with its line."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value, node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _entries(value)


def check_menu(config_file: Path, pages: SourcePages) -> list[Problem]:
    """Pages that the menu leaves out without saying so, names twice, or that do not exist; and
    what is wrong with the settings around it."""
    shown = config_file.name
    try:
        settings = read_settings(config_file)
    except BadYaml as error:
        return [error.problem]
    docs_dir = config_file.parent / "docs"
    problems = list(check_settings(settings, shown))
    problems += check_assets(settings, shown, docs_dir)
    if "nav" in settings and not isinstance(settings["nav"], yaml.SequenceNode):
        return problems
    if "nav" not in settings:
        return [*problems, Problem(shown, 0, "`nav` is missing: it lists the pages of the menu")]
    left_out = str(getattr(settings.get("not_in_nav"), "value", ""))
    return [*problems, *_faults(list(_entries(settings["nav"])), left_out, pages, shown)]


def _faults(
    entries: Sequence[Place], left_out: str, pages: SourcePages, shown: str
) -> Iterator[Problem]:
    known = {page.src for page in (*pages, *pages.shells)} | pages.broken
    first: dict[str, int] = {}
    for src, line in entries:
        if re.match(r"[a-z]+:|/", src):
            message = f"{src} is no page of this guide: the menu names files below docs/"
            yield Problem(shown, line, message)
        elif first.setdefault(src, line) != line:
            message = f"{src} stands in the menu on line {first[src]} already: keep one"
            yield Problem(shown, line, message)
        elif not src:
            yield Problem(shown, line, "a part of the menu without pages: list them, or remove it")
        elif "：" in src:
            message = f"{src}: a title, a half-width colon, a blank, and the page: `標題: page.md`"
            yield Problem(shown, line, message)
        elif src not in known:
            yield Problem(shown, line, f"no page docs/{src}{nearest(src, known)}")
    passed = GitIgnoreSpec.from_lines(left_out.splitlines())
    for page in pages:
        if page.src not in first and not passed.match_file(page.src):
            folder = page.src.rpartition("/")[0]
            near = [src for src in first if src.rpartition("/")[0] == folder]
            where = f" (line {first[near[-1]]} has {near[-1]})" if near else ""
            message = (
                f"no part of the menu: add `- {page.src}` under `nav` in {shown}{where}, or name it"
                " under `not_in_nav`"
            )
            yield Problem(page.path, 1, message)
