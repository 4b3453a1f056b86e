"""What each stage does, in the words that a person reads while it is at work."""

import re
from types import MappingProxyType
from typing import Final

STAGE_WORDS: Final = MappingProxyType(
    {
        "ingest-source": "taking a snapshot of the films",
        "read-tables": "reading every row and measuring every poster",
        "validate-films": "holding the films against the data contract",
        "split-films": "dividing the films into training, validation and test",
        "preprocess-posters": "decoding and resizing the posters",
        "preprocess-posters-group": "decoding and resizing some of the posters",
        "preprocess-overviews": "turning the overviews into tokens",
        "take-weights": "taking the weights of pretrained networks",
        "encode-posters": "computing the backbone's features of the posters",
        "encode-overviews": "computing the encoder's vectors of the overviews",
        "train-cnn": "training the CNN on posters",
        "train-lstm": "training the LSTM on overviews",
        "fit-baselines": "fitting the baselines that the models have to beat",
        "evaluate-models": "measuring models and baselines on the test films",
        "explain-posters": "finding where the CNN looks",
        "explain-overviews": "finding which words the LSTM goes by",
        "package-models": "putting the models together for use on new films",
        "ask-champions": "asking the champions about the test films",
        "promote-models": "deciding who is champion",
        "write-report": "writing the report",
    }
)
"""By the stage's name; one that is not here is shown by its name alone."""

_NUMBER: Final = re.compile(r"-\d+$")


def at_work_words(stage: str) -> str:
    """Return what a stage does, after its name."""
    name, seed = without_seed(stage)
    words = STAGE_WORDS.get(_NUMBER.sub("", name))
    return stage if words is None else f"{stage}: {words}{seed}"


def without_seed(stage: str) -> tuple[str, str]:
    """Return a stage's name without the seed of a repeat, and what to say of that seed, if any."""
    name, _, seed = stage.partition("-seed-")
    return name, f", seed {seed}" if seed else ""
