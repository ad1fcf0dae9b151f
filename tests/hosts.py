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

# Debian's is not on everybody's path.
FOLDERS = os.pathsep.join((os.defpath, "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"))
NGINX = """
daemon off;
worker_processes 1;
{user}pid {folder}/pid;
error_log stderr warn;
events {{}}
http {{
  types {{
    text/html html; text/css css; text/javascript js; text/markdown md; text/plain txt;
    application/json json; application/xml xml; image/svg+xml svg; image/png png;
  }}
  charset utf-8;
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  map_hash_bucket_size 256;
  map $uri $moved {{ include {map}; }}
  server {{
    listen 127.0.0.1:{port};
    root {root};
    absolute_redirect off;
    if ($moved) {{ return 301 $moved$is_args$args; }}
    error_page 404 /404.html;
  }}
}}
"""


def find_nginx() -> str | None:
    """The path of an nginx."""
    return shutil.which("nginx") or shutil.which("nginx", path=FOLDERS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx_serving(root: Path, rules: Path, folder: Path) -> Iterator[str]:
    """The address of an nginx for a folder, by a map of `redirects.py`, while the context lasts.

    `folder` is for its settings, log and temporary files.
    """
    program = find_nginx()
    assert program, "nginx is missing: run `python tests/install_tools.py`"
    port = free_port()
    user = "user root;\n" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    text = NGINX.format(user=user, folder=folder, map=rules, port=port, root=root)
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
