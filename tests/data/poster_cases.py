"""Poster files: which are read, and how, and which cost their film."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from tests.data.cases import PosterCase, picture

ORIENTATION = 0x0112


def _own(path: Path) -> Image.Image:
    return picture(seed=zlib.crc32(path.stem.encode()))


def _saved(kind: str, mode: str = "RGB", **options: object):
    return lambda path: _own(path).convert(mode, dither=0).save(path, kind, **options)


def _bytes(content: bytes):
    return lambda path: path.write_bytes(content)


def _under(suffix: str):
    return lambda path: _own(path).save(path.with_suffix(suffix), "JPEG", quality=95)


def _truncated(path: Path) -> None:
    picture(300, 400).save(path, "JPEG", quality=95)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _turned(path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    upright = picture().transpose(Image.Transpose.ROTATE_90)
    upright.save(path, "JPEG", quality=95, exif=exif)


def _palette_alpha(path: Path) -> None:
    image = picture().convert("RGBA")
    image.paste((200, 30, 30, 0), (0, 0, 13, 20))  # red, and not to be seen
    image.quantize(64).save(path, "PNG")


def _deep(path: Path) -> None:
    grey = np.asarray(picture().convert("L"), dtype=np.uint16) * 257
    Image.fromarray(grey).save(path, "PNG")


def _animated(path: Path) -> None:
    frames = [picture(), picture(seed=1).rotate(180)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:])


def _huge(path: Path) -> None:
    """Write the header of a PNG of 20,000 x 20,000 pixels, and next to nothing of them."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b""))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
    )


def _heavy(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate((64 << 20) + 1)  # a file of nothing but holes


def _unreadable(path: Path) -> None:
    picture().save(path, "JPEG")
    path.chmod(0)


def _link_out(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _link_within(path: Path) -> None:
    picture(seed=77).save(path.with_name("original.png"), "PNG")
    path.symlink_to("original.png")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _two(path: Path) -> None:
    _own(path).save(path, "JPEG", quality=95)
    picture(seed=1).rotate(180).save(path.with_suffix(".jpeg"), "JPEG")


def _not_utf8(path: Path) -> None:
    os.close(os.open(os.fsencode(path.with_suffix("")) + b"\xff.jpg", os.O_CREAT | os.O_WRONLY))


def _shared(path: Path) -> None:
    picture(seed=91).save(path, "JPEG", quality=95)
    path.with_name("copy.jpg").write_bytes(path.read_bytes())


def _colour(colour: str):
    return lambda path: Image.new("RGB", (40, 60), colour).save(path, "JPEG")


POSTER_CASES = (
    PosterCase(
        "JPEG", "accepted; read as 40 x 60: red, green, blue, white", _saved("JPEG", quality=95)
    ),
    PosterCase(
        "JPEG, progressive",
        "accepted; read as 40 x 60: red, green, blue, white",
        _saved("JPEG", quality=95, progressive=True),
    ),
    PosterCase("ending .JPG", "accepted; read as 40 x 60: red, green, blue, white", _under(".JPG")),
    PosterCase(
        "ending .jpeg", "accepted; read as 40 x 60: red, green, blue, white", _under(".jpeg")
    ),
    PosterCase("ending .png", "set aside: no poster", _under(".png")),
    PosterCase(
        "PNG under .jpg",
        "accepted; poster no JPEG; read as 40 x 60: red, green, blue, white",
        _saved("PNG"),
    ),
    PosterCase(
        "WebP under .jpg",
        "accepted; poster no JPEG; read as 40 x 60: red, green, blue, white",
        _saved("WEBP", lossless=True),
    ),
    PosterCase(
        "GIF under .jpg",
        "accepted; poster no JPEG; poster not RGB; read as 40 x 60: red, green, blue, white",
        _saved("GIF"),
    ),
    PosterCase(
        "animated GIF",
        "accepted; poster no JPEG; poster not RGB; poster animated; read as 40 x 60: red, green, "
        "blue, white",
        _animated,
    ),
    PosterCase(
        "TIFF under .jpg",
        "set aside: poster unusable (it is not an image that can be read (JPEG, PNG, WEBP, GIF))",
        _saved("TIFF"),
    ),
    PosterCase(
        "HTML under .jpg",
        "set aside: poster unusable (it is not an image that can be read (JPEG, PNG, WEBP, GIF))",
        _bytes(b"<html><body>Not found</body></html>"),
    ),
    PosterCase(
        "CMYK",
        "accepted; poster not RGB; read as 40 x 60: red, green, blue, white",
        _saved("JPEG", "CMYK", quality=95),
    ),
    PosterCase(
        "grey",
        "accepted; poster not RGB; read as 40 x 60: grey, grey, black, white",
        _saved("JPEG", "L", quality=95),
    ),
    PosterCase(
        "black and white, one bit",
        "accepted; poster no JPEG; poster not RGB; read as 40 x 60: black, black, black, white",
        _saved("PNG", "1"),
    ),
    PosterCase(
        "palette with transparency",
        "accepted; poster no JPEG; poster not RGB; read as 40 x 60: white, green, blue, white",
        _palette_alpha,
    ),
    PosterCase(
        "16 bits a pixel",
        "accepted; poster no JPEG; poster not RGB; read as 40 x 60: grey, grey, black, white",
        _deep,
    ),
    PosterCase(
        "turned by EXIF",
        "accepted; poster turned; read as 40 x 60: red, green, blue, white",
        _turned,
    ),
    PosterCase("missing", "set aside: no poster", lambda path: None),
    PosterCase("empty", "set aside: poster unusable (it is empty)", _bytes(b"")),
    PosterCase("truncated", "set aside: poster unusable", _truncated),
    PosterCase(
        "one pixel", "set aside: poster unusable", lambda path: picture(1, 1).save(path, "PNG")
    ),
    PosterCase(
        "20,000 x 20,000 pixels",
        "set aside: poster unusable (it has more than the 25,000,000 pixels that are decoded)",
        _huge,
    ),
    PosterCase(
        "a file of 64 MiB and a byte",
        "set aside: poster unusable (it has 67,108,865 bytes, more than the 67,108,864 allowed)",
        _heavy,
    ),
    PosterCase(
        "all black",
        "accepted; poster nearly black or white; poster blank; read as 40 x 60: black, black, "
        "black, black",
        _colour("black"),
    ),
    PosterCase(
        "all red", "accepted; poster blank; read as 40 x 60: red, red, red, red", _colour("red")
    ),
    PosterCase(
        "wider than high",
        "accepted; poster of odd shape; read as 90 x 60: red, green, blue, white",
        lambda path: picture(90, 60).save(path, "JPEG", quality=95),
    ),
    PosterCase(
        "a folder named like it",
        "set aside: poster unusable (is a folder)",
        lambda path: path.mkdir(),
    ),
    PosterCase(
        "a FIFO named like it",
        "set aside: poster unusable (is a pipe)",
        os.mkfifo,
    ),
    PosterCase(
        "no permission to read",
        "set aside: poster unusable (may not be read (no permission))",
        _unreadable,
    ),
    PosterCase(
        "a link that leaves the data set",
        "set aside: poster unusable (is a link that leaves the data set)",
        _link_out,
    ),
    PosterCase(
        "a link that stays in the data set",
        "accepted; poster no JPEG; read as 40 x 60: red, green, blue, white",
        _link_within,
    ),
    PosterCase(
        "a link to itself", "set aside: poster unusable (is a link to nothing)", _link_to_itself
    ),
    PosterCase("a name that is not UTF-8", "set aside: no poster", _not_utf8),
    PosterCase(
        "a second poster of the film", "accepted; read as 40 x 60: red, green, blue, white", _two
    ),
    PosterCase(
        "the poster of another film too",
        "accepted; poster shared; read as 40 x 60: red, green, blue, white",
        _shared,
    ),
)
