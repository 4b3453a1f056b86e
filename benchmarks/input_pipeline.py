"""An epoch's posters as the study reads them, against decoding each poster again.

    python -m benchmarks.input_pipeline [--films 1000] [--rounds 5]

The study decodes and resizes a poster once, into TFRecord shards, and reads an epoch's batches from
them in random order; the notebook decoded and resized in every epoch. Posters are sample films'.
Prints the median and the spread of an epoch's reading both ways and their ratio, and what going
through the shards takes, which each training does once.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.comparison import Comparison, Measured
from benchmarks.shards import IMAGES, write_shards
from modeling.batches import PosterBatches
from modeling.images import poster_tensor
from samples.films import draw_film
from storage.posters import read_poster
from storage.tfrecord import open_part

BATCH = 64
GENRES = ("a", "b")


def draw_posters(folder: Path, films: int) -> list[Path]:
    """Write the posters of sample films as JPEG files."""
    paths = [folder / f"{film:05d}.jpg" for film in range(films)]
    for film, path in enumerate(paths):
        draw_film(1, film).poster.save(path)
    return paths


def store(folder: Path, posters: list[Path]) -> None:
    """Write posters into shards, as preprocessing does."""
    tensors = np.stack([poster_tensor(read_poster(path), IMAGES) for path in posters])
    labels = np.zeros((len(posters), len(GENRES)), dtype=np.int8)
    write_shards(folder, {"train": len(posters)}, tensors, labels, GENRES)


def opened(folder: Path) -> PosterBatches:
    """Go through the shards once."""
    examples = open_part(folder, "train")
    return PosterBatches(examples.posters, examples.labels, BATCH)


def study_seconds(films: PosterBatches, epoch: int) -> float:
    """Return the wall time of going through one epoch's batches."""
    started = time.perf_counter()
    for _ in films.shuffled(1, epoch):
        pass
    return time.perf_counter() - started


def notebook_seconds(posters: list[Path]) -> float:
    """Return the wall time of decoding and resizing each poster."""
    started = time.perf_counter()
    for path in posters:
        poster_tensor(read_poster(path), IMAGES)
    return time.perf_counter() - started


def compare(films: int = 1_000, rounds: int = 5) -> Comparison:
    """Measure, alternating the two ways."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posters = draw_posters(folder, films)
        store(folder, posters)
        study_seconds(opened(folder), epoch=0)  # the first call loads TensorFlow
        started = time.perf_counter()
        batches = opened(folder)
        once = time.perf_counter() - started
        study, notebook = [], []
        for epoch in range(rounds):
            study.append(study_seconds(batches, epoch))
            notebook.append(notebook_seconds(posters))
    return Comparison(
        Measured(f"{films:,} posters from shards, shuffled", tuple(study)),
        Measured("decoded and resized again", tuple(notebook)),
        remark=f"Going through the shards, once a training, takes {once:.3f} s more.",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
