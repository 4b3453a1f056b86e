from pathlib import Path

import pytest
import typer

from flows.settings import build_config


def test_flags_win_over_the_file(tmp_path: Path):
    file = tmp_path / "study.json"
    file.write_text('{"seed": 3, "threads": 2}')

    config = build_config(file, {"seed": 4})

    assert (config.seed, config.threads) == (4, 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", r"study\.json: is not JSON"),
        ("[1]", r"study\.json: must hold a JSON object of settings"),
        ('{"seed": -3}', r"seed: .*greater than or equal to 0, got -3"),
        ('{"recipe": {"cnn": {"filters": 3}}}', r"recipe\.cnn\.filters: Extra inputs"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_setting(tmp_path, content, sentence):
    file = tmp_path / "study.json"
    file.write_text(content)

    with pytest.raises(typer.BadParameter, match=sentence):
        build_config(file, {})


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(typer.BadParameter, match=r"none\.json: cannot be read \(No such file"):
        build_config(tmp_path / "none.json", {})
