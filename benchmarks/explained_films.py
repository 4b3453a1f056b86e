"""What the models of a run on sample films go by, beside what was planted there.

What is explained of a film is the first guess, as in a study: its most probable genre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.planted_films import LARGE, by_cells, on_motif, on_planted_words
from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.examples import OVERVIEWS_FILE, PART, TOKENS
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.references import Branch
from data_contracts.study import StudyRefs
from modeling.arrays import FloatArray, IndexArray
from modeling.asked_model import KerasModel
from modeling.batches import FilmBatches, OverviewBatches, PosterBatches
from modeling.grad_cam import grad_cam
from modeling.occlusion import word_contributions
from modeling.shuffled_weights import under_shuffled_weights
from modeling.training import predict
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table
from storage.runs import RunFolder, Workspace, read_model
from storage.tfrecord import open_part

if TYPE_CHECKING:
    import keras

_BATCH: Final = 128


@dataclass(frozen=True)
class SampleRun:
    """A finished run on sample films."""

    refs: StudyRefs
    config: StudyConfig
    store: ContentStore

    def model(self, branch: Branch) -> "keras.Model":
        """Return a branch's model, the first seed's among several."""
        first = next((ref for ref in self.refs.models if ref.branch == branch), None)
        if first is None:
            raise RunError(f"The run has no {branch} model to explain; name a run that has both.")
        return load_model(self.store.path(first.sha256))


@dataclass(frozen=True)
class Explained:
    """Films whose evidence is known, one entry each.

    planted: of each place of an explanation, the share that was planted; learnt: the explanations;
    shuffled: the same for each order of the model's weights.
    """

    planted: Sequence[FloatArray]
    learnt: Sequence[FloatArray]
    shuffled: Sequence[Sequence[FloatArray]]


def open_run(folder: Path) -> SampleRun:
    """Return the run of a folder.

    Raises RunError where it has not ended, or is not about sample films.
    """
    run = RunFolder(folder.resolve())
    refs, config = run.read_manifest().refs, read_model(run.config, StudyConfig)
    if refs is None or config.data is not None:
        raise RunError(
            f"{folder}: this is no finished run on the sample films, in which alone it is known "
            f"what was planted; name one, as `film-genres run` leaves it"
        )
    return SampleRun(refs, config, Workspace(run.path.parents[1]).store)


def explain_posters(run: SampleRun) -> Explained:
    """Explain the CNN where the poster shows the first guess's colours."""
    test = open_part(run.store.path(run.refs.posters.sha256), "test")
    model = run.model("cnn")
    guesses = first_guesses(model, PosterBatches(test.posters, test.labels, _BATCH))
    posters = test.posters[np.arange(len(guesses))]
    motifs = [
        on_motif(poster, run.config.genres[guess])
        for poster, guess in zip(posters, guesses, strict=True)
    ]
    films = _where([motif.mean() > LARGE for motif in motifs], "poster")

    def explain() -> Sequence[FloatArray]:
        return list(grad_cam(model, posters[films], guesses[films]))

    learnt, shuffled = explain(), under_shuffled_weights(model, explain, run.config.seed)
    rows, columns = learnt[0].shape
    planted = [by_cells(motifs[film], rows, columns) for film in films]
    return Explained(planted, learnt, shuffled)


def explain_overviews(run: SampleRun) -> Explained:
    """Explain the LSTM where some of the overview's words bear the first guess, and not all."""
    read = read_table(run.store.path(run.refs.overviews.sha256) / OVERVIEWS_FILE)
    test = read[read[PART] == "test"]
    texts = read_table(run.store.path(run.refs.accepted.overviews.sha256) / OVERVIEWS_FILE)
    overviews = texts.set_index(ID).loc[test[ID], OVERVIEW_TEXT]
    token_ids = [np.asarray(ids, dtype=np.int32) for ids in test[TOKENS]]
    labels = test[list(run.config.genres)].to_numpy(dtype=np.int8)
    model = run.model("lstm")
    guesses = first_guesses(model, OverviewBatches(token_ids, labels, _BATCH))
    words = [
        on_planted_words(overview, ids, run.config.genres[guess])
        for overview, ids, guess in zip(overviews, token_ids, guesses, strict=True)
    ]
    films = _where([0 < of.mean() < 1 for of in words], "overview")

    def explain() -> Sequence[FloatArray]:
        return word_contributions(
            KerasModel(model).overviews, [token_ids[film] for film in films], guesses[films]
        )

    learnt, shuffled = explain(), under_shuffled_weights(model, explain, run.config.seed)
    return Explained([words[film].astype(np.float64) for film in films], learnt, shuffled)


def first_guesses(model: "keras.Model", films: FilmBatches) -> IndexArray:
    """Return (films,): the place of each film's most probable genre."""
    guesses: IndexArray = predict(model, films).argmax(axis=1)
    return guesses


def _where(known: Sequence[bool], evidence: str) -> IndexArray:
    films = np.flatnonzero(known)
    if not films.size:
        raise RunError(
            f"No test film's {evidence} shows the genre that the model guesses first, so there is "
            f"nothing to compare; name a run on more sample films."
        )
    return films
