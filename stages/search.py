"""A search for a branch's recipe by Optuna, kept in the workspace so that it can go on."""

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_contracts.config import StudyConfig
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import Recipe
from data_contracts.references import Branch
from data_contracts.tuning import SearchTable, TrialOutcome, TrialRow, TrialState, TuningFilmsRef
from stages.search_space import parameters_of, settings_of, suggest

if TYPE_CHECKING:
    from optuna import Study as OptunaStudy
    from optuna import Trial
    from optuna.trial import FrozenTrial

TRIALS_DB: Final = "trials.db"
_OUTCOME: Final = "outcome"
_STATES: Final[Mapping[str, TrialState]] = {"COMPLETE": "complete", "FAIL": "fail"}


class Search:
    """The trials of one branch on the same films, by one base recipe and seed.

    Kept in trials.db of the workspace: a search for the same goes on where it stood. A trial that
    its process did not live to end is tried once more, first.
    """

    def __init__(self, films: TuningFilmsRef, branch: Branch, config: StudyConfig) -> None:
        self.films = films
        self.branch = branch
        self.base = resolve_recipe(config)
        self.seed = config.seed
        self._study = _open(config, self._name(config))
        self._asked: dict[int, Trial] = {}
        self._try_again()

    def finished(self) -> int:
        """Return the number of trials that ended with a value."""
        return sum(row.state == "complete" for row in self.table().rows)

    def ask(self) -> tuple[int, Recipe]:
        """Return the next trial's number and recipe: the base first, then what Optuna proposes.

        It proposes by the tree-structured Parzen estimator (Bergstra et al., "Algorithms for
        Hyper-Parameter Optimization", NeurIPS 2011), seeded by the search's seed and the number of
        trials so far.
        """
        from optuna.samplers import TPESampler

        so_far = len(self._study.trials)
        self._study.sampler = TPESampler(seed=self.seed + so_far)
        if not so_far:
            self._study.enqueue_trial(parameters_of(self.base, self.branch))
        trial = self._study.ask()
        self._asked[trial.number] = trial
        return trial.number, suggest(trial, self.branch, self.base)

    def tell(self, number: int, outcome: TrialOutcome | None) -> None:
        """Write down what a trial came to; None, or a value that is no number, is a failure."""
        from optuna.trial import TrialState as OptunaState

        trial = self._asked.pop(number)
        if outcome is None or math.isnan(outcome.value):
            self._study.tell(trial, state=OptunaState.FAIL)
            return
        trial.set_user_attr(_OUTCOME, outcome.model_dump(mode="json"))
        self._study.tell(trial, outcome.value)

    def table(self) -> SearchTable:
        """Return all trials so far."""
        rows = tuple(_row(trial, self.branch) for trial in self._study.trials)
        return SearchTable(branch=self.branch, films=self.films, rows=rows)

    def _name(self, config: StudyConfig) -> str:
        told = [self.films.sha256, self.base.model_dump_json(), str(config.seed)]
        told += [str(config.threads), str(config.evaluation.min_support), *config.genres]
        return f"{self.branch}-{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]}"

    def _try_again(self) -> None:
        from optuna.trial import TrialState as OptunaState

        for trial in self._study.get_trials(states=(OptunaState.RUNNING,)):
            self._study.tell(trial.number, state=OptunaState.FAIL)
            self._study.enqueue_trial(trial.params)


def _open(config: StudyConfig, name: str) -> "OptunaStudy":
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    root = Path(config.output)
    root.mkdir(parents=True, exist_ok=True)
    return optuna.create_study(
        storage=f"sqlite:///{(root / TRIALS_DB).resolve()}",
        study_name=name,
        direction="maximize",
        load_if_exists=True,
    )


def _row(trial: "FrozenTrial", branch: Branch) -> TrialRow:
    outcome = trial.user_attrs.get(_OUTCOME)
    return TrialRow(
        number=trial.number,
        state=_STATES.get(trial.state.name, "running"),
        settings=settings_of(trial.params, branch),
        outcome=None if outcome is None else TrialOutcome.model_validate(outcome),
    )
