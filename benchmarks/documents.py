"""Documents that hold what a benchmark printed."""

from pathlib import Path


def write_between_marks(document: Path, benchmark: str, text: str) -> None:
    """Replace what a document has between a benchmark's two marks.

    Raises ValueError where it has no such marks.
    """
    start = f"<!-- {benchmark}: made by benchmarks/{benchmark.replace(' ', '_')}.py -->"
    end = f"<!-- end of {benchmark} -->"
    before, found, rest = document.read_text("utf-8").partition(start)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        raise ValueError(f"{document} has no marks of {benchmark}: put {start} and {end} into it.")
    document.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", "utf-8")
