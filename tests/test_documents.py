"""What the documents say, held against the code."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_picture_of_the_graph_names_every_task_of_the_flow():
    from prefect import Flow, Task

    import flows.encodings
    import flows.genre_study

    members = [*vars(flows.genre_study).values(), *vars(flows.encodings).values()]
    names = {member.name for member in members if isinstance(member, Task)}
    subflows = {member.name for member in members if isinstance(member, Flow)} - {"genre-study"}

    picture = (ROOT / "docs" / "dag.svg").read_text("utf-8").replace("&#45;", "-")

    assert len(names) >= 14
    for name in names | subflows:
        assert name in picture, name


def test_every_dependency_is_explained():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    explained = (ROOT / "docs" / "dependencies.md").read_text("utf-8")

    section = project.split("dependencies = [", 1)[1].split("[tool.hatch", 1)[0]
    names = re.findall(r'^\s+"([a-z][a-z0-9-]+)', section, re.MULTILINE)

    assert len(names) > 20
    missing = [name for name in names if not re.search(rf"\b{name}\b", explained)]
    assert missing == []
