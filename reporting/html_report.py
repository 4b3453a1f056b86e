"""The report as one self-contained HTML page."""

import base64
import hashlib
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from data_contracts.results import StudyResults
from reporting.outline import outline
from reporting.wording import figure

_SCRIPT: Final = "tables.js"


def render_html(results: StudyResults) -> str:
    """Return the report as a page that opens from disk and asks the network for nothing.

    Its content security policy forbids requests and any script but the one that sorts and filters
    tables. All text from the results is escaped.
    """
    environment = Environment(
        loader=PackageLoader("reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = figure
    # The policy names the script by its hash, so it must be byte for byte what the page holds.
    script = environment.get_template(_SCRIPT).render()
    template = environment.get_template("report.html.j2")
    return template.render(report=outline(results), script=script, script_hash=_csp_hash(script))


def _csp_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
