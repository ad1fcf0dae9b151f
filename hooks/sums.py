"""A list of checksums of the whole site, signed, so that a true copy can be told from a false one.

    make sign KEY=~/.ssh/id_ed25519             python hooks/sums.py sign site --key …
    make verify SIGNERS=allowed_signers         python hooks/sums.py verify site --signers …

The list is SHA256SUMS at the root of the site, the signature SHA256SUMS.sig is OpenSSH's. Who has
neither this program nor Python does the same with `sha256sum -c SHA256SUMS` and `ssh-keygen -Y
verify -f allowed_signers -I guide -n guide -s SHA256SUMS.sig < SHA256SUMS`; a line of the file of
signers is `guide ssh-ed25519 AAAA…`.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

from base.problems import Unusable

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
# Whose signature, and of what: a signature for anything else counts for nothing here.
NAME = "guide"


def sums_of(site: Path) -> dict[str, str]:
    """The checksum of each file by its path, sorted. Raises `Unusable`."""
    if not (site / "index.html").is_file():
        raise Unusable(f"{site}: no index.html here; give the folder of a built site")
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {
        path: hashlib.sha256((site / path).read_bytes()).hexdigest()
        for path in paths
        if path not in (SUMS, SIGNATURE)
    }


def read_sums(text: str) -> dict[str, str]:
    """The checksums of a list. Raises `Unusable`."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        digest, mark, path = line.partition("  ")
        if len(digest) != 64 or not mark or not path:
            raise Unusable(f"{SUMS}:{number}: no line of a checksum, two blanks and a path")
        found[path] = digest
    return found


def differences(listed: dict[str, str], there: dict[str, str]) -> list[str]:
    """What of a copy is not as the list says."""
    return [
        *(f"{path}: changed" for path in listed if there.get(path, listed[path]) != listed[path]),
        *(f"{path}: missing" for path in listed if path not in there),
        *(f"{path}: not in the list" for path in there if path not in listed),
    ]


def _ssh_keygen(*arguments: str, given: bytes = b"") -> None:
    try:
        done = subprocess.run(
            ["ssh-keygen", "-Y", *arguments], input=given, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        message = "ssh-keygen is needed (Debian: apt-get install openssh-client)"
        raise Unusable(message) from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise Unusable(f"ssh-keygen: {said[-1] if said else 'failed'}")


def sign(site: Path, key: Path | None) -> str:
    """Writes the list, and its signature where there is a key; what was done."""
    sums = sums_of(site)
    # A signature of an earlier list would say that this one is false.
    (site / SIGNATURE).unlink(missing_ok=True)
    text = "".join(f"{digest}  {path}\n" for path, digest in sums.items())
    (site / SUMS).write_text(text, encoding="utf-8", newline="\n")
    if key is None:
        return f"{site / SUMS}: {len(sums)} files, not signed (KEY=~/.ssh/id_ed25519)"
    _ssh_keygen("sign", "-q", "-f", str(key), "-n", NAME, str(site / SUMS))
    return f"{site / SUMS}: {len(sums)} files, signed"


def verify(site: Path, signers: Path | None) -> str:
    """Compares a copy with its list, and the list with its signature. Raises `Unusable`."""
    try:
        text = (site / SUMS).read_bytes()
    except FileNotFoundError as error:
        raise Unusable(f"{site / SUMS}: no list; make sign writes it") from error
    # First of all: a list that somebody else wrote says nothing.
    if signers is not None:
        names = ("-f", str(signers), "-I", NAME, "-n", NAME, "-s", str(site / SIGNATURE))
        _ssh_keygen("verify", *names, given=text)
    listed = read_sums(text.decode(errors="replace"))
    if faults := differences(listed, sums_of(site)):
        shown = faults[:20] + ([f"and {len(faults) - 20} more"] if faults[20:] else [])
        raise Unusable("\n".join([f"{site}: {len(faults)} files are not as listed", *shown]))
    whose = "signed" if signers else "NOT checked whose list it is (SIGNERS=allowed_signers)"
    return f"{site}: {len(listed)} files as listed, {whose}"


def main() -> int:
    """The command line; 1 if something is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("sign", "verify"))
    parser.add_argument("site", type=Path)
    parser.add_argument("--key", type=Path, help="private key of OpenSSH")
    parser.add_argument("--signers", type=Path, help="file of allowed signers of OpenSSH")
    options = parser.parse_args()
    try:
        if options.what == "sign":
            print(sign(options.site, options.key))
        else:
            print(verify(options.site, options.signers))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
