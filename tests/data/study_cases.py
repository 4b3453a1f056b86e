"""The data set as a whole: what stops a run although each film was dealt with."""

from tests.data.cases import GENRES, Film, StudyCase, comedy_or_drama


def _two_dramas(number: int) -> Film:
    return comedy_or_drama(1) if number < 2 else {}


STUDY_CASES = (
    StudyCase("19 films of 20 are good", "accepted: 19 films, 1 set aside", good=19, bad=1),
    StudyCase(
        "a column that no setting names",
        "accepted: 12 films, 0 set aside; not met: Every column of the CSV is used: not so, "
        "ignored: Year.",
        good=12,
        changes=lambda number: comedy_or_drama(number) | {"Year": "1999"},
    ),
    StudyCase(
        "a genre of too few films",
        "accepted: 12 films, 0 set aside; not met: Every genre has at least 3 usable films, "
        "except for 1 of 2 genres: Drama; it is kept.",
        good=12,
        changes=_two_dramas,
        settings={"min_genre_films": 3},
    ),
    StudyCase(
        "genres auto, and a column of years beside them",
        "accepted: 12 films, 0 set aside; genres: Comedy, Drama, N/A; not met: Every column of the "
        "CSV is used: not so, ignored: Year.",
        good=12,
        changes=lambda number: comedy_or_drama(number) | {"Year": "1999"},
        settings={"genres": ("auto",)},
    ),
    StudyCase(
        "genres auto, and a column of 0 and 1 that is called like one of our own",
        "accepted: 12 films, 0 set aside; genres: Comedy, Drama, N/A; not met: Every column of the "
        "CSV is used: not so, ignored: line.",
        good=12,
        changes=lambda number: comedy_or_drama(number) | {"line": "1"},
        settings={"genres": ("auto",)},
    ),
    StudyCase(
        "genres auto, and one value of 100 of a genre is unreadable",
        "accepted: 99 films, 1 set aside; genres: Comedy, Drama, N/A",
        good=100,
        changes=lambda number: comedy_or_drama(number) | ({} if number else {"Drama": "?"}),
        settings={"genres": ("auto",)},
    ),
    StudyCase(
        "genres auto, and two values of 100 of a genre are unreadable",
        "accepted: 100 films, 0 set aside; genres: Comedy, N/A; not met: Every column of the CSV "
        "is used: not so, ignored: Drama.",
        good=100,
        changes=lambda number: {"Drama": "?"} if number < 2 else {},
        settings={"genres": ("auto",)},
    ),
    StudyCase(
        "genres auto, and no column of 0 and 1",
        "refused: IMDB_overview_genres.csv: at least 2 columns must be genres, that is 99% 0 or 1, "
        "and 0 are; name the genres in the configuration",
        good=12,
        changes=lambda number: dict.fromkeys(GENRES, "x"),
        settings={"genres": ("auto",)},
    ),
    StudyCase(
        "17 films of 20 are good",
        "refused: the data contract is broken: at most 10.0% of the films are set aside, but 15.0% "
        "are; set aside are: poster unusable 3 (tt0000018, tt0000019, tt0000020); mend these films "
        "in the source, or raise contract.max_set_aside",
        good=17,
        bad=3,
    ),
    StudyCase(
        "9 good films, and 10 are needed",
        "refused: the data contract is broken: at least 10 usable films are left, but 9 are; give "
        "more films, or lower contract.min_films",
        good=9,
    ),
    StudyCase(
        "no good film",
        "refused: the data contract is broken: at most 10.0% of the films are set aside, but "
        "100.0% are; set aside are: poster unusable 12 (tt0000001, tt0000002, tt0000003, "
        "tt0000004, tt0000005 and 7 more); 1 more critical rule is broken too; mend these films "
        "in the source, or raise contract.max_set_aside",
        good=0,
        bad=12,
    ),
)
