from tasks.validate import validate_films


def test_films_are_held_against_the_contract(chain, study):
    accepted = validate_films.fn(chain.tables, study)

    # Data Docs carry the time of validation, so the outcome's digest is new.
    assert accepted.labels == chain.accepted.labels
    assert accepted.overviews == chain.accepted.overviews
    assert accepted.films + accepted.set_aside == chain.tables.rows
