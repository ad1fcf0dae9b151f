"""Firefox and WebKitGTK, by the commands of W3C WebDriver.

WebKit takes them by HTTP from Debian's WebKitWebDriver. Firefox takes the same ones on a socket
(Marionette); the program that stands between elsewhere, geckodriver, is no package of Debian's.
Both run without a window that anybody sees, with a profile of their own, and reach nothing but
the loopback.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from hosts import free_port

T = TypeVar("T")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# A busy machine is slow, and no fault of ours.
PATIENCE = 60
# Seconds of one attempt to start WebKit, which takes two: now and then its driver waits for ever
# for the browser that it started.
START, ATTEMPTS = 15, 4
MINI_BROWSERS = (
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
)
# Command -> how WebKit's driver is asked, and Firefox.
COMMANDS = {
    "go": ("POST", "/url", "Navigate"),
    "reload": ("POST", "/refresh", "Refresh"),
    "run": ("POST", "/execute/sync", "ExecuteScript"),
    "run to the end": ("POST", "/execute/async", "ExecuteAsyncScript"),
    "text": ("GET", "/element/{id}/text", "GetElementText"),
    "click": ("POST", "/element/{id}/click", "ElementClick"),
    "clear": ("POST", "/element/{id}/clear", "ElementClear"),
    "keys": ("POST", "/element/{id}/value", "ElementSendKeys"),
    "accept": ("POST", "/alert/accept", "AcceptAlert"),
    "print": ("POST", "/print", "Print"),
    "size": ("POST", "/window/rect", "SetWindowRect"),
    "patience": ("POST", "/timeouts", "SetTimeouts"),
}
# Nothing answers there.
NOWHERE = "127.0.0.1:9"


class Refused(Exception):
    """A browser cannot do what it was asked to."""


class Wire(Protocol):
    """A way to a browser."""

    def send(self, command: str, parameters: dict[str, Any]) -> Any: ...


class Marionette:
    """Firefox's own socket."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            if not byte:
                raise Refused("Firefox is gone")
            length += byte
        return json.loads(self._file.read(int(length)))

    def ask(self, name: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        if error:
            raise Refused(f"{error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) and "value" in result else result

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        return self.ask(f"WebDriver:{COMMANDS[command][2]}", parameters)

    def privileged(self, script: str, *arguments: Any) -> Any:
        """Runs a script as a part of the browser, for what no page can do."""
        self.ask("Marionette:SetContext", {"value": "chrome"})
        try:
            given = {"script": script, "args": arguments}
            return self.ask("WebDriver:ExecuteScript", given)
        finally:
            self.ask("Marionette:SetContext", {"value": "content"})

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class OverHttp:
    """What a driver of HTTP is asked."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._session = ""

    def _ask(
        self, method: str, path: str, parameters: dict[str, Any], seconds: int = PATIENCE
    ) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)
        body = json.dumps(parameters).encode() if method == "POST" else None
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise Refused(f"{answer['error']}: {answer.get('message')}")
        return answer

    def begin(self, capabilities: dict[str, Any]) -> None:
        given = {"capabilities": {"alwaysMatch": capabilities}}
        self._session = self._ask("POST", "/session", given, START)["sessionId"]

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        method, path, _ = COMMANDS[command]
        path = path.format(**parameters)
        return self._ask(method, f"/session/{self._session}{path}", parameters)

    def end(self) -> None:
        self._ask("DELETE", f"/session/{self._session}", {})


# What Playwright's selectors say and CSS does not: the elements that can be seen.
FOUND = """const [steps] = given
let found = [document]
for (const step of steps) {
    if (typeof step === "number") found = found.slice(step, step + 1)
    else for (const [place, part] of step.split(":visible").entries()) {
        if (place) found = found.filter(each => each.getClientRects().length)
        if (part.trim()) found = found.flatMap(each => [...each.querySelectorAll(part)])
    }
}
return [...new Set(found)]"""

# A day or a time is typed in another way in each browser; this is what all of them come to.
BY_PARTS = """const [input, text] = given
if (!["date", "time"].includes(input.type)) return false
input.value = text
for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }))
return true"""


class Locator:
    """Elements, as the tests of the tools name them to Playwright (tools_filled.py)."""

    def __init__(self, page: Driven, *steps: str | int) -> None:
        self._page, self._steps = page, steps

    def locator(self, selector: str) -> Locator:
        return Locator(self._page, *self._steps, selector)

    def nth(self, place: int) -> Locator:
        return Locator(self._page, *self._steps, place)

    def all(self) -> list[Locator]:
        return [self.nth(place) for place in range(len(self._elements()))]

    def _elements(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self._page.run(FOUND, list(self._steps))
        return found

    def _ask(self, command: str, **parameters: Any) -> Any:
        element = self._page.wait(self._elements, f"no {self._steps}")[0]
        # Where nothing that stays on the screen lies over it.
        self._page.run("given[0].scrollIntoView({ block: 'center' })", element)
        return self._page.ask(command, id=element[ELEMENT], **parameters)

    def click(self) -> None:
        self._ask("click")

    def check(self) -> None:
        self._page.run("given[0].click()", self._page.wait(self._elements, f"no {self._steps}")[0])

    def fill(self, text: str) -> None:
        (element, *_) = self._page.wait(self._elements, f"no {self._steps}")
        if self._page.run(BY_PARTS, element, text):
            return
        self._ask("clear")
        self._ask("keys", text=text)

    def text(self) -> str:
        return str(self._ask("text"))


class Driven:
    """A browser, and the page in it."""

    def __init__(self, name: str, wire: Wire, folder: Path) -> None:
        self.name, self.folder, self._wire = name, folder, wire
        self.ask("patience", script=PATIENCE * 1000, pageLoad=PATIENCE * 1000)

    def ask(self, command: str, **parameters: Any) -> Any:
        return self._wire.send(command, parameters)

    def go(self, address: str) -> None:
        """Opens an address, and waits for the scripts that come when the page is drawn."""
        self.ask("go", url=address)

    def run(self, body: str, *given: Any) -> Any:
        """What the body of a function of `given` gives, or of an async one: with scripts off,
        Firefox waits for none."""
        if "await" not in body:
            return self.ask("run", script=f"const given = arguments; {body}", args=list(given))
        script = f"""const [...given] = arguments, done = given.pop();
            (async () => {{ {body} }})().then(value => done([value ?? null]),
                error => done([null, String(error)]))"""
        value, *error = self.ask("run to the end", script=script, args=list(given))
        if error:
            raise AssertionError(f"{self.name}: {error[0]}\n{body}")
        return value

    def wait(self, ask: Callable[[], T], why: str) -> T:
        """What `ask` gives as soon as it is something."""
        end = time.monotonic() + PATIENCE
        while not (answer := ask()):
            assert time.monotonic() < end, f"{self.name}: {why}"
            time.sleep(0.05)
        return answer

    def until(self, condition: str, *given: Any) -> None:
        """Until an expression of `given` is true in the page."""
        self.wait(lambda: self.run(f"return Boolean({condition})", *given), condition)

    def locator(self, selector: str) -> Locator:
        return Locator(self, selector)

    @contextmanager
    def set(self, preference: str, value: int | bool) -> Iterator[None]:
        """Another setting of Firefox's while the context lasts."""
        assert isinstance(self._wire, Marionette)
        kind = "Bool" if isinstance(value, bool) else "Int"
        change = f"Services.prefs.set{kind}Pref(...arguments)"
        self._wire.privileged(change, preference, value)
        try:
            yield
        finally:
            self._wire.privileged("Services.prefs.clearUserPref(...arguments)", preference)

    def pdf(self) -> bytes:
        """The page on A4, as the browser prints it."""
        page = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self.ask("print", page=page, background=False))


@contextmanager
def started(command: list[str], **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends with the context, with all that it started."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)


def _tries(connect: Callable[[], T]) -> T:
    """What `connect` gives as soon as somebody is there."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return connect()
        except (OSError, ValueError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


# ---- Firefox ----

PREFERENCES: dict[str, str | int | bool] = {
    "marionette.port": 0,
    # All but the loopback goes where nothing answers.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "intl.accept_languages": "zh-TW,zh",
    # Saved without a question, as a phone does.
    "browser.download.folderList": 2,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.start_downloads_in_tmp_dir": False,
}


def _write_profile(profile: Path, downloads: Path) -> None:
    profile.mkdir()
    preferences = {**PREFERENCES, "browser.download.dir": str(downloads)}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def firefox(folder: Path) -> Iterator[Driven]:
    """A Firefox; what it needs, and what it saves, lies in the folder."""
    downloads, profile = folder / "saved", folder / "profile"
    downloads.mkdir()
    _write_profile(profile, downloads)
    command = ["firefox-esr", "--headless", "--no-remote", "--marionette"]
    command += ["--remote-allow-system-access", "--profile", str(profile)]
    with started(command, HOME=str(folder), LANG="C.UTF-8"):
        port = _tries(lambda: int((profile / "MarionetteActivePort").read_text()))
        wire = _tries(lambda: Marionette(port))
        try:
            wire.ask("WebDriver:NewSession", {"unhandledPromptBehavior": "ignore"})
            yield Driven("firefox", wire, downloads)
        finally:
            wire.close()


# ---- WebKitGTK ----


def mini_browser() -> str:
    """The path of WebKitGTK's own browser, or ""."""
    return next((path for path in MINI_BROWSERS if Path(path).is_file()), "")


@contextmanager
def screen() -> Iterator[str]:
    """The name of a screen that nobody sees: WebKitGTK does not start without one."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    process = subprocess.Popen(
        command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def _webkit_driver(folder: Path, options: tuple[str, ...]) -> Iterator[OverHttp]:
    port = free_port()
    command = ["WebKitWebDriver", f"--port={port}"]
    surroundings = {"HOME": str(folder), "LANG": "zh_TW.UTF-8", "GDK_BACKEND": "x11"}
    with (
        screen() as display,
        started(command, DISPLAY=display, XDG_RUNTIME_DIR=str(folder), **surroundings),
    ):
        wire = OverHttp(port)
        _tries(lambda: socket.create_connection(("127.0.0.1", port), timeout=1)).close()
        wire.begin(
            {
                "webkitgtk:browserOptions": {
                    "binary": mini_browser(),
                    "args": ["--automation", *options],
                },
                "unhandledPromptBehavior": "ignore",
                "proxy": {
                    "proxyType": "manual",
                    "httpProxy": NOWHERE,
                    "sslProxy": NOWHERE,
                    "noProxy": ["127.0.0.1"],
                },
            }
        )
        yield wire


@contextmanager
def webkit(folder: Path, *options: str) -> Iterator[Driven]:
    """A WebKitGTK, with options of its MiniBrowser."""
    downloads = folder / "saved"
    downloads.mkdir()
    (folder / ".config").mkdir()
    (folder / ".config/user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/saved"\n')
    with ExitStack() as ends:
        for _ in range(ATTEMPTS - 1):
            with suppress(TimeoutError):
                wire = ends.enter_context(_webkit_driver(folder, options))
                break
        else:
            wire = ends.enter_context(_webkit_driver(folder, options))
        try:
            yield Driven("webkit", wire, downloads)
        finally:
            wire.end()
