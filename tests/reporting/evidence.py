"""What a study of today holds beside its scores: fusion, claims, explanations, errors."""

from data_contracts.errors_found import (
    ErrorBreakdown,
    FeatureBreakdown,
    FilmGroup,
    GenreCounts,
    SaidTooOften,
)
from data_contracts.estimate import Estimate
from data_contracts.explanations import (
    Control,
    Explanations,
    OverviewReading,
    PosterHeat,
    ShuffledWeightsCheck,
    WordContribution,
)
from data_contracts.fusion_metrics import FilmAgreement, Fusion, MissingInputs
from data_contracts.metrics import (
    BaselineComparison,
    Calibration,
    ClaimEvidence,
    ClaimOutcome,
    ReliabilityBin,
)


def between(value: float, low: float, high: float) -> Estimate:
    return Estimate(value=value, low=low, high=high)


def calibration() -> Calibration:
    pairs = (9000, 1500, 400, 200, 100, 50, 30, 12, 0, 0)
    return Calibration(
        expected_error=between(0.03, 0.02, 0.04),
        bins=tuple(
            ReliabilityBin(
                low=i / 10,
                high=(i + 1) / 10,
                pairs=n,
                mean_probability=i / 10 + 0.04 if n else None,
                share_true=between(i / 12 + 0.03, max(i / 12 - 0.02, 0), i / 12 + 0.08)
                if n
                else None,
            )
            for i, n in enumerate(pairs)
        ),
    )


def comparisons() -> tuple[BaselineComparison, ...]:
    """The CNN beats the constant in mAP alone; the LSTM fails; fusion loses to the words."""
    return (
        BaselineComparison(
            model="cnn",
            baseline="constant",
            map=between(0.19, 0.17, 0.21),
            micro_f1=between(0.05, -0.01, 0.11),
            standing="not shown to beat",
        ),
        BaselineComparison(
            model="lstm",
            baseline="tfidf_logreg",
            map=between(-0.15, -0.17, -0.13),
            micro_f1=between(-0.07, -0.09, -0.05),
            standing="fails",
        ),
    )


def fusion() -> Fusion:
    gains = {"Drama": (0.03, 0.01, 0.05), "War": (-0.04, -0.07, -0.01), "Crime": (0.0, -0.02, 0.02)}
    return Fusion(
        weight=0.55,
        weights=dict.fromkeys(gains, 0.5),
        better_single="cnn",
        gain=between(0.04, 0.02, 0.06),
        gain_shared=between(0.03, 0.01, 0.05),
        gain_micro_f1=between(-0.01, -0.02, 0.01),
        genre_gains={genre: between(*values) for genre, values in gains.items()},
        missing=(
            missing_inputs(0.5, 0.0, 0.01),
            missing_inputs(0.0, 0.5, 0.12),
            missing_inputs(1.0, 0.0, 0.06),
            missing_inputs(0.25, 0.25, 0.05),
        ),
    )


def missing_inputs(posters: float, overviews: float, loss: float) -> MissingInputs:
    return MissingInputs(
        without_poster=posters,
        without_overview=overviews,
        map=between(0.35 - loss, 0.33 - loss, 0.37 - loss),
        micro_f1=between(0.5 - loss, 0.48 - loss, 0.52 - loss),
        map_loss=between(loss, loss - 0.02, loss + 0.02),
        micro_f1_loss=between(loss, loss - 0.02, loss + 0.02),
    )


def agreement(markup: str) -> FilmAgreement:
    return FilmAgreement(
        rule="the most probable genre is one of the film's",
        both=("tt1", "tt2"),
        only_poster=(markup,),
        only_overview=tuple(f"tt{n}" for n in range(10, 30)),
        neither=("tt3",),
        fusion_right={"both": 2, "only_poster": 1, "only_overview": 12, "neither": 0},
        share_gap=between(-0.79, -0.9, -0.6),
    )


def claims(markup: str) -> tuple[ClaimOutcome, ...]:
    rises = ClaimEvidence(
        quantity="CNN: validation loss, mean of the last 3 epochs less the best epoch",
        rule="for the claim where it rises in every training",
        by_seed={1: 0.04, 2: 0.05},
        status="confirmed",
    )
    lost = ClaimEvidence(
        quantity="Action: average precision of the poster model less that of the overview model",
        rule="for the claim where the poster model is the better",
        estimate=between(-0.1, -0.2, -0.05),
        films=210,
        status="refuted",
    )
    unknown = ClaimEvidence(
        quantity="Sport: F1 of the CNN", rule="for the claim below 0.2", films=21,
        status="undecided",
    )  # fmt: skip
    return (
        ClaimOutcome(
            key="cnn-over-fits", claim="The CNN over-fits.", status="confirmed", evidence=(rises,)
        ),
        ClaimOutcome(
            key="visual", claim="The CNN is better at Action.", status="refuted",
            evidence=(lost, unknown),
        ),
        ClaimOutcome(
            key="mine", claim=markup, source="these settings", status="undecided",
            evidence=(unknown,),
        ),
    )  # fmt: skip


def explanations(film_ids: list[str], overlay: bytes, markup: str) -> Explanations:
    heat = ((0.0, 0.2, 0.1), (0.0, 1.0, 0.3), (0.1, 0.0, 0.0))
    words = (
        WordContribution(word="A", contribution=-0.02, known=True),
        WordContribution(word="widowed", contribution=0.12, known=True),
        WordContribution(word=markup, contribution=0.06, known=True),
        WordContribution(word="cut", contribution=None, known=False),
    )
    check = ShuffledWeightsCheck(
        films=30, shuffles=3, similarity=between(0.03, -0.05, 0.1), limit=0.5, passed=True
    )
    return Explanations(
        posters=tuple(
            PosterHeat(film_id=i, genre="Drama", probability=0.62, heat=heat, overlay_jpeg=overlay)
            for i in film_ids
        ),
        overviews=tuple(
            OverviewReading(film_id=i, genre="Comedy", probability=0.55, words=words)
            for i in film_ids
        ),
        checks={"cnn": check, "lstm": check.model_copy(update={"passed": False})},
        controls=(
            Control(
                model="cnn", shuffled="posters among films", shuffles=3,
                map=between(0.1, 0.09, 0.11), loss=between(0.21, 0.19, 0.23),
            ),
            Control(
                model="lstm", shuffled="words within overviews", shuffles=1,
                map=between(0.25, 0.23, 0.27), loss=between(0.01, -0.01, 0.02),
            ),
        ),
    )  # fmt: skip


def errors(models: tuple[str, ...]) -> ErrorBreakdown:
    genres = ("Drama", "Comedy", "Romance")
    together = ((546, 120, 150), (120, 402, 90), (150, 90, 171))
    mistaken = ((0, 60, 5), (40, 0, 2), (9, 8, 0))
    often = SaidTooOften(genre="Drama", said=900, support=546, excess=between(354, 310, 390))
    return ErrorBreakdown(
        at_once=True,
        cooccurrence=GenreCounts(genres=genres, films=together),
        confusion={name: GenreCounts(genres=genres, films=mistaken) for name in models},
        said_too_often=dict.fromkeys(models, (often,)),
        features=(
            _feature("overview length", "words", ((3, 19), (20, 90)), models),
            _feature("poster brightness", "0 (black) to 1 (white)", ((0.1, 0.3), (0.3, 1)), models),
        ),
    )


def _feature(feature, unit, ranges, models) -> FeatureBreakdown:
    return FeatureBreakdown(
        feature=feature,
        unit=unit,
        groups=tuple(
            FilmGroup(
                low=low,
                high=high,
                films=506,
                f1={name: between(0.4 + i / 10, 0.37 + i / 10, 0.43 + i / 10) for name in models},
            )
            for i, (low, high) in enumerate(ranges)
        ),
        difference={
            name: between(0.1, 0.05, 0.15) if name == "lstm" else between(0.01, -0.02, 0.04)
            for name in models
        },
    )
