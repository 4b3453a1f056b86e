import shutil
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Debian's Chromium."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs the package playwright (make test-ui installs it)"
    )
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium on the path (make test-ui installs it)")
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        launched = started.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()
