"""Which text a PDF has: said in it, so that a build can tell without a library for PDFs."""

from __future__ import annotations

import re
from html import escape

# What a PDF says of itself for programs (XMP), which is never packed.
ABOUT = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:guide="urn:guide" guide:text="{stamp}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
STAMPED = re.compile(rb' guide:text="(\w+)">')


def stamped(title: str, stamp: str) -> str:
    """What a PDF with a title says of itself; `stamp` is the digest of its text."""
    return ABOUT.format(title=escape(title), stamp=stamp)


def stamp_of(pdf: bytes) -> str:
    """The digest of its text; "" for a PDF that does not say."""
    found = STAMPED.search(pdf)
    return found[1].decode() if found else ""
