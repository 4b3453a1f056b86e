"""Studies of what was studied already, or of what is no longer there."""

import logging
from typing import cast

from prefect.states import Completed

from data_contracts.references import SourceRef
from data_contracts.study import Study, StudyOutcome
from stages.same_study import check_version, discard, same_study

_logger = logging.getLogger(__name__)


def earlier_study(
    source: SourceRef, version: str | None, study: Study, *, force: bool
) -> StudyOutcome | None:
    """Return the completed study that this one would repeat; None where there is none, or forced.

    Raises SourceError where a version is asked for and the source holds another.
    """
    check_version(source, version, study)
    return None if force else same_study(source, study)


def unchanged(outcome: StudyOutcome, study: Study) -> StudyOutcome:
    """End the run as Completed, 'unchanged', without a folder of its own."""
    discard(study)
    _logger.info("%s", outcome.summary[0])
    message = f"unchanged: these films were studied with the same settings in {outcome.run_id}"
    # Prefect unwraps a state that a flow returns: its caller gets the outcome.
    return cast("StudyOutcome", Completed(message=message, data=outcome))
