"""mkdocs.yml, as far as what is checked of the texts rests on it: the steps of the build, the
Markdown that the checks know, the words that stand on each page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from base.problems import Problem, nearest
from base.records import plain
from base.source_text import BadText, read_text
from base.yaml_rows import BadYaml
from content.character_check import character_problems

HOOKS = ("hooks/on_markdown.py", "hooks/on_site.py")
# What the checks of this folder know. With others Markdown would read other things into a text.
EXTENSIONS = ("admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.tasklist")
PLUGINS = ("search",)
# Their words go into every page.
WORDS = ("site_name", "site_description", "copyright")
KEYS = (
    *("site_name", "site_description", "site_url", "copyright", "docs_dir", "site_dir"),
    *("exclude_docs", "not_in_nav", "use_directory_urls", "watch", "theme", "extra_css"),
    *("extra_javascript", "plugins", "hooks", "markdown_extensions", "validation", "extra", "nav"),
)
# What the steps of the build rest on: where it stands, it says this. With others pages would lie
# elsewhere, or ask third parties for their type.
VALUES: Mapping[str, str] = {
    "docs_dir": "docs",
    "site_dir": "site",
    "use_directory_urls": "true",
    "theme.name": "material",
    "theme.custom_dir": "overrides",
    "theme.language": "guide",
    "theme.font": "false",
    "extra.alternate": "true",
    "extra.generator": "false",
    "toc.permalink": "false",
    "toc.toc_depth": "2-3",
}
# What only who publishes the guide knows; links/told.py looks at their values.
TOLD = ("extra.contact", "extra.mirrors")
NEEDED = ("theme.name", "theme.custom_dir", "theme.language", "theme.font", "toc.toc_depth")
ASSETS = ("extra_css", "extra_javascript")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Settings = Mapping[str, yaml.Node]


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line + 1
    return line


def read_settings(config_file: Path) -> dict[str, yaml.Node]:
    """The settings as nodes: MkDocs knows tags (!ENV) that plain YAML does not.

    Raises `BadYaml`.
    """
    shown = config_file.name
    try:
        text = read_text(config_file, shown)
        root = yaml.compose(text, Loader=_Loader)
    except BadText as error:
        raise BadYaml(error.problem) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        message = f"not valid YAML: {what}"
        raise BadYaml(Problem(shown, mark.line + 1 if mark else 0, message)) from error
    if not isinstance(root, yaml.MappingNode):
        raise BadYaml(Problem(shown, 1, "must be lines of `key: value`"))
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            message = "& and * name values and use them again: write the value itself"
            raise BadYaml(Problem(shown, token.start_mark.line + 1, message))
    found: dict[str, yaml.Node] = {}
    for key, value in root.value:
        if str(key.value) in found:
            message = f'the key "{key.value}" is given twice: keep one'
            raise BadYaml(Problem(shown, _line(key), message))
        found[str(key.value)] = value
    if fault := next(character_problems(shown, enumerate(text.split("\n"), 1)), None):
        raise BadYaml(fault)
    return found


def _names(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """The items of a list of names, some of which have settings of their own."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        named = item.value[0][0] if isinstance(item, yaml.MappingNode) and item.value else item
        yield str(named.value), _line(item)


def _paths(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """The items of a list of paths, which may stand behind `path:`."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        if isinstance(item, yaml.MappingNode):
            keys = {key.value: value for key, value in item.value}
            item = keys.get("path", item)
        yield str(item.value), _line(item)


def _titles(node: yaml.Node) -> Iterator[yaml.Node]:
    """The titles that a menu gives to its parts and pages."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _titles(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield from _titles(value)


def check_assets(settings: Settings, shown: str, docs_dir: Path) -> Iterator[Problem]:
    """Styles and scripts that the settings name and that lie elsewhere, or nowhere."""
    for key in ASSETS:
        for path, line in _paths(settings.get(key)):
            if not path.startswith("assets/"):
                message = f"{path[:60]}: styles and scripts lie in docs/assets/, nowhere else"
                yield Problem(shown, line, message)
            elif not (docs_dir / path).is_file():
                there = [f.relative_to(docs_dir).as_posix() for f in docs_dir.glob("assets/*/*")]
                yield Problem(shown, line, f"no file docs/{path}{nearest(path, there)}")


def _known(settings: Settings, shown: str) -> Iterator[Problem]:
    named = {name for name, _ in _names(settings.get("hooks"))}
    for hook in HOOKS:
        if not any(f"/{name}".endswith(f"/{hook}") for name in named):
            message = f"{hook} is missing under `hooks`: without it pages go out unchecked"
            yield Problem(shown, 0, message)
    for key, known in (("markdown_extensions", EXTENSIONS), ("plugins", PLUGINS)):
        found = dict(_names(settings.get(key)))
        for name, line in found.items():
            if name not in known:
                message = f'the checks know nothing of "{name}"{nearest(name, known)}: known are '
                yield Problem(shown, line, message + ", ".join(known))
        for name in known:
            if name not in found:
                yield Problem(shown, 0, f'"{name}" is missing under `{key}`: the texts need it')
    if "/_data/" not in str(getattr(settings.get("exclude_docs"), "value", "")).split():
        message = "`exclude_docs` must name /_data/: data is no page, and would be published"
        yield Problem(shown, 0, message)


def _leaves(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node]]:
    """The values below a setting, by the keys that lead there; what a list holds is named alone."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, f"{path}.{key.value}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _leaves(item, "")
    else:
        yield path, node


def _values(settings: Settings, shown: str) -> Iterator[Problem]:
    """Settings that there are none of, and those that say something else than the steps rest on."""
    for key, node in settings.items():
        if key not in KEYS:
            message = f'the steps of the build know no setting "{key}"{nearest(key, KEYS)}'
            is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
            yield Problem(shown, _line(node) - is_block, message)
    extra = settings.get("extra")
    for node, _ in extra.value if isinstance(extra, yaml.MappingNode) else ():
        if f"extra.{node.value}" not in (*VALUES, *TOLD):
            message = f"extra.{node.value}: nothing of ours reads it, the theme may: remove it"
            yield Problem(shown, _line(node), message)
    found = [leaf for key, node in settings.items() for leaf in _leaves(node, key)]
    for path, node in found:
        wanted = VALUES.get(path)
        if wanted is not None and node.value != wanted:
            yield Problem(shown, _line(node), f"`{path}` must be {wanted}: the build rests on it")
        elif path.startswith("validation.") and node.value != "warn":
            yield Problem(shown, _line(node), f"`{path}` must be warn: a fault ends the build")
    for path in set(NEEDED) - {path for path, _ in found}:
        yield Problem(shown, 0, f"`{path}: {VALUES[path]}` is missing: the build rests on it")


def check_settings(settings: Settings, shown: str) -> Iterator[Problem]:
    """What in the settings would let pages go out unchecked, or is no plain text."""
    if (inherited := settings.get("INHERIT")) is not None:
        message = "INHERIT: the checks read this file alone: write the settings here"
        yield Problem(shown, _line(inherited), message)
        return
    yield from _known(settings, shown)
    yield from _values(settings, shown)
    for key in WORDS:
        node = settings.get(key)
        if node is None:
            yield Problem(shown, 0, f"`{key}` is missing: every page names it")
        elif fault := plain(node.value):
            yield Problem(shown, _line(node), f'"{key}" {fault}')
    seen: dict[str, int] = {}
    for node in _titles(settings["nav"]) if "nav" in settings else ():
        if fault := plain(node.value):
            yield Problem(shown, _line(node), f"a title of the menu {fault}")
        elif seen.setdefault(node.value, _line(node)) != _line(node):
            message = f"the title {node.value} stands on line {seen[node.value]} already"
            yield Problem(shown, _line(node), message)
