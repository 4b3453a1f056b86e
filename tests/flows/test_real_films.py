"""The workflow on 300 real films, where there are any."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.films import CSV_NAME, IMAGES_FOLDER
from data_contracts.metrics import StudyMetrics
from storage.runs import Workspace, read_model

FILMS = 300
VARIABLE = "FILM_GENRES_REAL_DATA"

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(1_800),
    pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no real films"),
]


@pytest.fixture
def real_films(tmp_path: Path) -> Path:
    """Every so manieth row of the real films, with their posters."""
    source, folder = Path(os.environ[VARIABLE]), tmp_path / "films"
    (folder / IMAGES_FOLDER).mkdir(parents=True)
    with (source / CSV_NAME).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    chosen = rows[:: len(rows) // FILMS][:FILMS]
    with (folder / CSV_NAME).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *chosen])
    for film_id, *_ in chosen:
        shutil.copy(source / IMAGES_FOLDER / f"{film_id}.jpg", folder / IMAGES_FOLDER)
    return folder


def test_the_command_goes_from_real_films_to_a_report(real_films: Path, tmp_path: Path):
    words = ["run", "--data", str(real_films), "--output", str(tmp_path / "workspace")]
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    run = Workspace(tmp_path / "workspace").find_run("latest")
    assert done.stdout.splitlines()[-1] == f"The report: {run.report_html}"
    assert run.report_html.stat().st_size > 100_000
    metrics = read_model(run.metrics, StudyMetrics)
    assert sum(metrics.films.values()) >= 0.95 * FILMS
    assert {"cnn", "lstm", "tfidf_logreg", "constant"} <= set(metrics.models)
