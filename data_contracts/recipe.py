"""What the two models are and how they are trained: the recipe of a study."""

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from data_contracts.base import FrozenModel

Rate = Annotated[float, Field(ge=0, lt=1)]
Backbone = Literal["none", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2"]
Encoder = Literal["none", "minilm-l6", "mpnet-base"]
Tokenizer = Literal["words", "wordpiece"]

ENCODER_TOKENS: Final = 510
"""Most tokens that an encoder reads: its 512 places less those of its opening and closing mark."""


class ImageConfig(FrozenModel):
    """How a poster becomes a tensor."""

    height: int = Field(64, ge=16, le=512, description="Rows of the resized poster, in pixels.")
    width: int = Field(64, ge=16, le=512, description="Columns of the resized poster, in pixels.")


class TextConfig(FrozenModel):
    """How an overview becomes token ids."""

    vocabulary_size: int = Field(
        10_000,
        ge=10,
        le=200_000,
        description="Token ids kept, padding and unknown included; no limit on an encoder's own.",
    )
    max_tokens: int = Field(
        200, ge=1, le=2_000, description="Tokens of an overview that are read; the rest is cut."
    )
    tokenizer: Tokenizer = Field(
        "words",
        description="words: a vocabulary fitted on the training films; wordpiece: the encoder's.",
    )


class TrainingConfig(FrozenModel):
    """The training of one branch."""

    epochs: int = Field(40, ge=1, le=1_000, description="Passes over the training films.")
    batch_size: int = Field(64, ge=1, le=4_096, description="Films a step.")
    learning_rate: float = Field(1e-4, gt=0, le=1, description="Adam's step size at the start.")
    schedule: Literal["exponential", "cosine"] = Field(
        "exponential",
        description="How the learning rate falls: exponential, constant and then by a factor an "
        "epoch, as published; cosine, along half a cosine to nearly 0 in the last epoch.",
    )
    constant_epochs: int = Field(
        10, ge=0, description="Epochs before the learning rate starts to fall; exponential alone."
    )
    decay: float = Field(
        0.01,
        ge=0,
        le=1,
        description="Then each epoch multiplies the rate by exp(-decay); exponential alone.",
    )
    weight_decay: float = Field(
        0, ge=0, le=1, description="Above 0 trains with AdamW, and this is its weight decay."
    )
    loss: Literal["cross-entropy", "asymmetric"] = Field(
        "cross-entropy",
        description="What is minimised: binary cross-entropy; or asymmetric, where a genre that a "
        "film lacks weighs the less the surer the model is of that.",
    )
    averaging: Rate = Field(
        0,
        description="Above 0, validation and the saved model use a moving average of the weights, "
        "of which each step keeps this share.",
    )
    patience: int | None = Field(
        None, ge=1, description="Epochs without a better one that end the training; empty for none."
    )
    prior_bias: bool = Field(
        default=False,
        description="Starts the outputs at each genre's share of the training films.",
    )


class AugmentationConfig(FrozenModel):
    """What changes in a poster from epoch to epoch while it is trained on, its genres kept."""

    flip: bool = Field(default=False, description="Mirrors left and right every other time.")
    shift: Rate = Field(
        0, description="Largest shift each way, as a share of the side; edges are continued."
    )
    light: Rate = Field(
        0, description="Largest change of brightness, and of each colour, as a share."
    )


class CnnConfig(FrozenModel):
    """The poster branch: the study's convolutional network, and its training.

    With a backbone, its features go straight into the dense layers and the votes, and stem and
    blocks count for nothing; without one, backbone_scale counts for nothing.
    """

    backbone: Backbone = Field(
        "none", description="Convolutions learnt on ImageNet and kept as they are; none: our own."
    )
    backbone_weights: str | None = Field(
        None,
        min_length=1,
        description="File of the backbone's weights, .pth or .safetensors; empty for the package "
        "of that name.",
    )
    backbone_scale: float = Field(
        1, ge=1, le=4, description="How much larger than the resized posters a backbone sees them."
    )
    stem_filters: int = Field(16, ge=1, le=512, description="Filters of the first, strided layer.")
    block_filters: tuple[int, ...] = Field(
        (32, 64, 128), min_length=1, description="Filters of each block of two convolutions."
    )
    normalisation: Literal["none", "batch"] = Field(
        "none", description="What follows each convolution and its activation."
    )
    pooling: Literal["flatten", "average"] = Field(
        "flatten", description="How the last map becomes a vector: all of it, or its mean."
    )
    block_dropout: Rate = Field(
        0.2,
        description="Dropout after the stem and within each block, or on a backbone's features.",
    )
    dense_units: tuple[int, ...] = Field(
        (1024, 1024), description="Units of each dense layer before the output."
    )
    dense_dropout: Rate = Field(0.5, description="Dropout after each dense layer.")
    patch_votes: Rate = Field(
        0,
        description="Share that a logistic regression on patches and colours has in the answer's "
        "log-odds; 0 for none, as under a backbone.",
    )
    feature_votes: Rate = Field(
        0,
        description="Share that a logistic regression on a backbone's features has in the answer's "
        "log-odds; 0 for none, as without a backbone.",
    )
    augmentation: AugmentationConfig = AugmentationConfig()
    training: TrainingConfig = TrainingConfig()

    @model_validator(mode="after")
    def _has_votes_of_what_it_reads(self) -> "CnnConfig":
        if self.patch_votes and self.backbone != "none":
            raise ValueError(
                f"patch_votes must be 0 under the backbone {self.backbone!r}, got "
                f"{self.patch_votes}: set it to 0, or backbone to 'none'"
            )
        if self.feature_votes and self.backbone == "none":
            raise ValueError(
                f"feature_votes must be 0 without a backbone, got {self.feature_votes}: set it to "
                f"0, or name a backbone"
            )
        return self


class LstmConfig(FrozenModel):
    """The overview branch: the study's bidirectional LSTM, and its training.

    With an encoder, the LSTM reads its token vectors, and embedding_size counts for nothing.
    """

    encoder: Encoder = Field(
        "none",
        description="Language model whose frozen token vectors the LSTM reads; none: its own.",
    )
    encoder_weights: str | None = Field(
        None,
        min_length=1,
        description="Folder with the encoder's model.safetensors, config.json and vocab.txt; "
        "empty for the installed packages.",
    )
    embedding_size: int = Field(256, ge=1, le=2_048, description="Width of a token's vector.")
    word_dropout: Rate = Field(0, description="Share of an overview's words left out in training.")
    units: tuple[int, ...] = Field(
        (256, 128), min_length=1, description="Units, each way, of each bidirectional layer."
    )
    dropout: Rate = Field(0.5, description="Dropout on the inputs of each LSTM.")
    recurrent_dropout: Rate = Field(0.2, description="Dropout on each LSTM's recurrent state.")
    pooling: Literal["last", "mean-max"] = Field(
        "last",
        description="What the last LSTM hands on: its last output each way, or mean and maximum "
        "of its outputs at all words.",
    )
    dense_units: int = Field(
        128, ge=0, le=4_096, description="Units of the dense layer; 0 for no such layer."
    )
    dense_dropout: Rate = Field(0.8, description="Dropout before the output.")
    ngram_votes: Rate = Field(
        0,
        description="Share that a logistic regression on the n-grams of words has in the answer's "
        "log-odds; 0 for none.",
    )
    training: TrainingConfig = TrainingConfig(epochs=20)


class Recipe(FrozenModel):
    """What the models are and how they are trained. The defaults are the published study's."""

    images: ImageConfig = ImageConfig()
    text: TextConfig = TextConfig()
    cnn: CnnConfig = CnnConfig()
    lstm: LstmConfig = LstmConfig()

    @model_validator(mode="after")
    def _reads_what_the_encoder_knows(self) -> "Recipe":
        wordpiece = self.text.tokenizer == "wordpiece"
        if wordpiece != (self.lstm.encoder != "none"):
            raise ValueError(
                f"text.tokenizer {self.text.tokenizer!r} does not go with lstm.encoder "
                f"{self.lstm.encoder!r}: an encoder reads wordpiece, a network of our own words"
            )
        if wordpiece and self.text.max_tokens > ENCODER_TOKENS:
            raise ValueError(
                f"text.max_tokens may be at most {ENCODER_TOKENS} under an encoder, "
                f"got {self.text.max_tokens}: lower it"
            )
        return self
