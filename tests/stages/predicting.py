"""A run whose models can be asked, and sets of films to ask about."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

from stages.open_study import close_study, open_study
from stages.predictors import Predictors, find_predictors
from stages.report import gather
from storage.runs import RunFolder, Workspace
from tests.study_chain import Chain, in_own_workspace


def asked_run(chain: Chain) -> RunFolder:
    """Return a completed run of the chain."""
    study = open_study(chain.study.config)
    folder = gather(study, chain.refs)
    close_study(study, None)
    return folder


def predictors_of(chain: Chain, root: Path) -> Predictors:
    """Return who is asked of a completed run of the chain, in a workspace of its own."""
    folder = asked_run(in_own_workspace(chain, root))
    return find_predictors(Workspace(folder.path.parents[1]), folder.run_id)


def film_set(source: Path, folder: Path, films: Iterable[dict[str, str]]) -> Path:
    """Write a data set of films without genres: Id, Overview, and the poster of a film of source.

    films: Id and Overview of each, and poster, the Id of the poster to take; none without.
    """
    (folder / "Images").mkdir(parents=True)
    with (folder / "IMDB_overview_genres.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["Id", "Overview"])
        for film in films:
            rows.writerow([film["Id"], film["Overview"]])
            if film.get("poster"):
                poster = source / "Images" / f"{film['poster']}.jpg"
                shutil.copy(poster, folder / "Images" / f"{film['Id']}.jpg")
    return folder
