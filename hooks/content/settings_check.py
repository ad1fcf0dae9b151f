"""mkdocs.yml, as far as what is checked of the texts rests on it: the steps of the build, the
Markdown that the checks know, the words that stand on each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from base.problems import Problem, meant, nearest
from base.records import plain
from base.source_text import BadText, read_text
from base.yaml_rows import BadYaml, check_comments
from content.character_check import character_problems
from content.house_text import house_text

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
    "theme.palette.scheme": "guide-auto",
    "theme.palette.primary": "guide",
    "theme.palette.accent": "guide",
    "extra.alternate": "true",
    "extra.generator": "false",
    "toc.permalink": "false",
    "toc.toc_depth": "2-3",
}
# What only who publishes the guide knows; links/told.py looks at their values.
TOLD = ("extra.contact", "extra.mirrors")
# What the theme asks for of its own settings; it says nothing of others.
THEME = ("name", "custom_dir", "language", "font", "favicon", "icon", "palette", "features")
FEATURES = (
    *("navigation.indexes", "navigation.path", "navigation.tracking", "toc.follow"),
    *("search.highlight", "search.share", "search.suggest"),
)
OPTIONS_OF, TOC = "toc.", "permalink, toc_depth"
NEEDED = ("theme.name", "theme.custom_dir", "theme.language", "theme.font", "toc.toc_depth")
ASSETS = ("extra_css", "extra_javascript")
# What these are made of; another shape would be no setting at all.
LISTS = (*ASSETS, "plugins", "hooks", "markdown_extensions", "nav")
GROUPS = ("theme", "validation", "extra")
SHAPES: Mapping[str, tuple[type[yaml.Node], str]] = {
    **dict.fromkeys(LISTS, (yaml.SequenceNode, "a list, one `- item` a line")),
    **dict.fromkeys(GROUPS, (yaml.MappingNode, "lines of `key: value`, two blanks in")),
}
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
        check_comments(text, shown)
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
        if isinstance(token, yaml.TagToken) and token.value != ("!", "ENV"):
            message = f"{''.join(filter(None, token.value))}: the only tag is !ENV [NAME, value]"
            raise BadYaml(Problem(shown, token.start_mark.line + 1, message))
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


def _check_site_url(node: yaml.Node | None, shown: str) -> Iterator[Problem]:
    """The public address, or what stands in its place without SITE_URL."""
    if node is not None:
        last = node.value[-1] if isinstance(node, yaml.SequenceNode) and node.value else node
        named = node.tag == "!ENV" or isinstance(node, yaml.ScalarNode)
        if not named or not re.fullmatch(r"https?://[^/\s]+/(?:\S*/)?", str(last.value)):
            yield Problem(shown, _line(node), "`site_url` must be like https://example.org/path/")


def _check_icons(theme: yaml.Node | None, shown: str, docs_dir: Path) -> Iterator[Problem]:
    """Pictures that the settings of the theme name and that are not there."""
    for path, node in _leaves(theme, "theme") if theme is not None else ():
        file = docs_dir / node.value
        if path.startswith("theme.icon."):
            file = docs_dir.parent / "overrides" / ".icons" / f"{node.value}.svg"
        elif path != "theme.favicon":
            continue
        if not file.is_file():
            there = file.relative_to(docs_dir.parent).as_posix()
            known = (each.relative_to(docs_dir.parent).as_posix() for each in file.parent.glob("*"))
            yield Problem(shown, _line(node), f"no file {there}{nearest(there, known)}")


def check_assets(settings: Settings, shown: str, docs_dir: Path) -> Iterator[Problem]:
    """Styles and scripts that the settings name and that lie elsewhere, or nowhere."""
    yield from _check_icons(settings.get("theme"), shown, docs_dir)
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
    if len(named) > len(HOOKS):
        other, line = next(
            each for each in _names(settings["hooks"]) if not each[0].endswith(HOOKS)
        )
        yield Problem(shown, line, f"{other}: the two hooks are {', '.join(HOOKS)}; remove it")
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
    left_out = str(getattr(settings.get("exclude_docs"), "value", "")).split()
    if "/_data/" not in left_out:
        message = "`exclude_docs` must name /_data/: data is no page, and would be published"
        yield Problem(shown, 0, message)
    for other in left_out if "/_data/" in left_out else ():
        if other != "/_data/":
            message = f"`exclude_docs` names /_data/ alone: pages behind {other} would not go out"
            yield Problem(shown, _line(settings["exclude_docs"]), message)


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
        elif path.startswith(OPTIONS_OF) and wanted is None:
            yield Problem(shown, _line(node), f"`{path}`: no option of toc is known but {TOC}")
        elif path.startswith("validation.") and node.value != "warn":
            yield Problem(shown, _line(node), f"`{path}` must be warn: a fault ends the build")
    theme = settings.get("theme")
    keys = [key.value for key, _ in theme.value] if isinstance(theme, yaml.MappingNode) else []
    misspelt = {f"theme.{meant(key, THEME)}" for key in keys if key not in THEME}
    for path in set(NEEDED) - {path for path, _ in found} - misspelt:
        yield Problem(shown, 0, f"`{path}: {VALUES[path]}` is missing: the build rests on it")


def _theme(theme: yaml.Node | None, shown: str) -> Iterator[Problem]:
    """Settings and features that the theme has not, or with which nobody has tried the guide."""
    for key, value in theme.value if isinstance(theme, yaml.MappingNode) else ():
        if key.value not in THEME:
            message = f'no setting "{key.value}" of the theme is known{nearest(key.value, THEME)}'
            yield Problem(shown, _line(key), f"{message}: known are {', '.join(THEME)}")
        for name, line in _names(value) if key.value == "features" else ():
            if name not in FEATURES:
                message = f'no feature "{name}"{nearest(name, FEATURES)}: known are '
                yield Problem(shown, line, message + ", ".join(FEATURES))


def _shapes(settings: Settings, shown: str) -> Iterator[Problem]:
    """Lists that are none, and so on."""
    for key, (shape, says) in SHAPES.items():
        node = settings.get(key)
        if node is not None and not (isinstance(node, shape) and node.value):
            yield Problem(shown, _line(node), f"`{key}` must be {says}")


def check_settings(settings: Settings, shown: str) -> Iterator[Problem]:
    """What in the settings would let pages go out unchecked, or is no plain text."""
    if (inherited := settings.get("INHERIT")) is not None:
        message = "INHERIT: the checks read this file alone: write the settings here"
        yield Problem(shown, _line(inherited), message)
        return
    shapes = list(_shapes(settings, shown))
    if shapes:
        # What stands in them nobody knows.
        yield from shapes
        return
    yield from _known(settings, shown)
    yield from _values(settings, shown)
    yield from _theme(settings.get("theme"), shown)
    yield from _check_site_url(settings.get("site_url"), shown)
    for key in WORDS:
        node = settings.get(key)
        if node is None:
            yield Problem(shown, 0, f"`{key}` is missing: every page names it")
        elif fault := plain(node.value):
            yield Problem(shown, _line(node), f'"{key}" {fault}')
        elif node.end_mark.line > node.start_mark.line:
            yield Problem(shown, _line(node), f'"{key}" must be one line of text')
    seen: dict[str, int] = {}
    for node in _titles(settings["nav"]) if "nav" in settings else ():
        if fault := house_text(node.value):
            yield Problem(shown, _line(node), f"a title of the menu {fault}")
        elif seen.setdefault(node.value, _line(node)) != _line(node):
            message = f"the title {node.value} stands on line {seen[node.value]} already"
            yield Problem(shown, _line(node), message)
