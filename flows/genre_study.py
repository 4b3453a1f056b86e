"""The study as a graph: films in, two models, what they say and why, report."""

from prefect import flow

from data_contracts.champions import Reign
from data_contracts.config import StudyConfig
from data_contracts.engine import LOCAL, Engine
from data_contracts.references import (
    AcceptedRef,
    ChampionPredictionsRef,
    EncodingsRef,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    PredictorRef,
    PretrainedRef,
    Sha256,
    SourceRef,
    SplitRef,
    TablesRef,
)
from data_contracts.study import Study, StudyOutcome, StudyRefs
from data_contracts.trained_branches import TrainedBranches
from flows.branches import require_all, train_each, trainings
from flows.data_set_tags import tagged
from flows.encodings import encodings_of, weights_of
from flows.engine import check_engine, placed, shard_tasks
from flows.repeats import earlier_study, unchanged
from flows.runtime import in_processes, in_separate_processes, run_name
from flows.turns import in_turn
from stages.last_accepted import last_accepted
from stages.open_study import open_study
from stages.promote import reigning
from stages.settle_genres import with_genres
from tasks.context import recorded
from tasks.evaluate import evaluate_models, fit_baselines
from tasks.explain import submit_explanation
from tasks.ingest import ingest_source, read_tables
from tasks.package import package_models
from tasks.preprocess import preprocess_overviews, submit_posters
from tasks.promote import ask_champions, promote_models
from tasks.report import write_report
from tasks.split import split_films
from tasks.validate import validate_films


@flow(name="genre-study", flow_run_name=run_name)
def genre_study(
    config: StudyConfig,
    *,
    force: bool = False,
    version: Sha256 | None = None,
    engine: Engine = LOCAL,
) -> StudyOutcome:
    """Ask of a set of films which says more about their genres, the poster or the overview.

    Args:
        config: The films, the recipe, and where results go.
        force: Study the films again even where nothing changed since they were studied last.
        version: Digest of the content that the study is of, as the event that announced it says;
            refused where the source holds another by now. Empty for whatever is there.
        engine: What carries the tasks out: this machine, or the workers of a Dask cluster.

    """
    with tagged(config), in_turn(config), recorded(study := open_study(placed(config, engine))):
        check_engine(engine, study.config)
        last = last_accepted(config)
        source = ingest_source(study)
        study = with_genres(source, study)
        if (earlier := earlier_study(source, version, study, force=force)) is not None:
            return unchanged(earlier, study)
        tables = read_tables(source, study)
        accepted = validate_films(tables, study, last)
        split = split_films(accepted, study, last)
        weights = weights_of(study)
        posters, overviews = in_processes(2, preprocess, study, engine)(
            source, accepted, split, weights, study, shard_tasks(split, engine)
        )
        encodings = encodings_of(source, accepted, weights, study, engine)
        trained = in_separate_processes(train_branches, study, engine)(
            posters, overviews, encodings, study
        )
        models = trained.models
        baselines = fit_baselines(source, accepted, split, study)
        evaluation = evaluate_models(models, baselines, accepted, split, study)
        explanations = in_processes(1, explain, study, engine)(
            trained.first, posters, overviews, evaluation, study
        )
        predictor = in_processes(1, package, study, engine)(
            trained.first, evaluation, tables, accepted, split, study
        )
        refs = StudyRefs(
            source=source,
            tables=tables,
            accepted=accepted,
            split=split,
            posters=posters,
            overviews=overviews,
            encodings=encodings,
            models=models,
            baselines=baselines,
            evaluation=evaluation,
            explanations=explanations,
            predictor=predictor,
        )
        reign = reigning(study)
        said = in_processes(1, challenge, study, engine)(reign, refs, study)
        promote_models(refs, said, reign, study)
        return require_all(trained, write_report(refs, trained.failures, study, last))


@flow(name="preprocess", flow_run_name="examples of {accepted.films} films")
def preprocess(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    weights: PretrainedRef,
    study: Study,
    shard_groups: int = 0,
) -> tuple[PosterExamplesRef, OverviewExamplesRef]:
    """Make the training examples of both branches side by side, posters in groups of shards."""
    overviews = preprocess_overviews.submit(accepted, split, study, weights.encoder)
    posters = submit_posters(source, accepted, split, study, shard_groups)
    return posters.result(), overviews.result()


@flow(name="train-branches", flow_run_name="CNN and LSTM, {study.config.preset}")
def train_branches(
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    encodings: EncodingsRef,
    study: Study,
) -> TrainedBranches:
    """Train the CNN and the LSTM side by side, each in a process of its own, seed by seed."""
    return train_each(trainings(posters, overviews, encodings, study), study)


@flow(name="explain", flow_run_name="why CNN and LSTM say what they say")
def explain(
    models: tuple[ModelRef, ...],
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    evaluation: EvaluationRef,
    study: Study,
) -> tuple[ExplanationsRef, ...]:
    """Explain the models one after the other in a process of their own."""
    asked = [submit_explanation(m, posters, overviews, evaluation, study) for m in models]
    return tuple(future.result() for future in asked)


@flow(name="package", flow_run_name="the models of {study.run_id} for use on new films")
def package(
    models: tuple[ModelRef, ...],
    evaluation: EvaluationRef,
    tables: TablesRef,
    accepted: AcceptedRef,
    split: SplitRef,
    study: Study,
) -> PredictorRef:
    """Put the models together for use on new films, in a process of their own."""
    return package_models.submit(models, evaluation, tables, accepted, split, study).result()


@flow(name="challenge", flow_run_name="the champions on {refs.split.test} test films")
def challenge(reign: Reign, refs: StudyRefs, study: Study) -> ChampionPredictionsRef:
    """Ask the champions of before about the new test films, in a process of their own."""
    rivals = reign.rivals(refs.models)
    return ask_champions.submit(rivals, refs.source, refs.accepted, refs.split, study).result()
