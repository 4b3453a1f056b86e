import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import stages.code_version
from stages.code_version import _closure, code_digest, library_versions

ROOT = Path(stages.code_version.__file__).parents[1]


def test_a_stage_reaches_what_it_imports_and_what_that_imports():
    reached = set(_closure("stages.train"))

    assert {"stages.train", "modeling.training", "modeling.batches", "storage.atomic"} <= reached
    assert "data_contracts.training_record" in reached
    assert not {name for name in reached if name.startswith(("tasks", "flows", "reporting"))}


def digest_of_copy(tmp_path: Path, module: str, changed: str | None) -> str:
    root = tmp_path / (changed or "same").replace("/", "-")
    for package in ("stages", "modeling", "storage", "data_contracts", "reporting", "samples"):
        shutil.copytree(
            ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    if changed is not None:
        with (root / changed).open("a") as stream:
            stream.write("\n# changed\n")
    code = f"from stages.code_version import code_digest; print(code_digest({module!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("changed", "differs"),
    [(None, False), ("modeling/training.py", True), ("modeling/metrics.py", False)],
)
def test_only_a_change_in_reach_changes_the_digest(tmp_path: Path, changed, differs):
    digest = digest_of_copy(tmp_path, "stages.train", changed)

    assert (digest != code_digest("stages.train")) == differs


def test_library_versions_are_those_installed():
    import keras

    assert library_versions()["keras"] == keras.__version__
