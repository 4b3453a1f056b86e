"""Reading poster files: decoded and turned upright one way everywhere, and measured."""

import os
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

import pandas as pd
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from data_contracts.errors import PosterError
from data_contracts.posters import (
    MAX_POSTER_BYTES,
    MAX_POSTER_PIXELS,
    MIN_POSTER_SIDE,
    POSTER_FORMATS,
    POSTER_TYPES,
    PosterFacts,
)
from storage.poster_looks import poster_looks

_BATCH: Final = 32
"""Posters that a thread measures at a time: a future for each would take more than its row."""

_WIDE_MODES = ("I", "I;16", "I;16B", "I;16L", "F")
_UNDECODABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning)


def read_poster(path: Path) -> Image.Image:
    """Return the poster as an upright 8-bit RGB image of its own size.

    Animations give their first frame; transparency is laid on white; EXIF orientation is
    applied; grey, palette, CMYK and 16-bit images are converted.

    Raises PosterError where the file is missing, no image of POSTER_FORMATS, damaged, or has
    more than MAX_POSTER_PIXELS pixels (told from its header, before decoding).
    """
    try:
        with Image.open(path, formats=POSTER_FORMATS) as image:
            _check_size(image)
            return _upright_rgb(image)
    except _UNDECODABLE as error:
        raise PosterError(
            f"{path.name}: {_reason(path, error)}; give an intact poster instead"
        ) from error


def read_usable_poster(path: Path) -> Image.Image:
    """Return a poster as read_poster does, where the data contract finds no defect in it.

    Raises PosterError as read_poster does, and where the file or the image has another size than
    the contract allows.
    """
    poster = read_poster(path)
    size_bytes = path.stat().st_size
    small = _too_small(*poster.size)
    if size_bytes > MAX_POSTER_BYTES:
        small = f"it has {size_bytes:,} bytes, more than the {MAX_POSTER_BYTES:,} allowed"
    if small is not None:
        raise PosterError(f"{path.name}: {small}; give another poster instead")
    return poster


def measure_posters(folder: Path, digests: dict[str, str]) -> pd.DataFrame:
    """Return a row of POSTER_TYPES for each poster, each file opened and decoded once.

    folder: the snapshot; digests: SHA-256 by path within it, of the posters alone.
    """
    names = sorted(digests)
    batches = [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]

    def measured(batch: list[str]) -> list[PosterFacts]:
        return [_measure(folder, name, digests[name]) for name in batch]

    with _silent_pillow(), ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        return poster_frame(row for rows in pool.map(measured, batches) for row in rows)


def poster_frame(rows: Iterable[PosterFacts]) -> pd.DataFrame:
    """Return the rows as a table of POSTER_TYPES."""
    records = [tuple(value for _, value in row) for row in rows]
    return pd.DataFrame(records, columns=list(POSTER_TYPES)).astype(POSTER_TYPES)


def poster_id(name: str) -> str:
    """Return the film's Id that a poster's file name says."""
    return PurePosixPath(name).stem


@contextmanager
def _silent_pillow() -> Iterator[None]:
    """Keep Pillow's remarks on odd metadata off the console.

    Filters belong to the process, not the thread: enter this outside of any pool.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _measure(folder: Path, name: str, sha256: str) -> PosterFacts:
    path = folder / name
    found = PosterFacts(
        file=name, Id=poster_id(name), sha256=sha256, size_bytes=path.stat().st_size
    )
    try:
        with Image.open(path, formats=POSTER_FORMATS) as image:
            found = found.model_copy(update=_header(image))
            _check_size(image)
            poster = _upright_rgb(image)
    except _UNDECODABLE as error:
        return found.model_copy(update={"defect": _reason(path, error)})
    small = _too_small(*poster.size)
    return found.model_copy(update={**poster_looks(poster), "decodable": True, "defect": small})


def _header(image: Image.Image) -> dict[str, str | int | None]:
    return {
        "format": image.format,
        "mode": image.mode,
        "width": image.width,
        "height": image.height,
        "frames": getattr(image, "n_frames", 1),
        "orientation": image.getexif().get(ExifTags.Base.Orientation, 1),
    }


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_POSTER_PIXELS:
        raise Image.DecompressionBombError


def _too_small(width: int, height: int) -> str | None:
    if min(width, height) >= MIN_POSTER_SIDE:
        return None
    return (
        f"it is {width} x {height} pixels, and its shorter side must have at least "
        f"{MIN_POSTER_SIDE}"
    )


def _upright_rgb(image: Image.Image) -> Image.Image:
    image.load()
    turned = ImageOps.exif_transpose(image)
    if turned.mode in _WIDE_MODES:  # convert() would clip 16 bits to white instead of scaling
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    if turned.has_transparency_data:
        turned = turned.convert("RGBA")
        white = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(white, turned)
    return turned.convert("RGB")


def _reason(path: Path, error: BaseException) -> str:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return f"it has more than the {MAX_POSTER_PIXELS:,} pixels that are decoded"
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if path.stat().st_size == 0:
        return "it is empty"
    if isinstance(error, UnidentifiedImageError):
        return f"it is not an image that can be read ({', '.join(POSTER_FORMATS)})"
    return f"it cannot be decoded ({error})"
