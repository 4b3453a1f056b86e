"""What a location says of itself, before anything is opened."""

from pathlib import Path

import pytest

from data_contracts.errors import SourceError
from storage.source_urls import local_path, public_url, url_scheme


@pytest.mark.parametrize(
    ("location", "scheme"),
    [("HTTPS://server/a.zip", "https"), ("file:///films", "file"), ("my films", ""), ("a[1]", "")],
)
def test_the_scheme_of_a_location(location, scheme):
    assert url_scheme(location) == scheme


def test_a_url_that_cannot_be_read_is_said_without_its_secret():
    with pytest.raises(SourceError, match=r"^\[server/a.zip: it is no URL") as told:
        url_scheme("https://user:secret@[server/a.zip")
    assert "secret" not in str(told.value)


def test_secrets_are_left_out():
    assert public_url("https://u:p@server:8/a.zip?key=1#sha256=0") == "https://server:8/a.zip"


def test_local_paths():
    assert local_path("films") == Path("films")
    assert local_path("~/films") == Path.home() / "films"
    assert local_path("file:///my%20films") == Path("/my films")
    with pytest.raises(SourceError, match="there is no user 'nobody-here' with a home folder"):
        local_path("~nobody-here/films")
