"""What the data contract found: the contents of contract.json."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel

Severity = Literal["critical", "warning"]


class Accounting(FrozenModel):
    """Where every row and every poster went: both sums must add up."""

    rows_read: int = Field(ge=0)
    films_accepted: int = Field(ge=0)
    films_set_aside: int = Field(ge=0)
    posters_found: int = Field(ge=0)
    posters_matched: int = Field(ge=0)
    posters_orphan: int = Field(ge=0)
    posters_unusable: int = Field(ge=0)
    set_aside_reasons: dict[str, int] = Field(
        description="Films by reason; one film may have more."
    )
    warnings: dict[str, int] = Field(description="Films kept with a remark, by remark.")


class ExpectationOutcome(FrozenModel):
    """One expectation of the contract and how the data met it."""

    suite: str
    expectation: str
    column: str | None
    severity: Severity
    success: bool
    sentence: str = Field(description="The rule, the value and where, for a person.")
    unexpected: int = Field(ge=0)
    examples: tuple[str, ...] = ()


class ContractOutcome(FrozenModel):
    """The contents of contract.json."""

    schema_version: int = 1
    accounting: Accounting
    expectations: tuple[ExpectationOutcome, ...]
