import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import tiny_study_config

pytestmark = [pytest.mark.ops, pytest.mark.timeout(900)]

CODE = """
import sys
from flows.cli import main
try:
    main()
finally:
    print("imported:", [name for name in ("keras", "tensorflow") if name in sys.modules])
"""


def test_a_whole_run_leaves_its_parent_without_tensorflow(film_folder: Path, tmp_path: Path):
    settings = tmp_path / "study.json"
    settings.write_text(tiny_study_config(film_folder, tmp_path / "workspace").model_dump_json())
    words = [sys.executable, "-c", CODE, "run", "--config", str(settings)]
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "home")}

    done = subprocess.run(words, env=environment, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "imported: []" in done.stdout.splitlines()
