import hashlib

import pytest

from data_contracts.errors import SourceError
from stages.sample_films import make_sample_films


def digest(folder):
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def test_the_same_count_and_seed_give_the_same_bytes(tmp_path):
    for name, seed in (("one", 3), ("two", 3), ("three", 4)):
        make_sample_films(tmp_path / name, films=40, seed=seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(tmp_path / "one") != digest(tmp_path / "three")


def test_films_of_other_parameters_are_not_overwritten(tmp_path):
    make_sample_films(tmp_path / "films", films=20, seed=3)
    make_sample_films(tmp_path / "films", films=20, seed=3)
    for films, seed in ((21, 3), (19, 3), (20, 4)):
        with pytest.raises(SourceError, match="same ones"):
            make_sample_films(tmp_path / "films", films=films, seed=seed)
