"""XML that others can read: what the serialisers let pass and no reader of XML takes, or takes for something else.

A literal may hold signs that XML 1.0 has no way to write (section 2.2), and a carriage return, which a reader takes for
a line break unless it is written as a reference (section 2.11). RDF/XML makes the name of an element of the end of a
predicate, where that is a name.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from styrkegraf.service.query import NotWritable

__all__ = ["well_formed"]

_NO_SIGN: Final = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]")
"""The control characters that XML lacks, and U+FFFE and U+FFFF."""
_NO_NAME: Final = b"<oxprefix: "
"""How the serialiser begins an element whose predicate has no name at its end."""


def well_formed(written: bytes, form: QueryResultsFormat | RdfFormat) -> bytes:
    r"""What a serialiser wrote, readable as XML where that is its form; raises `NotWritable` where that cannot be.

    >>> well_formed(b"<literal>one\r\ntwo</literal>", QueryResultsFormat.XML)
    b'<literal>one&#xD;\ntwo</literal>'
    """
    if form not in (QueryResultsFormat.XML, RdfFormat.RDF_XML):
        return written
    if _NO_SIGN.search(written):
        raise NotWritable("The answer holds a control character, which XML cannot hold; ask for another format.")
    if _NO_NAME in written:
        raise NotWritable("RDF/XML cannot write a predicate that does not end with a name; ask for another format.")
    return written.replace(b"\r", b"&#xD;")
