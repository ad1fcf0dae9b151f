"""The oldest Chromium that the tools promise to work in (deploy/README.md), as a browser of
webdriver.py. Playwright starts it; but what Playwright knows of elements asks for newer ones."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from browsers import ARGUMENTS
from install_tools import OLDEST_PROGRAM
from playwright.sync_api import Browser, ElementHandle, Error, JSHandle, Page
from webdriver import ELEMENT, PATIENCE, Driven

REFUSED = """for (const name of ["localStorage", "sessionStorage", "caches"]) {
    Object.defineProperty(self, name, { get() { throw new DOMException("", "SecurityError") } })
}"""

# How often a script is tried, each time some tenths of a second later.
TRIES = 10


class ByPlaywright:
    """The commands of webdriver.py for a page of Playwright's."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._elements: dict[str, ElementHandle] = {}

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        ask = getattr(self, f"_{command.replace(' ', '_')}")
        return ask(**self._with_elements(parameters))

    def _with_elements(self, value: Any) -> Any:
        if isinstance(value, list):
            return [*map(self._with_elements, value)]
        if isinstance(value, dict):
            if ELEMENT in value:
                return self._elements[value[ELEMENT]]
            return {key: self._with_elements(each) for key, each in value.items()}
        return value

    def _named(self, element: ElementHandle) -> dict[str, str]:
        name = str(len(self._elements))
        self._elements[name] = element
        return {ELEMENT: name}

    def _value(self, handle: JSHandle) -> Any:
        if handle.evaluate("found => Array.isArray(found) && found[0] instanceof Element"):
            found = (each.as_element() for each in handle.get_properties().values())
            return [self._named(element) for element in found if element]
        return handle.json_value()

    def _run(self, script: str, args: list[Any]) -> Any:
        call = f"args => (function () {{ {script} }}).apply(null, args)"
        for _ in range(TRIES):
            # A link was followed meanwhile: of the page that comes, then, as soon as it has.
            with suppress(Error):
                return self._value(self._page.evaluate_handle(call, args))
            self._page.wait_for_load_state()
            time.sleep(0.2)
        return self._value(self._page.evaluate_handle(call, args))

    def _run_to_the_end(self, script: str, args: list[Any]) -> Any:
        call = f"""args => new Promise(done =>
            (function () {{ {script} }}).apply(null, [...args, done]))"""
        return self._page.evaluate(call, args)

    def _go(self, url: str) -> None:
        self._page.goto(url)

    def _reload(self) -> None:
        self._page.reload()

    def _text(self, id: str) -> Any:
        return self._elements[id].evaluate("element => element.innerText")

    def _click(self, id: str) -> None:
        box = self._elements[id].bounding_box()
        assert box
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self._page.mouse.click(*middle)

    def _clear(self, id: str) -> None:
        self._elements[id].evaluate("element => { element.value = '' }")

    def _keys(self, id: str, text: str) -> None:
        self._elements[id].evaluate("element => element.focus()")
        self._page.keyboard.insert_text(text)

    def _print(self, **_: Any) -> str:
        return base64.b64encode(self._page.pdf(format="A4")).decode()

    def _patience(self, **_: Any) -> None:
        self._page.set_default_timeout(PATIENCE * 1000)


@contextmanager
def oldest(now: Browser, folder: Path, without: str = "") -> Iterator[Driven]:
    """The browser, started by what started the present one; `without` scripts or storage."""
    downloads = folder / "saved"
    downloads.mkdir()
    browser = now.browser_type.launch(
        executable_path=OLDEST_PROGRAM, args=[*ARGUMENTS, "--no-zygote"]
    )
    try:
        context = browser.new_context(
            locale="zh-TW",
            java_script_enabled=without != "scripts",
            accept_downloads=False,
        )
        if without == "storage":
            context.add_init_script(REFUSED)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        saving = {"behavior": "allow", "downloadPath": str(downloads)}
        context.new_cdp_session(page).send("Page.setDownloadBehavior", saving)
        yield Driven("oldest", ByPlaywright(page), downloads)
    finally:
        browser.close()
