"""A folder on the loopback as a plain static host serves it."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class StaticFiles(http.server.SimpleHTTPRequestHandler):
    """What a static host does: directories, their index.html, and a 404 page."""

    # Some hosts serve the 404 page of the root for everything, some the nearest one.
    nearest_404 = False

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self._not_found_page()
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _not_found_page(self) -> Path:
        root = Path(self.directory)
        folders = Path(self.translate_path(self.path)).parents if self.nearest_404 else ()
        pages = [f / "404.html" for f in folders if f.is_relative_to(root)]
        return next((page for page in pages if page.is_file()), root / "404.html")


class Server(http.server.ThreadingHTTPServer):
    """As many at once as a browser opens; one that goes away in the middle is no error."""

    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(root: Path, nearest_404: bool = False) -> Iterator[str]:
    """The address under which a folder is served while the context lasts."""

    class Handler(StaticFiles):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(root))

    Handler.nearest_404 = nearest_404
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
