"""The version of the code that a stage runs: a digest of its modules and all they import of us."""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from types import MappingProxyType
from typing import Final

_HOME: Final = Path(__file__).parents[1]
OUR_PACKAGES = frozenset(
    {"data_contracts", "modeling", "reporting", "samples", "stages", "storage"}
)
_PROJECT: Final = "film-genre-study"
LIBRARIES = (
    "great-expectations",
    "keras",
    "numpy",
    "pandas",
    "pillow",
    "prefect",
    "pyarrow",
    "scikit-learn",
    "tensorflow",
)
"""What a run's results can depend on besides our own code."""


def library_versions() -> dict[str, str]:
    """Return the installed version of each library that results can depend on."""
    return {library: version(library) for library in LIBRARIES}


def run_versions() -> dict[str, str]:
    """Return what a run is made by: this project, Python and the libraries."""
    own = {_PROJECT: version(_PROJECT), "python": python_version()}
    return own | library_versions()


@cache
def module_digests(module: str) -> Mapping[str, str]:
    """Return the SHA-256 of a module's source and of each first-party module that it reaches.

    Read from the files' text: nothing is imported, so a light process can ask about a heavy
    module. A change in a wrapper, a helper or a constant therefore changes a digest.
    """
    sources = sorted(_closure(module).items())
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sources}
    return MappingProxyType(digests)


@cache
def project_digest() -> str:
    """Return the SHA-256 of the source of all that a study's results can depend on."""
    return _digest(OUR_PACKAGES)


def checkout_digest() -> str:
    """Return the SHA-256 of all our source as it lies on this machine's disk now.

    Not remembered: a process that stays up for days is asked about what a new one would run.
    """
    return _digest(OUR_PACKAGES | {"flows", "tasks"})


def _digest(packages: frozenset[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for package in packages for path in _HOME.glob(f"{package}/**/*.py")):
        digest.update(path.relative_to(_HOME).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _closure(module: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if path is not None and name not in found:
            found[name] = path
            waiting += _imports(path)
    return found


def _source(module: str) -> Path | None:
    # Not find_spec, which imports all but the last part of the name, and TensorFlow with it.
    base = _HOME.joinpath(*module.split("."))
    places = (base.with_suffix(".py"), base / "__init__.py")
    # "package.module.name" of `from package.module import name` has none.
    return next((place for place in places if place.is_file()), None)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in OUR_PACKAGES)
