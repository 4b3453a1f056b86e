import pickle
import struct
from typing import ClassVar

import numpy as np
import pytest

from data_contracts.errors import WeightsError
from storage.torch_file import read_torch_file

MAGIC = 0x1950A86A20F9469CFC6C


class Named:
    """Stands for something of PyTorch's in a pickle: its module and name alone."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class Pickler(pickle._Pickler):
    """Writes what names PyTorch without having it; storages as PyTorch's own pickler does."""

    dispatch: ClassVar[dict] = dict(pickle._Pickler.dispatch)

    def persistent_id(self, value):
        return value[1:] if isinstance(value, tuple) and value[:1] == ("persistent",) else None

    def save_named(self, value: Named) -> None:
        self.write(f"c{value.module}\n{value.name}\n".encode())

    def save_tensor(self, value: "Tensor") -> None:
        self.save(Named("torch._utils", "_rebuild_tensor_v2"))
        storage = ("persistent", "storage", value.kind, value.key, "cpu", value.number, None)
        self.save((storage, value.offset, value.shape, value.strides, False, {}))
        self.write(pickle.REDUCE)

    dispatch[Named] = save_named


class Tensor:
    def __init__(self, key, number, offset, shape, strides, kind="FloatStorage") -> None:
        self.kind, self.key, self.number = Named("torch", kind), key, number
        self.offset, self.shape, self.strides = offset, shape, strides


Pickler.dispatch[Tensor] = Pickler.save_tensor


def write(path, state: dict, storages: dict[str, np.ndarray], magic: int = MAGIC) -> None:
    with path.open("wb") as file:
        for header in (magic, 1001, {"little_endian": True}):
            pickle.dump(header, file, protocol=2)
        Pickler(file, protocol=2).dump(state)
        pickle.dump(list(storages), file, protocol=2)
        for values in storages.values():
            file.write(struct.pack("<q", len(values)) + values.tobytes())


def test_tensors_are_read_with_their_offsets_and_strides(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    values = np.arange(8, dtype=np.float32)
    state = {
        "rows": Tensor("0", 8, 2, (2, 3), (3, 1)),
        "columns": Tensor("0", 8, 2, (2, 3), (1, 2)),
        "count": Tensor("1", 1, 0, (), (), kind="LongStorage"),
    }
    write(path, state, {"0": values, "1": np.array([7])})

    arrays = read_torch_file(path)

    assert arrays["rows"].tolist() == [[2, 3, 4], [5, 6, 7]]
    assert arrays["columns"].tolist() == [[2, 4, 6], [3, 5, 7]]
    assert arrays["count"] == 7
    assert arrays["rows"].dtype == np.float32


def test_a_file_that_names_anything_else_runs_nothing_and_is_refused(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    write(path, {"evil": Named("os", "system")}, {})
    with pytest.raises(WeightsError, match=r"it names os\.system"):
        read_torch_file(path)


def test_what_is_no_such_file_is_refused(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    write(path, {}, {}, magic=1)
    with pytest.raises(WeightsError, match="another magic number"):
        read_torch_file(path)
    path.write_bytes(b"no pickle")
    with pytest.raises(WeightsError, match=r"weights\.pth: not a PyTorch state dictionary"):
        read_torch_file(path)
    write(path, {"far": Tensor("0", 2, 1, (2,), (1,))}, {"0": np.zeros(2, np.float32)})
    with pytest.raises(WeightsError, match="beyond its storage"):
        read_torch_file(path)
    write(path, {"short": Tensor("0", 2, 0, (2,), (1,))}, {"0": np.zeros(2, np.float32)})
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(WeightsError):
        read_torch_file(path)
