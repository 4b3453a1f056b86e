"""The study as a graph: films in, two models, what they say and why, report."""

from prefect import flow

from data_contracts.config import StudyConfig
from data_contracts.references import (
    AcceptedRef,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
)
from data_contracts.study import Study, StudyOutcome, StudyRefs
from flows.runtime import in_processes, run_name
from stages.last_accepted import last_accepted
from stages.open_study import open_study
from stages.settle_genres import with_genres
from tasks.context import recorded
from tasks.evaluate import evaluate_models, fit_baselines
from tasks.explain import explain_overviews, explain_posters
from tasks.ingest import ingest_source, read_tables
from tasks.preprocess import preprocess_overviews, preprocess_posters
from tasks.report import write_report
from tasks.split import split_films
from tasks.train import train_cnn, train_lstm
from tasks.validate import validate_films


@flow(name="genre-study", flow_run_name=run_name)
def genre_study(config: StudyConfig) -> StudyOutcome:
    """Ask of a set of films which says more about their genres, the poster or the overview."""
    study = open_study(config)
    with recorded(study):
        last = last_accepted(config)
        source = ingest_source(study)
        study = with_genres(source, study)
        tables = read_tables(source, study)
        accepted = validate_films(tables, study, last)
        split = split_films(accepted, study, last)
        posters, overviews = in_processes(2, preprocess, study)(source, accepted, split, study)
        models = in_processes(2, train_branches, study)(posters, overviews, study)
        baselines = fit_baselines(source, accepted, split, study)
        evaluation = evaluate_models(models, baselines, accepted, split, study)
        explanations = in_processes(1, explain, study)(
            models, posters, overviews, evaluation, study
        )
        refs = StudyRefs(
            source=source,
            tables=tables,
            accepted=accepted,
            split=split,
            posters=posters,
            overviews=overviews,
            models=models,
            baselines=baselines,
            evaluation=evaluation,
            explanations=explanations,
        )
        return write_report(refs, study)


@flow(name="preprocess", flow_run_name="examples of {accepted.films} films", retries=1)
def preprocess(
    source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study
) -> tuple[PosterExamplesRef, OverviewExamplesRef]:
    """Make the training examples of both branches side by side."""
    posters = preprocess_posters.submit(source, accepted, split, study)
    overviews = preprocess_overviews.submit(accepted, split, study)
    return posters.result(), overviews.result()


@flow(name="train-branches", flow_run_name="CNN and LSTM, {study.config.preset}", retries=1)
def train_branches(
    posters: PosterExamplesRef, overviews: OverviewExamplesRef, study: Study
) -> tuple[ModelRef, ModelRef]:
    """Train the CNN and the LSTM side by side, each in a fresh process."""
    cnn = train_cnn.submit(posters, study)
    lstm = train_lstm.submit(overviews, study)
    return cnn.result(), lstm.result()


@flow(name="explain", flow_run_name="why CNN and LSTM say what they say", retries=1)
def explain(
    models: tuple[ModelRef, ModelRef],
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    evaluation: EvaluationRef,
    study: Study,
) -> tuple[ExplanationsRef, ExplanationsRef]:
    """Explain both models one after the other in a process of their own."""
    cnn, lstm = models
    looked_at = explain_posters.submit(cnn, posters, evaluation, study)
    read = explain_overviews.submit(lstm, overviews, evaluation, study)
    return looked_at.result(), read.result()
