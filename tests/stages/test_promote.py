"""A second study meets the champions that the first one made."""

import shutil
from dataclasses import dataclass

import numpy as np
import pytest

from data_contracts.champions import Reign
from data_contracts.promotion_rules import PromotionConfig, PromotionOutcome
from data_contracts.recipe import ImageConfig
from data_contracts.references import ChampionPredictionsRef
from data_contracts.study import Study, StudyRefs
from stages.baselines import fit_baselines
from stages.champion_duel import seen_films
from stages.champion_predictions import predict_champions
from stages.evaluate import evaluate
from stages.open_study import open_study, run_folder
from stages.preprocess import preprocess_overviews, preprocess_posters
from stages.promote import champion_of, decide, promote, reigning
from stages.split import split
from stages.train import train_cnn, train_lstm
from storage.champions import Champions
from storage.checkpoints import Checkpoint
from storage.parquet import read_table, write_table
from storage.runs import Workspace, read_model
from tests.conftest import TINY

NOBODY = ChampionPredictionsRef(sha256="0" * 64, branches=())
GONE = {"sha256": "0" * 64}
NO_FLOOR = PromotionConfig(min_films=5, floor=())


@dataclass(frozen=True)
class Second:
    study: Study
    refs: StudyRefs


@pytest.fixture(scope="module")
def second(chain) -> Second:
    """A study of the same films with another seed, and so another split, and larger posters."""
    recipe = TINY.model_copy(update={"images": ImageConfig(height=20, width=16)})
    update = {"seed": 2, "recipe": recipe, "promotion": NO_FLOOR}
    config, store = chain.study.config.model_copy(update=update), chain.store
    films = split(chain.accepted, config, store)
    posters = preprocess_posters(chain.source, chain.accepted, films, config, store)
    overviews = preprocess_overviews(chain.accepted, films, config, store)
    checkpoints = Workspace(store.root.parent).checkpoints
    models = (
        train_cnn(posters, config, store, Checkpoint(checkpoints, "cnn"), lambda epoch: None),
        train_lstm(overviews, config, store, Checkpoint(checkpoints, "lstm"), lambda epoch: None),
    )
    baselines = fit_baselines(chain.source, chain.accepted, films, config, store)
    update = {
        "split": films,
        "posters": posters,
        "overviews": overviews,
        "models": models,
        "baselines": baselines,
        "evaluation": evaluate(models, baselines, chain.accepted, films, config, store),
        "explanations": (),
    }
    return Second(Study(run_id="second", config=config), chain.refs.model_copy(update=update))


@pytest.fixture(scope="module")
def said(chain, second) -> ChampionPredictionsRef:
    """What the first study's models say of the second's test films."""
    return predictions(reign_of_first(chain), second, chain.store)


@pytest.fixture
def workspace(chain):
    workspace = Workspace(chain.store.root.parent)
    yield workspace
    shutil.rmtree(workspace.champions, ignore_errors=True)


@pytest.fixture
def study(second):
    study = open_study(second.study.config)
    yield study
    shutil.rmtree(run_folder(study).path)


def reign_of_first(chain, **changes) -> Reign:
    champions = [
        champion_of(model, chain.refs, chain.study).model_copy(update=changes)
        for model in (chain.cnn, chain.lstm)
    ]
    return Reign(entry=0, champions=tuple(champions))


def predictions(reign: Reign, of, store) -> ChampionPredictionsRef:
    films = (of.refs.source, of.refs.accepted, of.refs.split)
    return predict_champions(reign.rivals(of.refs.models), films, of.study.config, store)


def test_a_champion_says_what_it_said_in_its_own_run(chain, second, said):
    assert said.branches == ("cnn", "lstm")
    for model in (chain.cnn, chain.lstm):
        now = read_table(chain.store.path(said.sha256) / f"{model.branch}.parquet")
        then = read_table(chain.store.path(model.sha256) / "predictions.parquet").set_index("Id")
        genres = list(chain.study.config.genres)
        assert list(now.columns) == ["Id", *genres]
        assert len(now) == second.refs.split.test
        np.testing.assert_allclose(now[genres], then.loc[now["Id"], genres], rtol=1e-4, atol=1e-6)


def test_a_model_that_is_the_champion_already_is_not_asked(chain):
    said = predictions(reign_of_first(chain), chain, chain.store)

    assert said.branches == ()


def test_a_champion_that_is_gone_is_neither_asked_nor_replaced(chain, study, second):
    champion = champion_of(chain.cnn, chain.refs, chain.study)
    lost = champion.model_copy(update={"split": champion.split.model_copy(update=GONE)})
    reign = Reign(champions=(lost,))

    said = predictions(reign, second, chain.store)

    assert said.branches == ()
    decision = decide(second.refs.models[0], lost, said, second.refs, study)
    assert decision.reason == "champion gone"
    assert decision.refused


def test_of_several_trainings_the_first_meets_the_champion(chain, second):
    cnn, lstm = second.refs.models
    reign = reign_of_first(chain)

    assert reign.rivals((cnn, chain.cnn)) == reign.champions[:1]
    assert reign.rivals((chain.cnn, cnn, lstm)) == reign.champions[1:]


def test_films_that_the_champion_or_their_doubles_were_trained_on_are_left_out(chain, second):
    store = chain.store
    parts = read_table(store.path(chain.split.sha256) / "splits.parquet")
    known = set(parts.loc[parts["part"] != "test", "Id"])
    unknown = sorted(parts.loc[parts["part"] == "test", "Id"])
    with store.staging() as folder:
        for name in ("splits.parquet", "links.parquet"):
            shutil.copy(store.path(second.refs.split.sha256) / name, folder / name)
        links = read_table(folder / "links.parquet").iloc[:0]
        pairs = [(min(known), unknown[0]), (unknown[1], max(known)), (unknown[2], unknown[3])]
        for row, pair in enumerate(pairs):
            links.loc[row] = [*pair, "overview", 1.0]
        write_table(folder / "links.parquet", links)
        linked = second.refs.split.model_copy(update={"sha256": store.commit(folder)})

    assert seen_films(chain.split, linked, store) >= known
    assert seen_films(chain.split, linked, store) - known == set(unknown[:2])


def test_without_champions_both_models_become_them(chain, workspace, study, second):
    reign = reigning(study)
    outcome = promote(second.refs, NOBODY, reign, study)

    assert [(d.branch, d.reason) for d in outcome.decisions] == [
        ("cnn", "no champion"),
        ("lstm", "no champion"),
    ]
    assert outcome.entry == 1
    champions = Champions(workspace.champions).champions()
    assert champions["lstm"].model == second.refs.models[1]
    assert champions["cnn"].recipe.images.height == 20
    assert {champion.run_id for champion in champions.values()} == {study.run_id}
    assert read_model(run_folder(study).promotion, PromotionOutcome) == outcome


def test_without_a_champion_the_floor_holds_all_the_same(chain, study, second):
    promotion = PromotionConfig(floor=("constant", "tfidf_logreg"))
    config = study.config.model_copy(update={"promotion": promotion})
    strict = study.model_copy(update={"config": config})

    cnn, lstm = (decide(m, None, NOBODY, second.refs, strict) for m in second.refs.models)

    assert cnn.floor.keys() == {"constant"}
    assert lstm.floor.keys() == {"constant", "tfidf_logreg"}
    for decision in (cnn, lstm):
        below = any(difference.low <= 0 for difference in decision.floor.values())
        assert decision.reason == ("below the floor" if below else "no champion")
    assert lstm.reason == "below the floor"


def test_the_decision_is_the_lower_bound_on_unseen_films(chain, workspace, study, second, said):
    reign = reign_of_first(chain)
    Champions(workspace.champions).promote(0, {c.branch: c for c in reign.champions}, "study")
    reign = reigning(study)

    outcome = promote(second.refs, said, reign, study)

    parts = [
        read_table(chain.store.path(split.sha256) / "splits.parquet").set_index("Id")["part"]
        for split in (chain.split, second.refs.split)
    ]
    unseen = ((parts[0] == "test") & (parts[1] == "test")).sum()
    for decision in outcome.decisions:
        assert decision.champion_run == chain.study.run_id
        assert 0 < decision.films <= unseen
        assert decision.films + decision.seen == second.refs.split.test
        assert decision.promoted == (
            decision.difference is not None and decision.difference.low > 0
        )


def test_a_champion_that_is_always_right_is_not_replaced(chain, study, second, said):
    reign = reign_of_first(chain, split=second.refs.split)

    cnn = decide(second.refs.models[0], reign.of("cnn"), said, second.refs, study)

    assert cnn.films == second.refs.split.test
    assert cnn.seen == 0
    assert cnn.difference.value == pytest.approx(cnn.candidate.value - cnn.champion.value)
    perfect = perfect_answers(said, second, chain.store)
    lost = [decide(m, reign.of(m.branch), perfect, second.refs, study) for m in second.refs.models]
    assert {decision.reason for decision in lost} == {"not shown to be better"}
    assert all(decision.champion.value == pytest.approx(1) for decision in lost)
    assert all(decision.difference.high < 0 for decision in lost)


def test_a_champion_that_is_always_wrong_is_replaced(chain, study, second, said):
    reign = reign_of_first(chain, split=second.refs.split)
    wrong = answers(said, second, chain.store, lambda labels: 0.9 - labels * 0.8)

    won = [decide(m, reign.of(m.branch), wrong, second.refs, study) for m in second.refs.models]

    # On thirty films one of the two may not be told from any other.
    assert "better" in {decision.reason for decision in won}
    assert all(d.promoted == (d.reason == "better") == (d.difference.low > 0) for d in won)


def answers(said, of, store, make) -> ChampionPredictionsRef:
    table = read_table(store.path(of.refs.accepted.labels.sha256) / "labels.parquet")
    labels = table.set_index("Id")
    with store.staging() as folder:
        for branch in said.branches:
            table = read_table(store.path(said.sha256) / f"{branch}.parquet")
            genres = list(table.columns[1:])
            table[genres] = make(labels.loc[table["Id"], genres].to_numpy()).astype(np.float32)
            write_table(folder / f"{branch}.parquet", table)
        return said.model_copy(update={"sha256": store.commit(folder)})


def perfect_answers(said, of, store) -> ChampionPredictionsRef:
    return answers(said, of, store, lambda labels: labels * 0.8 + 0.1)


@pytest.mark.parametrize(
    ("changes", "settings", "reason"),
    [
        ({}, {"min_films": 1_000}, "too few films"),
        ({"data_name": "other-films"}, {}, "other data set"),
        ({"data_name": "other-films"}, {"across_data_sets": True}, "not shown to be better"),
    ],
)
def test_a_refusal_says_why(chain, study, second, said, changes, settings, reason):
    reign = reign_of_first(chain, split=second.refs.split, **changes)
    promotion = NO_FLOOR.model_copy(update=settings)
    config = study.config.model_copy(update={"promotion": promotion})
    perfect = perfect_answers(said, second, chain.store)

    decision = decide(
        second.refs.models[0],
        reign.of("cnn"),
        perfect,
        second.refs,
        study.model_copy(update={"config": config}),
    )

    assert decision.reason == reason
    assert decision.refused
    assert decision.champion_run == chain.study.run_id


def test_the_same_model_stays_champion(chain, study, second):
    champion = champion_of(second.refs.models[0], second.refs, second.study)

    decision = decide(second.refs.models[0], champion, NOBODY, second.refs, study)

    assert decision.reason == "same model"
    assert not decision.promoted
    assert not decision.refused


def test_a_champion_that_changed_meanwhile_is_not_replaced(chain, workspace, study, second):
    reign = reigning(study)
    others = {c.branch: c for c in reign_of_first(chain).champions}
    Champions(workspace.champions).promote(0, others, "study")

    outcome = promote(second.refs, NOBODY, reign, study)

    assert {decision.reason for decision in outcome.decisions} == {"overtaken"}
    assert outcome.entry is None
    assert Champions(workspace.champions).champions() == others
