import numpy as np
from PIL import Image

from data_contracts.recipe import ImageConfig
from modeling.images import poster_tensor


def test_resizes_to_rows_by_columns_of_rgb():
    poster = Image.new("RGB", (150, 300), (200, 30, 60))

    tensor = poster_tensor(poster, ImageConfig(height=32, width=16))

    assert tensor.shape == (32, 16, 3)
    assert tensor.dtype == np.uint8
    assert np.abs(tensor.astype(int) - [200, 30, 60]).max() == 0


def test_the_top_of_a_poster_is_the_first_rows():
    image = Image.new("RGB", (150, 300), "black")
    image.paste((255, 255, 255), (0, 0, 150, 150))

    tensor = poster_tensor(image, ImageConfig(height=16, width=16))

    assert tensor[:7].min() > 240
    assert tensor[9:].max() < 15
