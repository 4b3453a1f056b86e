"""The built-in sample films, drawn and written."""

from pathlib import Path

from samples.defects import sample_entries
from storage.sample_set import write_sample_set


def make_sample_films(folder: Path, films: int, seed: int) -> None:
    """Draw the sample films and write them under folder, in the layout of the real data set.

    The same count and seed give the same bytes; where they are there already nothing is written.

    Raises SourceError where the folder holds anything else, or cannot be written.
    """
    write_sample_set(folder, sample_entries(films, seed))
