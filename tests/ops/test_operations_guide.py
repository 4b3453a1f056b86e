"""Every command of docs/operations.md, run in the order in which a reader meets them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.postgresql import postgresql
from tests.ops.service_under_test import ROOT, environment_of, free_port, processes_of, until

pytestmark = [pytest.mark.ops, pytest.mark.timeout(1_800)]

GUIDE = ROOT / "docs" / "operations.md"
BLOCKS = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
AFTER_THE_STUDY = """
psql --no-align --tuples-only --dbname film_genres \
  --command "select state_type from flow_run where parent_task_run_id is null and run_count > 0"
"""


def test_every_command_of_the_guide_does_what_it_says(film_folder, tmp_path: Path):
    blocks = BLOCKS.findall(GUIDE.read_text("utf-8"))
    study = next(i for i, block in enumerate(blocks) if "deployment run" in block)
    script = "\n".join([*blocks[: study + 1], AFTER_THE_STUDY, *blocks[study + 1 :]])
    (tmp_path / "backup").mkdir()

    with postgresql() as database:
        path = f"{Path(sys.executable).parent}{os.pathsep}{database['PATH']}"
        environment = environment_of(
            tmp_path / "home",
            **{**database, "PATH": path},
            PREFECT_SERVER_API_PORT=str(free_port()),
            FILMS=str(film_folder),
            WORKSPACE=str(tmp_path / "workspace"),
            BACKUP=str(tmp_path / "backup"),
            DASK_HOST="127.0.0.1",
            DASK_PORT=str(free_port()),
        )
        done = subprocess.run(
            # With job control, as in a terminal: without it, jobs ignore the signal to stop.
            ("bash", "-euxo", "pipefail", "-c", f"set -m\n{script}"),
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        logs = [log.read_text()[-3_000:] for log in (tmp_path / "workspace").glob("*.log")]
        left = until(lambda: not processes_of(str(tmp_path)), "processes are left over", 60)

    assert done.returncode == 0, "\n".join([done.stderr[-4_000:], *logs])
    assert left
    assert re.search(r"^COMPLETED$", done.stdout, re.MULTILINE), done.stdout[-4_000:]
    (manifest,) = (tmp_path / "workspace-restored").glob("runs/*/manifest.json")
    assert json.loads(manifest.read_text())["state"] == "completed"
    assert "Crashed" not in done.stdout
