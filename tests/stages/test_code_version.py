import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import stages.code_version
from stages.code_version import library_versions, module_digests, run_versions

ROOT = Path(stages.code_version.__file__).parents[1]


def test_a_stage_reaches_what_it_imports_and_what_that_imports():
    reached = set(module_digests("stages.train"))

    assert {"stages.train", "modeling.training", "modeling.batches", "storage.atomic"} <= reached
    assert "data_contracts.training_record" in reached
    assert not {name for name in reached if name.startswith(("tasks", "flows", "reporting"))}


def digests_of_copy(tmp_path: Path, module: str, changed: str | None) -> dict[str, str]:
    root = tmp_path / (changed or "same").replace("/", "-")
    for package in ("stages", "modeling", "storage", "data_contracts", "reporting", "samples"):
        shutil.copytree(
            ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    if changed is not None:
        with (root / changed).open("a") as stream:
            stream.write("\n# changed\n")
    code = (
        "import json; from stages.code_version import module_digests; "
        f"print(json.dumps(dict(module_digests({module!r}))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        (None, []),
        ("modeling/training.py", ["modeling.training"]),
        ("modeling/metrics.py", []),
    ],
)
def test_a_change_in_reach_changes_the_digest_of_its_module(tmp_path: Path, changed, differs):
    before = module_digests("stages.train")
    now = digests_of_copy(tmp_path, "stages.train", changed)

    assert [name for name in {**before, **now} if before.get(name) != now.get(name)] == differs


def test_the_code_of_a_heavy_stage_is_read_and_not_imported():
    code = (
        "import sys; from stages.code_version import module_digests; "
        "module_digests('stages.train'); print('stages.train' in sys.modules, "
        "'modeling.training' in sys.modules, 'tensorflow' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False"] * 3


def test_library_versions_are_those_installed():
    import keras

    assert library_versions()["keras"] == keras.__version__


def test_a_run_names_the_project_and_python_besides_the_libraries():
    versions = run_versions()

    assert versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert versions["film-genre-study"] == version("film-genre-study")
    assert versions.items() >= library_versions().items()
