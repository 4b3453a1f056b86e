"""The data set as a whole: what stops a run although each film was dealt with."""

from tests.data.cases import StudyCase

STUDY_CASES = (
    StudyCase("19 films of 20 are good", "accepted: 19 films, 1 set aside", good=19, bad=1),
    StudyCase(
        "17 films of 20 are good",
        "refused: The data contract is broken. At most 10.0% of the films are set aside: not so, "
        "it is 15.0%; set aside are: poster unusable 3 (tt0000018, tt0000019, tt0000020); mend "
        "these films in the source, or raise contract.max_set_aside.",
        good=17,
        bad=3,
    ),
    StudyCase(
        "9 good films, and 10 are needed",
        "refused: The data contract is broken. At least 10 usable films are left: not so, it is "
        "9; give more films, or lower contract.min_films.",
        good=9,
    ),
    StudyCase(
        "no good film",
        "refused: The data contract is broken. At most 10.0% of the films are set aside: not so, "
        "it is 100.0%; set aside are: poster unusable 12 (tt0000001, tt0000002, tt0000003, "
        "tt0000004, tt0000005 and 7 more); so is 1 more critical; mend these films in the "
        "source, or raise contract.max_set_aside.",
        good=0,
        bad=12,
    ),
)
