"""Why the models say what they say of the films that the report shows, and whether to trust it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from data_contracts.config import StudyConfig
from data_contracts.examples import OVERVIEWS_FILE, PART, TEXT_FILE, TOKENS, TextReading
from data_contracts.explanations import Explanations
from data_contracts.films import ID
from data_contracts.references import (
    Branch,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
)
from modeling.comparison import CNN, LSTM, measured_films
from modeling.devices import prepare_process
from modeling.explain import OverviewExplainer, PosterExplainer
from modeling.readings import word_tokens
from stages.evaluate import read_examples
from stages.study_films import PREDICTIONS_FILE, by_film
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.parquet import read_table
from storage.tfrecord import open_part
from storage.vocabulary import read_vocabulary

EXPLANATIONS_FILE: Final = "explanations.json"


def explain_posters(
    model: ModelRef,
    posters: PosterExamplesRef,
    evaluation: EvaluationRef,
    config: StudyConfig,
    store: ContentStore,
) -> ExplanationsRef:
    """Store explanations.json (Explanations) of the CNN: heats without posters, check, control.

    Has to be the first use of TensorFlow in its process, apart from explain_overviews.
    """
    prepare_process(config.threads, config.seed)
    test = open_part(store.path(posters.sha256), "test")
    examples = read_examples(evaluation, store)
    folder, films = store.path(model.sha256), measured_films(test.labels, config)
    said = by_film(read_table(folder / PREDICTIONS_FILE), test.ids, config.genres)
    explainer = PosterExplainer(load_model(folder), test.posters, said, films)
    heats = explainer.heats(_places([film.film_id for film in examples], test.ids))
    check = explainer.check()
    checks = {CNN: check} if check else {}
    explained = Explanations(posters=heats, checks=checks, controls=explainer.controls())
    return _commit(CNN, explained, store)


def explain_overviews(
    model: ModelRef,
    overviews: OverviewExamplesRef,
    evaluation: EvaluationRef,
    config: StudyConfig,
    store: ContentStore,
) -> ExplanationsRef:
    """Store explanations.json (Explanations) of the LSTM: readings, check, controls.

    Has to be the first use of TensorFlow in its process, apart from explain_posters.
    """
    prepare_process(config.threads, config.seed)
    folder = store.path(overviews.sha256)
    films = read_table(folder / OVERVIEWS_FILE)
    reading = TextReading.model_validate_json((folder / TEXT_FILE).read_bytes())
    test = films[films[PART] == "test"]
    labels = test[list(config.genres)].to_numpy(dtype=np.int8)
    token_ids = [np.asarray(ids, dtype=np.int32) for ids in test[TOKENS]]
    texts = {film.film_id: film.overview for film in read_examples(evaluation, store)}
    trained = store.path(model.sha256)
    explainer = OverviewExplainer(
        load_model(trained),
        token_ids,
        by_film(read_table(trained / PREDICTIONS_FILE), test[ID].tolist(), config.genres),
        measured_films(labels, config),
        word_tokens(reading.tokenizer, read_vocabulary(folder)),
    )
    readings = explainer.readings(_places(list(texts), test[ID].tolist()), texts)
    check = explainer.check()
    checks = {LSTM: check} if check else {}
    explained = Explanations(overviews=readings, checks=checks, controls=explainer.controls())
    return _commit(LSTM, explained, store)


def _places(shown: Sequence[str], test: Sequence[str]) -> dict[str, int]:
    """Return the place of each shown film among the test films, by Id."""
    places = {film_id: place for place, film_id in enumerate(test)}
    return {film_id: places[film_id] for film_id in shown}


def _commit(branch: Branch, explained: Explanations, store: ContentStore) -> ExplanationsRef:
    with store.staging() as folder:
        write_text(folder / EXPLANATIONS_FILE, explained.model_dump_json())
        return ExplanationsRef(sha256=store.commit(folder), branch=branch)
