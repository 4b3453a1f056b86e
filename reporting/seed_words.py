"""How many trainings the figures rest on, in words."""

from data_contracts.metrics import StudyMetrics
from reporting.wording import count_noun, join_names


def seeds_sentence(metrics: StudyMetrics, seed: int) -> str:
    """Say how many trainings the figures rest on; seed: that of runs that noted no others."""
    seeds = metrics.seeds or (seed,)
    if len(seeds) == 1:
        return (
            f"Each model was trained once, under seed {seeds[0]}, on one split: the intervals "
            f"cover the choice of test films, and one seed says nothing of how results vary "
            f"between trainings. The option --repeats trains under more."
        )
    named = join_names([str(one) for one in seeds])
    return (
        f"Each model was trained under {count_noun(len(seeds), 'seed')}, {named}, on one split: "
        f"its figures are means over these trainings, and their intervals cover the choice of test "
        f"films and the chance in training both, though not the choice of training films."
    )


def seeds_named(metrics: StudyMetrics, seed: int) -> str:
    """Name the seeds: seed 1, or seeds 1, 2 and 3; seed: that of runs that noted none."""
    seeds = metrics.seeds or (seed,)
    return f"{'seed' if len(seeds) == 1 else 'seeds'} {join_names([str(one) for one in seeds])}"
