"""The manifests of what came in."""

from data_contracts.intake import Intake, Skipped, SkippedPoster


def test_a_manifest_survives_being_written():
    skipped = Skipped(posters=(SkippedPoster(file="Images/a.jpg", problem="is a pipe"),))
    intake = Intake(
        files=2,
        size_bytes=3,
        rows=1,
        columns=("Id",),
        ignored_columns=(),
        posters=1,
        skipped=skipped,
    )
    assert Intake.model_validate_json(intake.model_dump_json()) == intake
