"""What the models say of one film, and why."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from PIL import Image

from data_contracts.errors import PosterError, SourceError
from data_contracts.films import MAX_OVERVIEW_CHARACTERS, words_told
from data_contracts.posters import MIN_CONTRAST
from data_contracts.prediction import FilmAnswer, Why
from data_contracts.references import Branch
from modeling.answers import answers
from modeling.arrays import ProbabilityArray
from modeling.asked_model import AskedModel
from modeling.explain import word_readings
from modeling.images import poster_tensor
from modeling.occlusion import patch_contributions, word_contributions
from modeling.plain_text import plain_token_ids
from modeling.platt import calibrated
from modeling.readings import WordTokens, word_tokens
from stages.predictors import Packaged, Predictors
from storage.content_store import ContentStore
from storage.poster_looks import contrast
from storage.posters import read_usable_poster

Inputs = TypeVar("Inputs")
GRID: Final = (6, 4)
"""Rows and columns of the patches that a poster is explained by."""


def predict_film(
    poster: Path | None,
    overview: str | None,
    predictors: Predictors,
    store: ContentStore,
    *,
    explain: bool = False,
) -> FilmAnswer:
    """Answer for one film, of which one of the two may be missing.

    A poster without variance and an overview without a word are missing too.

    Raises PosterError where the poster's file is none that the data contract allows, SourceError
    where the overview is longer than that allows, or neither is there.
    """
    notes = list(predictors.notes)
    picture = None if poster is None else _picture(poster, notes)
    text = None if overview is None else _text(overview, notes)
    film = _Film(picture, text)
    asked: dict[Branch, _Asked] = {}
    for branch, packaged in predictors.by_branch.items():
        if film.has(branch):
            asked[branch] = _Asked(packaged, packaged.asked(store), film)
    if not asked:
        given = "; ".join(notes) or "neither a poster nor an overview is given"
        raise SourceError(f"there is nothing to go by ({given}); give a poster or an overview")
    said = {branch: one.said for branch, one in asked.items()}
    deciding = {branch: one.packaged.model for branch, one in asked.items()}
    found = answers(said, deciding, predictors.fusion)
    if len(asked) == 1:
        notes.append(f"'both' is the answer by {next(iter(found))} alone: the other is missing")
    return FilmAnswer(
        guesses={name: one.top(0, predictors.genres) for name, one in found.items()},
        runs={branch: predictors.runs[branch] for branch in asked},
        notes=tuple(notes),
        why=_why(asked, film) if explain else None,
    )


class _Film:
    """What is known of the film."""

    def __init__(self, poster: Image.Image | None, overview: str | None) -> None:
        self.poster = poster
        self.overview = overview

    def has(self, branch: Branch) -> bool:
        return (self.poster if branch == "cnn" else self.overview) is not None


class _Asked:
    """One model, its input of the film, and what it says: (1, genres)."""

    def __init__(self, packaged: Packaged, model: AskedModel, film: _Film) -> None:
        self.packaged = packaged
        self.model = model
        self.pixels = np.zeros((0, 0, 3), np.uint8)
        self.token_ids = np.zeros(0, np.int32)
        if packaged.branch == "cnn" and film.poster is not None:
            self.pixels = poster_tensor(film.poster, packaged.predictor.images)
            self.said = model.posters(self.pixels[np.newaxis])
        elif film.overview is not None and packaged.predictor.text is not None:
            reading = packaged.predictor.text
            (self.token_ids,) = plain_token_ids([film.overview], packaged.vocabulary(), reading)
            self.said = model.overviews([self.token_ids])

    @property
    def first(self) -> int:
        return int(self.said[0].argmax())


def _why(asked: dict[Branch, _Asked], film: _Film) -> Why:
    found = Why()
    if cnn := asked.get("cnn"):
        added = patch_contributions(_read(cnn, cnn.model.posters), cnn.pixels, cnn.first, GRID)
        rows = tuple(tuple(row) for row in added.tolist())
        genre = cnn.packaged.predictor.genres[cnn.first]
        found = found.model_copy(update={"poster_genre": genre, "patches": rows})
    if lstm := asked.get("lstm"):
        ask = _read(lstm, lstm.model.overviews)
        (added,) = word_contributions(ask, [lstm.token_ids], [lstm.first])
        words = word_readings(film.overview or "", lstm.token_ids, added, _word_tokens(lstm))
        genre = lstm.packaged.predictor.genres[lstm.first]
        found = found.model_copy(update={"overview_genre": genre, "words": words})
    return found


def _word_tokens(lstm: _Asked) -> WordTokens:
    reading = lstm.packaged.predictor.text
    return word_tokens(reading.tokenizer if reading else "words", lstm.packaged.vocabulary())


def _read(
    asked: _Asked, ask: Callable[[Inputs], ProbabilityArray]
) -> Callable[[Inputs], ProbabilityArray]:
    """Return the model with the probabilities that a reader sees."""
    return lambda inputs: calibrated(ask(inputs), asked.packaged.model.calibration)


def _picture(path: Path, notes: list[str]) -> Image.Image | None:
    if path.is_dir():
        raise PosterError(f"{path}: it is a folder; name the poster's file")
    poster = read_usable_poster(path)
    if contrast(poster) >= MIN_CONTRAST:
        return poster
    notes.append("the poster is blank, which counts as missing")
    return None


def _text(overview: str, notes: list[str]) -> str | None:
    if len(overview) > MAX_OVERVIEW_CHARACTERS:
        raise SourceError(
            f"the overview may have {MAX_OVERVIEW_CHARACTERS:,} characters, got "
            f"{len(overview):,}; shorten it"
        )
    if words_told(overview):
        return overview.strip()
    notes.append("the overview holds no word, which counts as missing")
    return None
