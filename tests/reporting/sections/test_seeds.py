import pytest

from data_contracts.metrics import SeedScores
from reporting.document import Prose, Section, Table
from reporting.judgements import conclusion
from reporting.sections.seeds import seeds_section, with_seeds_noted
from reporting.seed_words import seeds_named


def _scores(value: float) -> SeedScores:
    return SeedScores(map=value, micro_f1=0.5, macro_f1=0.3, samples_f1=0.5)


@pytest.fixture
def repeated(build, build_metrics):
    metrics = build_metrics()
    maps = {"cnn": {1: 0.30, 2: 0.32, 3: 0.34}, "lstm": {1: 0.26, 3: 0.28}, "fusion": {1: 0.35}}
    models = {
        name: model.model_copy(
            update={"by_seed": {seed: _scores(of) for seed, of in maps.get(name, {}).items()}}
        )
        for name, model in metrics.models.items()
    }
    return build(metrics=metrics.model_copy(update={"models": models, "seeds": (1, 2, 3)}))


def test_one_seed_is_said_to_say_nothing_of_trainings(results):
    (said,) = seeds_section(results).blocks
    assert "once, under seed 1" in said.text
    assert "one seed says nothing of how results vary between trainings" in said.text


def test_each_training_stands_in_the_table_with_the_standard_deviation(repeated):
    (table,) = (block for block in seeds_section(repeated).blocks if isinstance(block, Table))
    assert [column.label for column in table.columns[:3]] == [
        "Training",
        "CNN on posters: mAP",
        "CNN on posters: micro F1",
    ]
    assert [row[1].text for row in table.rows] == [".300", ".320", ".340", ".020"]
    # A training that failed leaves a dash, and one training has no deviation.
    assert [row[3].text for row in table.rows] == [".260", "\N{EN DASH}", ".280", ".014"]
    assert [row[5].text for row in table.rows] == [".350", *["\N{EN DASH}"] * 3]


@pytest.mark.parametrize(
    "anchor", ["claims", "fusion", "calibration", "curves", "films", "trust", "errors"]
)
def test_what_is_of_the_first_seed_alone_says_so(anchor, repeated, results):
    section = Section(anchor, "A title", (Prose("What it says."),))
    first, rest = with_seeds_noted(section, repeated.metrics).blocks
    assert "seed 1" in first.text
    assert "{" not in first.text
    assert rest.text == "What it says."
    assert with_seeds_noted(section, results.metrics) == section


def test_what_is_of_all_seeds_needs_no_note(repeated):
    section = Section("genres", "A title", (Prose("What it says."),))
    assert with_seeds_noted(section, repeated.metrics) == section


def test_several_seeds_are_named(repeated):
    said = seeds_section(repeated).blocks[0].text
    assert "under three seeds, 1, 2 and 3, on one split" in said
    assert seeds_named(repeated.metrics, 1) == "seeds 1, 2 and 3"
    assert conclusion(repeated)[-1].endswith(said)
