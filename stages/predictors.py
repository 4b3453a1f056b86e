"""Whom to ask about new films: the champions, or the models of a run."""

from dataclasses import dataclass
from pathlib import Path

from data_contracts.errors import RunError
from data_contracts.examples import VOCABULARY_FILE
from data_contracts.predictor import (
    LITE_FILES,
    PREDICTOR_FILE,
    PackagedFusion,
    PackagedModel,
    Predictor,
)
from data_contracts.references import Branch, PredictorRef
from modeling.asked_model import AskedModel, KerasModel
from modeling.lite_model import LiteModel
from storage.champions import Champions
from storage.content_store import ContentStore
from storage.model_files import load_model
from storage.runs import RunFolder, Workspace, read_model


@dataclass(frozen=True)
class Packaged:
    """One branch's model, the run it comes from, and the folder of that run's predictor."""

    branch: Branch
    run_id: str
    digest: str
    folder: Path
    predictor: Predictor

    @property
    def model(self) -> PackagedModel:
        """How the model's probabilities are to be read."""
        return self.predictor.models[self.branch]

    def vocabulary(self) -> list[str]:
        """Return the tokens in the order of their ids."""
        return (self.folder / VOCABULARY_FILE).read_text("utf-8").split("\n")[:-1]

    def asked(self, store: ContentStore) -> AskedModel:
        """Return the model, run by LiteRT, or by Keras where it could not be converted."""
        if self.model.not_lite is None:
            return LiteModel((self.folder / LITE_FILES[self.branch]).read_bytes())
        return KerasModel(load_model(store.path(self.model.sha256)))


@dataclass(frozen=True)
class Predictors:
    """Who is asked, by branch; fusion: None where the models were never fused, or one is missing.

    notes: what a reader of the answers should know of who gave them.
    """

    by_branch: dict[Branch, Packaged]
    fusion: PackagedFusion | None
    notes: tuple[str, ...]

    @property
    def genres(self) -> tuple[str, ...]:
        """The genres that are answered."""
        return next(iter(self.by_branch.values())).predictor.genres

    @property
    def runs(self) -> dict[Branch, str]:
        """The run that each model comes from."""
        return {branch: one.run_id for branch, one in self.by_branch.items()}


def find_predictors(workspace: Workspace, run: str | None) -> Predictors:
    """Return the models of a run, or the champions where none is named.

    Before there is a champion, the latest run that left models is asked. Champions of different
    runs must answer the same genres.

    Raises RunError where the run is not there or left nothing to ask, StoreError where its
    content is gone from the store.
    """
    if run is not None:
        return _of_run(workspace.find_run(run), workspace.store, ())
    champions = Champions(workspace.champions).champions()
    packaged = [
        _packaged(branch, champion.run_id, champion.predictor, workspace.store)
        for branch, champion in champions.items()
        if champion.predictor is not None
    ]
    if packaged:
        return _together(packaged, ())
    for folder in reversed(workspace.runs()):
        refs = folder.read_manifest().refs
        if refs is not None and refs.predictor is not None:
            note = f"no model is champion yet: the latest run, {folder.run_id}, is asked"
            return _of_run(folder, workspace.store, (note,))
    raise RunError(
        f"{workspace.root}: there is no run whose models can be asked; `film-genres run` makes one"
    )


def _of_run(folder: RunFolder, store: ContentStore, notes: tuple[str, ...]) -> Predictors:
    refs = folder.read_manifest().refs
    ref = None if refs is None else refs.predictor
    if ref is None:
        raise RunError(
            f"{folder.path}: the run left no models to ask, since it did not end or is of an "
            f"earlier version; run the study again, or name another run"
        )
    packaged = [_packaged(branch, folder.run_id, ref, store) for branch in ref.branches]
    return _together(packaged, notes)


def _packaged(branch: Branch, run_id: str, ref: PredictorRef, store: ContentStore) -> Packaged:
    folder = store.path(ref.sha256)
    predictor = read_model(folder / PREDICTOR_FILE, Predictor)
    return Packaged(branch, run_id, ref.sha256, folder, predictor)


def _together(packaged: list[Packaged], notes: tuple[str, ...]) -> Predictors:
    genres = {one.predictor.genres for one in packaged}
    if len(genres) > 1:
        runs = " and ".join(one.run_id for one in packaged)
        raise RunError(
            f"the champions, of {runs}, answer different genres; name one of these runs with --run"
        )
    by_branch = {one.branch: one for one in packaged}
    said = [*notes, *(one.model.not_lite for one in packaged if one.model.not_lite)]
    fusion = None
    if len({one.digest for one in packaged}) == 1:
        fusion = packaged[0].predictor.fusion
    elif len(packaged) > 1:
        said.append("the models are of different runs, so that both weigh alike")
    if len(by_branch) == 1:
        said.append(f"there is no model of the other kind beside {next(iter(by_branch))}")
    return Predictors(by_branch, fusion, tuple(said))
