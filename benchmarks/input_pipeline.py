"""An epoch's posters as the study reads them, against decoding each poster again.

    python -m benchmarks.input_pipeline [--films 256] [--rounds 8]

The study decodes and resizes a poster once, into TFRecord shards, reads them once a training, and
hands out batches from memory; the notebook decoded and resized in every epoch. Posters are sample
films'. Prints the median and the spread of an epoch's reading both ways and their ratio, and what
reading the shards takes, which is paid once.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.timing import report_pair
from data_contracts.config import ImageConfig
from data_contracts.examples import EXAMPLES_JSON, PosterShards
from modeling.batches import PosterBatches
from modeling.images import poster_tensor
from samples.films import draw_film
from storage.posters import read_poster
from storage.tfrecord import PosterExample, read_part, shard_name, write_shard

IMAGES = ImageConfig()
BATCH = 64
LABELS = np.zeros(2, dtype=np.int8)


def draw_posters(folder: Path, films: int) -> list[Path]:
    """Write the posters of sample films as JPEG files."""
    paths = [folder / f"{film:05d}.jpg" for film in range(films)]
    for film, path in enumerate(paths):
        draw_film(1, film).poster.save(path)
    return paths


def store(folder: Path, posters: list[Path]) -> None:
    """Write posters into one shard, as preprocessing does."""
    name = shard_name("train", 0, 1)
    examples = (
        PosterExample(path.stem, poster_tensor(read_poster(path), IMAGES), LABELS)
        for path in posters
    )
    shards = PosterShards(
        height=IMAGES.height,
        width=IMAGES.width,
        genres=("a", "b"),
        films={name: write_shard(folder / name, examples)},
    )
    (folder / EXAMPLES_JSON).write_text(shards.model_dump_json(), encoding="utf-8")


def read(folder: Path) -> PosterBatches:
    """Read the shard into memory."""
    examples = read_part(folder, "train")
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


def main() -> None:
    """Measure, alternating the two ways."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posters = draw_posters(folder, arguments.films)
        store(folder, posters)
        read(folder)  # the first call loads TensorFlow
        started = time.perf_counter()
        films = read(folder)
        once = time.perf_counter() - started
        study, notebook = [], []
        for epoch in range(arguments.rounds):
            study.append(study_seconds(films, epoch))
            notebook.append(notebook_seconds(posters))
    report_pair("an epoch's posters decoded again", notebook, "from the study's shards", study)
    print(f"reading the shards, once a training: {once:.3f} s")


if __name__ == "__main__":
    main()
