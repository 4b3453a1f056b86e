"""The wheel, as a worker without a checkout has it."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "flows",
    "tasks",
    "stages",
    "modeling",
    "reporting",
    "samples",
    "storage",
    "data_contracts",
)
IMPORT_ALL = """
import importlib, pkgutil, sys
for package in sys.argv[1:]:
    module = importlib.import_module(package)
    print(module.__file__)
    for found in pkgutil.walk_packages(module.__path__, f"{package}."):
        importlib.import_module(found.name)
"""


def run(*words: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel installed; libraries are borrowed from this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    source = folder / "source"
    source.mkdir()
    for name in (*PACKAGES, "pyproject.toml", "README.md", "LICENSE"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, source / name)
    words = ("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source)
    run(sys.executable, *words, cwd=folder)
    environment = folder / "venv"
    venv.create(environment, with_pip=False)
    (site_packages,) = environment.glob("lib/python*/site-packages")
    # A path file within a borrowed folder is not followed, so the checkout stays out of reach.
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = folder.glob("*.whl")
    install = ("-m", "pip", "--python", environment / "bin" / "python", "install", "--no-deps")
    run(sys.executable, *install, "--quiet", "--no-index", wheel, cwd=folder)
    return environment


def test_every_module_imports_from_the_wheel(elsewhere: Path):
    homes = run(elsewhere / "bin/python", "-c", IMPORT_ALL, *PACKAGES, cwd=elsewhere).split()

    assert len(homes) == len(PACKAGES)
    assert all(Path(home).is_relative_to(elsewhere) for home in homes)


def test_the_command_runs_from_the_wheel(elsewhere: Path, chain):
    from stages.open_study import close_study, open_study
    from stages.report import gather

    study = open_study(chain.study.config)
    gather(study, chain.refs)
    close_study(study, None)
    output = chain.study.config.output

    # The report needs its templates, which are data beside the code.
    told = run(
        elsewhere / "bin/film-genres", "report", study.run_id, "--output", output, cwd=elsewhere
    )

    assert "report.html" in told
