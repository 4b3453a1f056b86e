"""The run that the next one builds on is the one named, or the latest that was completed."""

import pytest

from data_contracts.errors import RunError
from stages.last_accepted import last_accepted
from stages.open_study import open_study, run_folder, write_manifest


def _config(chain, tmp_path, name):
    update = {"last_accepted": name, "output": str(tmp_path), "data": chain.study.config.data}
    return chain.study.config.model_copy(update=update)


def _run(config, state, refs):
    folder = run_folder(open_study(config))
    write_manifest(folder, folder.read_manifest().model_copy(update={"state": state, "refs": refs}))
    return folder.run_id


def test_without_a_name_there_is_none(chain, tmp_path):
    assert last_accepted(_config(chain, tmp_path, None)) is None
    assert last_accepted(_config(chain, tmp_path, "latest")) is None


def test_the_latest_completed_run_and_one_by_name(chain, tmp_path):
    config = _config(chain, tmp_path, "latest")
    good = _run(config, "completed", chain.refs)
    failed = _run(config, "failed", None)
    found = last_accepted(config)
    assert (found.run_id, found.accepted, found.split) == (good, chain.accepted, chain.split)
    assert last_accepted(_config(chain, tmp_path, good)) == found
    with pytest.raises(RunError, match="the run is failed and has accepted no films"):
        last_accepted(_config(chain, tmp_path, failed))
    with pytest.raises(RunError, match="there is no run 'nobody'"):
        last_accepted(_config(chain, tmp_path, "nobody"))
