"""The claims of the source article: each stands on exactly one page, risks with a caveat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.pages import Page
from content.problems import Problem, nearest
from content.records import read_records
from content.yaml_lines import Row

FILE = "docs/_data/claims.yml"
RISKS_FILE = "docs/_data/risks.yml"
SCHEMA = {
    "id": "text",
    "section": "text",
    "kind": "text",
    "says": "text",
    "units": "texts",
    "risk": "texts?",
    "treatment": "text",
    "note": "text?",
}
RISK_SCHEMA = {"id": "text", "severity": "text", "about": "text"}
TREATMENTS = {"kept": "保留", "corrected": "更正", "caveated": "加上提醒"}
SEVERITIES = ("high", "medium", "low")
CAVEAT = re.compile(r'^!!! (?P<classes>[\w -]*\bcaveat\b[\w -]*?)\s*"')


@dataclass(frozen=True)
class Place:
    """Where a claim stands."""

    page: Page
    anchor: str
    line: int


def read_claims(data_dir: Path) -> tuple[dict[str, Row], dict[str, Row], list[Problem]]:
    """Claims by id, risks by id, and the faults of both files."""
    claims, problems = read_records(data_dir / "claims.yml", FILE, SCHEMA)
    risks, risk_problems = read_records(data_dir / "risks.yml", RISKS_FILE, RISK_SCHEMA)
    problems += risk_problems
    for risk in risks.values():
        if risk["severity"] not in SEVERITIES:
            message = f'"severity" must be one of {", ".join(SEVERITIES)}'
            problems.append(Problem(RISKS_FILE, risk.lines["severity"], message))
    for claim in claims.values():
        if claim["treatment"] not in TREATMENTS:
            message = f'"treatment" must be one of {", ".join(TREATMENTS)}'
            problems.append(Problem(FILE, claim.lines["treatment"], message))
        elif claim["treatment"] != "kept" and "note" not in claim:
            message = f'{claim["id"]} is {claim["treatment"]}: say what was changed in "note"'
            problems.append(Problem(FILE, claim.line, message))
        for risk_id in claim.get("risk", ()):
            if risk_id not in risks:
                message = f"unknown risk {risk_id}{nearest(risk_id, risks)}: see {RISKS_FILE}"
                problems.append(Problem(FILE, claim.lines["risk"], message))
    return claims, risks, problems


def _bindings(page: Page) -> Iterator[tuple[str, str, int]]:
    """The (claim id, anchor, line) triples of a page's front matter."""
    claims = page.meta.get("claims")
    if isinstance(claims, Row):
        for anchor, ids in claims.items():
            for claim_id in ids if isinstance(ids, list) else ():
                yield str(claim_id), anchor, claims.lines[anchor]


def places(pages: list[Page]) -> dict[str, Place]:
    """Where each claim stands; of a doubled claim the first place."""
    found: dict[str, Place] = {}
    for page in pages:
        for claim_id, anchor, line in _bindings(page):
            found.setdefault(claim_id, Place(page, anchor, line))
    return found


def check_bindings(pages: list[Page], claims: Mapping[str, Row]) -> Iterator[Problem]:
    """Claims that are unknown, doubled, lost, or bound to an id that does not exist."""
    first = places(pages)
    for page in pages:
        ids = {h.id for h in page.headings if h.id}
        for claim_id, anchor, line in _bindings(page):
            if anchor not in ids:
                message = f'no heading of this page has the id "{anchor}"{nearest(anchor, ids)}'
                yield Problem(page.path, line, message)
            if claim_id not in claims:
                message = f"unknown claim {claim_id}{nearest(claim_id, claims)}: see {FILE}"
                yield Problem(page.path, line, message)
            place = first[claim_id]
            if (place.page.src, place.anchor) != (page.src, anchor):
                message = f"{claim_id} stands at {place.page.path}#{place.anchor} already"
                yield Problem(page.path, line, message)
    for claim_id in claims.keys() - first.keys():
        message = f"{claim_id} is lost: bind it to a heading in the front matter of one page"
        yield Problem(FILE, claims[claim_id].line, message)


def _opens_with_caveat(page: Page, anchor: str, risk: str) -> bool:
    """Whether a section's first block is the risk's caveat with advice after it, inside it."""
    lines = [(n, line) for n, line in page.section(anchor) if line.strip()]
    opening = CAVEAT.match(lines[0][1]) if lines else None
    if not opening or risk.lower() not in opening["classes"].split():
        return False
    block = []
    for number, line in page.section(anchor):
        if number > lines[0][0]:
            if line.strip() and not line.startswith("    "):
                break
            block.append(line.strip())
    return len(re.findall(r"\n{2,}", "\n".join(block).strip())) >= 1


def check_caveats(
    pages: list[Page], claims: Mapping[str, Row], risks: Mapping[str, Row]
) -> Iterator[Problem]:
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
    for risk in sorted(high):
        if risk.lower() not in stand:
            message = f"the high risk {risk} stands on no page as a `!!! caveat {risk.lower()}`"
            yield Problem(RISKS_FILE, risks[risk].line, message)
