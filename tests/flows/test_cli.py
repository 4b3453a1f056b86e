"""The command line as a person meets it: its words, exit codes, and what it leaves behind."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli import main

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]


@dataclass(frozen=True)
class Done:
    """What a call of the command left: its exit code, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def film_genres(capsys, monkeypatch):
    """Call the command in this process, which has imported already what it needs."""

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["film-genres", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(ended.value.code or 0, said.out, said.err)

    return call


def in_a_process_of_its_own(*arguments: object) -> subprocess.CompletedProcess:
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_help_names_the_commands():
    done = in_a_process_of_its_own("--help")

    assert done.returncode == 0
    for command in ("run", "sample", "validate", "report", "runs", "tune"):
        assert f" {command} " in done.stdout


def test_sample_draws_the_same_films_again(film_genres, tmp_path: Path):
    for name in ("one", "two"):
        assert film_genres("sample", tmp_path / name, "--films", 100, "--seed", 5).returncode == 0

    one, two = (sorted((tmp_path / name).rglob("*.*")) for name in ("one", "two"))
    assert [path.name for path in one] == [path.name for path in two]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("flags", [("--films", 0), ("--films", -1), ("--seed", -1)])
def test_a_number_of_films_that_cannot_be_drawn_is_wrong_usage(film_genres, flags, tmp_path: Path):
    done = film_genres("sample", tmp_path / "films", *flags)

    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_source_says_so_before_prefect_starts(tmp_path: Path):
    done = in_a_process_of_its_own(
        "run", "--data", tmp_path / "nowhere", "--output", tmp_path / "workspace"
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "nowhere: there is no such folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_validate_prints_the_contract_and_leaves_nothing(
    film_genres, film_folder: Path, tmp_path: Path
):
    done = film_genres("validate", "--data", film_folder)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "150" in done.stdout


@pytest.mark.parametrize("arguments", [(), ("--data", "X", "--config", "{broken}")])
def test_wrong_usage_exits_2(film_genres, arguments, tmp_path: Path):
    (tmp_path / "broken.json").write_text('{"seed": "many"}')
    words = [word.format(broken=tmp_path / "broken.json") for word in arguments]

    done = film_genres("validate", *words)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_setting_out_of_range_is_named(film_genres, tmp_path: Path):
    file = tmp_path / "study.json"
    file.write_text(json.dumps({"split": {"test": 1.5}}))

    done = film_genres("run", "--config", file)

    assert done.returncode == 2
    assert "split.test" in done.stderr
    assert "1.5" in done.stderr


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def no_csv(folder: Path) -> None:
    (folder / "IMDB_overview_genres.csv").unlink()


def no_images(folder: Path) -> None:
    shutil.rmtree(folder / "Images")


def no_overview_column(folder: Path) -> None:
    csv = folder / "IMDB_overview_genres.csv"
    csv.write_text(csv.read_text("utf-8").replace(",Overview", ",Plot", 1), "utf-8")


def header_alone(folder: Path) -> None:
    csv = folder / "IMDB_overview_genres.csv"
    csv.write_text(csv.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


def no_usable_film(folder: Path) -> None:
    for poster in (folder / "Images").iterdir():
        poster.write_bytes(b"not a picture")


def too_few_films(folder: Path) -> None:
    csv = folder / "IMDB_overview_genres.csv"
    csv.write_text("\n".join(csv.read_text("utf-8").splitlines()[:12]) + "\n", "utf-8")


BROKEN = {
    no_folder: "films",
    no_csv: "IMDB_overview_genres.csv",
    no_images: "Images",
    no_overview_column: "Overview",
    header_alone: "IMDB_overview_genres.csv",
    no_usable_film: "film",
    too_few_films: "film",
}


@pytest.mark.parametrize("defect", BROKEN, ids=lambda defect: defect.__name__)
def test_bad_input_is_one_sentence_and_exit_1(
    film_genres, defect, film_folder: Path, tmp_path: Path
):
    films = tmp_path / "films"
    shutil.copytree(film_folder, films)
    defect(films)

    done = film_genres("validate", "--data", films)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("film-genres: ")
    assert BROKEN[defect] in sentence


def test_report_and_runs_work_without_prefect(film_genres, chain, tmp_path: Path):
    from stages.open_study import close_study, open_study
    from stages.report import gather

    study = open_study(chain.study.config)
    gather(study, chain.refs)
    close_study(study, None)
    output = chain.study.config.output

    listed = film_genres("runs", "--output", output)
    written = film_genres("report", study.run_id, "--output", output)
    missing = film_genres("report", "nothing", "--output", output)

    assert f"{study.run_id}  completed" in listed.stdout
    assert written.returncode == 0
    assert Path(written.stdout.split(": ", 1)[1].strip()).is_file()
    assert missing.returncode == 1
    assert "there is no run 'nothing'" in missing.stderr


def test_only_run_starts_prefect():
    code = (
        "import sys; import stages.check_contract, stages.report, storage.runs, flows.cli; "
        "print([name for name in ('prefect', 'tensorflow') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
