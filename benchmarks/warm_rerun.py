"""A study of unchanged films against its first run, as a person starts them.

    python -m benchmarks.warm_rerun [--films 300] [--rounds 3]

Prints the median and the spread of both, and their ratio. Each includes the start of Python, of
Prefect's server, and of the processes of the branches.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import report_pair
from data_contracts.config import SampleConfig, StudyConfig

COMMAND = (sys.executable, "-c", "from flows.cli import main; main()", "run", "--config")


def seconds(settings: Path, home: Path) -> float:
    """Return the wall time of one study."""
    started = time.perf_counter()
    environment = {**os.environ, "PREFECT_HOME": str(home)}
    subprocess.run([*COMMAND, str(settings)], check=True, env=environment, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure one first run and several again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = SampleConfig(films=arguments.films)
        settings = folder / "study.json"
        config = StudyConfig(output=str(folder / "workspace"), sample=sample)
        settings.write_text(config.model_dump_json())
        first = [seconds(settings, folder / "home")]
        again = [seconds(settings, folder / "home") for _ in range(arguments.rounds)]
    report_pair("unchanged films again", again, "first run", first)


if __name__ == "__main__":
    main()
