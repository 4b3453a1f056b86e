"""What the contract finds in the films of these tests."""

from data_contracts.contract_outcome import Accounting, ContractOutcome, ExpectationOutcome


def contract(example: str) -> ContractOutcome:
    return ContractOutcome(
        accounting=Accounting(
            rows_read=5060, films_accepted=5055, films_set_aside=5, posters_found=5660,
            posters_matched=5059, posters_orphan=600, posters_unusable=1,
            set_aside_reasons={"genre unknown": 4, "poster cannot be decoded": 1},
            warnings={"overview is cut off": 404, "overview has at most three words": 29},
        ),
        expectations=(
            ExpectationOutcome(
                suite="films", expectation="expect_column_values_to_be_unique", column="Id",
                severity="critical", success=True, unexpected=0,
                sentence="Each film has an Id of its own.",
            ),
            ExpectationOutcome(
                suite="films", expectation="expect_column_values_to_not_match_regex",
                column="Overview", severity="warning", success=False, unexpected=404,
                sentence="An overview should not be cut off (end in '...'): 404 of 5,060 are.",
                examples=("tt0084058", example),
            ),
        ),
    )  # fmt: skip
