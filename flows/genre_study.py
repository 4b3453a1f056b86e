"""The study as a graph: ingest, validate, split, preprocess, train both, evaluate, report."""

from prefect import flow

from data_contracts.config import StudyConfig
from data_contracts.references import (
    AcceptedRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
)
from data_contracts.study import Study, StudyOutcome, StudyRefs
from flows.runtime import run_name, two_processes
from stages.open_study import open_study
from tasks.context import recorded
from tasks.evaluate import evaluate_models, fit_baselines
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
        source = ingest_source(study)
        tables = read_tables(source, study)
        accepted = validate_films(tables, study)
        split = split_films(accepted, study)
        posters, overviews = two_processes(preprocess, study)(source, accepted, split, study)
        models = two_processes(train_branches, study)(posters, overviews, study)
        baselines = fit_baselines(accepted, split, study)
        evaluation = evaluate_models(models, baselines, accepted, split, study)
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
