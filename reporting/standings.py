"""Where each model stands against its baselines and against chance."""

from dataclasses import dataclass
from typing import Final, Literal

from data_contracts.estimate import Estimate
from data_contracts.metrics import BaselineComparison, ModelScores, StudyMetrics
from data_contracts.references import Branch

Outcome = Literal["ahead", "not apart", "behind"]
POSTER_MODEL: Final[Branch] = "cnn"
OVERVIEW_MODEL: Final[Branch] = "lstm"
BRANCH_LABELS: Final[dict[str, str]] = {
    POSTER_MODEL: "CNN on posters",
    OVERVIEW_MODEL: "LSTM on overviews",
}
FUSION_MODEL: Final = "fusion"
RULE: Final = (
    "A model beats a baseline in mean average precision, or in micro-F1 at the fitted threshold, "
    "where the interval of the difference on the same films lies above 0. It has failed where its "
    "figure is no higher than the baseline's, and is not shown to beat it in between."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A model against one baseline in one measure; the difference is paired over films.

    Runs from before differences were paired lack it.
    """

    baseline: str
    measure: str
    model: Estimate
    rival: Estimate
    difference: Estimate | None = None

    @property
    def outcome(self) -> Outcome:
        """Ahead where the difference is shown to be above 0; behind wherever it is not above 0.

        Without a paired difference, the two intervals have to be apart.
        """
        if self.model.value <= self.rival.value:
            return "behind"
        if self.difference is None:
            return "ahead" if self.model.low > self.rival.high else "not apart"
        return "ahead" if self.difference.low > 0 else "not apart"


def label_of(metrics: StudyMetrics, name: str) -> str:
    """Return what people call a model within a sentence, one that the study lacks included."""
    scores = metrics.models.get(name)
    label = scores.label if scores else BRANCH_LABELS.get(name, name)
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def trained_models(metrics: StudyMetrics) -> tuple[str, ...]:
    """Return the names of the models that are not baselines, in the order of the metrics."""
    return tuple(name for name, scores in metrics.models.items() if not scores.baseline)


def measured_branches(metrics: StudyMetrics) -> tuple[str, ...]:
    """Return the names of the two branches that the metrics hold."""
    return tuple(name for name in BRANCH_LABELS if name in metrics.models)


def missing_branches(metrics: StudyMetrics) -> tuple[str, ...]:
    """Return the labels of the branches that the study has no figures for."""
    return tuple(label for name, label in BRANCH_LABELS.items() if name not in metrics.models)


def ordered_models(metrics: StudyMetrics) -> tuple[ModelScores, ...]:
    """Return the models, then the baselines."""
    return tuple(sorted(metrics.models.values(), key=lambda scores: scores.baseline))


def standings(metrics: StudyMetrics, name: str) -> tuple[Standing, ...]:
    """Compare a model with each baseline that uses its modality, or none."""
    model = metrics.models[name]
    paired = {pair.baseline: pair for pair in metrics.baseline_comparisons if pair.model == name}
    return tuple(
        standing
        for rival, scores in comparable_baselines(metrics, name).items()
        for standing in _standings(model, scores, paired.get(rival))
    )


def comparable_baselines(metrics: StudyMetrics, name: str) -> dict[str, ModelScores]:
    """Return the baselines that read what a model reads, and those that read nothing."""
    modality = metrics.models[name].modality
    used = {"poster", "overview"} if modality == "both" else {modality}
    return {
        rival: scores
        for rival, scores in metrics.models.items()
        if scores.baseline and scores.modality in {*used, "none"}
    }


def _standings(
    model: ModelScores, rival: ModelScores, paired: BaselineComparison | None
) -> tuple[Standing, Standing]:
    own, other = model.test, rival.test
    return (
        Standing(rival.label, "mAP", own.map, other.map, paired.map if paired else None),
        Standing(
            rival.label,
            "micro-F1",
            own.fitted.micro_f1,
            other.fitted.micro_f1,
            paired.micro_f1 if paired else None,
        ),
    )


def beats_all(metrics: StudyMetrics, name: str) -> bool:
    """Tell whether a model is clearly ahead of every baseline of its modality."""
    return all(standing.outcome == "ahead" for standing in standings(metrics, name))


def overturning_baseline(metrics: StudyMetrics) -> ModelScores | None:
    """Return the baseline that turns the overall answer round, where there is one.

    It has a higher mean average precision than either network, and reads a modality that the
    answer does not favour: then the answer is about the networks, not about the modalities. Where
    the answer favours neither, such a baseline of either modality does so.
    """
    if missing_branches(metrics):
        return None
    against = {"poster", "overview"} - {metrics.overall_verdict}
    networks = max(metrics.models[name].test.map.value for name in BRANCH_LABELS)
    rivals = (m for m in metrics.models.values() if m.baseline and m.modality in against)
    best = max(rivals, key=lambda model: model.test.map.value, default=None)
    return best if best and best.test.map.value > networks else None


def at_chance(metrics: StudyMetrics, name: str) -> tuple[str, ...]:
    """Return the counted genres whose average precision is not shown to be above chance.

    Chance is the share of test films that have the genre: what a random order scores.
    """
    scores = metrics.models[name].test.per_genre
    return tuple(
        genre
        for genre in metrics.counted_genres
        if genre in scores
        and (found := scores[genre].average_precision) is not None
        and found.low <= prevalence(metrics, scores[genre].support)
    )


def at_chance_for_both(metrics: StudyMetrics) -> tuple[str, ...]:
    """Return the counted genres at which neither branch is shown to be better than chance."""
    branches = measured_branches(metrics)
    known = [set(at_chance(metrics, name)) for name in branches]
    if len(branches) < len(BRANCH_LABELS):
        return ()
    return tuple(g for g in metrics.counted_genres if all(g in genres for genres in known))


def prevalence(metrics: StudyMetrics, support: int) -> float:
    """Return the share of test films that have a genre, from its support."""
    return support / max(metrics.films.get("test", 0), 1)


def ranked_genres(metrics: StudyMetrics, name: str) -> tuple[tuple[str, Estimate, int], ...]:
    """Return the counted genres with average precision and support, the best first."""
    scores = metrics.models[name].test.per_genre
    found = [
        (genre, precision, scores[genre].support)
        for genre in metrics.counted_genres
        if genre in scores and (precision := scores[genre].average_precision) is not None
    ]
    return tuple(sorted(found, key=lambda item: -item[1].value))


def support_of(metrics: StudyMetrics, genre: str) -> int:
    """Return how many test films have a genre, by whichever table of the metrics knows it."""
    if genre in metrics.verdicts:
        return metrics.verdicts[genre].support
    return max(
        (
            m.test.per_genre[genre].support
            for m in metrics.models.values()
            if genre in m.test.per_genre
        ),
        default=0,
    )
