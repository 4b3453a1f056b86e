import pytest
from pydantic import ValidationError

from data_contracts.references import ContentRef, SplitRef


@pytest.mark.parametrize("sha256", ["", "abc", "../" * 22, "A" * 64, "g" * 64])
def test_only_a_digest_names_content(sha256):
    # A reference becomes a path: anything but 64 hexadecimal digits must not get that far.
    with pytest.raises(ValidationError):
        ContentRef(sha256=sha256)


def test_a_split_has_films_in_each_part():
    with pytest.raises(ValidationError, match="validation"):
        SplitRef(sha256="0" * 64, train=10, validation=0, test=3)
