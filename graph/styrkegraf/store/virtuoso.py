"""What Virtuoso 7 changes in literals, read back as it was written.

* A ``geo:wktLiteral`` becomes a geometry of single precision with a datatype of its own, and comes back with the digits
  that the binary number happens to have: ``15.248000144958`` for ``15.248``. The shortest number of the same single
  precision is the one that was written, as long as that had seven digits at most.
* An ``xsd:duration`` of years and months comes back as its number of months.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from styrkegraf.namespaces import PREFIXES

__all__ = ["as_written"]

_GEOMETRY: Final = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_WKT: Final = PREFIXES["geo"] + "wktLiteral"
_DURATION: Final = PREFIXES["xsd"] + "duration"
_NUMBER: Final = re.compile(r"-?\d+\.\d+")


def as_written(value: str, datatype: str) -> tuple[str, str]:
    """The value and datatype of a literal as they were written.

    >>> as_written("24", "http://www.w3.org/2001/XMLSchema#duration")[0]
    'P2Y'
    >>> as_written("POINT(15.248000144958 56.259998321533)", _GEOMETRY)
    ('POINT(15.248 56.26)', 'http://www.opengis.net/ont/geosparql#wktLiteral')
    """
    if datatype == _GEOMETRY:
        return _NUMBER.sub(lambda found: _shortest(found[0]), value), _WKT
    if datatype == _DURATION and value.isdecimal():
        return _duration(int(value)), datatype
    return value, datatype


def _shortest(number: str) -> str:
    value = float(number)
    single = struct.pack("f", value)
    tried = (f"{value:.{digits}g}" for digits in range(1, 10))
    return next((text for text in tried if struct.pack("f", float(text)) == single), number)


def _duration(months: int) -> str:
    years, rest = divmod(months, 12)
    return "P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
