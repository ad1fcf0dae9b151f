"""A real nginx for the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from made_once import PROJECT

# Debian's is not on everybody's path.
FOLDERS = os.pathsep.join((os.defpath, "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"))
# What we tell others to run is what the tests run.
GUIDE = PROJECT / "deploy/nginx/guide.conf"
NGINX = """
daemon off;
worker_processes {workers};
{user}pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/guide.conf;
}}
"""


def _guide(root: Path, rules: Path, port: int) -> str:
    """Our configuration for a folder, on a port of the loopback."""
    text = GUIDE.read_text(encoding="utf-8")
    for place, here in (
        ("listen 80;", f"listen 127.0.0.1:{port} backlog=1024;"),
        ("/srv/guide/redirects.map", str(rules)),
        ("/srv/guide/headers.nginx", str(rules.with_name("headers.nginx"))),
        ("/srv/guide", str(root)),
    ):
        assert place in text, f"{GUIDE}: {place} is missing"
        text = text.replace(place, here)
    return text


def find_nginx() -> str | None:
    """The path of an nginx."""
    return shutil.which("nginx") or shutil.which("nginx", path=FOLDERS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx_serving(root: Path, rules: Path, folder: Path, workers: int = 1) -> Iterator[str]:
    """The address of our nginx for a folder, by a map of `redirects.py`, while the context lasts.

    `folder` is for its settings, log and temporary files.
    """
    program = find_nginx()
    assert program, "nginx is missing: run `python tests/install_tools.py`"
    port = free_port()
    user = "user root;\n" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    (folder / "guide.conf").write_text(_guide(root, rules, port), encoding="utf-8")
    text = NGINX.format(user=user, folder=folder, workers=workers)
    settings.write_text(text, encoding="utf-8")
    with (folder / "log").open("w") as log:
        command = [program, "-p", str(folder), "-c", str(settings)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/"
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert process.poll() is None, (folder / "log").read_text()
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
