import pytest
from pydantic import ValidationError

from data_contracts.config import StudyConfig
from data_contracts.study import Study, StudyRefs


@pytest.mark.parametrize("run_id", ["", "../elsewhere", "a/b", "a b"])
def test_a_run_id_is_a_folder_name(run_id):
    with pytest.raises(ValidationError):
        Study(run_id=run_id, config=StudyConfig())


def test_the_content_of_a_run_is_all_that_it_refers_to(chain):
    refs = chain.refs

    digests = {ref.sha256 for ref in refs.content()}

    text = refs.model_dump_json()
    assert len(digests) == text.count('"sha256"')
    assert all(digest in text for digest in digests)
    assert StudyRefs.model_validate_json(text) == refs


def test_each_repeat_is_told_a_seed_of_its_own():
    study = Study(run_id="r", config=StudyConfig(seed=5, repeats=3))

    assert [(told.repeat, told.config.seed) for told in study.repeats()] == [(0, 5), (1, 6), (2, 7)]
    assert [told.stage_name("train-cnn") for told in study.repeats()][1] == "train-cnn-seed-6"
    assert study.stage_name("ingest-source") == "ingest-source"
