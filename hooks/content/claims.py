"""The claims of the source article: each stands on exactly one page, risks with a caveat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

from base.problems import Problem, nearest
from base.records import WORDS, Field, Table, one_of, optional, plain, read_records, text, texts
from base.yaml_rows import Row
from content.house_text import sentence
from content.source_pages import SourcePage, SourcePages

FILE = "docs/_data/claims.yml"
RISKS_FILE = "docs/_data/risks.yml"
TREATMENTS = {"kept": "保留", "corrected": "更正", "caveated": "加上提醒"}
SEVERITIES = ("high", "medium", "low")
KINDS = ("fact", "risk", "advice", "benefit", "option", "meta", "rhetoric")
CLAIM_ID = re.compile(rf"[a-z]+\.{WORDS}")
RISK_ID = re.compile(r"R[1-9]\d{0,2}", re.ASCII)
UNIT = re.compile(r"P\d{1,3}\.(?:S\d{1,2}|H)", re.ASCII)


def _claim_id(value: Any) -> str | None:
    good = isinstance(value, str) and CLAIM_ID.fullmatch(value)
    return None if good else "must be section.name, such as principles.honest-budget"


def _risk_id(value: Any) -> str | None:
    good = isinstance(value, str) and RISK_ID.fullmatch(value)
    return None if good else "must be R and a number, such as R6"


def _units(value: Any) -> str | None:
    if fault := texts(value):
        return fault
    odd = next((unit for unit in value if not UNIT.fullmatch(unit)), None)
    return f"lists {odd!r}, which is no sentence such as P3.S1" if odd else None


SCHEMA = {
    "id": Field(_claim_id),
    "section": Field(text),
    "kind": Field(one_of(*KINDS)),
    "says": Field(sentence),
    "units": Field(_units),
    "risk": optional(texts),
    "treatment": Field(one_of(*TREATMENTS)),
    "note": optional(sentence),
}
RISK_SCHEMA = {"id": Field(_risk_id), "severity": Field(one_of(*SEVERITIES)), "about": Field(plain)}
CAVEAT = re.compile(r'^!!! (?P<classes>[\w -]*\bcaveat\b[\w -]*?)\s*"')


@dataclass(frozen=True)
class Place:
    """Where a claim stands."""

    page: SourcePage
    anchor: str
    line: int


def read_claims(data_dir: Path) -> tuple[Table, Table, list[Problem]]:
    """Claims by id, risks by id, and the faults of both files."""
    claims, problems = read_records(data_dir / "claims.yml", FILE, SCHEMA)
    risks, risk_problems = read_records(data_dir / "risks.yml", RISKS_FILE, RISK_SCHEMA)
    problems += risk_problems
    said: dict[str, Row] = {}
    for claim in claims.values():
        if (first := said.setdefault(claim["says"], claim)) is not claim:
            message = f"{claim['id']} says the same as {first['id']} (line {first.line}): keep one"
            problems.append(Problem(FILE, claim.lines["says"], message))
        if claim["id"].partition(".")[0] != claim["section"]:
            message = f'{claim["id"]} belongs to "{claim["section"]}": its id begins with that'
            problems.append(Problem(FILE, claim.lines["id"], message))
        if claim["treatment"] != "kept" and "note" not in claim:
            message = f'{claim["id"]} is {claim["treatment"]}: say what was changed in "note"'
            problems.append(Problem(FILE, claim.line, message))
        for risk_id in claim.get("risk", ()):
            if not risks.knows(risk_id):
                message = f"unknown risk {risk_id}{nearest(risk_id, risks)}: see {RISKS_FILE}"
                problems.append(Problem(FILE, claim.lines["risk"], message))
    return claims, risks, problems


def _bindings(page: SourcePage) -> Iterator[tuple[str, str, int]]:
    """The (claim id, anchor, line) triples of a page's front matter."""
    claims = page.meta.get("claims")
    if isinstance(claims, Row):
        for anchor, ids in claims.items():
            for claim_id in ids if isinstance(ids, list) else ():
                yield str(claim_id), anchor, claims.lines[anchor]


def _bound(page: SourcePage) -> Iterator[Any]:
    """The lists of claims in a page's front matter, or what stands in their place."""
    claims = page.meta.get("claims")
    yield from claims.values() if isinstance(claims, Row) else ([claims] if claims else ())


def places(pages: Iterable[SourcePage]) -> dict[str, Place]:
    """Where each claim stands; of a doubled claim the first place."""
    found: dict[str, Place] = {}
    for page in pages:
        for claim_id, anchor, line in _bindings(page):
            found.setdefault(claim_id, Place(page, anchor, line))
    return found


def check_bindings(pages: SourcePages, claims: Table) -> Iterator[Problem]:
    """Claims that are unknown, doubled, lost, or bound to an id that does not exist."""
    first = places(pages)
    for page in pages:
        ids = {h.id for h in page.headings if h.id}
        for claim_id, anchor, line in _bindings(page):
            if anchor not in ids:
                message = f'no heading of this page has the id "{anchor}"{nearest(anchor, ids)}'
                yield Problem(page.path, line, message)
            if not claims.knows(claim_id):
                message = f"unknown claim {claim_id}{nearest(claim_id, claims)}: see {FILE}"
                yield Problem(page.path, line, message)
            place = first[claim_id]
            if (place.page.src, place.anchor) != (page.src, anchor):
                message = f"{claim_id} stands at {place.page.path}#{place.anchor} already"
                yield Problem(page.path, line, message)
    # What an unreadable page, or a faulty list, binds nobody knows.
    bound = [ids for page in pages for ids in _bound(page)]
    sure = not pages.broken and not any(texts(ids) for ids in bound)
    for claim_id in claims.keys() - first.keys() if sure else ():
        message = f"{claim_id} is lost: bind it to a heading in the front matter of one page"
        yield Problem(FILE, claims[claim_id].line, message)


def _opens_with_caveat(page: SourcePage, anchor: str, risk: str) -> bool:
    """Whether a section's first block is the risk's caveat with advice after it, inside it."""
    lines = dropwhile(lambda line: not line.strip(), (line for _, line in page.section(anchor)))
    opening = CAVEAT.match(next(lines, ""))
    if not opening or risk.lower() not in opening["classes"].split():
        return False
    block = takewhile(lambda line: not line.strip() or line.startswith("    "), lines)
    return "\n\n" in "\n".join(map(str.strip, block)).strip()


def check_caveats(pages: SourcePages, claims: Table, risks: Table) -> Iterator[Problem]:
    """High risks whose claim stands without its caveat, or that stand nowhere."""
    high = {risk_id for risk_id, risk in risks.items() if risk["severity"] == "high"}
    for claim_id, place in places(pages).items():
        if claim_id not in claims or place.anchor not in {h.id for h in place.page.headings}:
            continue
        for risk in high.intersection(claims[claim_id].get("risk", ())):
            if not _opens_with_caveat(place.page, place.anchor, risk):
                message = (
                    f'{claim_id} carries the high risk {risk}: open "#{place.anchor}" with '
                    f'`!!! caveat {risk.lower()} "…"`, caveat first, the advice after it inside'
                )
                yield Problem(place.page.path, place.line, message)
    openings = (CAVEAT.match(line) for page in pages for _, line in page.body())
    stand = {word for match in openings if match for word in match["classes"].split()}
    for risk in sorted(high) if not pages.broken else ():
        if risk.lower() not in stand:
            message = f"the high risk {risk} stands on no page as a `!!! caveat {risk.lower()}`"
            yield Problem(RISKS_FILE, risks[risk].line, message)
