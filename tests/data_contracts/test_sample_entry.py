import dataclasses

import pytest

from data_contracts.sample_entry import SampleEntry, SampleRow


def test_an_entry_cannot_change_and_does_not_show_its_poster():
    entry = SampleEntry("tt0000001", b"\xff\xd8", SampleRow(("Drama",), "A cook."))
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.row = None
    assert "poster" not in repr(entry)
