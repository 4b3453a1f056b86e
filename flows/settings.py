"""From a settings file and flags to a StudyConfig, with errors a person can act on."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer
from pydantic import ValidationError

from data_contracts.config import StudyConfig
from data_contracts.engine import Engine, EngineName
from data_contracts.side_by_side import RulerRequest


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


def build_request(config: StudyConfig, presets: Sequence[str], folds: int) -> RulerRequest:
    """Return what is to be measured side by side.

    Raises typer.BadParameter, as build_config does, where a preset is unknown or folds are out of
    their range.
    """
    try:
        return RulerRequest.model_validate({"config": config, "presets": presets, "folds": folds})
    except ValidationError as error:
        raise typer.BadParameter(_sentence(error)) from None


def build_engine(name: EngineName, address: str | None) -> Engine:
    """Return what carries the tasks out.

    Raises typer.BadParameter, as build_config does, where the address is missing, is none, or
    belongs to no engine.
    """
    try:
        return Engine(name=name, address=address)
    except ValidationError as error:
        raise typer.BadParameter(_rule(error)) from None


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


def _rule(error: ValidationError) -> str:
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    setting = ".".join(str(part) for part in first["loc"]) or "the settings"
    return f"{setting}: {first['msg']}, got {first['input']!r}"
