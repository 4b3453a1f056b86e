"""One hierarchy of errors; each message is one sentence: where, the rule, the value, the remedy."""

from data_contracts.contract_outcome import ContractOutcome
from data_contracts.references import ContentRef


class StudyError(Exception):
    """Something the person who runs the study can mend; shown without a traceback."""


class SourceError(StudyError):
    """The source cannot be read as a data set: missing folder, CSV, posters or columns."""


class UnreachableSourceError(SourceError):
    """The source did not answer or broke off, and may answer when it is asked again."""


class PosterError(StudyError):
    """A poster's file is not an image that can be used."""


class ContractError(StudyError):
    """The data was read and breaks a critical rule of the data contract.

    outcome: the whole contract as far as it was checked, for a table beside the sentence;
    content: the folder of the store that holds it, with the films set aside.
    """

    def __init__(
        self,
        message: str,
        outcome: ContractOutcome | None = None,
        content: ContentRef | None = None,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.content = content


class SplitError(StudyError):
    """The films cannot be divided into train, validation and test."""


class ConfigError(StudyError):
    """A setting, or a combination of settings, is not usable."""


class StoreError(StudyError):
    """The workspace lacks content that a reference names, or holds it altered."""


class DiskSpaceError(StudyError):
    """The workspace's disk is too full for the run."""


class OutOfMemoryError(StudyError):
    """Memory ran out, or the system killed a process to have some."""


class RunError(StudyError):
    """A run's folder is missing, incomplete or of another schema version."""


class WeightsError(StudyError):
    """The weights of a pretrained network are not there, or not what they must be."""


class TrainingError(StudyError):
    """A branch could not be trained."""


class ServiceError(StudyError):
    """The Prefect server, the worker or what is deployed to them is not as it must be."""
