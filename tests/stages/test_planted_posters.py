"""The smoke preset's CNN, trained on the sample films, asked about posters that are clear."""

from pathlib import Path

import numpy as np
import pytest

from data_contracts.config import StudyConfig
from data_contracts.presets import resolve_recipe
from modeling.images import poster_tensor
from samples.chance import stream
from samples.drawing import draw_poster
from stages.ingest import read_tables, take_snapshot
from stages.preprocess import preprocess_posters
from stages.sample_films import make_sample_films
from stages.split import split
from stages.train import train_cnn
from stages.validate import validate
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.model_files import load_model

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]

FILMS, SEED, POSTERS = 1_200, 2_026, 12
OF_NO_FILM = 9_000_000
"""Number from which on posters are drawn that no sample film has."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory):
    """Say of posters that show one genre alone how probable the CNN finds each genre."""
    root = tmp_path_factory.mktemp("smoke")
    make_sample_films(root / "films", FILMS, SEED)
    config, store = StudyConfig(data=str(root / "films"), output=str(root)), ContentStore(root)
    model = load_model(store.path(_trained(config, store, root).sha256))
    images = resolve_recipe(config).images

    def asked(genre: str) -> dict[str, np.ndarray]:
        posters = [
            poster_tensor(draw_poster(stream(SEED, OF_NO_FILM + n, 0), "A Title", (genre,)), images)
            for n in range(POSTERS)
        ]
        said = np.asarray(model.predict(np.stack(posters), verbose=0))
        return dict(zip(config.genres, said.T, strict=True))

    return asked


def _trained(config: StudyConfig, store: ContentStore, root: Path):
    source = take_snapshot(str(config.data), store)
    accepted = validate(read_tables(source, config, store), config, store)
    parts = split(accepted, config, store)
    posters = preprocess_posters(source, accepted, parts, config, store)
    return train_cnn(posters, config, store, Checkpoint(root, "cnn"), lambda _: None)


def test_a_clear_western_is_not_taken_for_animation(ask) -> None:
    western, animation = ask("Western"), ask("Animation")

    assert (western["Western"] > western["Animation"]).all()
    assert (animation["Animation"] > animation["Western"]).all()


@pytest.mark.parametrize("genre", ["Action", "Horror", "Crime"])
def test_a_frequent_genre_is_likelier_where_its_motif_is_than_elsewhere(ask, genre) -> None:
    with_it, without = ask(genre)[genre], ask("Western")[genre]

    assert np.median(with_it) > np.median(without)
