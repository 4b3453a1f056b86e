from reporting.genre_pairs import confusion_table, cooccurrence_table


def texts(row):
    return [cell.text for cell in row]


def test_genres_that_come_together_are_counted_against_chance(results):
    rows = cooccurrence_table(results.metrics, results.errors).rows
    assert texts(rows[0]) == ["Drama and Romance", "150", "87.7\N{NO-BREAK SPACE}%", "1.6"]
    assert len(rows) == 3


def test_confusions_are_ordered_by_films(results):
    rows = confusion_table(results.metrics, results.errors, "cnn").rows
    assert texts(rows[0]) == ["Drama", "Comedy", "60", "11.0\N{NO-BREAK SPACE}%"]


def test_the_share_is_said_to_be_of_all_films_with_the_missed_genre(results):
    table = confusion_table(results.metrics, results.errors, "cnn")
    assert table.columns[-1].label == "Share of the missed genre"
    assert "their share of all that have the first" in table.note
