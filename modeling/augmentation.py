"""What a poster may look like from one epoch to the next, and still be of the same genres."""

import numpy as np
from numpy.typing import NDArray

from data_contracts.recipe import AugmentationConfig


def augmented(
    posters: NDArray[np.uint8], config: AugmentationConfig, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Return posters as they are shown once: mirrored, moved and lit otherwise.

    posters: shape (films, height, width, 3), 0..255; so is what is returned. Writing on a poster
    that is mirrored can no longer be read, which at these sizes it cannot anyhow.
    """
    if config.flip:
        mirrored = rng.integers(0, 2, len(posters)).astype(bool)
        posters = np.where(mirrored[:, None, None, None], posters[:, :, ::-1], posters)
    if config.shift:
        posters = _shifted(posters, config.shift, rng)
    if config.light:
        posters = _lit(posters, config.light, rng)
    return posters


def _shifted(
    posters: NDArray[np.uint8], share: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    films, height, width, _ = posters.shape
    down, right = (round(share * side) for side in (height, width))
    frame = ((0, 0), (down, down), (right, right), (0, 0))
    framed = np.pad(posters, frame, mode="edge")
    tops = rng.integers(0, 2 * down + 1, films)
    lefts = rng.integers(0, 2 * right + 1, films)
    moved = [
        poster[top : top + height, left : left + width]
        for poster, top, left in zip(framed, tops, lefts, strict=True)
    ]
    return np.stack(moved)


def _lit(posters: NDArray[np.uint8], share: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    films = len(posters)
    brightness = rng.uniform(-share, share, (films, 1, 1, 1))
    colours = rng.uniform(-share, share, (films, 1, 1, 3))
    factors = ((1 + brightness) * (1 + colours)).astype(np.float32)
    lit: NDArray[np.uint8] = np.clip(posters * factors, 0, 255).astype(np.uint8)
    return lit
