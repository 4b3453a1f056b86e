"""Writing into a document what a benchmark printed."""

from pathlib import Path

import pytest

from benchmarks.documents import write_between_marks


def test_only_what_is_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    start = "<!-- interval coverage: made by benchmarks/interval_coverage.py -->"
    page.write_text(f"before\n{start}\nold\n<!-- end of interval coverage -->\nafter\n")
    write_between_marks(page, "interval coverage", "new")
    assert page.read_text() == (
        f"before\n{start}\n\nnew\n\n<!-- end of interval coverage -->\nafter\n"
    )
    with pytest.raises(ValueError, match="no marks of other"):
        write_between_marks(page, "other", "new")
