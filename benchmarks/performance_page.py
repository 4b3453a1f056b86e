"""The page of what the benchmarks measured, and the file that it is made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from benchmarks.comparison import Comparison, Measured
from benchmarks.machine import Machine

_HEAD = """# Performance

Made by `python -m benchmarks.performance`; `python -m benchmarks.performance NAME ...` measures
single rows anew. Each benchmark measures both ways in one run, in turns where it can, so that what
else the machine does shifts both: ratios are steadier than seconds. A ratio is the study's median
over the other's: below 1, the study's way takes less. A cell gives the median round, in brackets
the least and the largest.

| benchmark | the study | against | ratio | measured |
|---|---|---|---|---|
"""

_FOOT = """
## Graphics processors

The study trains on CPUs. Where TensorFlow sees GPUs, `modeling/devices.py` plans for them: both
branches share a single GPU at once, each taking memory as it needs it, and have one each where
there are two. **The plan is tested as a function and untried on real hardware**; weights that are
equal bit for bit are promised on the CPU alone.
"""


@dataclass(frozen=True)
class Result:
    """One benchmark's comparison, with its day in UTC, its machine, and what it took in seconds."""

    name: str
    comparison: Comparison
    day: date
    machine: Machine
    seconds: int


Results = dict[str, Result]
_RESULTS = TypeAdapter(Results)


def read_results(content: bytes) -> Results:
    """Return the results by benchmark's name that results_json wrote."""
    return _RESULTS.validate_json(content)


def results_json(results: Results) -> bytes:
    """Return the results by benchmark's name as JSON."""
    return _RESULTS.dump_json(results, indent=1) + b"\n"


def page(results: Results) -> str:
    """Return the page, with the results in their order."""
    machines = list(dict.fromkeys(result.machine for result in results.values()))
    rows = "".join(_row(result, machines) for result in results.values())
    remarks = "".join(_remarks(results))
    named = "".join(f"{number}. {machine}\n" for number, machine in enumerate(machines, start=1))
    minutes = sum(result.seconds for result in results.values()) / 60
    took = f"All of it took {minutes:.0f} minutes.\n"
    return f"{_HEAD}{rows}\n{remarks}\nMachines:\n\n{named}\n{took}{_FOOT}"


def _row(result: Result, machines: list[Machine]) -> str:
    compared = result.comparison
    when = f"{result.day}, machine {machines.index(result.machine) + 1}"
    cells = (_cell(compared.study), _cell(compared.other), compared.ratio_text, when)
    return f"| `{result.name}` | {' | '.join(cells)} |\n"


def _cell(measured: Measured) -> str:
    if len(measured.values) == 1:
        return f"{measured.way}: {measured.median_text}"
    return f"{measured.way}: {measured.median_text} ({measured.spread})"


def _remarks(results: Results) -> Iterator[str]:
    for result in results.values():
        if result.comparison.remark:
            yield f"- `{result.name}`: {result.comparison.remark}\n"
