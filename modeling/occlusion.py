"""What each word of an overview, or part of a poster, adds to a genre's probability.

It is taken away, and what the model then says less is what it added. Source: Zeiler and Fergus,
"Visualizing and Understanding Convolutional Networks" (ECCV 2014), section 4.2, for words too.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from data_contracts.examples import UNKNOWN_ID
from modeling.arrays import FloatArray, ProbabilityArray


def word_contributions(
    ask: Callable[[Sequence[NDArray[np.int32]]], ProbabilityArray],
    overviews: Sequence[NDArray[np.int32]],
    genres: Sequence[int] | NDArray[np.intp],
    places: Sequence[NDArray[np.intp]] | None = None,
) -> list[FloatArray]:
    """Return for each overview (tokens,): what each token adds to the probability of its genre.

    ask: gives (overviews, genres) of token ids; overviews: token ids without padding; genres: one
    for each overview, places among the model's outputs; places: the tokens of each overview that
    are asked about, all of them where none are named. A token adds the probability with it less
    that with an unknown word in its place, so that the other words keep their places; an unknown
    word adds 0.
    """
    places = [np.arange(len(ids)) for ids in overviews] if places is None else places
    variants = [
        variant
        for ids, of in zip(overviews, places, strict=True)
        for variant in (ids, *_occluded(ids, of))
    ]
    asked = np.repeat(genres, [len(of) + 1 for of in places])
    said = ask(variants)[np.arange(len(asked)), asked].astype(np.float64)
    ends = np.cumsum([len(of) + 1 for of in places])
    return [of[0] - of[1:] for of in np.split(said, ends[:-1])]


def patch_contributions(
    ask: Callable[[NDArray[np.uint8]], ProbabilityArray],
    poster: NDArray[np.uint8],
    genre: int,
    grid: tuple[int, int],
) -> FloatArray:
    """Return (rows, columns) of a grid: what each patch adds to the probability of the genre.

    ask: gives (posters, genres) of posters; poster: (height, width, 3). A patch adds the
    probability with it less that with the poster's mean colour in its place.
    """
    colour = poster.mean(axis=(0, 1)).round().astype(np.uint8)
    variants = np.stack([poster] * (1 + grid[0] * grid[1]))
    place = 0
    for rows in np.array_split(np.arange(poster.shape[0]), grid[0]):
        for columns in np.array_split(np.arange(poster.shape[1]), grid[1]):
            place += 1
            variants[place, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = colour
    said = ask(variants)[:, genre].astype(np.float64)
    added: FloatArray = (said[0] - said[1:]).reshape(grid)
    return added


def _occluded(ids: NDArray[np.int32], places: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (places, tokens): the overview with the token at each place unknown in turn."""
    variants = np.tile(ids, (len(places), 1))
    variants[np.arange(len(places)), places] = UNKNOWN_ID
    return variants
