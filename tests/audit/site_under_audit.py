"""The site that is audited: built in a folder of its own, packed, behind our nginx."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import build
from hosts import nginx_serving
from made_once import PROJECT

PACKED = (".html", ".css", ".js", ".json")


@dataclass(frozen=True)
class Audited:
    """The built site, its address, and a folder for what measuring leaves behind. `slowdown` is
    how many times Lighthouse is to slow down the machine; 0 if that is to be found out."""

    root: Path
    host: str
    folder: Path
    slowdown: float

    def addresses(self) -> Iterator[str]:
        """All pages of both editions, sorted, without short links."""
        for file in sorted(self.root.rglob("*.html")):
            address = file.relative_to(self.root).as_posix().removesuffix("index.html")
            if not address.startswith("s/"):
                yield address

    def file(self, address: str) -> Path:
        file = self.root / address
        return file if file.suffix else file / "index.html"


@contextmanager
def audited(level: int, slowdown: float) -> Iterator[Audited]:
    """The site, packed at a level of gzip, as long as the context lasts. Raises `RuntimeError`
    with what the build said."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # For the workers of nginx, which may be another user.
        folder.chmod(0o755)
        root, server = folder / "site", folder / "nginx"
        built = build(PROJECT, root, "--strict")
        if built.returncode:
            raise RuntimeError(built.stdout)
        for file in [f for f in root.rglob("*") if f.suffix in PACKED]:
            (file.parent / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), level))
        server.mkdir()
        with nginx_serving(root, root / "redirects.map", server, workers=2) as host:
            yield Audited(root, host, folder, slowdown)
