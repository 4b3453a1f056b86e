"""Text and tables as Markdown that no text from a data set can break out of."""

import re
from typing import Final

from reporting.document import Cell, Table
from reporting.wording import MISSING, visible

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>|~#$&]|(?<=:)//|@")


def escape(text: str) -> str:
    """Return text on one line, with nothing in it that Markdown or HTML would act upon."""
    return _SPECIAL.sub(_escape_one, " ".join(visible(text).split()))


def _escape_one(match: re.Match[str]) -> str:
    found = match.group()
    if found in {"<", ">", "&"}:
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[found]
    # A zero-width space keeps addresses and names from becoming links and mentions.
    return f"{found}\u200b" if found in {"//", "@"} else f"\\{found}"


def table_markdown(table: Table) -> str:
    """Return a table with its caption above and its note below."""
    head = " | ".join(escape(column.label) for column in table.columns)
    rule = " | ".join("---:" if column.numeric else "---" for column in table.columns)
    rows = [f"| {' | '.join(map(_cell, row))} |" for row in table.rows]
    parts = [f"**{escape(table.caption)}**", "\n".join([f"| {head} |", f"| {rule} |", *rows])]
    if table.note:
        parts.append(escape(table.note.replace("Under each figure", "In brackets")))
    return "\n\n".join(parts)


def _cell(cell: Cell) -> str:
    text = escape(cell.text) or MISSING
    return f"{text} ({escape(cell.detail)})" if cell.detail else text
