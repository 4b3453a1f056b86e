"""From a settings file and flags to a StudyConfig, with errors a person can act on."""

import json
from collections.abc import Mapping
from pathlib import Path

import typer
from pydantic import ValidationError

from data_contracts.config import StudyConfig


def build_config(file: Path | None, flags: Mapping[str, object]) -> StudyConfig:
    """Return the settings of a file, with flags winning over it.

    Raises typer.BadParameter, which ends the command with exit code 2, where a setting is unknown
    or out of its range, or the file is not JSON.
    """
    settings = {**({} if file is None else _read(file)), **flags}
    try:
        return StudyConfig.model_validate(settings)
    except ValidationError as error:
        raise typer.BadParameter(_sentence(error)) from None


def _read(file: Path) -> dict[str, object]:
    try:
        settings = json.loads(file.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise typer.BadParameter(f"{file}: is not JSON ({error})") from None
    if not isinstance(settings, dict):
        raise typer.BadParameter(f"{file}: must hold a JSON object of settings")
    return settings


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    setting = ".".join(str(part) for part in first["loc"]) or "the settings"
    return f"{setting}: {first['msg']}, got {first['input']!r}"
