"""Templates, styles, scripts and settings as files: whether they can be read, and name
what is there.

What pages are made of stands in them too, so that a fault of one is told with file and line, and
not by a builder that stops in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

from base.characters import odd, other_forms
from base.folders import walk
from base.memory import remembered
from base.problems import Problem, nearest
from base.source_text import BadText, line_at, read_text
from content.character_check import character_problems
from content.facts import FILE as FACTS
from content.prose import check_wording
from content.script_check import OTHER_SCRIPT, check_line
from conversion.leaks import LeakCheck

INCLUDE = re.compile(
    r"""{%-?\s*(?:include|extends|import|from)\s+(["'])(?P<name>[^"']+)\1\s*(?:-?%}|import)"""
)
ASSET = re.compile(r"""(["'])(?P<path>assets/[\w./-]+\.\w+)\1\s*\|\s*url""")
# What the theme brings, beside what lies in overrides/.
OF_THEME = re.compile(r"(?:base\.html|main\.html|partials/.*|\.icons/.*)")
DIALLED = re.compile(r'href="tel:(?P<number>[\d-]+)"')
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# What a drawing may not hold: programs, and what is fetched from elsewhere.
IN_DRAWING = re.compile(
    r"<(?:script|foreignObject|iframe|style|image|use)\b|<!(?:ENTITY|DOCTYPE)|\son\w+\s*=|"
    r"(?:href|src)\s*=\s*[\"'](?!#)|javascript:|url\((?!#)",
    re.IGNORECASE,
)
# Nothing of a style sheet comes from elsewhere.
IN_SHEET = re.compile(
    r"@import\b|url\(\s*[\"']?(?:https?:|//)|expression\(|javascript:", re.IGNORECASE
)
# What in a style sheet is no rule.
NO_RULE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
TEXTS = (".html", ".css", ".js", ".svg")


def _text_problems(path: str, text: str) -> Iterator[Problem]:
    lines = list(enumerate(text.split("\n"), 1))
    yield from character_problems(path, lines, odd)
    yield from character_problems(path, lines, other_forms)


def _syntax(path: str, text: str) -> Iterator[Problem]:
    try:
        Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"]).parse(text)
    except TemplateSyntaxError as error:
        yield Problem(path, error.lineno, f"no template that can be read: {error.message}")


def _names(path: str, text: str, known: Sequence[str], docs_dir: Path) -> Iterator[Problem]:
    """What a template names that is not there."""
    for match in INCLUDE.finditer(text):
        name = match["name"]
        if name not in known and not OF_THEME.fullmatch(name):
            message = f"no template overrides/{name}{nearest(name, known)}"
            yield Problem(path, line_at(text, match.start()), message)
    for match in ASSET.finditer(text):
        if not (docs_dir / match["path"]).is_file():
            there = [f.relative_to(docs_dir).as_posix() for f in (docs_dir / "assets").rglob("*.*")]
            message = f"no file docs/{match['path']}{nearest(match['path'], there)}"
            yield Problem(path, line_at(text, match.start()), message)


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    if path.endswith(".svg") and (match := IN_DRAWING.search(text)):
        message = f"「{match[0].strip()}」: a drawing holds shapes only"
        yield Problem(path, line_at(text, match.start()), message)
    if path.endswith(".css") and (match := IN_SHEET.search(text)):
        message = f"「{match[0].strip()}」: a style sheet asks for nothing from elsewhere"
        yield Problem(path, line_at(text, match.start()), message)


def _braces(path: str, text: str) -> Iterator[Problem]:
    """A rule of a style sheet that is not closed, and takes all that follow with it."""
    text = NO_RULE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    opened: list[int] = []
    for match in re.finditer(r"[{}]|/\*", text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "/*":
            yield Problem(path, line_at(text, match.start()), "a comment that is not closed: */")
            return
        elif opened:
            opened.pop()
        else:
            yield Problem(path, line_at(text, match.start()), "} closes nothing: remove it")
            return
    if opened:
        yield Problem(path, line_at(text, opened[-1]), "{ is not closed: add }")


@remembered
def _alone(path: str, text: str) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with a file whatever else is there; last, why a template cannot be read."""
    found = [*_text_problems(path, text), *_forbidden(path, text)]
    if path.endswith(".css"):
        found += _braces(path, text)
    return found, list(_syntax(path, text)) if path.endswith(".html") else []


def check_templates(docs_dir: Path, config_file: Path) -> Iterator[Problem]:
    """What is wrong with templates, styles, scripts, drawings and the settings as files."""
    overrides = config_file.parent / "overrides"
    files = [("overrides", overrides), ("docs/assets", docs_dir / "assets")]
    found = {shown: dict(walk(folder)) for shown, folder in files}
    known = [path for path in found["overrides"] if path.endswith(".html")]
    for shown, folder in files:
        for name, entry in found[shown].items():
            if not name.endswith(TEXTS) or not entry.is_file(follow_symlinks=False):
                continue
            file, path = folder / name, f"{shown}/{name}"
            try:
                text = read_text(file, path)
            except BadText as error:
                yield error.problem
                continue
            problems, unread = _alone(path, text)
            yield from (*problems, *unread)
            if name.endswith(".html") and not unread:
                yield from _names(path, text, known, docs_dir)


def check_said(overrides: Path, numbers: Collection[str], leaks: LeakCheck) -> Iterator[Problem]:
    """What templates say against the rules of pages, and numbers to dial that are not among
    `numbers`, for which published facts vouch."""
    for name, entry in walk(overrides):
        path = f"overrides/{name}"
        if not name.endswith(".html") or not entry.is_file(follow_symlinks=False):
            continue
        try:
            text = read_text(overrides / name, path)
        except BadText:
            continue  # Told by check_templates.
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        for number, line in enumerate(text.split("\n"), 1):
            for match in DIALLED.finditer(line):
                if match["number"] not in numbers:
                    message = f"no published fact vouches for {match['number']}: see {FACTS}"
                    yield Problem(path, number, message)
            yield from check_line(path, number, line, leaks)
            yield from check_wording(path, number, OTHER_SCRIPT.sub(" ", line))
