"""Names, shapes and types of what is stored for training: read and written from here alone.

Posters: TFRecord files <part>-<i>-of-<n>.tfrecord of tf.train.Example messages with the features

    id      bytes, 1 value            the film's Id, ASCII
    poster  bytes, 1 value            height x width x 3 uint8, rows first, RGB
    labels  int64, one value a genre  1 where the film has the genre, in the order of genres

beside examples.json, which gives height, width, genres and the number of films in each file.

Features, where a branch has a frozen network: features.npy with the rows of all films, a row for
each poster, float32, or for each token and mark of each overview, float16; and films.parquet with
Id and rows, how many of them are the film's, in their order (storage/features.py).

Overviews: overviews.parquet with the columns Id (string), part (string), token_ids (list of
int32, without padding), and one int8 column a genre; and vocabulary.txt, one token a line, whose
line number (from 0) is the token's id: line 0 is padding, line 1 stands for unknown tokens; and
text.json, which says how an overview is cut into those tokens. The last two are copied beside
every model that reads token ids: whoever has the model's folder can make its input.
"""

from typing import Final

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.recipe import Tokenizer

ID_FEATURE: Final = "id"
POSTER_FEATURE: Final = "poster"
LABELS_FEATURE: Final = "labels"
CHANNELS: Final = 3

EXAMPLES_JSON: Final = "examples.json"
OVERVIEWS_FILE: Final = "overviews.parquet"
VOCABULARY_FILE: Final = "vocabulary.txt"
TEXT_FILE: Final = "text.json"

PART: Final = "part"
TOKENS: Final = "token_ids"
PADDING_ID: Final = 0
UNKNOWN_ID: Final = 1


class PosterShards(FrozenModel):
    """The contents of examples.json beside the TFRecord files."""

    schema_version: int = 1
    height: int = Field(ge=1, description="Pixels.")
    width: int = Field(ge=1, description="Pixels.")
    genres: tuple[str, ...]
    films: dict[str, int] = Field(description="Number of films by file name.")


class TextReading(FrozenModel):
    """The contents of text.json: how an overview becomes token ids of the vocabulary beside it."""

    schema_version: int = 1
    tokenizer: Tokenizer = Field(
        "words",
        description="words: lower-cased, without punctuation, split at white space; wordpiece: "
        "lower-cased, without accents, in the pieces of a pretrained encoder.",
    )
    max_tokens: int = Field(ge=1, description="Tokens that are read; the rest is cut.")
