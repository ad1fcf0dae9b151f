"""The worksheet by which facts are checked again, and what comes back of it (recheck.py)."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from base.problems import Problem, nearest
from base.records import Table
from base.yaml_rows import Row
from content.ages import due
from content.facts import CITATION, CITED, FILE, published
from content.glossary import FILE as GLOSSARY
from content.source_pages import SourcePage

# What is known of a fact, then what who checks it fills in.
GIVEN = ("row", "fact", "due", "checked", "says", "quote", "source", "url", "stands", "if_changed")
FILLED = ("answer", "day", "remark")
COLUMNS = (*GIVEN, *FILLED)
# "gone": the source is not there any more, and no other was found.
ANSWERS = ("same", "changed", "gone")
ROW = re.compile(r"([1-9]\d*) of ([1-9]\d*)")
DAY = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)", re.ASCII)
CHECKED = re.compile(r"(?<=  checked: )\S+(?=\s*$)")


def stands(
    pages: Iterable[SourcePage], terms: Mapping[str, Row], templates: Mapping[str, str]
) -> dict[str, list[str]]:
    """Where each fact stands, as "file:line"; `templates` are texts by their path."""
    found: dict[str, list[str]] = {}
    for page in pages:
        for line, text in page.body():
            for name in dict.fromkeys(CITATION.findall(text)):
                found.setdefault(name, []).append(f"{page.path}:{line}")
    for term in terms.values():
        for name in term.get("facts", ()):
            found.setdefault(name, []).append(f"{GLOSSARY}:{term.line}")
    for path, text in templates.items():
        for line, part in enumerate(text.splitlines(), 1):
            for name in dict.fromkeys(CITED.findall(part)):
                found.setdefault(name, []).append(f"{path}:{line}")
    return found


def _if_changed(fact: Row, places: Sequence[str]) -> str:
    pages = len({place.partition(":")[0] for place in places})
    return (
        f"mend fact, quote and checked in {FILE}:{fact.line}, then the {pages} files named here;"
        " a page whose meaning changes says so under `changes:`"
    )


def worksheet(
    facts: Sequence[Row], ages: Table, where: Mapping[str, Sequence[str]]
) -> list[dict[str, str]]:
    """The rows of the worksheet, one for each fact."""
    rows = []
    for number, fact in enumerate(facts, 1):
        places = where.get(fact["id"], ())
        known = {
            "row": f"{number} of {len(facts)}",
            "fact": fact["id"],
            "due": due(fact, ages).isoformat(),
            "checked": fact["checked"].isoformat(),
            "says": fact["fact"],
            "quote": fact["quote"],
            "source": fact["source"],
            "url": fact.get("url", ""),
            "stands": "; ".join(places) or "nowhere",
            "if_changed": _if_changed(fact, places),
        }
        rows.append(known | dict.fromkeys(FILLED, ""))
    return rows


def as_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """The worksheet for a table program; its first character tells that it is UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def _card(row: Mapping[str, str]) -> str:
    url = row["url"]
    source = escape(row["source"])
    if url.startswith(("https://", "http://")):
        source += f'<br><a href="{escape(url)}" rel="noopener noreferrer">{escape(url)}</a>'
    elif url:
        source += f"<br>{escape(url)}"
    answers = "".join(
        f'<label><input type="radio" name="{row["fact"]}" value="{word}"> {word}</label> '
        for word in ANSWERS
    )
    return (
        f'<section data-fact="{row["fact"]}"><h2>{row["fact"]} <small>{row["row"]}, checked'
        f" {row['checked']}, due {row['due']}</small></h2>\n"
        f'<p lang="zh-Hant">{escape(row["says"])}</p>\n'
        f'<blockquote lang="zh">{escape(row["quote"])}</blockquote>\n'
        f'<p lang="zh-Hant">{source}</p>\n<p><small>Stands at {escape(row["stands"])}.'
        f" If it changed: {escape(row['if_changed'])}.</small></p>\n"
        f'<p>{answers}<label>day <input type="date" data-day></label>'
        f" <label>remark <input data-remark></label></p></section>\n"
    )


PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Facts to check again</title>
<style>body{max-width:48em;margin:2em auto;padding:0 1em;font:1em/1.6 sans-serif}
section{border-top:1px solid #999}small{font-weight:400}blockquote{border-left:3px solid #999;
margin-left:0;padding-left:1em}label{margin-right:1em}
@media print{section{break-inside:avoid}button{display:none}}</style>
<h1>Facts to check again</h1>
<p>Open each source, or find the words anew at its publisher. <b>same</b>: it still says so.
<b>changed</b>: it says something else; write what. <b>gone</b>: it is not there any more, and no
other was found. What has no answer stays due. Then take the list back:
<code>make recheck TAKE=filled.csv</code>.</p>
%s<p><button>Save filled.csv</button></p>
<script>
const rows = %s
document.querySelector("button").onclick = () => {
  for (const row of rows) {
    const card = document.querySelector(`[data-fact=${row.fact}]`)
    row.answer = card.querySelector(":checked")?.value ?? ""
    row.day = card.querySelector("[data-day]").value
    row.remark = card.querySelector("[data-remark]").value
  }
  const cell = text => `"${text.replaceAll('"', '""')}"`
  const table = [Object.keys(rows[0]), ...rows.map(Object.values)]
  const lines = table.map(each => each.map(cell).join(","))
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob(["\\ufeff" + lines.join("\\r\\n") + "\\r\\n"]))
  link.download = "filled.csv"
  link.click()
}
</script>
"""


def as_html(rows: Sequence[Mapping[str, str]]) -> str:
    """The worksheet to tick, on a screen, which gives the filled list, or on paper."""
    data = json.dumps(list(rows), ensure_ascii=False).replace("<", "\\u003c")
    return PAGE % ("".join(map(_card, rows)), data)


def _folded(line: str) -> str:
    """A line of a calendar in parts of 75 bytes at most (RFC 5545, 3.1)."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > 74:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


def as_calendar(facts: Mapping[str, Row], ages: Table) -> str:
    """A day in the calendar for each on which checks of published facts no longer hold."""
    days: dict[datetime.date, list[Row]] = {}
    for fact in published(facts):
        days.setdefault(due(fact, ages), []).append(fact)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//guide//recheck//EN"]
    for day, of_day in sorted(days.items()):
        stamp = max(fact["checked"] for fact in of_day)
        names = "\\, ".join(fact["id"] for fact in of_day)
        lines += [
            *("BEGIN:VEVENT", f"UID:recheck-{day}@guide", f"DTSTAMP:{stamp:%Y%m%d}T000000Z"),
            *(f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"SUMMARY:{len(of_day)} facts to check again"),
            *(f"DESCRIPTION:make recheck: {names}", "TRANSP:TRANSPARENT", "END:VEVENT"),
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


# ---- what comes back ----


@dataclass
class Taken:
    """What a filled list says: the day of each new check, and the rows of what changed."""

    checked: dict[str, datetime.date] = field(default_factory=dict)
    changed: list[Mapping[str, str]] = field(default_factory=list)
    open: int = 0


def _rows(text: str, path: str) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The rows with their lines."""
    reader = csv.reader(io.StringIO(text), strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        if next(reader, None) != list(COLUMNS):
            return [], [Problem(path, 1, f"the first line must be {','.join(COLUMNS)}")]
        for cells in reader:
            if len(cells) != len(COLUMNS):
                message = f"{len(cells)} cells, where {len(COLUMNS)} belong: keep all columns"
                return [], [Problem(path, reader.line_num, message)]
            found.append((reader.line_num, dict(zip(COLUMNS, cells, strict=True))))
    except csv.Error as error:
        return [], [Problem(path, reader.line_num, f"no CSV: {error}")]
    return found, []


def _number_faults(rows: Sequence[tuple[int, dict[str, str]]], path: str) -> Iterator[Problem]:
    """Rows that are missing, or stand twice: what was to be checked would be forgotten."""
    for due_number, (line, row) in enumerate(rows, 1):
        match = ROW.fullmatch(row["row"].strip())
        if match is None:
            yield Problem(path, line, f'"row" must be such as "3 of 12", not {row["row"]!r}')
            return
        if int(match[1]) != due_number:
            message = f"row {match[1]} stands where row {due_number} of {match[2]} is due"
            yield Problem(path, line, f"{message}: keep all rows, in their order")
            return
    line, last = rows[-1] if rows else (1, {"row": "0 of 1"})
    number, _, of = last["row"].strip().partition(" of ")
    if number != of:
        message = f"row {int(number) + 1} of {of} is missing: keep all rows, leave answers empty"
        yield Problem(path, line + 1, message)


def _day(text: str, fact: Row, today: datetime.date) -> datetime.date | str:
    """The day of a check, or what is wrong with it. Table programs write 2027/1/5."""
    if not text.strip():
        return today
    match = DAY.fullmatch(text.strip())
    try:
        day = datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return f'"day" {text!r} is no day: write it as 2027-01-05, or leave it empty for today'
    if day > today:
        return f'"day" {day} lies ahead: today is {today}'
    if day < fact["checked"]:
        return f'"day" {day} lies before the check of {fact["checked"]}'
    return day


def take(text: str, path: str, facts: Table, today: datetime.date) -> tuple[Taken, list[Problem]]:
    """What a filled list says, and what is wrong with it."""
    rows, problems = _rows(text, path)
    problems = problems or list(_number_faults(rows, path))
    taken = Taken()
    for line, row in rows if not problems else ():
        fact, answer = facts.get(row["fact"]), row["answer"].strip().lower()
        if fact is None:
            message = f"unknown fact {row['fact']!r}{nearest(row['fact'], facts)}: see {FILE}"
            problems.append(Problem(path, line, message))
        elif not answer:
            taken.open += 1
        elif answer not in ANSWERS:
            message = f'"answer" must be one of {", ".join(ANSWERS)}{nearest(answer, ANSWERS)}'
            problems.append(Problem(path, line, f"{message}, or empty"))
        elif isinstance(day := _day(row["day"], fact, today), str):
            problems.append(Problem(path, line, day))
        elif answer == "same":
            taken.checked[fact["id"]] = day
        else:
            taken.changed.append(row)
    return taken, problems


def with_checks(text: str, facts: Table, checked: Mapping[str, datetime.date]) -> str:
    """The file of facts with new days of checks; nothing else in it changes."""
    lines = text.split("\n")
    for name, day in checked.items():
        at = facts[name].lines["checked"] - 1
        lines[at], count = CHECKED.subn(day.isoformat(), lines[at])
        if count != 1:
            raise ValueError(f"{FILE}:{at + 1}: no line “  checked: 2026-11-23”")
    return "\n".join(lines)
