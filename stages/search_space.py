"""Which settings a search tries, and how they become a recipe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, Final

from pydantic import JsonValue

from data_contracts.errors import ConfigError
from data_contracts.recipe import Recipe
from data_contracts.references import Branch

if TYPE_CHECKING:
    from optuna import Trial


@dataclass(frozen=True)
class Choice:
    """One of some values of the setting at a dotted path of the recipe."""

    path: str
    values: tuple[Any, ...]

    def suggest(self, trial: "Trial") -> JsonValue:
        """Return the value that a trial takes."""
        written = trial.suggest_categorical(self.path, [json.dumps(v) for v in self.values])
        value: JsonValue = json.loads(written)
        return value

    def parameter(self, value: JsonValue) -> JsonValue:
        """Return a setting's value as the search writes it, or None where it is none of these."""
        written = json.dumps(value)
        return written if written in map(json.dumps, self.values) else None


@dataclass(frozen=True)
class Span:
    """A number between two others, or near to either on a logarithmic scale."""

    path: str
    low: float
    high: float
    logarithmic: bool = False

    def suggest(self, trial: "Trial") -> float:
        """Return the value that a trial takes, to three digits."""
        value = trial.suggest_float(self.path, self.low, self.high, log=self.logarithmic)
        return float(f"{value:.3g}")

    def parameter(self, value: JsonValue) -> JsonValue:
        """Return a setting's value, or None where it lies outside."""
        inside = isinstance(value, int | float) and self.low <= value <= self.high
        return value if inside else None


Space = tuple[Choice | Span, ...]

SPACES: Final[Mapping[Branch, Space]] = {
    "cnn": (
        Choice("images", ({"height": 64, "width": 64}, {"height": 96, "width": 64})),
        Choice("cnn.stem_filters", (16, 24, 32)),
        Choice("cnn.block_filters", ((24, 48, 96), (24, 48, 96, 192), (32, 64, 128, 256))),
        Span("cnn.block_dropout", 0.0, 0.3),
        Span("cnn.augmentation.shift", 0.0, 0.15),
        Span("cnn.augmentation.light", 0.0, 0.3),
        Span("cnn.training.learning_rate", 5e-4, 1e-2, logarithmic=True),
        Span("cnn.training.weight_decay", 1e-3, 0.2, logarithmic=True),
        Choice("cnn.training.loss", ("cross-entropy", "asymmetric")),
        Span("cnn.patch_votes", 0.2, 0.8),
    ),
    "lstm": (
        Choice("text.vocabulary_size", (4_000, 10_000)),
        Choice("lstm.embedding_size", (64, 128)),
        Choice("lstm.units", ((64,), (128,))),
        Span("lstm.word_dropout", 0.0, 0.5),
        Span("lstm.dropout", 0.0, 0.6),
        Span("lstm.dense_dropout", 0.2, 0.8),
        Span("lstm.ngram_votes", 0.3, 0.9),
        Span("lstm.training.learning_rate", 5e-4, 1e-2, logarithmic=True),
        Span("lstm.training.weight_decay", 1e-3, 0.2, logarithmic=True),
        Choice("lstm.training.loss", ("cross-entropy", "asymmetric")),
    ),
}


def require_searchable(recipe: Recipe, branch: Branch) -> None:
    """Raise ConfigError where the branch stands on a pretrained network: the space is not of it."""
    setting, network = {
        "cnn": ("cnn.backbone", recipe.cnn.backbone),
        "lstm": ("lstm.encoder", recipe.lstm.encoder),
    }[branch]
    if network != "none":
        raise ConfigError(
            f"{setting} is {network}, and a search is of networks that are trained from scratch: "
            f"start from another recipe, as --preset tuned does, or search the other branch"
        )


def suggest(trial: "Trial", branch: Branch, base: Recipe) -> Recipe:
    """Return the base recipe with the values that a trial takes for a branch."""
    settings = base.model_dump(mode="json")
    for dimension in SPACES[branch]:
        *groups, name = dimension.path.split(".")
        changed = reduce(getitem, groups, settings)
        changed[name] = dimension.suggest(trial)
    return Recipe.model_validate(settings)


def parameters_of(recipe: Recipe, branch: Branch) -> dict[str, JsonValue]:
    """Return a recipe's own values as a trial's parameters; those out of the space are left out."""
    settings = recipe.model_dump(mode="json")
    values = {d.path: d.parameter(_at(settings, d.path)) for d in SPACES[branch]}
    return {path: value for path, value in values.items() if value is not None}


def settings_of(parameters: Mapping[str, JsonValue], branch: Branch) -> dict[str, JsonValue]:
    """Return a trial's parameters as values of settings, by dotted path."""
    return {
        dimension.path: json.loads(str(value)) if isinstance(dimension, Choice) else value
        for dimension in SPACES[branch]
        if (value := parameters.get(dimension.path)) is not None
    }


def _at(settings: dict[str, Any], path: str) -> JsonValue:
    value: JsonValue = reduce(getitem, path.split("."), settings)
    return value
