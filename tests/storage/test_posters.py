"""Every kind of poster file is read in a stated way, or refused with its reason."""

import io
import struct
import zlib

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from data_contracts.errors import PosterError
from data_contracts.posters import MIN_POSTER_SIDE, POSTER_TYPES, PosterFacts
from storage.posters import measure_posters, poster_frame, poster_id, read_poster

SIZE = (40, 60)


def _bytes(image, kind="JPEG", **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _half(mode="RGB", top="red", bottom="black"):
    image = Image.new(mode, SIZE, top)
    image.paste(Image.new(mode, (40, 30), bottom), (0, 30))
    return image


def _exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def _huge_png():
    """A PNG whose header says 20,000 x 20,000, with hardly any bytes behind it."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    ihdr = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + ihdr + b"\0\0\0\0IDAT"


def _wide():
    return Image.fromarray(np.full((60, 40), 0x8000, dtype=np.uint16))


def _clear():
    return Image.new("RGBA", SIZE, (255, 0, 0, 0))


GOOD = {
    "plain": (_bytes(_half(), quality=95), "RGB", [254, 0, 0]),
    "grey": (_bytes(Image.new("L", SIZE, 100)), "L", [100, 100, 100]),
    "cmyk": (_bytes(_half("CMYK", (0, 255, 255, 0), (0, 0, 0, 255))), "CMYK", [254, 0, 0]),
    "png": (_bytes(_half(), "PNG"), "RGB", [255, 0, 0]),
    "webp": (_bytes(_half(), "WEBP", lossless=True), "RGB", [255, 0, 0]),
    "gif": (
        _bytes(_half(), "GIF", save_all=True, append_images=[Image.new("RGB", SIZE, "blue")]),
        "P",
        [255, 0, 0],
    ),
    "16 bit": (_bytes(_wide(), "PNG"), "I;16", [128, 128, 128]),
    "clear": (_bytes(_clear(), "PNG"), "RGBA", [255, 255, 255]),
    "turned": (_bytes(_half(), quality=95, exif=_exif(3)), "RGB", [0, 0, 0]),
}
BAD = {
    "empty": (b"", "it is empty"),
    "html": (b"<html>404</html>", "it is not an image that can be read"),
    "cut": (_bytes(_half())[:400], "it cannot be decoded"),
    "header only": (_bytes(_half())[:20], "it"),
    "huge": (_huge_png(), "it has more than the 25,000,000 pixels"),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Images").mkdir()
    return tmp_path


def _measure(folder, **contents):
    for name, content in contents.items():
        (folder / "Images" / f"{name}.jpg").write_bytes(content)
    table = measure_posters(folder, {f"Images/{name}.jpg": "0" * 64 for name in contents})
    return table.set_index("Id")


@pytest.mark.parametrize("kind", GOOD)
def test_readable_kinds_become_upright_rgb(folder, kind):
    content, mode, top_pixel = GOOD[kind]
    row = _measure(folder, a=content).loc["a"]
    assert row["decodable"]
    assert pd.isna(row["defect"])
    assert (row["mode"], row["width"], row["height"]) == (mode, *SIZE)
    image = read_poster(folder / "Images" / "a.jpg")
    assert (image.mode, image.size) == ("RGB", SIZE)
    assert image.getpixel((20, 5)) == pytest.approx(top_pixel, abs=4)
    assert row["brightness"] == pytest.approx(np.asarray(image.convert("L")).mean() / 255)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("grey", "white", 0),
        # Red less green is 255 on one half; the mean of these less blue is 127.5 and -255.
        ("red", "blue", np.hypot(127.5, 191.25) + 0.3 * np.hypot(127.5, -63.75)),
    ],
)
def test_colourfulness_is_that_of_two_halves_worked_out_by_hand(folder, left, right, expected):
    image = Image.new("RGB", (40, 40), left)
    image.paste(right, (20, 0, 40, 40))
    stream = io.BytesIO()
    image.save(stream, "PNG")

    row = _measure(folder, a=stream.getvalue()).loc["a"]

    assert row["colourfulness"] == pytest.approx(expected)


@pytest.mark.parametrize("kind", BAD)
def test_unreadable_kinds_cost_themselves_alone(folder, kind):
    content, reason = BAD[kind]
    table = _measure(folder, bad=content, good=GOOD["plain"][0])
    assert table.loc["bad", "defect"].startswith(reason)
    assert not table.loc["bad", "decodable"]
    assert table.loc["good", "decodable"]
    with pytest.raises(PosterError, match=r"^bad\.jpg: it .*; give an intact poster instead$"):
        read_poster(folder / "Images" / "bad.jpg")


def test_a_poster_turned_sideways_is_read_upright(folder):
    row = _measure(folder, a=_bytes(_half(), exif=_exif(6))).loc["a"]
    assert (row["orientation"], row["width"]) == (6, 40)
    assert read_poster(folder / "Images" / "a.jpg").size == (60, 40)


def test_frames_of_an_animation_are_counted(folder):
    assert _measure(folder, a=GOOD["gif"][0]).loc["a", "frames"] == 2


def test_a_poster_of_a_pixel_is_read_and_unusable(folder):
    row = _measure(folder, a=_bytes(Image.new("RGB", (1, 1)))).loc["a"]
    assert row["decodable"]
    assert str(MIN_POSTER_SIDE) in row["defect"]


def test_broken_metadata_do_not_cost_the_poster(folder):
    content = _bytes(_half(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff broken")
    assert _measure(folder, a=content).loc["a", "decodable"]


def test_a_poster_that_is_not_there_is_said(tmp_path):
    with pytest.raises(PosterError, match=r"^none\.jpg: there is no such file"):
        read_poster(tmp_path / "none.jpg")


def test_tables_have_the_contract_s_types_even_when_empty():
    for rows in ([], [PosterFacts(file="Images/a.jpg", Id="a", defect="is a folder")]):
        frame = poster_frame(rows)
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == POSTER_TYPES


def test_the_film_is_what_the_file_is_named_for():
    assert poster_id("Images/tt0111161.jpeg") == "tt0111161"
