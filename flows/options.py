"""Options that several commands have."""

from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_OUTPUT: Final = Path("workspace")
Output = Annotated[Path, typer.Option("--output", help="Workspace folder.")]
