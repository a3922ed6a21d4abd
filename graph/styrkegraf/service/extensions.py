"""The extensions of ASGI by which our server and our application spare each other the parts of short messages."""

from __future__ import annotations

from typing import Final

__all__ = ["ARRIVED", "WHOLE"]

ARRIVED: Final = "styrkegraf.arrived"
"""Gives the body of a request that has come whole, else None; a body that it gave does not come by receiving."""

WHOLE: Final = "styrkegraf.whole"
"""Takes a whole response, and tells whether it could: a third of uvicorn's time is in the parts."""
