import pytest

from data_contracts.references import ContentRef, WeightsRef
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


def _key(task, chain, study, **changed):
    weights = WeightsRef(sha256="a" * 64, name="minilm-l6")
    inputs = {
        "source": chain.source,
        "accepted": chain.accepted,
        "weights": weights,
        "study": study,
    } | changed
    if task is encode_overviews:
        del inputs["source"]
    return task.cache_policy.key(inputs)


def _split_otherwise(study):
    settings = study.config.model_dump()
    settings["split"] |= {"folds": 5, "fold": 2}
    return study.model_copy(update={"config": type(study.config).model_validate(settings)})


@pytest.mark.parametrize("task", [encode_posters, encode_overviews])
def test_features_are_kept_as_long_as_films_and_weights_are_the_same(chain, study, task):
    key = _key(task, chain, study)
    other = WeightsRef(sha256="b" * 64, name="minilm-l6")

    assert _key(task, chain, _split_otherwise(study)) == key
    assert _key(task, chain, study, weights=other) != key


@pytest.mark.parametrize(
    ("task", "piece", "kept"),
    [
        (encode_posters, "labels", False),
        (encode_posters, "overviews", True),
        (encode_overviews, "labels", True),
        (encode_overviews, "overviews", False),
    ],
)
def test_features_depend_on_the_films_of_their_own_kind_alone(chain, study, task, piece, kept):
    changed = chain.accepted.model_copy(update={piece: ContentRef(sha256="c" * 64)})

    assert (_key(task, chain, study, accepted=changed) == _key(task, chain, study)) is kept


@pytest.mark.parametrize(
    ("task", "group", "setting", "value"),
    [
        (encode_posters, "images", "height", 48),
        (encode_posters, "cnn", "backbone_scale", 1.25),
        (encode_overviews, "text", "max_tokens", 33),
    ],
)
def test_features_depend_on_how_films_are_read(chain, study, task, group, setting, value):
    settings = study.config.model_dump()
    settings["recipe"][group] |= {setting: value}
    config = type(study.config).model_validate(settings)

    changed = study.model_copy(update={"config": config})

    assert _key(task, chain, changed) != _key(task, chain, study)


def test_posters_of_another_snapshot_that_are_the_same_keep_their_features(chain, study):
    source = chain.source.model_copy(update={"sha256": "d" * 64})

    assert _key(encode_posters, chain, study, source=source) == _key(encode_posters, chain, study)
