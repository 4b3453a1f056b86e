"""The two kinds of encoder, and what differs between them.

Sources: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding" (NAACL 2019); Song et al., "MPNet: Masked and Permuted Pre-training for Language
Understanding" (NeurIPS 2020). Arrays are named as the Hugging Face library transformers names those
of BertModel and MPNetModel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

EncoderKind = Literal["bert", "mpnet"]


@dataclass(frozen=True)
class EncoderLayout:
    """The special tokens of a kind of encoder, and how its arrays are named and laid out.

    query, key, value, attended, attention_norm: below a layer's name; attended is the dense layer
    on what the heads saw. first_place: the row of the first token's place. token_type: vectors of
    the kinds of sentence, or None. distances: what the distance of two tokens adds to their score,
    for each bucket of distances and each head, or None.
    """

    padding: str
    opening: str
    closing: str
    query: str
    key: str
    value: str
    attended: str
    attention_norm: str
    first_place: int
    token_type: str | None
    distances: str | None


KINDS: Final[Mapping[EncoderKind, EncoderLayout]] = MappingProxyType(
    {
        "bert": EncoderLayout(
            padding="[PAD]",
            opening="[CLS]",
            closing="[SEP]",
            query="attention.self.query",
            key="attention.self.key",
            value="attention.self.value",
            attended="attention.output.dense",
            attention_norm="attention.output.LayerNorm",
            first_place=0,
            token_type="embeddings.token_type_embeddings.weight",  # noqa: S106 - an array's name
            distances=None,
        ),
        "mpnet": EncoderLayout(
            padding="<pad>",
            opening="<s>",
            closing="</s>",
            query="attention.attn.q",
            key="attention.attn.k",
            value="attention.attn.v",
            attended="attention.attn.o",
            attention_norm="attention.LayerNorm",
            first_place=2,  # place 1 is that of padding, and nothing is at place 0
            token_type=None,
            distances="encoder.relative_attention_bias.weight",
        ),
    }
)
"""By model_type in config.json beside the weights."""

KIND_OF: Final[Mapping[str, EncoderKind]] = MappingProxyType(
    {"minilm-l6": "bert", "mpnet-base": "mpnet"}
)
"""By the name that a recipe gives the encoder."""
