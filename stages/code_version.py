"""The version of the code that a stage runs: a digest of its modules and all they import of us."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

OUR_PACKAGES = frozenset(
    {"data_contracts", "modeling", "reporting", "samples", "stages", "storage"}
)
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


@cache
def code_digest(module: str) -> str:
    """Return the SHA-256 of a module's source and of all first-party modules that it reaches.

    Read from the files' text: nothing is imported, so a light process can ask about a heavy
    module. A change in a wrapper, a helper or a constant therefore changes the digest.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_closure(module).items()):
        digest.update(name.encode())
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
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # "package.module.name" of `from package.module import name`
        return None
    return Path(spec.origin) if spec is not None and spec.origin is not None else None


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] in OUR_PACKAGES)
