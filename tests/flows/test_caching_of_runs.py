"""What a second run does again, and how its manifest says why."""

import re
import shutil
from pathlib import Path

import pytest

from data_contracts.config import StudyConfig
from data_contracts.films import CSV_NAME, ID
from data_contracts.study import Manifest, StudyOutcome
from flows.genre_study import genre_study
from storage.parquet import read_table
from storage.runs import Workspace


def manifest_of(outcome: StudyOutcome) -> Manifest:
    return Workspace(Path(outcome.folder).parents[1]).run(outcome.run_id).read_manifest()


def made_again(manifest: Manifest) -> dict[str, str]:
    return {record.stage: record.reason for record in manifest.stages if record.cache == "miss"}


def reword_one_test_film(data: Path, manifest: Manifest, workspace: Workspace) -> None:
    """Change one overview in a film set, so that neither the split nor the vocabulary changes."""
    folder = workspace.store.path(manifest.refs.split.sha256)
    links = read_table(folder / "links.parquet")
    alone = read_table(folder / "splits.parquet").query("part == 'test'")
    alone = alone[~alone[ID].isin({*links[ID], *links["other"]})]
    csv = data / CSV_NAME
    rows = csv.read_text("utf-8").splitlines(keepends=True)
    at = next(i for i, row in enumerate(rows) if row.startswith(f"{alone[ID].iloc[0]},"))
    # In front: what comes late in a long overview may be cut off.
    rows[at] = re.sub(r'((?:[01],){5,}"?)', r"\1Unheard ", rows[at], count=1)
    csv.write_text("".join(rows), "utf-8")


def with_another_dropout(config: StudyConfig) -> StudyConfig:
    lstm = config.recipe.lstm.model_copy(update={"dropout": 0.1})
    recipe = config.recipe.model_copy(update={"lstm": lstm})
    return config.model_copy(update={"recipe": recipe})


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_only_what_depends_on_a_change_runs_again(film_folder, tiny_config, prefect_server):
    data = Path(tiny_config.output).parent / "films"
    shutil.copytree(film_folder, data)
    config = tiny_config.model_copy(update={"data": str(data)})
    workspace = Workspace(Path(config.output))

    first = manifest_of(genre_study(config))

    assert {record.reason for record in first.stages if record.cache == "miss"} == {
        "no run of this workspace had this stage before"
    }
    assert all(record.reason for record in first.stages)

    gone = workspace.store.path(first.refs.split.sha256)
    shutil.rmtree(gone)
    altered = next(workspace.store.path(first.refs.posters.sha256).glob("*train*"))
    altered.write_bytes(altered.read_bytes()[:-1] + b"x")

    damaged = manifest_of(genre_study(config))

    assert made_again(damaged) == {
        "split-films": f"{gone.resolve()} is gone from the store",
        "preprocess-posters": f"{altered.resolve()} was altered",
    }
    assert damaged.refs == first.refs
    assert all(workspace.store.intact(ref.sha256) for ref in damaged.refs.content())

    reword_one_test_film(data, damaged, workspace)

    reworded = manifest_of(genre_study(config))

    hits = {record.stage for record in reworded.stages if record.cache == "hit"}
    assert hits == {"preprocess-posters", "train-cnn"}
    assert reworded.refs.split == first.refs.split
    reasons = made_again(reworded)
    assert reasons["split-films"] == f"since {damaged.run_id}: input accepted.overviews changed"
    assert reasons["train-lstm"] == f"since {damaged.run_id}: input examples changed"
    assert reasons["evaluate-models"].startswith(f"since {damaged.run_id}: input")

    other = manifest_of(genre_study(with_another_dropout(config)))

    assert made_again(other).keys() - {"ask-champions"} == {
        *("train-lstm", "evaluate-models", "package-models"),
        *("explain-posters", "explain-overviews"),
    }


def test_the_number_of_threads_is_part_of_a_trainings_key_alone(chain):
    from tasks.preprocess import preprocess_posters
    from tasks.train import train_cnn

    def keys(config: StudyConfig) -> tuple[str, str]:
        of = chain.study.model_copy(update={"config": config})
        inputs = {"accepted": chain.accepted, "split": chain.split, "study": of}
        return (
            train_cnn.cache_policy.key({"examples": chain.posters, "study": of}),
            preprocess_posters.cache_policy.key(inputs),
        )

    one, two = (keys(chain.study.config.model_copy(update={"threads": n})) for n in (1, 2))

    assert one[0] != two[0]
    assert one[1] == two[1]
