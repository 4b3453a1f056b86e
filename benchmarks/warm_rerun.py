"""A study made again of unchanged films, every stage from the cache, against its first run.

    python -m benchmarks.warm_rerun [--films 300] [--rounds 3]

Prints the median and the spread of both, and their ratio. Each is what a person waits for from the
moment that Prefect's server answers to the end of the command. The runs again are forced: without
that, a study of unchanged films ends at once.

The remark says where the time of a run again goes: the server's start; what the stages themselves
take, which the run's manifest has; what importing the flows takes in a fresh process, most of it
Prefect; and the rest, which is what Prefect adds: its runs of flows and tasks, their states,
results and artifacts, and the processes that it ends.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.comparison import Comparison, Measured
from data_contracts.config import SampleConfig, StudyConfig
from data_contracts.study import Manifest
from storage.runs import Workspace

COMMAND: Final = (sys.executable, "-c", "from flows.cli import main; main()", "run", "--config")
_SERVER_ANSWERS: Final = "Watch it at "


class Seconds(NamedTuple):
    """How long Prefect's server took to start, and all that followed."""

    start: float
    study: float


def timed_study(settings: Path, home: Path, *flags: str) -> Seconds:
    """Return how long one command takes, in seconds of wall time.

    Raises CalledProcessError where the study fails.
    """
    began = answered = time.perf_counter()
    command = [*COMMAND, str(settings), *flags]
    environment = {**os.environ, "PREFECT_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if line.startswith(_SERVER_ANSWERS):
                answered = time.perf_counter()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Seconds(answered - began, time.perf_counter() - answered)


def seconds_of_imports() -> float:
    """Return how much longer a process lives that imports the flows than one that does not."""

    def lifetime(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - began

    return lifetime("import flows.cli, flows.genre_study") - lifetime("pass")


def parts_of(manifest: Manifest, start: float, study: float, imports: float) -> str:
    """Return where the time of a run again goes, as a sentence.

    start, study: seconds of the server's start and of all that followed. imports: seconds.
    """
    stages = sum(record.seconds for record in manifest.stages)
    looked_up = sum(record.seconds for record in manifest.stages if record.cache == "hit")
    return (
        f"Before that, {start:.1f} s pass until Prefect's server answers, {imports:.1f} s of it"
        f" imports. Of a run again the stages themselves take {stages:.1f} s, {looked_up:.1f} s of"
        f" it to look at stored results; Prefect adds {study - stages:.1f} s in its runs of"
        f" {len(manifest.stages)} tasks."
    )


def made_again(manifest: Manifest) -> list[str]:
    """Return the stages that were not found in the cache though they could be."""
    return [record.stage for record in manifest.stages if record.cache == "miss"]


def compare(films: int = 300, rounds: int = 3) -> Comparison:
    """Measure one first run and several again.

    Raises RuntimeError where a run again had to make a stage anew.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = StudyConfig(output=str(folder / "workspace"), sample=SampleConfig(films=films))
        settings = folder / "study.json"
        settings.write_text(config.model_dump_json())
        first = timed_study(settings, folder / "home")
        again = []
        for _ in range(rounds):
            again.append(timed_study(settings, folder / "home", "--force"))
            manifest = Workspace(Path(config.output)).runs()[-1].read_manifest()
            if missed := made_again(manifest):
                raise RuntimeError(f"not from the cache: {', '.join(missed)}")
    start = statistics.median(one.start for one in (first, *again))
    return Comparison(
        Measured("every stage from the cache", tuple(one.study for one in again), decimals=1),
        Measured("the first run", (first.study,), decimals=1),
        parts_of(manifest, start, again[-1].study, seconds_of_imports()),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
