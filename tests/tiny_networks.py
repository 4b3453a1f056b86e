"""Pretrained networks with the code of the real ones, small weights, and nothing learnt."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from data_contracts.recipe import Recipe
from modeling.encoder_kinds import EncoderKind
from modeling.poster_backbone import SCALES, STAGES
from modeling.text_encoder import EncoderConfig

HIDDEN, WIDE, HEADS, LAYERS, PLACES, BUCKETS = 8, 12, 2, 2, 256, 32
SPECIAL = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = [chr(ord("a") + place) for place in range(26)]
LEARNT = ["the", "film", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
PIECES = [*SPECIAL, *LEARNT]
PIECES_OF = {
    "bert": PIECES,
    # As MPNet has them: its own special tokens before BERT's, whose unknown one it keeps.
    "mpnet": ["<s>", "<pad>", "</s>", "<unk>", *SPECIAL, *LEARNT, "<mask>"],
}
EPSILON = {"bert": 1e-12, "mpnet": 1e-5}
ATTENTION = {
    "bert": ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm"),
    "mpnet": ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm"),
}
"""Names of a layer's arrays: query, key, value, the dense layer after them, the norm after that."""


def encoder_config(kind: EncoderKind) -> EncoderConfig:
    """Return what the config.json of such an encoder says."""
    return EncoderConfig(
        model_type=kind,
        hidden_size=HIDDEN,
        intermediate_size=WIDE,
        num_attention_heads=HEADS,
        num_hidden_layers=LAYERS,
        max_position_embeddings=PLACES,
        layer_norm_eps=EPSILON[kind],
    )


def write_encoder(folder: Path, kind: EncoderKind = "bert") -> Path:
    """Write an encoder's model.safetensors, config.json and vocab.txt, of random weights."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(encoder_arrays(kind), folder / "model.safetensors")
    config = {**encoder_config(kind).model_dump(), "pad_token_id": 0}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in PIECES_OF[kind]))
    return folder


def encoder_arrays(kind: EncoderKind = "bert") -> dict[str, np.ndarray]:
    """Return an encoder's arrays by the names that transformers gives them."""
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.5, shape).astype(np.float32)

    arrays = {
        "embeddings.word_embeddings.weight": normal(len(PIECES_OF[kind]), HIDDEN),
        "embeddings.position_embeddings.weight": normal(PLACES, HIDDEN),
        "pooler.dense.weight": normal(HIDDEN, HIDDEN),
    }
    if kind == "bert":
        arrays["embeddings.token_type_embeddings.weight"] = normal(2, HIDDEN)
    else:
        arrays["encoder.relative_attention_bias.weight"] = normal(BUCKETS, HEADS)
    *parts, norm_of_attention = ATTENTION[kind]
    linear = {f"attention.{part}": (HIDDEN, HIDDEN) for part in parts}
    linear |= {"intermediate.dense": (WIDE, HIDDEN), "output.dense": (HIDDEN, WIDE)}
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        norms += [f"{name}attention.{norm_of_attention}", f"{name}output.LayerNorm"]
        for part, shape in linear.items():
            arrays[f"{name}{part}.weight"] = normal(*shape)
            arrays[f"{name}{part}.bias"] = normal(shape[0])
    for norm in norms:
        arrays[f"{norm}.weight"], arrays[f"{norm}.bias"] = 1 + normal(HIDDEN), normal(HIDDEN)
    return arrays


def write_backbone(path: Path, seed: int = 0) -> Path:
    """Write EfficientNet-Lite0's arrays, of random weights, to a .safetensors file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(backbone_arrays(seed), path)
    return path


def backbone_arrays(seed: int = 0) -> dict[str, np.ndarray]:
    """Return EfficientNet-Lite0's arrays by the names that efficientnet-lite-pytorch gives them."""
    rng = np.random.default_rng(seed)
    arrays: dict[str, np.ndarray] = {}

    def convolution(name: str, *shape: int) -> None:
        spread = 1 / np.sqrt(np.prod(shape[1:]))
        arrays[f"{name}.weight"] = rng.normal(0, spread, shape).astype(np.float32)

    def norm(name: str, width: int) -> None:
        for part, (low, high) in {
            "weight": (0.5, 1.5),
            "bias": (-0.5, 0.5),
            "running_mean": (-0.5, 0.5),
            "running_var": (0.5, 1.5),
        }.items():
            arrays[f"{name}.{part}"] = rng.uniform(low, high, width).astype(np.float32)
        arrays[f"{name}.num_batches_tracked"] = np.array(7)

    assert SCALES["efficientnet-lite0"] == (1.0, 1.0)
    convolution("_conv_stem", 32, 3, 3, 3)
    norm("_bn0", 32)
    width, block = 32, 0
    for stage in STAGES:
        for _ in range(stage.repeats):
            name, wide = f"_blocks.{block}.", width * stage.expansion
            if stage.expansion > 1:
                convolution(f"{name}_expand_conv", wide, width, 1, 1)
                norm(f"{name}_bn0", wide)
            convolution(f"{name}_depthwise_conv", wide, 1, stage.kernel, stage.kernel)
            norm(f"{name}_bn1", wide)
            convolution(f"{name}_project_conv", stage.filters, wide, 1, 1)
            norm(f"{name}_bn2", stage.filters)
            width, block = stage.filters, block + 1
    convolution("_conv_head", 1280, 320, 1, 1)
    norm("_bn1", 1280)
    arrays["_fc.weight"] = np.zeros((1000, 1280), np.float32)
    return arrays


def pretrained_recipe(recipe: Recipe, folder: Path) -> Recipe:
    """Return the recipe on tiny pretrained networks, which are written to the folder."""
    return Recipe(
        images=recipe.images,
        text=recipe.text.model_copy(update={"tokenizer": "wordpiece"}),
        cnn=recipe.cnn.model_copy(
            update={
                "backbone": "efficientnet-lite0",
                "backbone_scale": 1.5,
                "feature_votes": 0.5,
                "backbone_weights": str(write_backbone(folder / "backbone.safetensors")),
            }
        ),
        lstm=recipe.lstm.model_copy(
            update={
                "encoder": "minilm-l6",
                "ngram_votes": 0.5,
                "encoder_weights": str(write_encoder(folder / "encoder")),
            }
        ),
    )
