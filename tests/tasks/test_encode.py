import pytest

from data_contracts.references import WeightsRef
from stages.take_weights import take_weights as taken
from storage.content_store import ContentStore
from tasks.encode import encode_overviews, encode_posters, take_weights
from tests.conftest import TINY
from tests.tiny_networks import pretrained_recipe


def test_weights_are_taken_as_the_stage_takes_them(chain, study, tmp_path):
    recipe = pretrained_recipe(TINY, tmp_path / "networks")
    config = study.config.model_copy(update={"recipe": recipe})

    found = take_weights.fn(study.model_copy(update={"config": config}))

    assert found == taken(config, ContentStore(tmp_path / "store"))


@pytest.mark.parametrize("task", [encode_posters, encode_overviews])
def test_features_are_kept_as_long_as_examples_and_weights_are_the_same(chain, study, task):
    examples = {"posters": chain.posters, "overviews": chain.overviews}
    name = task.name.removeprefix("encode ")

    def key(digit: str) -> str:
        weights = WeightsRef(sha256=digit * 64, name="minilm-l6")
        inputs = {name: examples[name], "weights": weights, "study": study}
        return task.cache_policy.key(inputs)

    assert key("a") == key("a") != key("b")
