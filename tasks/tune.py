"""Search for a recipe: the films that a search may see, and its trials."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.references import AcceptedRef, Branch, SourceRef, SplitRef
from data_contracts.study import Study
from data_contracts.tuning import TrialOutcome, TuningFilmsRef
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="cut to tuning films",
    task_run_name="training and validation films of {accepted.films}",
    tags={"stage: tune"},
    cache_policy=ContentPolicy(
        stage="cut-to-tuning-films",
        code="stages.tuning_films",
        settings=("genres",),
        ignores=("source", "accepted.outcome"),
    ),
    persist_result=True,
)
def cut_to_tuning_films(
    source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study
) -> TuningFilmsRef:
    """Copy training and validation films into a folder of their own."""
    from stages.tuning_films import tuning_films

    with timed("cut-to-tuning-films", study):
        return tuning_films(source, accepted, split, study.config, store_of(study))


@task(
    name="try recipe",
    task_run_name="{branch}, trial {number}",
    tags={"stage: tune"},
    cache_policy=NO_CACHE,  # the search keeps what its trials came to
)
def try_recipe(films: TuningFilmsRef, branch: Branch, number: int, study: Study) -> TrialOutcome:
    """Train a branch by the study's recipe and measure it on the validation films."""
    from stages import try_recipe

    with timed(f"try-{branch}-{number}", study, "a search keeps what its trials came to"):
        return try_recipe.try_recipe(films, branch, study.config, store_of(study))
