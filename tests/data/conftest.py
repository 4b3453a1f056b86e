"""The plain data set that cases change, and a server of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.cases import Place, film, write_films
from tests.data.loopback import serving

FILMS = 5


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-cases", action="store_true", help="write docs/data_contract.md anew")


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set that nothing is wrong with, and its archive beside it."""
    root = tmp_path_factory.mktemp("plain")
    films = write_films(root / "films", [film(number) for number in range(1, FILMS + 1)])
    shutil.make_archive(str(root / "films"), "zip", films)
    return films


@pytest.fixture(scope="session")
def url(plain: Path) -> Iterator[str]:
    with serving(plain.parent / "films.zip") as address:
        yield address


@pytest.fixture
def place(plain: Path, url: str, tmp_path: Path) -> Place:
    folder = tmp_path / "case"
    folder.mkdir()
    return Place(plain, folder, url)
