"""A look at where our packages come from: their names are generic enough to clash."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from data_contracts.errors import ConfigError
from stages.code_version import OUR_PACKAGES


def check_packages(packages: Iterable[str] = OUR_PACKAGES) -> None:
    """Raise ConfigError where a package of another distribution or folder hides one of ours."""
    home = Path(__file__).parents[1]
    for package in packages:
        spec = find_spec(package)
        places = list(spec.submodule_search_locations or ()) if spec is not None else []
        if not any(Path(place).parent == home for place in places):
            raise ConfigError(
                f"the package {package!r} is found in {places or 'no folder'} instead of {home}: "
                f"another distribution, or a folder of that name where you are, hides "
                f"film-genre-study's; run it elsewhere or in a virtual environment of its own"
            )
