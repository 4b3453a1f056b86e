"""The report as one self-contained HTML page."""

import base64
import hashlib
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from reporting.document import Report
from reporting.wording import figure, visible

_SCRIPT: Final = "tables.js"


def render_html(report: Report) -> str:
    """Return the report as a page that opens from disk and asks the network for nothing.

    Its content security policy forbids requests and any script but the one that sorts and filters
    tables. All text of the report is escaped.
    """
    environment = Environment(
        loader=PackageLoader("reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["figure"] = figure
    # The policy names the script by its hash, so it must be byte for byte what the page holds.
    script = environment.get_template(_SCRIPT).render()
    template = environment.get_template("report.html.j2")
    return template.render(report=report, script=script, script_hash=_csp_hash(script))


def _shown(value: object) -> object:
    """Return a text without the characters that no page may hold; markup of ours as it is."""
    return visible(value) if type(value) is str else value


def _csp_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
