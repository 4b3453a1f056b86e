"""Champions that stand for models nobody trained."""

from typing import TYPE_CHECKING

from data_contracts.champions import Champion
from data_contracts.recipe import Recipe
from data_contracts.references import Branch, ModelRef, SplitRef
from storage.runs import RunFolder

if TYPE_CHECKING:
    from tests.study_chain import Chain


def promotable_runs(chain: "Chain") -> list[RunFolder]:
    """Return two completed runs of the chain whose models need to beat nothing."""
    # Here, since the processes that tests start for champions alone would import them in vain.
    from stages.open_study import close_study, open_study
    from stages.report import gather

    made = []
    for _ in range(2):
        config = chain.study.config
        promotion = config.promotion.model_copy(update={"floor": ()})
        study = open_study(config.model_copy(update={"promotion": promotion}))
        made.append(gather(study, chain.refs))
        close_study(study, None)
    return made


def champion(run_id: str, branch: Branch = "cnn", digest: str = "a", **changes) -> Champion:
    """Return a champion whose model has a digest of this one letter."""
    fields = {
        "branch": branch,
        "run_id": run_id,
        "data_name": "films",
        "seed": 1,
        "model": ModelRef(sha256=digest * 64, branch=branch, parameters=9, epochs=2, best_epoch=1),
        "split": SplitRef(sha256="f" * 64, train=7, validation=1, test=2),
        "genres": ("Drama", "Comedy"),
        "recipe": Recipe(),
    }
    return Champion(**{**fields, **changes})
