"""From overviews to the word pieces of a pretrained encoder, by the library tokenizers.

Token ids are in an order of our own: padding and the unknown token come first, as in a vocabulary
of words, so that all that reads token ids reads these too.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.errors import WeightsError
from data_contracts.examples import UNKNOWN_ID
from modeling.arrays import IndexArray
from modeling.encoder_kinds import KINDS, EncoderKind

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

OPENING_ID: Final = 2
CLOSING_ID: Final = 3
_UNKNOWN: Final = "[UNK]"
"""MPNet's vocabulary has <unk> too, which no word becomes."""
_NO_PIECES: Final = frozenset(
    ("[PAD]", "[CLS]", "[SEP]", "[MASK]", "<pad>", "<unk>", "<s>", "</s>", "<mask>")
)
"""What no text becomes: left out but for the tokens that the kind of encoder needs."""


def own_order(pieces: Sequence[str], kind: EncoderKind) -> tuple[list[str], IndexArray]:
    """Return the vocabulary in our order, and for each token the place that it had.

    pieces: an encoder's vocabulary. Its unused entries, its mask and the special tokens of other
    kinds of encoder are left out.

    Raises WeightsError where it lacks a token that an encoder needs.
    """
    special = KINDS[kind]
    first = (special.padding, _UNKNOWN, special.opening, special.closing)
    places = {piece: place for place, piece in enumerate(pieces)}
    if lacking := [token for token in first if token not in places]:
        raise WeightsError(
            f"the encoder's vocabulary lacks {', '.join(lacking)}; name the folder of a network "
            f"of the kind {kind} with a WordPiece vocabulary"
        )
    out = _NO_PIECES.union(first)
    others = [p for p in pieces if p not in out and not p.startswith("[unused")]
    vocabulary = [*first, *others]
    return vocabulary, np.array([places[token] for token in vocabulary], dtype=np.intp)


def tokenize_pieces(
    overviews: Sequence[str], vocabulary: Sequence[str], max_tokens: int
) -> list[NDArray[np.int32]]:
    """Return each overview's token ids, int32, unpadded, at most max_tokens of them.

    Text is lower-cased and stripped of accents. An overview without any token becomes one unknown
    token. The encoder itself adds its opening and closing mark.
    """
    found = []
    for encoding in _tokenizer(vocabulary).encode_batch(list(overviews), add_special_tokens=False):
        ids = np.asarray(encoding.ids[:max_tokens], dtype=np.int32)
        found.append(ids if ids.size else np.full(1, UNKNOWN_ID, dtype=np.int32))
    return found


def place_pieces(overview: str, vocabulary: Sequence[str]) -> Iterator[tuple[str, IndexArray]]:
    """Yield each word as it is written, and the places of the tokens that it became, from 0.

    The model may not read the last tokens.
    """
    encoding: Encoding = _tokenizer(vocabulary).encode(overview, add_special_tokens=False)
    starts = np.array([start for start, _ in encoding.offsets], dtype=np.intp)
    end = 0
    for word in overview.split():
        start = overview.index(word, end)
        end = start + len(word)
        yield word, np.flatnonzero((starts >= start) & (starts < end))


def _tokenizer(vocabulary: Sequence[str]) -> "Tokenizer":
    try:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    except ImportError as error:
        raise WeightsError(
            "word pieces need the library tokenizers, which is not installed: "
            "pip install 'film-genre-study[pretrained]'"
        ) from error
    ids = {token: place for place, token in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token=_UNKNOWN, max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer
