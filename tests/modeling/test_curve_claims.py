import pytest

from data_contracts.claims import CurveMoves, Generalises
from data_contracts.training_record import EpochRecord, TrainingRecord
from modeling.curve_claims import curve_evidence, generalisation_evidence

RISING = [0.1, 0.1, 0.1, 0.2, 0.5, 0.5, 0.5]
FALLING = RISING[::-1]
LEVEL = [0.3, 0.3, 0.3, 0.31, 0.3, 0.3, 0.3]


def _training(
    curve: str, values: list[float], seed: int = 1, best: int = 4, evaluated: float | None = None
) -> TrainingRecord:
    history = tuple(
        EpochRecord(
            epoch=epoch,
            learning_rate=0.1,
            seconds=1,
            **{
                "loss": 0.5,
                "precision": 0.5,
                "recall": 0.5,
                "val_loss": 0.5,
                "val_precision": 0.5,
                "val_recall": 0.4,
                "train_precision_eval": evaluated,
                curve: value,
            },
        )
        for epoch, value in enumerate(values, start=1)
    )
    return TrainingRecord(
        parameters=1,
        best_epoch=best,
        seed=seed,
        threads=1,
        seconds=1,
        peak_memory_mb=1,
        history=history,
    )


@pytest.mark.parametrize(
    ("values", "move"), [(RISING, "rises"), (FALLING, "falls"), (LEVEL, "stays")]
)
def test_a_curve_moves_from_its_start_to_its_end(values: list[float], move: str) -> None:
    trainings = [_training("recall", values)]
    found = {
        claimed: curve_evidence(CurveMoves(branch="cnn", curve="recall", move=claimed), trainings)
        for claimed in ("rises", "falls", "stays")
    }
    assert {claimed: one.status == "confirmed" for claimed, one in found.items()} == {
        claimed: claimed == move for claimed in found
    }
    assert found["rises"].by_seed == {1: pytest.approx(values[-1] - values[0])}


def test_since_the_best_epoch_only_what_came_after_counts() -> None:
    rule = CurveMoves(branch="cnn", curve="val_loss", move="rises", since="best epoch")
    after = _training("val_loss", [0.9, 0.6, 0.5, 0.4, 0.5, 0.6, 0.7])
    never = _training("val_loss", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], best=7)
    found = curve_evidence(rule, [after])
    assert found.status == "confirmed"
    assert found.by_seed == {1: pytest.approx(0.2)}
    assert curve_evidence(rule, [never]).status == "refuted"
    assert found.quantity == (
        "CNN: validation loss, mean of the last epochs after the best one, at most 3, less the "
        "best epoch"
    )


def test_seeds_that_disagree_leave_a_claim_undecided() -> None:
    rule = CurveMoves(branch="cnn", curve="recall", move="rises")
    rising, falling = _training("recall", RISING, seed=1), _training("recall", FALLING, seed=2)
    mixed = curve_evidence(rule, [rising, falling])
    assert mixed.status == "undecided"
    assert mixed.by_seed == {1: pytest.approx(0.4), 2: pytest.approx(-0.4)}
    assert curve_evidence(rule, [falling]).status == "refuted"


@pytest.mark.parametrize(
    ("evaluated", "status"), [(0.5, "confirmed"), (0.54, "confirmed"), (0.7, "refuted")]
)
def test_generalising_is_holding_up_against_training_with_dropout_off(
    evaluated: float, status: str
) -> None:
    trainings = [_training("val_precision", [0.5] * 4, evaluated=evaluated)]
    found = generalisation_evidence(Generalises(branch="lstm", figure="precision"), trainings)
    assert found.status == status
    assert found.by_seed == {1: pytest.approx(0.5 - evaluated)}


def test_what_was_not_taken_decides_nothing() -> None:
    trainings = [_training("recall", RISING)]
    for found in (
        generalisation_evidence(Generalises(branch="lstm", figure="recall"), trainings),
        curve_evidence(CurveMoves(branch="lstm", curve="train_loss_eval", move="falls"), trainings),
        curve_evidence(CurveMoves(branch="cnn", curve="recall", move="rises"), []),
    ):
        assert (found.status, found.by_seed) == ("undecided", {})
