"""Train the two branches; each task runs in a fresh process of its own."""

from prefect import task

from data_contracts.presets import resolve_recipe
from data_contracts.references import EncodingRef, ModelRef, OverviewExamplesRef, PosterExamplesRef
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import checkpoint_of, store_of, timed
from tasks.progress import branch_progress

COMMON = ("genres", "seed", "threads")
CNN_POLICY = ContentPolicy(
    stage="train-cnn", code="stages.train", settings=(*COMMON, "recipe.images", "recipe.cnn")
)
LSTM_POLICY = ContentPolicy(
    stage="train-lstm", code="stages.train", settings=(*COMMON, "recipe.text", "recipe.lstm")
)


@task(
    name="train CNN",
    task_run_name="train CNN on posters, {study.config.preset}, seed {study.config.seed}",
    tags={"stage: train", "branch: poster"},
    cache_policy=CNN_POLICY,
    persist_result=True,
)
def train_cnn(
    examples: PosterExamplesRef, study: Study, encoding: EncodingRef | None = None
) -> ModelRef:
    """Train the poster branch."""
    from stages import train

    epochs = resolve_recipe(study.config).cnn.training.epochs
    checkpoint = checkpoint_of(CNN_POLICY, examples, study, encoding)
    with timed("train-cnn", study), branch_progress("cnn", epochs, study, checkpoint) as on_epoch:
        return train.train_cnn(
            examples, study.config, store_of(study), checkpoint, on_epoch, encoding
        )


@task(
    name="train LSTM",
    task_run_name="train LSTM on overviews, {study.config.preset}, seed {study.config.seed}",
    tags={"stage: train", "branch: overview"},
    cache_policy=LSTM_POLICY,
    persist_result=True,
)
def train_lstm(
    examples: OverviewExamplesRef, study: Study, encoding: EncodingRef | None = None
) -> ModelRef:
    """Train the overview branch."""
    from stages import train

    epochs = resolve_recipe(study.config).lstm.training.epochs
    checkpoint = checkpoint_of(LSTM_POLICY, examples, study, encoding)
    with timed("train-lstm", study), branch_progress("lstm", epochs, study, checkpoint) as on_epoch:
        return train.train_lstm(
            examples, study.config, store_of(study), checkpoint, on_epoch, encoding
        )
