"""From a poster to a tensor."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from data_contracts.recipe import ImageConfig


def poster_tensor(poster: Image.Image, images: ImageConfig) -> NDArray[np.uint8]:
    """Resize a poster, aspect ratio not kept, as the study does.

    poster: an RGB image of any size. Returns an array of shape (height, width, 3), 0..255.
    """
    resized = poster.resize((images.width, images.height), Image.Resampling.BILINEAR)
    return np.asarray(resized, dtype=np.uint8)
