"""Stores: where the quads are, behind one small protocol: in memory, on disk, or at an endpoint elsewhere."""

from styrkegraf.store.disk import DiskStore
from styrkegraf.store.embedded import MemoryStore
from styrkegraf.store.protocol import Results, Store
from styrkegraf.store.refusals import QueryRefused
from styrkegraf.store.remote import RemoteStore
from styrkegraf.store.syntax import QuerySyntaxError

__all__ = [
    "DiskStore",
    "MemoryStore",
    "QueryRefused",
    "QuerySyntaxError",
    "RemoteStore",
    "Results",
    "Store",
]
