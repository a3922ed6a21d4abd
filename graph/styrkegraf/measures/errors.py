"""What a measure says when its input has no meaning for it."""

from __future__ import annotations

from styrkegraf.errors import StyrkegrafError

__all__ = ["MeasureError"]


class MeasureError(StyrkegrafError):
    """A network, partition or setting for which a measure has no value; the message says which and what to do.

    >>> raise MeasureError("The network has no ties between regions.")
    Traceback (most recent call last):
    styrkegraf.measures.errors.MeasureError: The network has no ties between regions.
    """
