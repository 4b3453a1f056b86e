"""An overview in another language is told from a stub, a name and a missing one."""

import pandas as pd
import pytest

from stages.overview_language import foreign_languages


@pytest.mark.parametrize(
    ("overview", "language"),
    [
        ("A clerk of the harbour office sells his boat.", None),
        ("Ein Angestellter verkauft sein Boot und findet eine alte Liebe wieder.", "de"),
        ("Un empleado del puerto vende su barco y vuelve a encontrar a su madre.", "es"),
        ("Клерк продаёт лодку и находит старую любовь.", "ru"),
        ("Documents", None),
        ("La vie en", None),
        ("Farhad Pastakia (", None),
        (None, None),
    ],
)
def test_languages(overview, language):
    found = foreign_languages(pd.Series([overview, "A clerk sells a boat."], dtype="str"))
    assert found.fillna("").tolist() == [language or "", ""]
