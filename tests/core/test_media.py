"""The table of formats: it agrees with Oxigraph, which writes them, and tells every file by its extension."""

from __future__ import annotations

import pytest

from styrkegraf import media
from styrkegraf.media import FILES, Medium
from styrkegraf.publish.dumps import dumps
from styrkegraf.service.media import ROWS, TRIPLES


@pytest.mark.parametrize("medium", [*ROWS, *TRIPLES], ids=lambda medium: medium.name)
def test_the_registered_type_is_that_of_the_serialiser(medium: Medium[object]) -> None:
    assert medium.media_type == medium.form.media_type.partition(";")[0]  # type: ignore[attr-defined]
    assert medium.form.file_extension in {medium.extension, *medium.aliases}  # type: ignore[attr-defined]


def test_every_row_names_its_specification() -> None:
    table = [one for one in vars(media).values() if isinstance(one, Medium)]
    assert len(table) > 15
    assert all(one.spec.startswith(("https://", "http://")) for one in (*table, *FILES))


def test_an_extension_has_one_type() -> None:
    extensions = [medium.extension for medium in FILES]
    assert len(extensions) == len(set(extensions))


def test_every_dump_is_of_a_type_that_a_catalogue_can_name() -> None:
    assert all(dump.medium.file_type for dump in dumps())
    assert all(dump.name.endswith(f".{dump.medium.extension}") for dump in dumps())
