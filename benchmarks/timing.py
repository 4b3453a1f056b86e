"""How every benchmark says what it measured."""

import statistics
from collections.abc import Sequence


def report_pair(name: str, seconds: Sequence[float], other: str, others: Sequence[float]) -> None:
    """Print the median and the spread of two ways, and the ratio of their medians."""
    for label, values in ((name, seconds), (other, others)):
        print(
            f"{label}: median {statistics.median(values):.3f} s, "
            f"{min(values):.3f} to {max(values):.3f} s over {len(values)} rounds"
        )
    ratio = statistics.median(seconds) / statistics.median(others)
    print(f"ratio: {ratio:.3f}")
