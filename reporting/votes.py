"""What a recipe puts beside the networks, in words."""

from typing import Final

from data_contracts.presets import resolve_recipe
from data_contracts.results import StudyResults
from reporting.standings import OVERVIEW_MODEL, POSTER_MODEL
from reporting.wording import percent

_READS: Final[dict[str, str]] = {
    POSTER_MODEL: "on small patches of the poster, wherever they stand",
    OVERVIEW_MODEL: "on n-grams of characters within the overview's words",
}


def votes_sentence(results: StudyResults, model: str) -> str:
    """Say what has a say in a model's answers beside its network; empty where nothing has."""
    recipe = resolve_recipe(results.config)
    shares: dict[str, float] = {
        POSTER_MODEL: recipe.cnn.patch_votes,
        OVERVIEW_MODEL: recipe.lstm.ngram_votes,
    }
    share = shares.get(model, 0)
    if not share:
        return ""
    return (
        f"Beside the network stands a logistic regression {_READS[model]}: {percent(share)} of the "
        f"log-odds of each answer are its, and the rest are the network's."
    )


def heat_votes_sentence(results: StudyResults) -> str:
    """Say what the heat of a poster leaves out; empty where it leaves out nothing."""
    share = resolve_recipe(results.config).cnn.patch_votes
    if not share:
        return ""
    return (
        f"The heat is that of the network alone: the small patches, which have {percent(share)} of "
        f"the say, are not in it."
    )
