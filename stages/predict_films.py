"""What the models say of a whole set of films, and whether it is like what they were trained on."""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data_contracts import films
from data_contracts.errors import SourceError
from data_contracts.film_rules import POSTER
from data_contracts.posters import POSTER_STATISTICS
from data_contracts.prediction import BRANCH_OF, Asked, SetAnswer
from data_contracts.predictor import TRAINING_FILMS_FILE
from data_contracts.references import Branch
from modeling.answers import Answers, answers
from modeling.arrays import ProbabilityArray
from modeling.asked_model import AskedModel
from modeling.drift import FilmFigures, measure_drift
from modeling.images import poster_tensor
from modeling.plain_text import plain_token_ids
from stages.contract_findings import reasons
from stages.film_inputs import REASON, film_inputs
from stages.ingest import take_snapshot
from stages.predictors import Packaged, Predictors
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.posters import read_poster

FILMS_AT_ONCE: Final = 256
"""Posters that are decoded before the model is asked about them."""


def predict_films(
    location: str, output: Path, predictors: Predictors, store: ContentStore
) -> SetAnswer:
    """Answer for each film of a data set, whose genre columns are not looked at, into a file.

    The file is Parquet with a row for each row of the CSV, in its order: Id, line, from (what the
    film is answered by: both, poster or overview; missing where it cannot be), reason (what cannot
    be used of it, and why), said (the genres that reach the threshold, by both), and for each of
    poster, overview and both the three most probable genres (<name>_top) and the calibrated
    probability of every genre (<name>: <genre>, float32).

    Raises SourceError where there is no data set, or no film of it can be answered.
    """
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="film-genres-") as folder:
        scratch = ContentStore(Path(folder))
        source = take_snapshot(location, scratch)
        table, findings = film_inputs(source, scratch)
        used = {
            branch: column
            for branch, column in (("cnn", POSTER), ("lstm", films.OVERVIEW_TEXT))
            if branch in predictors.by_branch
        }
        if not table[list(used.values())].notna().to_numpy().any():
            raise SourceError(
                f"{location}: no film of it can be answered: {reasons(findings)}; mend the films"
            )
        said = _ask(table, scratch.path(source.sha256), predictors, store)
    found = answers(
        said, {branch: one.model for branch, one in predictors.by_branch.items()}, predictors.fusion
    )
    told = _told(table, said)
    output.parent.mkdir(parents=True, exist_ok=True)
    write_table(output, _answer_table(table, told, found, predictors.genres))
    return SetAnswer(
        file=str(output),
        films=len(table),
        answered={name: int((told == name).sum()) for name in ("both", *BRANCH_OF)},
        unusable=reasons(findings),
        drifted=tuple(_drifted(table, predictors)),
        runs=predictors.runs,
        notes=predictors.notes,
        seconds=time.monotonic() - started,
    )


def _ask(
    table: pd.DataFrame, snapshot: Path, predictors: Predictors, store: ContentStore
) -> dict[Branch, ProbabilityArray]:
    """Ask all models at once; return (films, genres), NaN for a film without the input."""
    models = {branch: one.asked(store) for branch, one in predictors.by_branch.items()}
    with ThreadPoolExecutor() as pool:
        asked = {
            branch: pool.submit(_ask_one, one, models[branch], table, snapshot)
            for branch, one in predictors.by_branch.items()
        }
        return {branch: future.result() for branch, future in asked.items()}


def _ask_one(
    packaged: Packaged, model: AskedModel, table: pd.DataFrame, snapshot: Path
) -> ProbabilityArray:
    said = np.full((len(table), len(packaged.predictor.genres)), np.nan, dtype=np.float32)
    if packaged.branch == "cnn":
        there = np.flatnonzero(table[POSTER].notna())
        images = packaged.predictor.images
        for rows in np.split(there, range(FILMS_AT_ONCE, len(there), FILMS_AT_ONCE)):
            posters = [read_poster(snapshot / name) for name in table[POSTER].iloc[rows]]
            if posters:
                said[rows] = model.posters(np.stack([poster_tensor(p, images) for p in posters]))
    elif packaged.predictor.text is not None:
        there = np.flatnonzero(table[films.OVERVIEW_TEXT].notna())
        overviews = table[films.OVERVIEW_TEXT].iloc[there].tolist()
        ids = plain_token_ids(overviews, packaged.vocabulary(), packaged.predictor.text)
        if ids:
            said[there] = model.overviews(ids)
    return said


def _told(table: pd.DataFrame, said: dict[Branch, ProbabilityArray]) -> "pd.Series[str]":
    """Return by what each film is answered, missing where by nothing."""
    there = {
        name: ~np.isnan(said[branch]).any(axis=1)
        for name, branch in BRANCH_OF.items()
        if branch in said
    }
    told = np.full(len(table), None, dtype=object)
    for name, has in there.items():
        told[has] = name
    if len(there) == len(BRANCH_OF):
        told[np.stack(list(there.values())).all(axis=0)] = "both"
    return pd.Series(told, index=table.index, dtype="str")


def _answer_table(
    table: pd.DataFrame,
    told: "pd.Series[str]",
    found: dict[Asked, Answers],
    genres: tuple[str, ...],
) -> pd.DataFrame:
    both = found["both"]
    names = np.array(genres, dtype=object)
    answered = table[[films.ID, films.LINE]].assign(**{"from": told, REASON: table[REASON]})
    answered["said"] = [names[yes].tolist() for yes in both.yes]
    pieces = [answered]
    for name, of in found.items():
        tops = [[guess.genre for guess in of.top(film, genres)] for film in range(len(table))]
        answered[f"{name}_top"] = tops
        columns = [f"{name}: {genre}" for genre in genres]
        pieces.append(pd.DataFrame(of.probabilities, columns=pd.Index(columns)))
    return pd.concat(pieces, axis="columns")


def _drifted(table: pd.DataFrame, predictors: Predictors) -> list[str]:
    """Say in what the films differ from those that the models were trained on, and how much."""
    said = dict[str, None]()
    for one in {packaged.digest: packaged for packaged in predictors.by_branch.values()}.values():
        before = _figures(read_table(one.folder / TRAINING_FILMS_FILE).assign(poster="x"))
        for drift in measure_drift(before, _figures(table)):
            if drift.drifted:
                said[
                    f"{drift.feature}: {drift.size:.2f}, where up to {drift.limit:g} is small "
                    f"(p {drift.p_value:.2g})"
                ] = None
    return list(said)


def _figures(table: pd.DataFrame) -> FilmFigures:
    with_poster = table[table[POSTER].notna()]
    looks = {
        f"{name} of posters": with_poster[name].to_numpy("float64") for name in POSTER_STATISTICS
    }
    return FilmFigures(
        genres=(),
        labels=np.zeros((len(table), 0), dtype=np.int8),
        overviews=table[films.OVERVIEW_TEXT].dropna().tolist(),
        looks=looks if len(with_poster) else {},
    )
