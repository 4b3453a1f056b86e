"""A study on pretrained networks: its weights and features are stages like any other."""

from pathlib import Path

import pytest

from flows.genre_study import genre_study
from storage.runs import Workspace
from tests.conftest import TINY
from tests.tiny_networks import pretrained_recipe

pytestmark = [pytest.mark.slow, pytest.mark.nightly, pytest.mark.timeout(1_800)]

ENCODED = {"encode-posters", "encode-overviews", "preprocess-overviews", "train-cnn", "train-lstm"}


def test_features_are_computed_once_and_kept_with_the_run(
    tiny_config, tmp_path, prefect_server
) -> None:
    recipe = pretrained_recipe(TINY, tmp_path / "networks")
    config = tiny_config.model_copy(update={"recipe": recipe})
    workspace = Workspace(Path(config.output))

    def caches() -> dict[str, str]:
        manifest = workspace.run(genre_study(config, force=True).run_id).read_manifest()
        refs = manifest.refs
        assert {refs.encodings.posters.features, refs.encodings.overviews.weights} <= set(
            refs.content()
        )
        return {record.stage: record.cache for record in manifest.stages}

    first, again = caches(), caches()

    assert first["take-weights"] == again["take-weights"] == "not cached"
    assert {first[stage] for stage in ENCODED} == {"miss"}
    assert {again[stage] for stage in ENCODED} == {"hit"}
