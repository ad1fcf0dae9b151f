"""The nginx that we tell others to run: no warnings, our own words where it refuses, no names."""

from __future__ import annotations

import http.client
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hosts import find_nginx, nginx_serving

from delivery.headers import header_files

FILES = {
    "index.html": "<p>home",
    "404.html": "<p>lost",
    "start/urgent/qr.png": "",
    "redirects.map": "",
    "headers.nginx": header_files()["headers.nginx"],
}
# As Debian's own says it for all sites.
AROUND = """pid {folder}/pid;
error_log stderr warn;
events {{ }}
http {{
  types_hash_max_size 2048;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log {folder}/access.log;
  include {folder}/guide.conf;
}}
"""


@dataclass(frozen=True)
class Host:
    """A running nginx; its settings and log lie in `folder`."""

    address: str
    folder: Path

    def ask(self, path: str, method: str = "GET") -> tuple[int, str]:
        """Code and text of an answer."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        connection.request(method, path)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found

    def say(self, request: bytes) -> str:
        """The answer to whatever somebody sends."""
        where = urlsplit(self.address)
        with socket.create_connection((where.hostname, where.port or 80), timeout=10) as line:
            line.sendall(request)
            return b"".join(iter(lambda: line.recv(4096), b"")).decode()


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    root, folder = tmp_path_factory.mktemp("www"), tmp_path_factory.mktemp("nginx")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    with nginx_serving(root, root / "redirects.map", folder) as address:
        yield Host(address, folder)


def test_behind_the_settings_of_debian_it_has_nothing_to_warn_of(host: Host) -> None:
    settings = host.folder / "around.conf"
    settings.write_text(AROUND.format(folder=host.folder), encoding="utf-8")
    command = [find_nginx() or "nginx", "-t", "-p", str(host.folder), "-c", str(settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # nginx has one warning for the user of whoever is not root, which says nothing of the file.
    others = [line for line in done.stderr.splitlines() if '"user" directive' not in line]
    assert [line.rpartition(" ")[2] for line in others] == ["ok", "successful"]


@pytest.mark.parametrize(
    ("path", "method", "code"),
    [("/", "POST", 405), ("/start", "PUT", 405), (f"/{'a' * 9000}", "GET", 414)],
)
def test_what_it_refuses_it_says_in_our_words(
    host: Host, path: str, method: str, code: int
) -> None:
    found, text = host.ask(path, method)
    assert found == code
    assert "這個請求不行" in text
    assert "nginx" not in text


def test_what_is_no_request_is_answered_in_our_words_too(host: Host) -> None:
    answer = host.say(b"GET /a b HTTP/1.1 x\r\n\r\n")
    assert answer.startswith("HTTP/1.1 400 ")
    assert "這個請求不行" in answer


@pytest.mark.parametrize("path", ["/nowhere/", "/start/", "/start/urgent/", "/headers.nginx"])
def test_what_is_no_page_is_the_page_for_lost_readers(host: Host, path: str) -> None:
    """A folder too: that it is there is nobody's business."""
    assert host.ask(path) == (404, "<p>lost")


def test_whoever_asked_for_what_stands_in_no_log(host: Host) -> None:
    for path in ("/nowhere/", "/start/", "/%ff", "/", f"/{'b' * 9000}"):
        host.ask(path)
    logs = [file for file in host.folder.rglob("*") if "log" in file.name and file.is_file()]
    assert logs
    assert [file.read_text() for file in logs if "nowhere" in file.read_text()] == []
    assert "client" not in "".join(file.read_text() for file in logs)
