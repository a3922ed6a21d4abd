"""Credit: what the pages of the atlas say of the publisher of a graph."""

from __future__ import annotations

from styrkegraf.atlas.credit import Credit
from styrkegraf.publish.catalogue import about
from styrkegraf.publish.publisher import Publisher
from styrkegraf.shipped import is_shipped
from styrkegraf.store import Store

__all__ = ["credit"]


def credit(store: Store, publisher: Publisher | None) -> Credit | None:
    """What the publisher says, with no title where the graph is the shipped one and they give it no other."""
    if publisher is None:
        return None
    said, contact = about(store, publisher), publisher.contact
    titled = publisher.dataset is not None or not is_shipped(store)
    return Credit(
        (publisher.sv, publisher.en),
        said.title if titled else None,
        said.version,
        said.licence,
        (contact.name, contact.email) if contact else None,
    )
