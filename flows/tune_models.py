"""The search for a recipe as a graph: films in, the best recipe by validation films out."""

import logging
from concurrent.futures.process import BrokenProcessPool
from typing import Annotated

from prefect import flow
from prefect.futures import PrefectFuture, as_completed
from pydantic import Field

from data_contracts.config import StudyConfig
from data_contracts.presets import resolve_recipe
from data_contracts.references import Branch
from data_contracts.study import Study
from data_contracts.tuning import SearchTable, TrialOutcome, TuningFilmsRef
from flows.runtime import in_separate_processes
from stages.open_study import open_study
from stages.search import Search
from stages.search_space import require_searchable
from stages.settle_genres import with_genres
from tasks.context import recorded
from tasks.ingest import ingest_source, read_tables
from tasks.split import split_films
from tasks.tune import cut_to_tuning_films, try_recipe
from tasks.validate import validate_films

Trials = Annotated[int, Field(ge=1, le=10_000)]
Branches = Annotated[tuple[Branch, ...], Field(min_length=1)]
_logger = logging.getLogger(__name__)


@flow(name="tune-models", flow_run_name="tune {branches} on {config.data}")
def tune_models(
    config: StudyConfig, branches: Branches = ("cnn", "lstm"), trials: Trials = 20
) -> tuple[SearchTable, ...]:
    """Search for the recipe by which a branch does best on the validation films.

    Args:
        config: The films and their split, the recipe to start from, and a workspace.
        branches: The models to tune.
        trials: Finished trials of each branch, those of earlier runs of the same search included.

    Raises ConfigError where a branch of the recipe stands on a pretrained network.

    """
    for branch in branches:
        require_searchable(resolve_recipe(config), branch)
    with recorded(study := open_study(config)):
        source = ingest_source(study)
        study = with_genres(source, study)
        accepted = validate_films(read_tables(source, study), study)
        split = split_films(accepted, study)
        films = cut_to_tuning_films(source, accepted, split, study)
        return in_separate_processes(search_recipes, study)(films, branches, trials, study)


@flow(name="search-recipes", flow_run_name="{trials} trials of each of {branches}")
def search_recipes(
    films: TuningFilmsRef, branches: tuple[Branch, ...], trials: int, study: Study
) -> tuple[SearchTable, ...]:
    """Try recipes, one of each branch at a time, each trial in a process of its own.

    Of the films it is given those of training and validation, and no reference to the others.
    """
    searches = [Search(films, branch, study.config) for branch in branches]
    running: dict[PrefectFuture[TrialOutcome], tuple[Search, int]] = {}
    while True:
        busy = [search for search, _ in running.values()]
        for search in searches:
            if search not in busy and search.finished() < trials:
                number, future = _submit(search, study)
                running[future] = (search, number)
        if not running:
            return tuple(search.table() for search in searches)
        done = next(as_completed(list(running)))
        search, number = running.pop(done)
        search.tell(number, _outcome(done, f"{search.branch}, trial {number}"))


def _submit(search: Search, study: Study) -> tuple[int, PrefectFuture[TrialOutcome]]:
    number, recipe = search.ask()
    config = study.config.model_copy(update={"recipe": recipe})
    told = study.model_copy(update={"config": config})
    return number, try_recipe.submit(search.films, search.branch, number, told)


def _outcome(future: PrefectFuture[TrialOutcome], name: str) -> TrialOutcome | None:
    try:
        outcome = future.result()
    except BrokenProcessPool:
        _logger.warning("%s: its process was killed; the search goes on without it", name)
        return None
    _logger.info("%s: validation mAP %.3f", name, outcome.value)
    return outcome
