"""The logic of the evidence log, the SMS check, the agreement checklist and the call script, in a
real Chromium, apart from their pages; Python's csv and json are the second opinion."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from browser_fixtures import RunModule
from conftest import PROJECT

LOG = yaml.safe_load((PROJECT / "tests/cases/tools_log.yml").read_text("utf-8"))
AGREEMENT = yaml.safe_load((PROJECT / "tests/cases/tools_agreement.yml").read_text("utf-8"))
FIELDS = ["date", "time", "from", "channel", "who", "person", "number", "said", "reply"]
FIELDS += ["promised", "mine", "witness", "file", "next"]
TABLE: dict[str, Any] = {
    "columns": {
        "date": ["日期"],
        "time": ["時間", "时间"],
        "from": ["誰找誰", "谁找谁"],
        "channel": ["方式"],
        "who": ["機構", "机构"],
        "person": ["姓名、工號", "姓名、工号"],
        "number": ["號碼", "号码"],
        "said": ["說了什麼", "说了什么"],
        "reply": ["我怎樣答", "我怎样答"],
        "promised": ["對方答應", "对方答应"],
        "mine": ["我答應", "我答应"],
        "witness": ["在場", "在场"],
        "file": ["憑證檔名", "凭证档名"],
        "next": ["下一步"],
        "id": ["編號", "编号"],
        "edited": ["最後修改", "最后修改"],
    },
    "values": {
        "channel": {
            "phone": ["電話", "电话"],
            "sms": ["短信"],
            "app": ["App"],
            "visit": ["上門", "上门"],
            "letter": ["信件"],
            "payment": ["付款"],
            "other": ["其他"],
        },
        "from": {"them": ["對方找我", "对方找我"], "me": ["我找對方", "我找对方"]},
    },
}
CHANNELS = [*TABLE["values"]["channel"], ""]
# What breaks files: formulas, quotes, separators, line ends, blanks at the ends, our own guard.
NASTY = [
    "=1+1", "+861391234", "-5", "@SUM(A1)", "\t=1", "'=1", "''", "'", '"', '""', ",", ";", "\n",
    "\r\n", "\n\n", " ", "一,二", '「好」"壞"', "=cmd|' /C calc'!A0", "00123", "106900001234567890",
    "😀", "\u200b", "{", "[", "#", "null", "true", "1e5", "　", "", "line\nline", "\\", "\\n", "％",
]  # fmt: skip
Run = RunModule


@pytest.fixture(scope="module")
def run(run_module: RunModule) -> Run:
    return run_module


def entry(**given: str) -> dict[str, str]:
    return {"id": "a", "edited": "2026-11-20T12:00:00Z", **dict.fromkeys(FIELDS, ""), **given}


def entries_of(seed: int, number: int = 40) -> list[dict[str, str]]:
    """Entries with all that breaks files, in the order of the log."""
    chance = random.Random(seed)

    def text() -> str:
        return "".join(chance.choices(NASTY, k=chance.randrange(4)))

    def moment() -> str:
        return f"{chance.randrange(24):02}:{chance.randrange(60):02}"

    found = []
    for i in range(number):
        texts = {name: text() for name in FIELDS}
        texts |= {"id": f"id-{i}", "time": chance.choice(["", moment()])}
        texts |= {"date": str(date(2010, 1, 1) + timedelta(chance.randrange(10_000)))}
        texts |= {"channel": chance.choice(CHANNELS), "from": chance.choice(["them", "me", ""])}
        found.append(entry(**texts))
    return sorted(found, key=lambda e: (e["date"], e["time"]))


FRESH = "() => ({ id: 'new', edited: 'now' })"


@pytest.mark.parametrize("case", LOG["dates"], ids=lambda case: repr(case["written"]))
def test_a_day_is_read_as_people_write_it(run: Run, case: dict[str, Any]) -> None:
    assert run("log", "m.readDate(given)", case["written"]) == case["reads"]


@pytest.mark.parametrize("case", LOG["times"], ids=lambda case: repr(case["written"]))
def test_a_time_is_read_as_people_write_it(run: Run, case: dict[str, Any]) -> None:
    assert run("log", "m.readTime(given)", case["written"]) == case["reads"]


@pytest.mark.parametrize("case", LOG["parts"], ids=lambda case: repr(case["text"]))
def test_a_file_name_has_only_safe_characters(run: Run, case: dict[str, Any]) -> None:
    assert run("log", "m.safePart(given)", case["text"]) == case["safe"]


@pytest.mark.parametrize("case", LOG["names"], ids=lambda case: case["name"] or "no day")
def test_a_file_name_is_suggested_that_no_other_has(run: Run, case: dict[str, Any]) -> None:
    asked = entry(id="mine", date=case["date"], time=case["time"], who=case["who"])
    others = [entry(id=str(i), file=file) for i, file in enumerate(case["files"])]
    asked["file"] = "20261120-1905_某某公司_電話_55"
    given = [asked, case["channel"], [*others, asked]]
    assert run("log", "m.suggestName(...given)", given) == case["name"]


def test_every_suggested_name_can_be_a_file(run: Run, tmp_path: Path) -> None:
    for made in entries_of(11):
        made["who"] = made["said"] + made["who"]
        name = run("log", "m.suggestName(...given)", [made, "電話", []])
        assert not set(name) & set('\\/:*?"<>|\n\r\t %')
        assert name == name.strip(".- ")
        (tmp_path / f"{name}.png").touch()


def test_the_log_is_in_the_order_of_time_and_leaves_the_list_it_was_given(run: Run) -> None:
    moments = ["2026-11-20 19:05", "2026-01-05 ", "2026-11-20 ", "2026-11-20 09:00"]
    given = [
        entry(id=str(i), date=m.split(" ")[0], time=m.split(" ")[1]) for i, m in enumerate(moments)
    ]
    ids = "m.sorted(given).map(e => e.id)"
    assert run("log", f"[{ids}, given.map(e => e.id)]", given) == [
        ["1", "2", "3", "0"],
        ["0", "1", "2", "3"],
    ]
    assert run("log", "m.sorted(given, true).map(e => e.id)", given) == ["0", "3", "2", "1"]


@pytest.mark.parametrize("seed", range(4))
def test_json_comes_back_as_it_went_and_python_reads_the_same(run: Run, seed: int) -> None:
    given = entries_of(seed)
    text = run("log-files", "m.toJson(given)", given)
    assert json.loads(text) == {"format": "evidence-log", "version": 1, "entries": given}
    read = run("log-files", f"m.fromJson(given, {FRESH})", text)
    assert read == {"entries": given, "faults": []}


@pytest.mark.parametrize("seed", range(4))
def test_csv_comes_back_as_it_went(run: Run, seed: int) -> None:
    given = entries_of(seed)
    text = run("log-files", "m.toCsv(...given)", [given, TABLE])
    read = run("log-files", f"m.fromCsv(...given, {FRESH})", [text, TABLE])
    assert read == {"entries": given, "faults": [], "isTable": True}


@pytest.mark.parametrize("seed", range(4))
def test_no_cell_of_the_csv_is_a_formula_and_python_reads_every_cell(run: Run, seed: int) -> None:
    given = entries_of(seed)
    text: str = run("log-files", "m.toCsv(...given)", [given, TABLE])
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    assert header == [TABLE["columns"][name][0] for name in [*FIELDS, "id", "edited"]]
    assert len(rows) == len(given)
    names = {
        **{"": ""},
        **{k: v[0] for values in TABLE["values"].values() for k, v in values.items()},
    }
    for row, made in zip(rows, given, strict=True):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        for cell, name in zip(row, [*FIELDS, "id", "edited"], strict=True):
            value = names[made[name]] if name in ("channel", "from") else made[name]
            assert cell in (value, f"'{value}")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_written_by_another_program_is_read(
    run: Run, seed: int, quoting: Literal[0, 1], ending: str
) -> None:
    given = [{**made, "said": made["said"].lstrip("'")} for made in entries_of(seed, 12)]
    for made in given:
        for name in ("who", "person", "number", "reply", "promised", "mine", "witness", "next"):
            made[name] = made[name].lstrip("'").replace("\r\n", "\n")
        made["file"], made["said"] = "x", made["said"].replace("\r\n", "\n")
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=ending)
    writer.writerow([TABLE["columns"][name][-1] for name in FIELDS])
    writer.writerows([[made[name] for name in FIELDS] for made in given])
    read = run("log-files", f"m.fromCsv(...given, {FRESH})", [out.getvalue(), TABLE])
    assert read["faults"] == []
    assert [[e[name] for name in FIELDS] for e in read["entries"]] == [
        [made[name] for name in FIELDS] for made in given
    ]


@pytest.mark.parametrize("case", LOG["files"], ids=lambda case: case["name"])
def test_what_cannot_be_read_of_a_file_is_named_by_line(run: Run, case: dict[str, Any]) -> None:
    given = [list(case["text"].encode()), TABLE]
    read = run("log-files", f"m.fromFile(new Uint8Array(given[0]), given[1], {FRESH})", given)
    if "broken" in case:
        assert read == {"broken": case["broken"]}
    else:
        faults = [[fault["line"], fault["name"]] for fault in read["faults"]]
        assert (len(read["entries"]), faults) == (case["entries"], case["faults"])
        days = [e["date"] for e in read["entries"]]
        assert days == case.get("days", days)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_a_table_saved_by_excel_is_read_in_its_encoding(run: Run, encoding: str) -> None:
    heading = "日期,方式,说了什么" if encoding == "gb18030" else "日期,方式,說了什麼"
    given = [list(f"{heading}\r\n2026/11/20,短信,今晚八點前\r\n".encode(encoding)), TABLE]
    read = run("log-files", f"m.fromFile(new Uint8Array(given[0]), given[1], {FRESH})", given)
    assert [e["said"] for e in read["entries"]] == ["今晚八點前"]
    assert read["entries"][0]["channel"] == "sms"


def test_bytes_of_anything_else_are_refused_and_never_thrown_at(run: Run) -> None:
    chance = random.Random(5)
    for _ in range(60):
        given = [list(chance.randbytes(chance.randrange(200))), TABLE]
        read = run("log-files", f"m.fromFile(new Uint8Array(given[0]), given[1], {FRESH})", given)
        assert read.get("broken") in {"foreign", "unreadable"}


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_damaged_file_is_never_thrown_at_and_takes_nothing_away(run: Run, kind: str) -> None:
    chance = random.Random(kind)
    mine = entries_of(9, 6)
    text = run("log-files", f"m.to{kind.title()}(...given)", [mine, TABLE])
    files = []
    for _ in range(200):
        data = bytearray(text.encode())
        for _ in range(chance.randrange(1, 4)):
            at, length = chance.randrange(len(data)), chance.randrange(1, 40)
            part = data[at : at + length]
            data[at : at + length] = chance.choice(
                [b"", part * 2, bytes(reversed(part)), chance.randbytes(length), b'"', b"\n"]
            )
        files.append(list(data))
    read = run(
        "log-files",
        f"given[0].map(file => m.fromFile(new Uint8Array(file), given[1], {FRESH}))",
        [files, TABLE],
    )
    found = [each["entries"] for each in read if "broken" not in each]
    assert len(found) > 10
    assert {each["broken"] for each in read if "broken" in each} <= {"unreadable", "foreign"}
    for result in run("log", "given[1].map(found => m.merge(given[0], found))", [mine, found]):
        assert result["entries"][: len(mine)] == mine
    faults = run("log", "given.flat().map(m.faultOf).filter(Boolean)", found)
    assert faults == []


def merged(run: Run, mine: list[dict[str, str]], found: list[dict[str, str]]) -> dict[str, Any]:
    result: dict[str, Any] = run("log", "m.merge(...given)", [mine, found])
    return result


def test_a_file_put_back_twice_changes_nothing(run: Run) -> None:
    given = entries_of(7)
    once = merged(run, [], given)
    alike = len(given) - once["added"]
    assert merged(run, once["entries"], given) == {
        "entries": once["entries"],
        "added": 0,
        "known": len(given),
        "differing": [],
    }
    assert alike == once["known"]


def test_what_two_files_hold_is_there_once_in_any_order(run: Run) -> None:
    chance = random.Random(8)
    for seed in range(6):
        given = entries_of(seed, 12)
        first, second = chance.sample(given, 8), chance.sample(given, 8)
        ids = {e["id"] for e in [*first, *second]}
        one = merged(run, merged(run, [], first)["entries"], second)["entries"]
        other = merged(run, merged(run, [], second)["entries"], first)["entries"]
        contents = [
            sorted(json.dumps([e[name] for name in FIELDS]) for e in found)
            for found in (one, other)
        ]
        assert contents[0] == contents[1]
        assert len(set(contents[0])) == len(contents[0]) <= len(ids)


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_row_copied_in_a_file_is_an_entry_of_its_own(run: Run, kind: str) -> None:
    first = entry(id="a", date="2026-11-20", said="一")
    copied = entry(id="a", date="2026-11-21", said="二")
    read = run(
        "log-files",
        f"m.from{kind.title()}(m.to{kind.title()}(given[0], given[1]), ..."
        + (
            "[() => ({ id: 'new', edited: 'now' })])"
            if kind == "json"
            else "[given[1], " + FRESH + "])"
        ),
        [[first, copied], TABLE],
    )
    assert read["faults"] == []
    assert [(e["id"], e["said"]) for e in read["entries"]] == [("a", "一"), ("new", "二")]
    found = merged(run, [first], read["entries"])
    assert (found["added"], found["known"], found["differing"]) == (1, 1, [])


AGES = {
    "newer": "2026-11-21T00:00:00Z",
    "older": "2026-11-19T00:00:00Z",
    "same": "2026-11-20T00:00:00Z",
    "future": "2031-01-01T00:00:00Z",
    "unknown": "",
}


@pytest.mark.parametrize("age", AGES)
def test_no_clock_lets_a_file_replace_what_is_here(run: Run, age: str) -> None:
    mine = entry(date="2026-11-20", said="這裡", edited="2026-11-20T00:00:00Z")
    theirs = {**mine, "said": "文件", "edited": AGES[age]}
    pair = {"mine": mine, "theirs": theirs}
    assert merged(run, [mine], [theirs]) == {
        "entries": [mine], "added": 0, "known": 0, "differing": [pair],
    }  # fmt: skip
    now = "Date.parse('2026-11-29T00:00:00Z')"
    assert run("log", f"m.age(given, {now})", pair) == age


def test_two_new_rows_that_say_the_same_are_one(run: Run) -> None:
    rows = [entry(id=str(i), date="2026-11-20", said="好") for i in range(3)]
    assert merged(run, [], rows)["entries"] == rows[:1]


@pytest.mark.parametrize("case", LOG["values"], ids=lambda case: repr(case["cell"]))
def test_what_a_spreadsheet_would_turn_is_known_and_guarded(run: Run, case: dict[str, Any]) -> None:
    cell = case["cell"]
    assert run("values", "m.isValue(given)", cell) is case["turned"]
    made = entry(date="2026-11-20", time="19:05", said=cell, number=cell, file=cell, id="1E5")
    text = run("log-files", "m.toCsv(...given)", [[made], TABLE])
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    cells = dict(zip([*FIELDS, "id", "edited"], row, strict=True))
    guarded = case["turned"]
    assert cells["said"] == cells["number"] == cells["file"] == ("'" if guarded else "") + cell
    assert cells["id"] == "'1E5"
    # These are what they are, and are read in whatever way a spreadsheet writes them.
    assert (cells["date"], cells["time"]) == ("2026-11-20", "19:05")
    read = run("log-files", f"m.fromCsv(...given, {FRESH})", [text, TABLE])
    assert read["entries"] == [made]


@pytest.mark.parametrize(
    ("mine", "theirs", "turned"),
    [
        ("3-12", "2026/03/12", True),
        ("1E5", "100000", True),
        ("1.10", "1.1", True),
        ("00123", "123", True),
        ("3-12", "三月十二日說的", False),
        ("好", "100", False),
        ("5", "5", False),
    ],
)
def test_what_a_spreadsheet_has_turned_is_recognised(
    run: Run, mine: str, theirs: str, turned: bool
) -> None:
    assert run("log", "m.isTurned(...given)", [mine, theirs]) is turned


# ---- two tabs ----

CHANGES = "(() => { let n = 0; return m.mergeChanges(...given, () => `new-${n++}`) })()"


def test_of_two_tabs_each_keeps_what_it_added_changed_and_deleted(run: Run) -> None:
    base = [entry(id=name, date="2026-11-20", said=name) for name in "abcd"]
    mine = [base[0], {**base[1], "said": "b 改"}, base[2], entry(id="m", said="我加的")]
    theirs = [{**base[0], "said": "a 改"}, base[1], base[3], entry(id="t", said="另一頁加的")]
    found = run("log", CHANGES, [base, mine, theirs])
    assert {e["id"]: e["said"] for e in found} == {
        "a": "a 改", "b": "b 改", "m": "我加的", "t": "另一頁加的",
    }  # fmt: skip


def test_what_two_tabs_changed_both_ways_is_there_twice(run: Run) -> None:
    base = [entry(id="a", said="原來")]
    mine, theirs = [{**base[0], "said": "我改"}], [{**base[0], "said": "另一頁改"}]
    found = run("log", CHANGES, [base, mine, theirs])
    assert [(e["id"], e["said"]) for e in found] == [("a", "另一頁改"), ("new-0", "我改")]


@pytest.mark.parametrize("deleted", ["mine", "theirs"])
def test_what_one_tab_changed_and_the_other_deleted_stays(run: Run, deleted: str) -> None:
    base = [entry(id="a", said="原來")]
    changed = [{**base[0], "said": "改"}]
    lists = [base, [], changed] if deleted == "mine" else [base, changed, []]
    assert run("log", CHANGES, lists) == changed


@pytest.mark.parametrize("seed", range(3))
def test_tabs_come_to_the_same_list_whoever_is_first(run: Run, seed: int) -> None:
    chance = random.Random(seed)
    base = entries_of(seed, 10)

    def changed() -> list[dict[str, str]]:
        kept = [e for e in base if chance.random() > 0.2]
        new = [{**e, "said": str(chance.random())} if chance.random() < 0.3 else e for e in kept]
        return [*new, entry(id=f"n{chance.random()}", said="新")]

    one, other = changed(), changed()
    ways = [run("log", CHANGES, [base, *pair]) for pair in ((one, other), (other, one))]
    said = [sorted(e["said"] for e in found) for found in ways]
    assert said[0] == said[1]
    # Nothing that either tab wrote is gone.
    before = {e["said"] for e in base}
    assert {e["said"] for e in [*one, *other]} - before <= set(said[0])


READ = "(() => { let n = 0; return m.readLog(given, () => ({ id: `new-${n++}`, edited: '' })) })()"


def test_the_log_of_the_version_before_this_one_is_read(run: Run) -> None:
    first = entry(date="2026-11-20", said="好")
    draft = {name: "" for name in FIELDS} | {"date": "2026-11-21", "said": "寫到一半"}
    found = run("log", READ, {"entries": [first], "draft": draft, "editing": "a"})
    assert found["entries"] == [first]
    (read,) = found["drafts"]
    assert (read["said"], read["editing"], found["open"]) == ("寫到一半", "a", read["id"])
    assert run("log", READ, {"entries": [first]})["drafts"] == []


# ---- the agreement ----

ITEMS = [
    {"id": "creditor", "ask": "ask creditor", "kind": "must"},
    {"id": "order", "ask": "ask order", "kind": ""},
    {"id": "guarantor", "ask": "ask guarantor", "kind": "never"},
    {"id": "afford", "ask": "ask afford", "kind": "own"},
]
WORDS = {
    "greeting": "[hello]",
    "missing": "[missing]",
    "unclear": "[unclear]",
    "refused": "[refused]",
    "closing": "[bye]",
    "item": "{n}. {ask}",
}
JUDGE = """(() => {
  const judged = m.judge(given.items, m.fitting(given.items, given.answers))
  const ids = Object.entries(judged).map(([k, v]) => [k, Array.isArray(v) ? v.map(i => i.id) : v])
  return { ...Object.fromEntries(ids), message: m.message(judged, given.words) }
})()"""


@pytest.mark.parametrize("case", AGREEMENT, ids=lambda case: case["name"])
def test_what_is_missing_becomes_a_message(run: Run, case: dict[str, Any]) -> None:
    given = {"items": ITEMS, "answers": case["answers"], "words": WORDS}
    lists = ("open", "missing", "unclear", "refused", "own", "blocking")
    expected = {name: case.get(name, []) for name in lists}
    assert run("agreement", JUDGE, given) == {
        **expected,
        "done": case.get("done", False),
        "message": case["message"],
    }


def test_every_item_stands_in_one_list_and_the_message_asks_for_each_once(run: Run) -> None:
    for answers in itertools.product(["yes", "no", "unclear", None], repeat=len(ITEMS)):
        given = {
            "items": ITEMS,
            "answers": {i["id"]: a for i, a in zip(ITEMS, answers, strict=True) if a},
            "words": WORDS,
        }
        judged = run("agreement", JUDGE, given)
        asked = [*judged["missing"], *judged["unclear"], *judged["refused"]]
        listed = [*asked, *judged["own"], *judged["open"]]
        agreed = [i["id"] for i, a in zip(ITEMS, answers, strict=True) if a == "yes"]
        assert sorted([*listed, *agreed]) == sorted(i["id"] for i in ITEMS)
        assert set(judged["blocking"]) <= set(asked)
        assert judged["message"].count("ask ") == len(asked)
        assert judged["done"] == (len(agreed) == len(ITEMS))


def test_words_of_a_message_stand_as_written(run: Run) -> None:
    given = {
        "items": [{"id": "a", "ask": "$& $1 {n}", "kind": ""}],
        "answers": {"a": "no"},
        "words": WORDS,
    }
    assert "1. $& $1 {n}" in run("agreement", JUDGE, given)["message"]


# ---- the check of an SMS ----

QUESTIONS = [
    {
        "id": "done",
        "kind": "many",
        "options": [
            {"advice": [], "alone": True},
            {"advice": ["paid"], "urgent": True},
            {"advice": ["opened"]},
        ],
    },
    {
        "id": "bill",
        "kind": "one",
        "options": [{"advice": ["look"], "unknown": True}, {"advice": ["in-bill"]}],
    },
]
ALL = ["paid", "opened", "look", "in-bill"]


@pytest.mark.parametrize(
    ("answers", "first", "advice"),
    [
        ({}, False, ["look"]),
        ({"done": [2, 1], "bill": [1]}, False, ["paid", "opened", "in-bill"]),
        ({"done": [1, 2], "bill": [1]}, True, ["paid"]),
        ({"done": [0], "bill": [1]}, False, ["in-bill"]),
        ({"done": [9], "bill": []}, False, ["look"]),
    ],
)
def test_answers_lead_to_advice_in_the_order_of_the_page(
    run: Run, answers: dict[str, list[int]], first: bool, advice: list[str]
) -> None:
    given = [QUESTIONS, answers, ALL, {"first": first}]
    assert run("check", "m.adviceFor(...given)", given) == advice


@pytest.mark.parametrize(
    ("question", "chosen", "index", "on", "becomes"),
    [
        (0, [], 1, True, [1]),
        (0, [2], 1, True, [1, 2]),
        (0, [1, 2], 0, True, [0]),
        (0, [0], 2, True, [2]),
        (0, [1, 2], 1, False, [2]),
        (1, [0], 1, True, [1]),
    ],
)
def test_an_answer_that_excludes_others_takes_their_place(
    run: Run, question: int, chosen: list[int], index: int, on: bool, becomes: list[int]
) -> None:
    given = [QUESTIONS[question], chosen, index, on]
    assert run("check", "m.choose(...given)", given) == becomes


def test_an_urgent_answer_is_urgent_and_no_other(run: Run) -> None:
    for answer, urgent in (([0], False), ([1], True), ([1, 2], True), ([], False)):
        given = [QUESTIONS[0], {"done": answer}]
        assert run("check", "m.isUrgent(...given)", given) is urgent


def test_the_answers_of_the_page_that_cannot_wait_are_urgent() -> None:
    """Money paid, codes or the phone given away, danger: nothing else comes first."""
    page = (PROJECT / "docs/tools/sms-check.md").read_text("utf-8")
    items = re.findall(r"^- \[ \] ([^\[\n]+?)(?: \[→.\]\(#(\S+)\))?\n(    \{.*\})?", page, re.M)
    urgent = {text: to for text, to, marks in items if "data-urgent=1" in marks}
    assert urgent["裝了它叫我裝的軟件"] == "gave-code"
    first = {"paid", "gave-code", "in-danger"}
    assert set(urgent.values()) == first
    assert [text for text, to, _ in items if to in first and text not in urgent] == []


AFTERWARDS = {
    "paid": "../start/urgent.md#scam-losses",
    "gave-code": "../start/is-it-real.md#if-clicked",
    "opened": "../start/is-it-real.md#called-back",
}


def test_who_has_already_paid_told_opened_or_called_is_led_to_what_to_do_now() -> None:
    page = (PROJECT / "docs/tools/sms-check.md").read_text("utf-8")
    done = page.partition("{#q-done")[2].partition("### ")[0]
    answers = dict(re.findall(r"^- \[ \] ([^\[\n]+?)(?: \[→.\]\(#(\S+)\))?$", done, re.M))
    assert [said for said, to in answers.items() if not to] == ["只看了一眼，什麼都沒做"]
    assert set(filter(None, answers.values())) == set(AFTERWARDS)
    assert [to for said, to in answers.items() if "打過它的電話" in said] == ["opened"]
    for to, link in AFTERWARDS.items():
        assert f"]({link})" in page.partition(f"{{#{to}}}")[2].partition("### ")[0]


def test_kept_answers_that_no_longer_fit_are_left_out(run: Run) -> None:
    kept = {"done": [1, 1, 7, "x", None], "bill": [1, 0], "gone": [0]}
    fits = {"done": [1], "bill": [1]}
    assert run("check", "m.fitting(...given)", [QUESTIONS, kept]) == fits
    odd: tuple[Any, ...] = (None, [], "x", {"done": "x"}, {"done": [0, 1]})
    for broken in odd:
        found = run("check", "m.fitting(...given)", [QUESTIONS, broken])
        assert found["done"] in ([], [0])
        assert found["bill"] == []


# ---- the call ----


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (-5, "00:00"),
        (0, "00:00"),
        (999, "00:00"),
        (61_000, "01:01"),
        (3_599_999, "59:59"),
        (3_600_000, "1:00:00"),
        (36_061_000, "10:01:01"),
    ],
)
def test_the_clock_of_a_call(run: Run, milliseconds: int, shown: str) -> None:
    assert run("call", "m.clock(given)", milliseconds) == shown


def test_the_time_is_said_every_five_minutes_and_once(run: Run) -> None:
    said = run(
        "call",
        "Array.from({ length: 1000 }, (_, i) => m.minutesToSay(i * 1000 - 1000, i * 1000))",
    )
    assert [(i, minutes) for i, minutes in enumerate(said) if minutes] == [
        (300, 5),
        (600, 10),
        (900, 15),
    ]
    # A phone that slept says the minute it woke in.
    assert run("call", "m.minutesToSay(10_000, 1_830_000)") == 30


def test_a_call_becomes_an_entry_of_the_log(run: Run) -> None:
    given = {
        "who": " 某某公司 ",
        "person": "陳",
        "number": "95188",
        "heard": [
            {"question": "徵信怎樣報？", "answer": " 沒答 "},
            {"question": "債權人？", "answer": " "},
        ],
        "notes": "他說$&很急\n",
        "lasted": 61_000,
        "reply": "11月26日",
    }
    words = {
        "line": "問：{question}答：{answer}",
        "lasted": "通話{clock}",
        "mine": "{date}前回覆",
    }
    made = run(
        "call",
        "m.entryOfCall({ ...given[0], started: new Date(2026, 10, 20, 9, 5) }, given[1])",
        [given, words],
    )
    assert made == {
        "date": "2026-11-20",
        "time": "09:05",
        "from": "me",
        "channel": "phone",
        "who": "某某公司",
        "person": "陳",
        "number": "95188",
        "said": "問：徵信怎樣報？答：沒答\n他說$&很急\n通話01:01",
        "mine": "11月26日前回覆",
    }
    silent = {**given, "heard": [], "notes": "", "lasted": 0, "reply": ""}
    made = run(
        "call",
        "m.entryOfCall({ ...given[0], started: new Date(2026, 0, 1) }, given[1])",
        [silent, words],
    )
    assert (made["said"], made["mine"], made["time"]) == ("", "", "00:00")
