"""Several presets, over folds in which every film is a test film once, on the same films."""

import logging
from collections.abc import Mapping

from prefect import flow

from data_contracts.config import Preset, StudyConfig
from data_contracts.engine import LOCAL, Engine
from data_contracts.errors import ConfigError, StudyError, TrainingError
from data_contracts.side_by_side import RulerRequest
from data_contracts.study import StudyOutcome
from flows.genre_study import genre_study
from tasks.side_by_side import put_side_by_side

_logger = logging.getLogger(__name__)


def planned_studies(request: RulerRequest) -> tuple[StudyConfig, ...]:
    """Return the settings of each study: every fold of the first preset, then of the next.

    All folds are of one split, dealt under the seed of the settings; the trainings of each fold
    are under seeds of their own.

    Raises ConfigError where presets are named and the settings have a recipe of their own, and
    where a preset is named twice.
    """
    config, presets = request.config, request.presets
    if presets and config.recipe is not None:
        raise ConfigError(
            "the settings have a recipe of their own, which no preset would change: leave the "
            "recipe out, or name no presets"
        )
    if len(set(presets)) < len(presets):
        raise ConfigError(f"a preset is named twice in {', '.join(presets)}: name each once")
    return tuple(
        _of_fold(config.model_copy(update={"preset": preset}), fold, request.folds)
        for preset in presets or (config.preset,)
        for fold in range(1, request.folds + 1)
    )


def _of_fold(config: StudyConfig, fold: int, folds: int) -> StudyConfig:
    """Return the settings of one fold, checked as if a person had given them."""
    if folds == 1:
        return config
    settings = config.model_dump()
    settings["split"] |= {"folds": folds, "fold": fold, "seed": config.split_seed}
    settings["seed"] = config.seed + (fold - 1) * config.repeats
    return StudyConfig.model_validate(settings)


@flow(name="same-ruler", flow_run_name="presets on the same films")
def same_ruler(
    request: RulerRequest, *, force: bool = False, engine: Engine = LOCAL
) -> StudyOutcome:
    """Study the same films with several presets, and put them side by side.

    A preset that cannot be studied leaves the others whole: the report is of these, and the flow
    then fails with what went wrong.

    Args:
        request: The films, the settings of every study, the presets and the folds.
        force: Study the films again even where nothing changed since they were studied last.
        engine: What carries the tasks of each study out.

    """
    done: dict[str, list[str]] = {}
    failed: dict[Preset, StudyError] = {}
    for study in planned_studies(request):
        if study.preset in failed:
            continue
        try:
            outcome = genre_study(study, force=force, engine=engine)
            done.setdefault(study.preset, []).append(outcome.run_id)
        except StudyError as error:
            _logger.warning("preset %s: %s", study.preset, error)
            failed[study.preset] = error
    runs = tuple(run for preset, of in done.items() if preset not in failed for run in of)
    if not runs:
        raise next(iter(failed.values()))
    return _require_all(failed, put_side_by_side(request, runs))


def _require_all(failed: Mapping[Preset, StudyError], outcome: StudyOutcome) -> StudyOutcome:
    """Return the outcome; raise TrainingError where a preset failed."""
    if failed:
        causes = "; ".join(f"{preset}: {error}" for preset, error in failed.items())
        raise TrainingError(
            f"some presets could not be studied ({causes}); a report of the others is "
            f"{outcome.report}, and the same command keeps what is finished"
        )
    return outcome
