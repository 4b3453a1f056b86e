"""Reading poster files: decoded and turned upright one way everywhere, and measured."""

import os
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pandas as pd
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from data_contracts.errors import PosterError
from data_contracts.posters import (
    MAX_POSTER_PIXELS,
    MIN_POSTER_SIDE,
    POSTER_FORMATS,
    POSTER_TYPES,
    PosterFacts,
)
from storage.poster_looks import poster_looks

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


def measure_posters(folder: Path, digests: dict[str, str]) -> pd.DataFrame:
    """Return a row of POSTER_TYPES for each poster, each file opened and decoded once.

    folder: the snapshot; digests: SHA-256 by path within it, of the posters alone.
    """
    names = sorted(digests)
    with _silent_pillow(), ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        rows = list(pool.map(lambda name: _measure(folder, name, digests[name]), names))
    return poster_frame(rows)


def poster_frame(rows: Sequence[PosterFacts]) -> pd.DataFrame:
    """Return the rows as a table of POSTER_TYPES."""
    records = [row.model_dump() for row in rows]
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
    small = _too_small(found)
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


def _too_small(found: PosterFacts) -> str | None:
    if min(found.width or 0, found.height or 0) >= MIN_POSTER_SIDE:
        return None
    return (
        f"it is {found.width} x {found.height} pixels, and its shorter side must have at least "
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
