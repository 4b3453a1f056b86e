"""Promotions and comparisons of runs with figures like those of real ones."""

from datetime import UTC, datetime

from data_contracts.estimate import Estimate
from data_contracts.promotion_rules import PromotionConfig, PromotionDecision, PromotionOutcome
from data_contracts.run_comparison import (
    ComparedRun,
    FigureChange,
    FilmChanges,
    ModelChange,
    RunComparison,
    VerdictChange,
)

OLD = "20260701-020000-reference-a1b2"


def of(value: float, half: float = 0.01) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half)


def better(**changes) -> PromotionDecision:
    fields = {
        "branch": "cnn",
        "reason": "better",
        "champion_run": OLD,
        "data_name": "multimodal_imdb",
        "films": 1012,
        "seen": 0,
        "genres": ("Drama", "Comedy"),
        "candidate": of(0.312, 0.02),
        "champion": of(0.29, 0.02),
        "difference": of(0.022),
        "floor": {"constant": of(0.19)},
    }
    return PromotionDecision(**{**fields, **changes})


def promotion(*decisions: PromotionDecision) -> PromotionOutcome:
    not_better = better(branch="lstm", reason="not shown to be better", difference=of(0.004))
    return PromotionOutcome(
        run_id="20260714-101502-brisk-otter",
        settings=PromotionConfig(),
        min_support=10,
        confidence=0.95,
        decisions=decisions or (better(), not_better),
        entry=3,
    )


def compared(run_id: str, day: int, films: int) -> ComparedRun:
    return ComparedRun(
        run_id=run_id,
        created=datetime(2026, 7, day, tzinfo=UTC),
        data_name="multimodal_imdb",
        preset="reference",
        seed=1,
        films=films,
        test_films=1012,
    )


def model_change(label: str, change: Estimate, reading: str, **changes) -> ModelChange:
    figures = FigureChange(before=of(0.29), after=of(0.31), change=change)
    fields = {"label": label, "baseline": False, "map": figures, "micro_f1": figures}
    return ModelChange(**{**fields, "reading": reading, **changes})


def comparison(**changes) -> RunComparison:
    fields = {
        "before": compared(OLD, 1, 5000),
        "after": compared("20260714-101502-brisk-otter", 14, 5060),
        "differences": ("films",),
        "films": FilmChanges(added=70, gone=10, altered=3, common_test=980),
        "pairing": "paired",
        "measured_films": 980,
        "measured_genres": ("Drama", "Comedy", "War"),
        "confidence": 0.95,
        "models": {
            "cnn": model_change("CNN on posters", of(0.02), "beyond chance"),
            "lstm": model_change("LSTM on overviews", of(0.001), "within chance"),
            "constant": model_change("Always Drama", of(0, 0), "within chance", baseline=True),
        },
        "verdicts": {
            "Drama": VerdictChange(
                before="undecided", after="overview", change=of(-0.05), reading="beyond chance"
            ),
            "Comedy": VerdictChange(
                before="overview", after="undecided", change=of(0.001), reading="within chance"
            ),
            "War": VerdictChange(
                before="undecided", after="undecided", change=of(0), reading="within chance"
            ),
            "Sport": VerdictChange(
                before="not enough films", after="undecided", change=None, reading="not measured"
            ),
        },
    }
    return RunComparison(**{**fields, **changes})
