"""The machine that a benchmark ran on, in words."""

import os
import platform
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

_BYTES_A_GIB: Final = 1 << 30
_CPU_INFO: Final = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Machine:
    """What times depend on. memory_gib: rounded."""

    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str
    tensorflow: str
    keras: str

    def __str__(self) -> str:
        return (
            f"{self.cores} cores of {self.processor}, {self.memory_gib} GiB of memory, "
            f"{self.system}, Python {self.python}, TensorFlow {self.tensorflow}, Keras {self.keras}"
        )


def this_machine() -> Machine:
    """Describe this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=round(memory / _BYTES_A_GIB),
        system=platform.system(),
        python=platform.python_version(),
        tensorflow=version("tensorflow"),
        keras=version("keras"),
    )


def _processor() -> str:
    # Linux's platform.processor() names the architecture alone, or nothing.
    if _CPU_INFO.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", _CPU_INFO.read_text("utf-8"), re.MULTILINE)
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine()
