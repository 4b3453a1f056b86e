"""What a recipe puts beside the networks, in words."""

from typing import Final

from data_contracts.presets import resolve_recipe
from data_contracts.results import StudyResults
from reporting.standings import OVERVIEW_MODEL, POSTER_MODEL
from reporting.wording import percent

_PATCHES: Final = "on small patches and colours of the poster, wherever they stand"
_FEATURES: Final = "on the features of the frozen network"
_NGRAMS: Final = "on n-grams of characters within the overview's words"


def votes_sentence(results: StudyResults, model: str) -> str:
    """Say what has a say in a model's answers beside its network; empty where nothing has."""
    recipe = resolve_recipe(results.config)
    beside: dict[str, tuple[tuple[float, str], ...]] = {
        POSTER_MODEL: ((recipe.cnn.patch_votes, _PATCHES), (recipe.cnn.feature_votes, _FEATURES)),
        OVERVIEW_MODEL: ((recipe.lstm.ngram_votes, _NGRAMS),),
    }
    for share, reads in beside.get(model, ()):
        if share:
            return (
                f"Beside the network stands a logistic regression {reads}: {percent(share)} of the "
                f"log-odds of each answer are its, and the rest are the network's."
            )
    return ""


def heat_leaves_out_sentence(results: StudyResults) -> str:
    """Say what the heat of a poster leaves out; empty where it leaves out nothing."""
    cnn = resolve_recipe(results.config).cnn
    if cnn.backbone != "none":
        return (
            "The heat shows what is read from the last maps of the frozen network: its earlier "
            "maps, which are read too, are not in it."
        )
    if not cnn.patch_votes:
        return ""
    return (
        f"The heat is that of the network alone: the small patches and colours, which have "
        f"{percent(cnn.patch_votes)} of the say, are not in it."
    )
