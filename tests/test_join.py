"""Many modules sent as one do what they do by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from static_host import served

from base.join import joined, joined_on_demand
from base.problems import Unusable
from delivery.scripts import Scripts

FOLDER = "assets/javascripts/tools/"
# A diamond: `d` is imported twice and runs once; names of one kind in each; one from outside.
MODULES = {
    "tools/page.js": 'import { b } from "./b.js"\nimport { c, own as other } from "./c.js"\n'
    'import { say } from "../outside.js"\nconst own = "page"\n'
    "self.told = [b(), c, other, own, say(), self.runs]\n",
    "tools/b.js": 'import { next } from "./d.js"\nconst own = "b"\n'
    "/* Of d. */\nexport function b() {\n  return own + next()\n}\n",
    "tools/c.js": 'import { next } from "./d.js"\nexport const own = "c"\n'
    "export const c = own + next()\n",
    "tools/d.js": "self.runs = (self.runs ?? 0) + 1\nlet count = 0\n"
    "export const next = () => count += 1\nexport async function later() {}\n",
    "outside.js": 'export const say = () => "outside"\n',
}


def write(site: Path, files: dict[str, str], folder: str = "assets/javascripts/") -> None:
    for name, text in files.items():
        file = site / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.mark.browser
def test_joined_modules_say_what_the_separate_ones_say(tmp_path: Path, browser: Browser) -> None:
    write(tmp_path, MODULES)
    scripts = Scripts(lambda path: (tmp_path / path).read_text("utf-8"))
    path = scripts.module(f"{FOLDER}page.js")
    names = sorted(path.removeprefix("assets/hashed/") for path in scripts.files)
    assert [name.split(".")[0] for name in names] == ["outside", "tools-page"]
    write(tmp_path, scripts.files, "")
    told = []
    for source in (f"{FOLDER}page.js", path):
        html = f'<script type="module" src="{source}"></script>'
        (tmp_path / "index.html").write_text(html, encoding="utf-8")
        (tmp_path / "404.html").write_text("", encoding="utf-8")
        page = browser.new_page()
        with served(tmp_path) as address:
            page.goto(address)
            told.append(page.evaluate("told"))
        page.close()
    assert told[0] == told[1] == ["b2", "c1", "c", "page", "outside", 1]


@pytest.mark.parametrize(
    "line",
    [
        'import "./b.js"',
        'import b from "./b.js"',
        "export default 1",
        "export { a }",
        "export let a = 1",
        'const later = await import("./b.js")',
        "const here = import.meta.url",
    ],
)
def test_a_module_that_cannot_be_joined_is_named_with_its_line(line: str) -> None:
    with pytest.raises(Unusable, match=r"tools/a\.js: `") as error:
        joined(f"{FOLDER}a.js", lambda path: f"const a = 1\n{line}\n", lambda path: True)
    assert line in str(error.value)


def test_modules_that_import_each_other_are_named() -> None:
    texts = {"a.js": 'import { b } from "./b.js"', "b.js": 'import { a } from "./a.js"'}
    with pytest.raises(Unusable, match=r"a\.js: modules import each other: a\.js -> b\.js"):
        joined("a.js", texts.__getitem__, lambda path: True)


@pytest.mark.parametrize(
    "exports", ["export const money = 1", "export const money = 1, monney = 2", "const monney = 1"]
)
def test_a_name_that_the_other_module_does_not_export_is_named(exports: str) -> None:
    texts = {"a.js": 'import { monney as sum } from "./b.js"', "b.js": exports}
    with pytest.raises(Unusable, match=r"^a\.js: b\.js exports no `monney`"):
        joined("a.js", texts.__getitem__, lambda path: True)


def test_what_two_modules_import_stands_once_in_a_script_on_demand() -> None:
    texts = {f"assets/{name}": text for name, text in MODULES.items()}
    entries = ["assets/tools/page.js", "assets/tools/c.js"]
    script = joined_on_demand(entries, texts.__getitem__)
    assert [script.count(f'"{path}": () =>') for path in texts] == [1] * len(texts)
    assert joined_on_demand(reversed(entries), texts.__getitem__) == script
