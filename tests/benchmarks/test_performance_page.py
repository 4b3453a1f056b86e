from datetime import date

import pytest

from benchmarks import performance
from benchmarks.comparison import Comparison, Measured
from benchmarks.machine import Machine, this_machine
from benchmarks.performance_page import Result, page, read_results, results_json

SMALL = Machine("A9", 2, 8, "Linux", "3.11.2", "2.21.0", "3.15.1")
LARGE = Machine("B7", 64, 512, "Linux", "3.13.0", "2.21.0", "3.15.1")


def result(name: str, study: float, machine: Machine = SMALL, remark: str = "") -> Result:
    compared = Comparison(
        Measured("ours", (study, study + 0.2)), Measured("theirs", (2.0,)), remark
    )
    return Result(name, compared, date(2026, 3, 4), machine, seconds=90)


def test_results_come_back_as_they_were_kept():
    results = {"cnn_step": result("cnn_step", 1.0, remark="Mind."), "memory": result("memory", 3)}

    assert read_results(results_json(results)) == results


def test_the_page_has_a_row_a_benchmark_with_its_day_and_machine():
    text = page({"a": result("a", 0.9), "b": result("b", 3.9, LARGE, remark="Each film: 1 kB.")})

    lines = text.splitlines()
    assert (
        "| `a` | ours: 1.000 s (0.900 to 1.100 s) | theirs: 2.000 s | 0.500 "
        "| 2026-03-04, machine 1 |"
    ) in lines
    assert any(line.startswith("| `b` |") and "2.000 |" in line for line in lines)
    assert "- `b`: Each film: 1 kB." in lines
    assert lines[lines.index("Machines:") + 3].startswith("2. 64 cores of B7, 512 GiB")
    assert "All of it took 3 minutes." in lines


def test_this_machine_is_described():
    machine = this_machine()

    assert machine.cores >= 1
    assert machine.memory_gib >= 1
    assert machine.processor


def quick() -> Comparison:
    return Comparison(Measured("ours", (1.0,)), Measured("theirs", (4.0,)))


def test_a_benchmark_that_is_named_runs_again_and_the_other_rows_stay(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(performance, "KEPT", tmp_path / "performance.json")
    monkeypatch.setattr(performance, "PAGE", tmp_path / "performance.md")
    monkeypatch.setitem(performance.BENCHMARKS, "cnn_step", quick)
    performance.write({name: result(name, 7.0) for name in ("lstm_step", "cnn_step")})
    monkeypatch.setattr("sys.argv", ["performance", "cnn_step"])

    performance.main()

    kept = read_results((tmp_path / "performance.json").read_bytes())
    assert list(kept) == ["lstm_step", "cnn_step"]
    assert kept["lstm_step"] == result("lstm_step", 7.0)
    assert kept["cnn_step"].comparison == quick()
    assert "| 0.250 (1 in 4.0) |" in (tmp_path / "performance.md").read_text()
    assert "ratio: 0.250" in capsys.readouterr().out


def test_an_unknown_name_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["performance", "speed"])

    with pytest.raises(SystemExit, match="2"):
        performance.main()

    assert "no benchmark is named speed: lstm_step, cnn_step" in capsys.readouterr().err
