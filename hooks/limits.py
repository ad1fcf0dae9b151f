"""What a reader may be made to wait for, and what growth may cost: `docs/_data/limits.yml`.

A limit stands on what a reader waits for, never on how much the guide says; that has budgets
for each page or section, and long lists go on on further pages. Each build prints what is used and
what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from base.languages import EDITIONS
from base.problems import Problem, meant
from base.records import Field, Table, kebab, number, one_of, read_records, text
from delivery.scripts import HASHED
from delivery.styles import COMMON
from search.index import INDEX
from search.scripts import WORKERS

FILE = "docs/_data/limits.yml"
SCHEMA = {
    "id": Field(kebab),
    "kind": Field(one_of("limit", "budget", "rows")),
    "most": Field(number),
    "why": Field(text),
}
# From this share on it is said that little is left.
NEAR = 0.9
OF_TOOL = f"{HASHED}tools-"
# How the limits of lists begin: "list-facts".
LIST = "list-"


@dataclass(frozen=True)
class Used:
    """What is used of a limit, in bytes or rows, and by what."""

    size: int
    by: str = ""


@dataclass(frozen=True)
class Weighed:
    """A finished site: the packed size of a file, by path, and by the path of each page of the
    guide the sheets and scripts that it asks for. `kept` are the paths of what an edition keeps
    offline, by language; `sections` and `pages` say how large the guide is, `rows` how many a
    page has of each kind, and which."""

    size: Callable[[str], int]
    files: Sequence[str]
    sheets: Mapping[str, Sequence[str]]
    scripts: Mapping[str, Sequence[str]]
    kept: Mapping[str, Sequence[str]]
    sections: int
    pages: int
    rows: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def sizes(self, *start: str) -> dict[str, int]:
        """The packed sizes of the files whose paths begin so."""
        return {path: self.size(path) for path in self.files if path.startswith(start)}


def _worst(sizes: Mapping[str, int]) -> Used:
    name = max(sizes, key=lambda each: (sizes[each], each), default="")
    return Used(sizes.get(name, 0), name)


def _share(total: int, parts: int) -> Used:
    return Used(round(total / max(parts, 1)), f"{total:,} in all, {parts} parts")


def _first_view(site: Weighed) -> Used:
    return _worst(
        {page: sum(map(site.size, (page, *sheets))) for page, sheets in site.sheets.items()}
    )


def _page(site: Weighed) -> Used:
    return _worst({page: site.size(page) for page in site.sheets})


def _page_frame(site: Weighed) -> Used:
    """What no page is without: the shortest is hardly more."""
    sizes = {page: site.size(page) for page in site.sheets}
    name = min(sizes, key=lambda each: (sizes[each], each), default="")
    return Used(sizes.get(name, 0), name)


def _style_sheet(site: Weighed) -> Used:
    sizes = site.sizes(f"{HASHED}{COMMON}.", f"{HASHED}{COMMON}-")
    return _worst({path: size for path, size in sizes.items() if path.endswith(".css")})


def _page_scripts(site: Weighed) -> Used:
    return _worst(
        {
            page: sum(site.size(path) for path in scripts if not path.startswith(OF_TOOL))
            for page, scripts in site.scripts.items()
        }
    )


def _tool_scripts(site: Weighed) -> Used:
    return _worst(site.sizes(OF_TOOL))


def _search_client(site: Weighed) -> Used:
    return Used(sum(site.sizes(WORKERS).values()), "engine, worker and box")


def _search_first_part(site: Weighed) -> Used:
    return _worst(site.sizes(*(folder + INDEX for folder in EDITIONS.values())))


def _search_section(site: Weighed) -> Used:
    totals = (sum(site.sizes(f"{folder}search/").values()) for folder in EDITIONS.values())
    return _share(max(totals), site.sections)


def _kept_page(site: Weighed) -> Used:
    totals = (sum(map(site.size, paths)) for paths in site.kept.values())
    return _share(max(totals, default=0), site.pages)


def _book_page(site: Weighed) -> Used:
    books = (path for path in site.files if path.endswith(".epub"))
    return _share(max(map(site.size, books), default=0), site.pages)


def _rows(kind: str) -> Callable[[Weighed], Used]:
    return lambda site: Used(*site.rows.get(kind, (0, "")))


MEASURES: dict[str, Callable[[Weighed], Used]] = {
    "first-view": _first_view,
    "page": _page,
    "page-frame": _page_frame,
    "style-sheet": _style_sheet,
    "page-scripts": _page_scripts,
    "tool-scripts": _tool_scripts,
    "search-client": _search_client,
    "search-first-part": _search_first_part,
    "search-section": _search_section,
    "kept-page": _kept_page,
    "book-page": _book_page,
    **{f"{LIST}{kind}": _rows(kind) for kind in ("facts", "terms", "pages", "topics")},
}


def read_limits(data_dir: Path) -> tuple[Table, list[Problem]]:
    """The limits by id, and the faults of their file."""
    limits, problems = read_records(data_dir / "limits.yml", FILE, SCHEMA)
    if limits.whole and not problems:
        missing = MEASURES.keys() - limits.keys()
        for name in sorted(limits.keys() - MEASURES.keys()):
            close = meant(name, missing)
            missing -= {close}
            instead = f'write "{close}"' if close else f"known are {', '.join(MEASURES)}"
            message = f'nobody measures "{name}": {instead}'
            problems.append(Problem(FILE, limits[name].line, message))
        for name in missing:
            problems.append(Problem(FILE, 0, f'the record "{name}" is missing'))
        problems += _kind_faults(limits)
    return limits, problems


def _kind_faults(limits: Table) -> Iterator[Problem]:
    """Rows that are measured in bytes, and the other way round."""
    for name, record in limits.items():
        of_list = name.startswith(LIST)
        if (record["kind"] == "rows") != of_list:
            right = "rows" if of_list else "limit or budget"
            message = f'"kind" of {name} must be {right}: it is not measured in anything else'
            yield Problem(FILE, record.lines["kind"], message)
        elif of_list and not isinstance(record["most"], int):
            message = f'"most" of {name} must be a whole number of rows'
            yield Problem(FILE, record.lines["most"], message)


def rows_of_lists(limits: Table) -> dict[str, int]:
    """How many rows a page may show, by their kind."""
    return {
        name.removeprefix(LIST): int(record["most"])
        for name, record in limits.items()
        if record["kind"] == "rows"
    }


@dataclass(frozen=True)
class Row:
    """A limit beside what is used of it."""

    name: str
    most: int
    used: Used
    kind: str

    @property
    def share(self) -> float:
        return self.used.size / self.most

    def __str__(self) -> str:
        note = ""
        if self.share > 1:
            note = f"  over the {self.kind}"
        elif self.share > NEAR and self.kind != "rows":
            note = "  little is left"
        numbers = f"{self.used.size:>9,} of {self.most:>7,}  {self.share:>5.0%}"
        return f"{self.name:18}{numbers}  {self.used.by}{note}"


def weigh(limits: Table, site: Weighed) -> tuple[list[Row], list[Problem]]:
    """Each limit with what is used of it, and an error for each that is passed."""
    rows = [
        Row(name, limits[name]["most"], measure(site), limits[name]["kind"])
        for name, measure in MEASURES.items()
    ]
    return rows, list(_passed(rows, limits))


def _passed(rows: Sequence[Row], limits: Table) -> Iterator[Problem]:
    for row in rows:
        if row.kind == "limit" and row.share > 1:
            record = limits[row.name]
            message = (
                f"{row.name} is {row.used.size:,} bytes ({row.used.by}), more than {row.most:,}:"
                f" {record['why']}"
            )
            yield Problem(FILE, record.lines["most"], message)
