import os
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.settings import get_current_settings

from flows.local_server import API_VARIABLE, local_server

WITHOUT_A_SERVER = """
import httpx, os
from flows.local_server import local_server
with local_server() as api:
    assert os.environ["PREFECT_API_URL"] == api
    print(httpx.get(f"{api}/health").text)
    # The pages are there too, which Prefect's own temporary server leaves out.
    print("<html" in httpx.get(api.removesuffix("/api")).text)
try:
    httpx.get(f"{api}/health")
except httpx.ConnectError:
    print("ended", "PREFECT_API_URL" in os.environ)
"""


def test_a_configured_server_is_used_as_it_is(prefect_server):
    configured = get_current_settings().api.url

    with local_server() as api:
        assert api == configured


@pytest.mark.slow
def test_one_is_started_where_none_is_configured_and_ends_with_the_block(tmp_path: Path):
    environment = {k: v for k, v in os.environ.items() if k != API_VARIABLE}
    environment["PREFECT_HOME"] = str(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_SERVER],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["true", "True", "ended", "False"], done.stderr
