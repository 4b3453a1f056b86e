"""Nothing about the studies or this machine is sent to anyone."""

import os
from typing import Final

QUIET: Final = {
    "DO_NOT_TRACK": "1",  # Prefect's client
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "GX_ANALYTICS_ENABLED": "false",  # releases of Great Expectations that still count their uses
}


def keep_private() -> None:
    """Turn off what the libraries report about their use; before Prefect is imported."""
    os.environ.update(QUIET)
