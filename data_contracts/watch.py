"""What is known of a source that is watched for changes."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.references import Sha256

Finding = Literal["changed", "unchanged", "touched", "still being written"]


class Announcement(FrozenModel):
    """The content of a source that was last accepted or announced; kept from look to look.

    number counts the announcements: content that comes back after other content is another
    change. marks: see storage.source_marks.
    """

    schema_version: int = 1
    location: str
    number: int = Field(ge=0, description="0: nothing was announced, a study came first.")
    sha256: Sha256 = Field(description="Digest of the content that was announced.")
    marks: Sha256
    announced: datetime


class Look(FrozenModel):
    """What one look at a source found."""

    found: Finding
    name: str = Field(description="What people call the data set.")
    location: str
    sha256: Sha256 | None = Field(None, description="Digest of the content; none while written.")
    previous: Sha256 | None = Field(None, description="Digest of the last accepted content.")
    marks: Sha256
    number: int = Field(0, ge=0, description="Number of the announcement that is due, or was last.")

    @property
    def sentence(self) -> str:
        """Return what was found, as a person reads it."""
        digest = (self.sha256 or "")[:12]
        return {
            "changed": f"changed: the content of {self.location} is now {digest}",
            "unchanged": f"unchanged: {self.location} is as it was at the last look",
            "touched": f"unchanged: files of {self.location} were touched, their content is the "
            f"same ({digest})",
            "still being written": f"not settled: {self.location} is still being written; the "
            f"next look decides",
        }[self.found]
