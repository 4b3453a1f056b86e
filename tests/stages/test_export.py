import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data_contracts.errors import RunError
from data_contracts.predictor import Predictor
from modeling.plain_text import plain_token_ids
from stages.export import CARD, export_run
from stages.lite_files import TOLERANCE
from storage.posters import read_poster
from storage.runs import Workspace
from tests.stages.predicting import asked_run
from tests.study_chain import in_own_workspace

HOME = Path(__file__).parents[2]
OVERVIEWS = ["A sheriff rides into town.", "", "Music, music & MUSIC! " * 20]
ELSEWHERE = """
import sys
from importlib.util import find_spec
sys.path = [path for path in sys.path if path not in {"", HOME}]
assert find_spec("modeling") is None
import keras
import numpy as np
posters = keras.models.load_model("poster.keras")
overviews = keras.models.load_model("overview.keras")
by_poster = posters.predict(np.load("posters.npy"), verbose=0)
by_overview = overviews.predict(np.array(OVERVIEWS, dtype=object), verbose=0)
names = overviews.get_layer("genre_names").get_vocabulary(include_special_tokens=False)
first = [name.decode() for name in by_overview["genres"][:, 0]]
assert first == [names[place] for place in by_overview["probabilities"].argmax(axis=1)]
assert names == posters.get_layer("genre_names").get_vocabulary(include_special_tokens=False)
np.savez("said.npz", poster=by_poster["probabilities"], overview=by_overview["probabilities"],
         names=np.array(names))
"""


@pytest.fixture(scope="module")
def exported(chain, tmp_path_factory):
    root = tmp_path_factory.mktemp("export")
    run = asked_run(in_own_workspace(chain, root / "workspace"))
    names = export_run(Workspace(root / "workspace"), run, root / "models")
    return root / "models", names


@pytest.fixture(scope="module")
def posters(film_folder) -> np.ndarray:
    paths = sorted((film_folder / "Images").glob("*.jpg"))[:3]
    return np.stack([np.asarray(read_poster(path).resize((50, 100))) for path in paths])


@pytest.fixture(scope="module")
def predictor(exported) -> Predictor:
    return Predictor.model_validate_json((exported[0] / "predictor.json").read_bytes())


def lite(exported, predictor, posters):
    """Return what the exported LiteRT files say, asked as their predictor says."""
    from modeling.images import poster_tensor
    from modeling.lite_model import LiteModel

    folder, _ = exported
    vocabulary = (folder / "vocabulary.txt").read_text("utf-8").split("\n")[:-1]
    small = [poster_tensor(Image.fromarray(poster), predictor.images) for poster in posters]
    ids = plain_token_ids(OVERVIEWS, vocabulary, predictor.text)
    return {
        "poster": LiteModel((folder / "poster.tflite").read_bytes()).posters(np.stack(small)),
        "overview": LiteModel((folder / "overview.tflite").read_bytes()).overviews(ids),
    }


def test_an_export_holds_every_form_of_each_model(exported):
    assert exported[1] == [
        *("model_card.md", "overview.keras", "overview.tflite", "overview_saved_model"),
        *("poster.keras", "poster.tflite", "poster_saved_model", "predictor.json"),
        *("text.json", "vocabulary.txt"),
    ]


def test_keras_alone_reads_the_models_and_they_say_what_litert_says(exported, predictor, posters):
    folder, _ = exported
    np.save(folder / "posters.npy", posters)
    code = ELSEWHERE.replace("HOME", repr(str(HOME))).replace("OVERVIEWS", repr(OVERVIEWS))

    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)

    said, expected = np.load(folder / "said.npz"), lite(exported, predictor, posters)
    assert tuple(said["names"]) == predictor.genres
    assert np.allclose(said["overview"], expected["overview"], atol=TOLERANCE)
    # A grey value of a resized poster may be rounded to its neighbour.
    assert np.allclose(said["poster"], expected["poster"], atol=5e-3)


def test_a_saved_model_says_what_litert_says(exported, predictor, posters):
    import tensorflow as tf

    from modeling.text import pad

    folder, _ = exported
    vocabulary = (folder / "vocabulary.txt").read_text("utf-8").split("\n")[:-1]
    ids = pad(plain_token_ids(OVERVIEWS, vocabulary, predictor.text))

    loaded = tf.saved_model.load(folder / "overview_saved_model")  # whose variables end with it
    said = loaded.serve(ids)

    expected = lite(exported, predictor, posters)["overview"]
    assert np.allclose(said, expected, atol=TOLERANCE)


def test_the_card_is_written_from_the_run(exported, chain):
    card = (exported[0] / CARD).read_text("utf-8")

    assert f"{chain.split.train} films to train on" in card
    assert f"{chain.cnn.parameters:,} parameters" in card
    assert "no weights of others" in card
    for heading in ("Intended use", "Figures", "Known failures", "Limits"):
        assert f"## {heading}\n" in card


def test_a_folder_with_something_in_it_is_left_alone(chain, tmp_path):
    (tmp_path / "mine").write_text("x", "utf-8")
    workspace = Workspace(chain.store.root.parent)

    with pytest.raises(RunError, match="it is there already and not empty"):
        export_run(workspace, workspace.run(chain.study.run_id), tmp_path)
