import sys
from importlib.metadata import distributions

import pytest

from data_contracts.errors import ConfigError
from flows.packages import check_packages
from stages.code_version import OUR_PACKAGES


def test_no_other_distribution_has_packages_of_these_names():
    names = {*OUR_PACKAGES, "tasks", "flows"}
    installed = [(found.name, found.files or []) for found in distributions()]
    owners = {name for name, files in installed for file in files if file.parts[0] in names}

    assert len(installed) > 100
    assert owners <= {"film-genre-study"}


def test_ours_are_found():
    check_packages()


def test_a_package_that_hides_ours_is_named(tmp_path, monkeypatch):
    (tmp_path / "hiding").mkdir()
    (tmp_path / "hiding" / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(ConfigError, match=r"package 'hiding' is found in .*virtual environment"):
        check_packages(["hiding"])
