"""What a poster file may be, and what is measured of each: the one place that says so."""

from typing import Final

from pydantic import Field

from data_contracts.base import FrozenModel

POSTER_SUFFIXES: Final = (".jpg", ".jpeg")
"""Endings of a poster's file name, in any case; the first is the usual one."""

POSTER_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
"""Image formats that are read, whatever the file's name ends with."""

MAX_POSTER_BYTES: Final = 64 << 20
MAX_POSTER_PIXELS: Final = 25_000_000
"""Larger posters are refused before they are decoded.

25 million pixels take up to 400 MB while transparency is laid on white, and 600 MB as WebP.
"""

MIN_POSTER_SIDE: Final = 16
"""Fewest pixels of a poster's shorter side."""

USUAL_SHAPE: Final = (0.3, 1.2)
"""Width over height of what looks like a poster."""

USUAL_BRIGHTNESS: Final = (0.02, 0.98)
MIN_CONTRAST: Final = 0.01
"""Of 0 (black) to 1 (white): mean and standard deviation of the grey values."""


MAX_HASH_DISTANCE: Final = 6
"""Perceptual hashes that differ in at most this many of 64 bits are of the same picture."""


class PosterFacts(FrozenModel):
    """A row of posters.parquet: one poster file, decoded once and measured."""

    file: str = Field(description="Path within the data set, such as Images/tt0111161.jpg.")
    Id: str = Field(description="The film that the file's name says.")
    sha256: str | None = Field(None, description="Absent where the file was not copied.")
    size_bytes: int | None = None
    format: str | None = None
    mode: str | None = Field(None, description="Pillow's name of the stored pixel type.")
    width: int | None = Field(None, description="Pixels as stored, before any EXIF rotation.")
    height: int | None = None
    frames: int | None = None
    orientation: int | None = Field(None, description="EXIF orientation; 1 is upright.")
    brightness: float | None = Field(None, description="Mean grey value, 0 to 1.")
    contrast: float | None = Field(None, description="Standard deviation of the grey values.")
    colourfulness: float | None = Field(
        None, description="0 for grey; about 15 is slightly, 59 highly colourful."
    )
    phash: str | None = Field(
        None, description="Perceptual hash, 16 hexadecimal digits; absent where it is blank."
    )
    decodable: bool = False
    defect: str | None = Field(None, description="Why the file is no usable poster.")


POSTER_STATISTICS: Final = ("brightness", "contrast", "colourfulness")
"""Columns whose distribution over the films is compared from one data set to the next."""

POSTER_LOOKS: Final = ("brightness", "colourfulness")
"""Facts of a poster that errors are broken down by."""

POSTER_TYPES: Final[dict[str, str]] = {
    "file": "str",
    "Id": "str",
    "sha256": "str",
    "size_bytes": "Int64",
    "format": "str",
    "mode": "str",
    "width": "Int64",
    "height": "Int64",
    "frames": "Int64",
    "orientation": "Int64",
    "brightness": "float64",
    "contrast": "float64",
    "colourfulness": "float64",
    "phash": "str",
    "decodable": "bool",
    "defect": "str",
}
"""Columns of posters.parquet and their pandas types."""
