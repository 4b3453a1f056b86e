"""The contract, run on small real data sets with every kind of defect."""

import csv
import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from data_contracts.config import ContractConfig, StudyConfig
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.errors import ContractError
from data_contracts.films import CSV_NAME
from data_contracts.genre_names import RESERVED
from data_contracts.rules import ROW_NAMES
from stages.ingest import read_tables, take_snapshot
from stages.validate import outcome, validate
from storage.content_store import ContentStore
from storage.parquet import read_table

GENRES = ("Comedy", "Drama", "N/A")
LIMITS = ContractConfig(min_films=10, max_set_aside=0.9, min_genre_films=12)
CONFIG = StudyConfig(genres=GENRES, contract=LIMITS)
GOOD = {"Genre": "['Comedy']", "Comedy": "1", "Drama": "0", "N/A": "0"}

SET_ASIDE = {
    "Id malformed": {"Id": "../../x"},
    "genre value unreadable": {"Comedy": "2"},
    "Genre unparsable": {"Genre": "Comedy"},
    "genres disagree": {"Drama": "1"},
    "genre unknown": {"Genre": "['N/A']", "Comedy": "0", "N/A": "1"},
    "no genre": {"Genre": "[]", "Comedy": "0"},
    "overview missing": {"Overview": "N/A"},
    "overview too long": {"Overview": "word " * 4_001},
    "no poster": {"poster": None},
    "poster unusable": {"poster": b"broken"},
}
KEPT = {
    "overview cut off": {"Overview": "A clerk sells a boat and ..."},
    "overview a stub": {"Overview": "The story of"},
    "overview holds markup": {"Overview": "A clerk <b>sells</b> a boat."},
    "genre value normalised": {"Comedy": "1.0"},
    "genre without column": {"Genre": "['Comedy', 'Noir']"},
    "poster nearly black or white": {"noise": None},
}


def _film(number, **changes):
    film = {"Id": f"tt{number:07}", "Overview": f"A clerk sells boat number {number} at sea."}
    return film | GOOD | {"poster": b"", "noise": number} | changes


def _write(root, films):
    images = root / "Images"
    images.mkdir(parents=True)
    _poster(0).save(images / "orphan.jpg")
    with (root / CSV_NAME).open("w", newline="", encoding="utf-8") as stream:
        columns = ("Id", "Genre", *GENRES, "Overview")
        writer = csv.DictWriter(stream, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(films)
    for film in films:
        path = images / f"{film['Id']}.jpg"
        if film["poster"] and path.parent == images:
            path.write_bytes(film["poster"])
        elif film["poster"] is not None and "/" not in film["Id"]:
            _poster(film["noise"]).save(path, quality=95)


def _poster(seed):
    """A poster of noise, alike for equal seeds; nearly black without one."""
    chance = np.random.default_rng(seed or 0)
    noise = chance.integers(0, 255, (30, 20, 3))
    dots = np.full((30, 20, 3), 30) * (chance.random((30, 20, 1)) < 0.1)
    return Image.fromarray((dots if seed is None else noise).astype(np.uint8))


@pytest.fixture
def run(tmp_path):
    def run_on(films, config=CONFIG, name="films"):
        store = ContentStore(tmp_path / f"store-{name}")
        _write(tmp_path / name, films)
        tables = read_tables(take_snapshot(str(tmp_path / name), store), config, store)
        return validate(tables, config, store), store

    return run_on


def _outcome_table(accepted, store, name):
    return read_table(store.path(accepted.outcome.sha256) / f"{name}.parquet")


def test_good_films_pass_whole(run):
    accepted, store = run([_film(number) for number in range(30, 0, -1)])
    assert (accepted.films, accepted.set_aside) == (30, 0)
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    looks = ["brightness", "colourfulness"]
    digests = ["poster_sha256", "poster_phash"]
    assert list(labels.columns) == ["Id", "poster", *digests, *looks, *GENRES]
    assert {*labels.columns} - {*GENRES} <= RESERVED
    assert labels[looks].notna().all(axis=None)
    assert labels["Id"].is_monotonic_increasing
    assert [str(labels[genre].dtype) for genre in GENRES] == ["int8"] * 3
    assert labels["poster"].iloc[0] == "Images/tt0000001.jpg"
    overviews = read_table(store.path(accepted.overviews.sha256) / "overviews.parquet")
    assert overviews.iloc[0].tolist() == ["tt0000001", "A clerk sells boat number 1 at sea."]
    result = outcome(accepted, store)
    failed = {one.column for one in result.expectations if not one.success}
    assert failed == {"film_line", "films"}  # the orphan, and Drama without a film
    docs = store.path(accepted.outcome.sha256) / "data_docs"
    assert (docs / "index.html").is_file()
    suites = {path.name.partition("-")[0] for path in docs.glob("validations/**/*.html")}
    assert suites == {*ROW_NAMES} - {"drift"}
    assert not list(docs.rglob("*.gif"))


def test_each_defect_costs_its_film_alone_with_every_reason_and_value(run):
    defects = list(SET_ASIDE.items())
    films = [_film(number, **change) for number, (_, change) in enumerate(defects, start=1)]
    films += [_film(number) for number in range(100, 112)]
    films[0]["Overview"] = "  "  # a second reason for the first
    accepted, store = run(films)
    assert (accepted.films, accepted.set_aside) == (12, len(defects))
    quarantine = _outcome_table(accepted, store, "quarantine")
    assert list(quarantine.columns) == ["Id", "line", "file", "reason", "value"]
    found = quarantine.groupby("line")["reason"].agg(list).to_dict()
    expected = {line: [reason] for line, (reason, _) in enumerate(defects, start=2)}
    expected[2] = ["Id malformed", "overview missing", "no poster"]
    assert found == expected
    values = dict(zip(quarantine["reason"], quarantine["value"], strict=True))
    assert values["Id malformed"] == "../../x"
    assert values["genre value unreadable"] == "Comedy='2'"
    assert values["Genre unparsable"] == "Comedy"
    assert values["genres disagree"] == "Comedy; Comedy|Drama"
    assert values["poster unusable"].startswith("it is not an image")
    assert len(values["overview too long"]) == 200
    assert outcome(accepted, store).accounting.set_aside_reasons["overview missing"] == 2


def test_remarks_cost_no_film_and_are_counted(run):
    films = [_film(number, **change) for number, change in enumerate(KEPT.values(), start=1)]
    accepted, store = run(films + [_film(number) for number in range(100, 112)])
    assert accepted.set_aside == 0
    warnings = outcome(accepted, store).accounting.warnings
    assert warnings == dict.fromkeys(KEPT, 1)
    remarks = _outcome_table(accepted, store, "remarks")
    assert set(remarks["reason"]) == set(KEPT)


def test_repeated_rows_are_kept_once_and_conflicting_ones_not_at_all(run):
    films = [_film(number) for number in range(1, 16)]
    films += [_film(1), _film(2, Overview="Another film altogether.")]
    accepted, store = run(films)
    assert accepted.films == 14
    quarantine = _outcome_table(accepted, store, "quarantine")
    assert quarantine[["Id", "line", "reason", "value"]].to_numpy().tolist() == [
        ["tt0000002", 3, "Id of two films", "3, 18"],
        ["tt0000001", 17, "row repeated", "2"],
        ["tt0000002", 18, "Id of two films", "3, 18"],
    ]
    assert "overview repeated" not in outcome(accepted, store).accounting.warnings


def test_posters_are_accounted_for(run):
    films = [_film(number) for number in range(1, 16)]
    films[0]["poster"] = b"broken"
    films[1]["poster"] = None
    accepted, store = run(films)
    counts = outcome(accepted, store).accounting
    assert (counts.posters_found, counts.posters_matched) == (15, 13)
    assert (counts.posters_orphan, counts.posters_unusable) == (1, 1)
    assert (counts.rows_read, counts.films_accepted, counts.films_set_aside) == (15, 13, 2)


def test_too_many_set_aside_stop_with_films_and_remedy(run):
    films = [_film(n, **SET_ASIDE["no poster"]) for n in range(1, 9)]
    films += [_film(n) for n in range(100, 192)]
    limits = LIMITS.model_copy(update={"max_set_aside": 0.05})
    with pytest.raises(ContractError) as caught:
        run(films, CONFIG.model_copy(update={"contract": limits}))
    assert str(caught.value) == (
        "the data contract is broken: at most 5.0% of the films are set aside, but 8.0% are; set "
        "aside are: no poster 8 (tt0000001, tt0000002, tt0000003, tt0000004, tt0000005 and 3 "
        "more); mend these films in the source, or raise contract.max_set_aside"
    )
    assert caught.value.outcome is not None
    assert caught.value.outcome.accounting.films_set_aside == 8


def test_too_few_films_stop_and_what_was_found_is_kept(run, tmp_path):
    says = r"at least 10 usable films are left, but 9 are; give more films"
    with pytest.raises(ContractError, match=says) as caught:
        run([_film(number) for number in range(1, 10)])
    found = ContentStore(tmp_path / "store-films").path(caught.value.content.sha256)
    kept = ContractOutcome.model_validate_json((found / "contract.json").read_bytes())
    assert kept == caught.value.outcome
    assert (found / "data_docs" / "index.html").is_file()
    assert list(read_table(found / "quarantine.parquet").columns)[:2] == ["Id", "line"]
    stored = [path for path in (tmp_path / "store-films").iterdir() if path.is_dir()]
    assert len(stored) == 3  # and the snapshot, the tables


def test_no_usable_film_at_all_stops(run):
    with pytest.raises(ContractError, match=r"at most 90.0% .*, but 100.0% are.*1 more critical"):
        run([_film(number, poster=None) for number in range(1, 13)])


def test_tables_of_other_genres_stop_with_what_is_missing(run, tmp_path):
    _, store = run([_film(number) for number in range(1, 13)])
    tables = read_tables(take_snapshot(str(tmp_path / "films"), store), CONFIG, store)
    other = StudyConfig(genres=("Comedy", "Horror"), contract=LIMITS)
    says = "every column of the contract, but it lacks Horror; "
    with pytest.raises(ContractError, match=says):
        validate(tables, other, store)


def test_equal_films_in_any_order_are_accepted_as_equal_content(run):
    films = [_film(number) for number in range(1, 13)]
    first, _ = run(films, name="a")
    second, _ = run(films[::-1], name="b")
    assert (first.labels, first.overviews) == (second.labels, second.overviews)


TWICE = {"row repeated": {}, "Id of two films": {"Overview": "Another film altogether."}}
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
DEFECTS = st.sampled_from([*SET_ASIDE, *KEPT, *TWICE, "good", "second poster", "orphan poster"])


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(DEFECTS, st.lists(WORDS, min_size=4, max_size=12)), max_size=25))
def test_the_accounting_always_adds_up(tmp_path_factory, drawn):
    root = tmp_path_factory.mktemp("films")
    kinds, changes = [kind for kind, _ in drawn], SET_ASIDE | KEPT
    films = [
        _film(number, **{"Overview": f"A clerk {' '.join(words)} {number}"} | changes.get(kind, {}))
        for number, (kind, words) in enumerate(drawn, start=1)
    ]
    again = [film | TWICE[kind] for film, kind in zip(films, kinds, strict=True) if kind in TWICE]
    films += [*again, *(_film(number) for number in range(100, 112))]
    _write(root / "films", films)
    images = root / "films" / "Images"
    for number, kind in enumerate(kinds, start=1):
        names = {"second poster": f"tt{number:07}.jpeg", "orphan poster": f"other{number}.jpg"}
        if kind in names:
            _poster(number).save(images / names[kind], "JPEG")
    store = ContentStore(root / "store")
    limits = LIMITS.model_copy(update={"max_set_aside": 0.99})
    config = CONFIG.model_copy(update={"contract": limits})
    tables = read_tables(take_snapshot(str(root / "films"), store), config, store)
    accepted = validate(tables, config, store)
    counts = outcome(accepted, store).accounting
    assert counts.rows_read == len(films) == counts.films_accepted + counts.films_set_aside
    posters = counts.posters_matched + counts.posters_orphan + counts.posters_unusable
    assert counts.posters_found == len(list(images.iterdir())) == posters
    lost = [kind for kind in kinds if kind in SET_ASIDE or kind in TWICE]
    lost += ["Id of two films"] * kinds.count("Id of two films")  # both of its rows
    if "Id malformed" not in kinds:  # one Id for all of them, so that they clash too
        assert counts.films_set_aside == len(lost)
        assert counts.set_aside_reasons == Counter(lost)
    lines = set(_outcome_table(accepted, store, "quarantine")["line"])
    assert len(lines) == counts.films_set_aside
    assert counts.posters_orphan == 1 + kinds.count("orphan poster")


def test_every_sentence_is_one_line_and_ends_well(run):
    accepted, store = run(
        [_film(n, **SET_ASIDE["genre unknown"]) for n in range(1, 4)]
        + [_film(n) for n in range(100, 112)]
    )
    sentences = [one.sentence for one in outcome(accepted, store).expectations]
    assert all(re.fullmatch(r"[A-Z][^\n]*[^.]\.", sentence) for sentence in sentences)
    assert (
        "Every film has a genre besides N/A, except for 3 of 15 films: tt0000001 (line 2), "
        "tt0000002 (line 3), tt0000003 (line 4); they are set aside." in sentences
    )
