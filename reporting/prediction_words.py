"""What is answered about new films, as lines of a terminal."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from data_contracts.prediction import Asked, FilmAnswer, Guess, SetAnswer, Why

_NAMES: Final[dict[Asked, str]] = {
    "poster": "by poster",
    "overview": "by overview",
    "both": "by both",
}
_WIDTH: Final = 26
_MOST_WORDS: Final = 6


def film_lines(answer: FilmAnswer) -> Iterator[str]:
    """Yield the answers about one film side by side, then what should be known of them."""
    columns = {name: answer.guesses.get(name, ()) for name in _NAMES}
    yield "".join(f"{_NAMES[name]:<{_WIDTH}}" for name in columns).rstrip()
    for guesses in zip_longest(*columns.values()):
        yield "".join(f"{_guess(guess):<{_WIDTH}}" for guess in guesses).rstrip()
    yield "A genre is said (yes) where its probability reaches the threshold fitted on validation."
    if answer.why is not None:
        yield from _why_lines(answer.why)
    yield from _source_lines(answer)


def set_lines(answer: SetAnswer) -> Iterator[str]:
    """Yield what became of a set of films."""
    told = ", ".join(f"{films:,} by {name}" for name, films in answer.answered.items() if films)
    missed = answer.films - sum(answer.answered.values())
    yield (
        f"{answer.films:,} films in {answer.seconds:.1f} s: answered {told}; {missed:,} cannot be "
        f"answered. The answers: {answer.file}"
    )
    if answer.unusable:
        yield f"Not used, each film with its reason in the file: {answer.unusable}"
    if answer.drifted:
        yield "These films differ from those that the models were trained on, so trust them less:"
        yield from (f"  {feature}" for feature in answer.drifted)
    else:
        yield "In overviews and posters these films are like those that the models were trained on."
    yield from _source_lines(answer)


def _source_lines(answer: FilmAnswer | SetAnswer) -> Iterator[str]:
    yield "Asked: " + ", ".join(f"{branch} of {run}" for branch, run in answer.runs.items())
    yield from (f"Note: {note}" for note in answer.notes)


def _guess(guess: Guess | None) -> str:
    if guess is None:
        return "-"
    return f"{guess.genre} {guess.probability:.2f}{' yes' if guess.yes else ''}"


def _why_lines(why: Why) -> Iterator[str]:
    if why.words:
        read = [word for word in why.words if word.contribution is not None]
        ranked = sorted(read, key=lambda word: -abs(word.contribution or 0))[:_MOST_WORDS]
        said = ", ".join(f"{word.word} {word.contribution:+.3f}" for word in ranked)
        yield f"Why {why.overview_genre}, by the overview: {said}"
    if why.patches:
        yield (
            f"Why {why.poster_genre}, by the poster: what each patch of it adds, in hundredths, "
            f"from its upper left"
        )
        for row in why.patches:
            yield "  " + " ".join(f"{100 * added:+5.1f}" for added in row)
    if why.words or why.patches:
        yield "(what the probability loses without the word, or with the patch in one colour)"
