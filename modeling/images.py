"""From a poster's file to a tensor."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from data_contracts.config import ImageConfig


def poster_tensor(content: bytes, images: ImageConfig) -> NDArray[np.uint8]:
    """Decode a poster and resize it, aspect ratio not kept, as the study does.

    content: a JPEG file's bytes. Returns an array of shape (height, width, 3), RGB, 0..255.
    Raises OSError where the bytes are no image.
    """
    with Image.open(io.BytesIO(content)) as image:
        resized = image.convert("RGB").resize(
            (images.width, images.height), Image.Resampling.BILINEAR
        )
    return np.asarray(resized, dtype=np.uint8)
