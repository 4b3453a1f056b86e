"""The hash of a poster survives what does not change the picture."""

import io

import numpy as np
import pytest
from PIL import Image, ImageFilter

from data_contracts.posters import MAX_HASH_DISTANCE
from storage.poster_looks import poster_looks


def _poster(seed: int) -> Image.Image:
    spots = np.random.default_rng(seed).integers(0, 255, (12, 6, 3)).astype(np.uint8)
    return Image.fromarray(spots).resize((150, 300)).filter(ImageFilter.GaussianBlur(2))


def _distance(one: Image.Image, other: Image.Image) -> int:
    hashes = [int(str(poster_looks(image)["phash"]), 16) for image in (one, other)]
    return (hashes[0] ^ hashes[1]).bit_count()


def _compressed(poster: Image.Image, kind: str) -> Image.Image:
    stream = io.BytesIO()
    poster.save(stream, kind, quality=50)
    return Image.open(stream).convert("RGB")


@pytest.mark.parametrize("seed", range(5))
def test_a_picture_keeps_its_hash(seed):
    poster = _poster(seed)
    for same in (
        _compressed(poster, "JPEG"),
        _compressed(poster, "WEBP"),
        poster.resize((75, 150)),
        poster.resize((300, 600)),
        Image.eval(poster, lambda value: min(255, int(value * 1.05))),
    ):
        assert _distance(poster, same) <= MAX_HASH_DISTANCE


def test_another_picture_has_another_hash():
    assert min(_distance(_poster(0), _poster(seed)) for seed in range(1, 30)) > MAX_HASH_DISTANCE


def test_a_blank_poster_has_none():
    assert poster_looks(Image.new("RGB", (40, 60), "red"))["phash"] is None
