"""A study of the sample films carried out stage by stage, without Prefect."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    PredictorRef,
    SourceRef,
    SplitRef,
    TablesRef,
)
from data_contracts.study import Study, StudyRefs
from data_contracts.training_record import EpochRecord
from stages.baselines import fit_baselines
from stages.evaluate import evaluate
from stages.explain import explain_overviews, explain_posters
from stages.ingest import read_tables, take_snapshot
from stages.open_study import open_study
from stages.package_models import package_models
from stages.preprocess import preprocess_overviews, preprocess_posters
from stages.split import split
from stages.train import train_cnn, train_lstm
from stages.validate import validate
from storage.checkpoints import Checkpoint
from storage.content_store import ContentStore
from storage.runs import Workspace


@dataclass(frozen=True)
class Chain:
    """The study, its store, and the reference that each stage returned."""

    study: Study
    store: ContentStore
    source: SourceRef
    tables: TablesRef
    accepted: AcceptedRef
    split: SplitRef
    posters: PosterExamplesRef
    overviews: OverviewExamplesRef
    cnn: ModelRef
    lstm: ModelRef
    baselines: BaselinesRef
    evaluation: EvaluationRef
    explanations: tuple[ExplanationsRef, ...]
    predictor: PredictorRef
    epochs: tuple[EpochRecord, ...]

    @property
    def refs(self) -> StudyRefs:
        return StudyRefs(
            source=self.source,
            tables=self.tables,
            accepted=self.accepted,
            split=self.split,
            posters=self.posters,
            overviews=self.overviews,
            models=(self.cnn, self.lstm),
            baselines=self.baselines,
            evaluation=self.evaluation,
            explanations=self.explanations,
            predictor=self.predictor,
        )


def in_own_workspace(chain: Chain, root: Path) -> Chain:
    """Return the chain in a workspace of its own: other tests add runs to the shared one."""

    def others(folder: str, names: list[str]) -> list[str]:
        return [n for n in names if Path(folder).name == "runs" and n != chain.study.run_id]

    shutil.copytree(chain.store.root.parent, root, ignore=others)
    config = chain.study.config.model_copy(update={"output": str(root)})
    study = chain.study.model_copy(update={"config": config})
    return replace(chain, study=study, store=Workspace(root).store)


def run_chain(config: StudyConfig) -> Chain:
    """Carry out every stage up to the explanations."""
    study = open_study(config)
    workspace = Workspace(Path(config.output))
    store, epochs = workspace.store, []
    source = take_snapshot(str(config.data), store)
    tables = read_tables(source, config, store)
    accepted = validate(tables, config, store)
    parts = split(accepted, config, store)
    posters = preprocess_posters(source, accepted, parts, config, store)
    overviews = preprocess_overviews(accepted, parts, config, store)
    checkpoint = Checkpoint(workspace.checkpoints, "cnn")
    cnn = train_cnn(posters, config, store, checkpoint, epochs.append)
    checkpoint = Checkpoint(workspace.checkpoints, "lstm")
    lstm = train_lstm(overviews, config, store, checkpoint, epochs.append)
    baselines = fit_baselines(source, accepted, parts, config, store)
    evaluation = evaluate((cnn, lstm), baselines, accepted, parts, config, store)
    explanations = (
        explain_posters(cnn, posters, evaluation, config, store),
        explain_overviews(lstm, overviews, evaluation, config, store),
    )
    return Chain(
        study=study,
        store=store,
        source=source,
        tables=tables,
        accepted=accepted,
        split=parts,
        posters=posters,
        overviews=overviews,
        cnn=cnn,
        lstm=lstm,
        baselines=baselines,
        evaluation=evaluation,
        explanations=explanations,
        predictor=package_models((cnn, lstm), evaluation, (tables, accepted, parts), config, store),
        epochs=tuple(epochs),
    )
