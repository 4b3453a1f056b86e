"""A vocabulary on disk: vocabulary.txt, one token a line (data_contracts/examples.py)."""

from collections.abc import Sequence
from pathlib import Path

from data_contracts.examples import VOCABULARY_FILE
from storage.atomic import write_text


def read_vocabulary(folder: Path) -> list[str]:
    """Return the tokens in the order of their ids."""
    return (folder / VOCABULARY_FILE).read_text("utf-8").split("\n")[:-1]


def write_vocabulary(vocabulary: Sequence[str], folder: Path) -> None:
    """Write the tokens in the order of their ids."""
    write_text(folder / VOCABULARY_FILE, "".join(f"{token}\n" for token in vocabulary))
