"""The card that goes with a run's models: what they are, how good, and what they are not for.

Its headings are those of Mitchell et al., "Model Cards for Model Reporting" (FAT* 2019).
"""

from collections.abc import Iterator
from typing import Final

from data_contracts.predictor import Predictor
from data_contracts.presets import resolve_recipe
from data_contracts.references import Branch
from data_contracts.results import StudyResults
from reporting.appraisal import strengths, weaknesses
from reporting.markdown import escape, table_markdown
from reporting.score_tables import genres_table, models_table
from reporting.standings import label_of, trained_models
from reporting.votes import votes_sentence
from reporting.wording import count_noun, join_names, sentence_case, whole

_INPUTS: Final[dict[Branch, str]] = {
    "cnn": "a poster, uint8 height x width x 3 of any size",
    "lstm": "an overview, a string",
}

_LICENCES: Final = {
    "efficientnet-lite0": "Apache 2.0",
    "efficientnet-lite1": "Apache 2.0",
    "efficientnet-lite2": "Apache 2.0",
    "minilm-l6": "Apache 2.0",
    "mpnet-base": "Apache 2.0",
}
"""Of the weights in the packages of docs/dependencies.md; a file of one's own may have another."""


def model_card(results: StudyResults, predictor: Predictor) -> str:
    """Return the card of a run's models as Markdown."""
    sections = (
        ("Models", _models(results, predictor)),
        ("Intended use", _use(results)),
        ("Data", _data(results)),
        ("Figures", _figures(results)),
        ("Known failures", _failures(results)),
        ("Limits", _limits(results, predictor)),
        ("Weights and licences", _licences(results)),
    )
    parts = [f"# Genres of films: the models of run {escape(results.run_id)}"]
    for title, lines in sections:
        parts += [f"## {title}", *lines]
    return "\n\n".join(parts) + "\n"


def _models(results: StudyResults, predictor: Predictor) -> Iterator[str]:
    for branch in predictor.models:
        record = results.training[branch]
        lite = predictor.models[branch].not_lite
        said = "" if lite is None else f" There is no LiteRT file of it: {lite}."
        yield escape(
            f"{sentence_case(label_of(results.metrics, branch))}: takes {_INPUTS[branch]}, gives "
            f"{count_noun(len(predictor.genres), 'probability', 'probabilities')}. "
            f"{whole(record.parameters)} parameters, weights of epoch {record.best_epoch} of "
            f"{len(record.history)}, preset {results.config.preset}, seed {record.seed}.{said}"
        )
        if votes := votes_sentence(results, branch):
            yield escape(votes)
    yield escape(f"The genres, in the order of the outputs: {join_names(predictor.genres)}.")
    yield escape(
        "predictor.json has, for each model and for both together, the map that makes the "
        "probabilities calibrated (slope * log-odds + offset), the thresholds that apply to "
        "calibrated probabilities, and the poster model's share of the log-odds for each genre. "
        "All of it was fitted on validation films."
    )
    if predictor.fusion is not None and predictor.fusion.head is not None:
        yield escape(
            "It also has a joint head, which answers for both together in place of these shares: "
            "a logistic regression for each genre over the log-odds of the poster model at all "
            "genres, then those of the overview model, each less its centre and times its factor. "
            "A genre without coefficients is left to the shares."
        )


def _use(results: StudyResults) -> Iterator[str]:
    yield escape(
        f"To guess the genres of films like those of {results.data_name} from their posters and "
        f"English overviews, where a person looks at the guesses or a wrong one does no harm; and "
        f"to compare what posters and overviews say."
    )
    yield "Not to decide about people, and not to rate films by age or by any content but genre."


def _data(results: StudyResults) -> Iterator[str]:
    films = results.split.films
    yield escape(
        f"{results.data_name}: {count_noun(films['train'], 'film')} to train on, "
        f"{whole(films['validation'])} that choices were made on, {whole(films['test'])} for the "
        f"figures; {whole(results.contract.accounting.films_set_aside)} set aside by the data "
        f"contract. SHA-256 of the snapshot: {results.source_sha256}."
    )


def _figures(results: StudyResults) -> Iterator[str]:
    yield table_markdown(models_table(results.metrics))
    yield table_markdown(genres_table(results.metrics))
    for name in trained_models(results.metrics):
        strong = [escape(sentence) for sentence in strengths(results, name)]
        if strong:
            yield f"{escape(sentence_case(label_of(results.metrics, name)))}:"
            yield "\n".join(f"- {sentence}" for sentence in strong)


def _failures(results: StudyResults) -> Iterator[str]:
    for name in trained_models(results.metrics):
        yield f"{escape(sentence_case(label_of(results.metrics, name)))}:"
        weak = [escape(sentence) for sentence in weaknesses(results, name)]
        yield "\n".join(f"- {sentence}" for sentence in weak or ["The run's figures show none."])


def _limits(results: StudyResults, predictor: Predictor) -> Iterator[str]:
    metrics = results.metrics
    rare = [genre for genre in metrics.genres if genre not in metrics.counted_genres]
    if rare:
        yield escape(
            f"Nothing is known of {join_names(rare)}: fewer than {metrics.min_support} of the test "
            f"films have {'it' if len(rare) == 1 else 'each'}."
        )
    if predictor.text is not None:
        yield escape(
            f"Of an overview the first {count_noun(predictor.text.max_tokens, 'word')} are read, "
            f"and words that no training overview has are all alike to the model."
        )
    images = predictor.images
    yield escape(
        f"A poster is seen at {images.height} x {images.width} pixels, its shape not kept."
    )
    yield "Films of other years, countries or languages than the data's were not measured."


def _licences(results: StudyResults) -> Iterator[str]:
    recipe = resolve_recipe(results.config)
    parts = (recipe.cnn.backbone, recipe.lstm.encoder)
    others = [str(name) for name in parts if name != "none"]
    if others:
        named = [f"{name} ({_LICENCES.get(name, 'licence not known')})" for name in others]
        yield escape(
            f"The weights of {join_names(named)} were trained by others and are in these files as "
            f"they were: their licence goes with them. The other weights were trained on the films "
            f"named above."
        )
    else:
        yield (
            "The weights were trained from scratch on the films named above; no weights of others "
            "are in them."
        )
    yield (
        "Whose the films' posters and overviews are, and what their owners allow to be made of "
        "them, is for whoever passes the weights on to find out."
    )
