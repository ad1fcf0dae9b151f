"""A static host on the loopback that goes wrong when told to: what stands between a reader and the
guide, or in its place."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from static_host import Server, StaticFiles

Reply = Callable[[StaticFiles], None]

HTML = "text/html; charset=utf-8"
PORTAL = "<!doctype html><html><title>Wi-Fi</title><h1>請先登入</h1></html>".encode()
PARKED = b"<!doctype html><html lang=en><title>guide.example is for sale</title><h1>For sale</h1>"
PLAIN = b"<html><head><title>%s</title></head><body><h1>%s</h1><hr>nginx</body></html>"
LOGIN = "/some/path/login/"


def answers(status: int, body: bytes, kind: str = HTML, location: str = "") -> Reply:
    """One answer to all."""

    def answer(handler: StaticFiles) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        if location:
            handler.send_header("Location", location)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


def _error(status: int, words: bytes) -> Reply:
    return answers(status, PLAIN % (words, words))


def _login(handler: StaticFiles) -> None:
    """To a page of the same host."""
    asked = handler.path.startswith(LOGIN)
    reply = answers(200, PORTAL) if asked else answers(302, b"", location=LOGIN)
    reply(handler)


def _closes_half_way(handler: StaticFiles) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", HTML)
    handler.send_header("Content-Length", "50000")
    handler.end_headers()
    handler.wfile.write(b"<!doctype html>" + b" " * 1000)
    handler.close_connection = True


FAULTS: dict[str, Reply] = {
    "an empty root": _error(404, b"404 Not Found"),
    "forbidden": _error(403, b"403 Forbidden"),
    "broken": _error(500, b"500 Internal Server Error"),
    "away for a while": _error(503, b"503 Service Unavailable"),
    "a login page": answers(200, PORTAL),
    "a way to a login page": _login,
    "a way to another host": answers(302, b"", location="http://127.0.0.1:1/login/"),
    "moved for ever": answers(301, b"", location="http://127.0.0.1:1/elsewhere/"),
    "a parked name": answers(200, PARKED),
    "a parked name that says 404": answers(404, PARKED),
    "something else": answers(200, b"\0" * 99, "application/octet-stream"),
    "nothing": answers(204, b""),
    "an empty page": answers(200, b""),
    "cut off half way": _closes_half_way,
}


class Host:
    """The files of a folder, unless told to answer otherwise."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._fault: Reply | None = None
        self._fits = ""
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._port = 0
        self._open: set[socket.socket] = set()
        self.asked: list[str] = []
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def answer(self, fault: Reply, fits: str = ".") -> None:
        """Answers what `fits` in another way, until it is `mended`; what was asked for so gathers
        in `asked`."""
        self.asked, self._fits, self._fault = [], fits, fault

    def mended(self) -> None:
        self._fault = None

    def stop(self) -> None:
        """Nobody is there any more, until `start`."""
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None
            # A browser may have opened more connections than it has asked by: nobody answers there.
            for each in list(self._open):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def start(self) -> None:
        host = self

        class Handler(StaticFiles):
            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(host._root))

            def setup(self) -> None:
                host._open.add(self.request)
                super().setup()

            def finish(self) -> None:
                host._open.discard(self.request)
                super().finish()

            def end_headers(self) -> None:
                # What a host says nothing about, browsers take from their own cache.
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def _replies(self) -> bool:
                fault = host._fault
                if fault is None or not re.search(host._fits, self.path):
                    return False
                host.asked.append(self.path)
                fault(self)
                return True

            def do_GET(self) -> None:
                if not self._replies():
                    super().do_GET()

            def do_HEAD(self) -> None:
                if not self._replies():
                    super().do_HEAD()

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}
        )
        self._thread.start()


@contextmanager
def hosted(root: Path) -> Iterator[Host]:
    """A host of a folder while the context lasts."""
    host = Host(root)
    try:
        yield host
    finally:
        host.stop()
