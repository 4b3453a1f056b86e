from benchmarks.comparison import Comparison, Measured


def test_a_comparison_says_medians_spreads_and_their_ratio():
    compared = Comparison(
        Measured("a step", (0.3, 0.1, 0.2)), Measured("another", (0.2, 0.4), decimals=1), "So."
    )

    assert str(compared).splitlines() == [
        "a step: median 0.200 s, 0.100 to 0.300 s over 3 rounds",
        "another: median 0.3 s, 0.2 to 0.4 s over 2 rounds",
        "ratio: 0.667",
        "So.",
    ]


def test_a_single_round_has_no_spread():
    assert str(Measured("losses", (0.25,), unit="", decimals=5)) == "losses: 0.25000, one round"


def test_a_small_ratio_is_also_said_the_other_way_round():
    compared = Comparison(Measured("fast", (0.5,)), Measured("slow", (10.0,)))

    assert compared.ratio == 0.05
    assert compared.ratio_text == "0.050 (1 in 20.0)"
