"""Arrays out of a PyTorch state dictionary in the file format of before PyTorch 1.6.

The file is a row of pickles (a magic number, a protocol version, facts of the machine, the
dictionary, the names of its storages) followed by each storage's number of values in 8 bytes and
the values: `torch.serialization._legacy_save`. Reading it needs no PyTorch, and runs no code of the
file: of all that a pickle may name, only what such a dictionary is made of is known here.
"""

import collections
import pickle
import struct
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from data_contracts.errors import WeightsError

_MAGIC: Final = 0x1950A86A20F9469CFC6C
_TYPES: Final[dict[str, type[np.generic]]] = {"FloatStorage": np.float32, "LongStorage": np.int64}
_Tensor = tuple[str, int, tuple[int, ...], tuple[int, ...]]


def read_torch_file(path: Path) -> dict[str, NDArray[Any]]:
    """Return each tensor of the file by name.

    Raises WeightsError where the file is not a state dictionary of that format.
    """
    try:
        with path.open("rb") as file:
            return _read(file)
    except (pickle.UnpicklingError, EOFError, struct.error, ValueError, KeyError) as error:
        raise WeightsError(
            f"{path}: not a PyTorch state dictionary in the format of before PyTorch 1.6 "
            f"({error}); get the file again, or convert it to .safetensors"
        ) from error


def _read(file: IO[bytes]) -> dict[str, NDArray[Any]]:
    magic, _, _ = (_Unpickler(file).load() for _ in range(3))
    if magic != _MAGIC:
        raise ValueError("it starts with another magic number")
    dictionary = _Unpickler(file)
    tensors: dict[str, _Tensor] = dictionary.load()
    storages = {key: _values(file, dictionary.storages[key]) for key in _Unpickler(file).load()}
    return {name: _array(storages[of[0]], of) for name, of in tensors.items()}


def _values(file: IO[bytes], dtype: type[np.generic]) -> NDArray[Any]:
    (number,) = struct.unpack("<q", file.read(8))
    return np.frombuffer(file.read(number * np.dtype(dtype).itemsize), dtype)


def _array(values: NDArray[Any], tensor: _Tensor) -> NDArray[Any]:
    _, offset, shape, strides = tensor
    last = offset + sum((size - 1) * step for size, step in zip(shape, strides, strict=True))
    if last >= len(values):
        raise ValueError("a tensor reaches beyond its storage")
    steps = [step * values.itemsize for step in strides]
    return as_strided(values[offset:], shape, steps).copy()


def _tensor(
    storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _Tensor:
    return storage, offset, shape, strides


class _Unpickler(pickle.Unpickler):
    """Knows a state dictionary's parts alone; storages: the type of each by its key."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.storages: dict[str, type[np.generic]] = {}

    def find_class(self, module: str, name: str) -> object:
        known: dict[tuple[str, str], object] = {
            ("collections", "OrderedDict"): collections.OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            **{("torch", storage): storage for storage in _TYPES},
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return known[module, name]

    def persistent_load(self, pid: tuple[str, str, str]) -> str:
        _, storage, key, *_ = pid
        self.storages[key] = _TYPES[storage]
        return key
