"""What a rule of the data contract is."""

from typing import Any, Final, Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.contract_outcome import Severity
from data_contracts.films import LINE

Action = Literal["stop", "set aside", "keep"]
Suite = Literal["films_schema", "posters_schema", "films", "posters", "genres", "study", "drift"]

ROW_NAMES: Final[dict[Suite, str]] = {
    "films_schema": LINE,
    "posters_schema": "file",
    "films": LINE,
    "posters": "file",
    "genres": "genre",
    "study": "study",
    "drift": "feature",
}
"""The column by which each suite's results name a row."""

_COLUMN_ARGUMENTS: Final = ("column", "column_A", "column_B")


class Rule(FrozenModel):
    """One rule: what is expected, and what happens to what breaks it.

    "stop" ends the run before training; "set aside" leaves out the films that break the rule,
    each with its reason; "keep" is a remark.
    """

    suite: Suite
    action: Action
    reason: str = Field(description="What is wrong where the rule is broken, in a few words.")
    says: str = Field(description="The rule as a sentence without a full stop.")
    expectation: str = Field(description="Great Expectations' name of the expectation.")
    arguments: dict[str, Any]
    shows: tuple[str, ...] = Field((), description="Columns whose values are shown where broken.")
    remedy: str = Field("", description="What to do where a rule that stops is broken.")

    @property
    def severity(self) -> Severity:
        """Critical where the rule stops a run."""
        return "critical" if self.action == "stop" else "warning"

    @property
    def column(self) -> str | None:
        """The column that the rule is about, where it is about one."""
        column = self.arguments.get("column", self.arguments.get("column_A"))
        return None if column is None else str(column)


def rule(
    kind: tuple[Suite, Action], reason: str, says: str, expectation: str, **arguments: object
) -> Rule:
    """Return a rule that shows the columns it is about.

    arguments: of the expectation; besides, `shows` and `remedy` as in Rule.
    """
    about = [str(arguments[name]) for name in _COLUMN_ARGUMENTS if name in arguments]
    settings = {"shows": about} | {
        name: arguments.pop(name) for name in ("shows", "remedy") if name in arguments
    }
    return Rule.model_validate(
        {
            "suite": kind[0],
            "action": kind[1],
            "reason": reason,
            "says": says,
            "expectation": f"expect_{expectation}",
            "arguments": arguments,
            **settings,
        }
    )
