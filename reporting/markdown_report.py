"""The report as Markdown, for a terminal or a pull request."""

from functools import singledispatch
from typing import Final

from reporting.document import (
    Bullets,
    Charts,
    Code,
    Contrast,
    FilmCard,
    Films,
    Heading,
    Prose,
    Report,
    Section,
    Table,
)
from reporting.markdown import escape, table_markdown
from reporting.wording import figure, visible

_FENCE: Final = "```"


def render_markdown(report: Report) -> str:
    """Return the report's text and tables; of charts, what they show in words."""
    parts = [f"# {escape(report.question)}", escape(report.about)]
    parts.append(f"**{escape(report.answer[0])}**")
    parts.extend(escape(sentence) for sentence in report.answer[1:])
    parts.extend(f"> {escape(caution)}" for caution in report.cautions)
    if report.verdict_chart is not None:
        parts.append(escape(report.verdict_chart.alternative))
    parts.append(table_markdown(report.models_table))
    parts.extend(_section(section) for section in report.sections)
    parts.append(escape(report.colophon))
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    told = [block for block in section.blocks if not (isinstance(block, Prose) and block.drawn)]
    return "\n\n".join([f"## {escape(section.title)}", *map(_block, told)])


@singledispatch
def _block(block: object) -> str:
    raise TypeError(f"{type(block).__name__}: a block that Markdown has no form for")


@_block.register
def _heading(block: Heading) -> str:
    return f"### {escape(block.text)}"


@_block.register
def _prose(block: Prose) -> str:
    return escape(block.text)


@_block.register
def _code(block: Code) -> str:
    return f"{_FENCE}sh\n{visible(block.text).replace(_FENCE, '')}\n{_FENCE}"


@_block.register
def _bullets(block: Bullets) -> str:
    lead = f"**{escape(block.title)}**\n\n" if block.title else ""
    return lead + "\n".join(f"- {escape(item)}" for item in block.items)


@_block.register
def _contrast(block: Contrast) -> str:
    return "\n\n".join(_bullets(one) for one in block.lists)


@_block.register
def _table(block: Table) -> str:
    return table_markdown(block)


@_block.register
def _charts(block: Charts) -> str:
    return "\n\n".join(escape(chart.alternative) for chart in block.charts)


@_block.register
def _films(films: Films) -> str:
    return "\n\n".join([f"### {escape(films.rule)}", *map(_film, films.cards)])


def _film(card: FilmCard) -> str:
    lines = [
        f"**{escape(card.film_id)}**: {escape(card.overview)}",
        f"- True genres: {escape(', '.join(card.genres))}",
    ]
    for label, guesses in card.guesses:
        named = ", ".join(
            f"{escape(guess.genre)} {figure(guess.probability)}{' ✓' if guess.right else ''}"
            for guess in guesses
        )
        lines.append(f"- {escape(label)}: {named}")
    lines.extend(f"- Why: {escape(reason)}" for reason in card.reasons)
    return f"{lines[0]}\n\n" + "\n".join(lines[1:])
