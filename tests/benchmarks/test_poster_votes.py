"""How films are dealt out to compare votes, and of which run they may be."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.poster_votes import folds, tuned_run
from data_contracts.errors import RunError


def test_each_film_is_read_once_by_what_the_other_folds_taught() -> None:
    dealt = list(folds(20, 3, seed=1))

    assert sorted(np.concatenate([read for _, read in dealt])) == list(range(20))
    for taught, read in dealt:
        assert sorted([*taught, *read]) == list(range(20))
        assert len(read) in (6, 7)


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="manifest"):
        tuned_run(tmp_path)
