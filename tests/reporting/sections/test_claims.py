from reporting.sections.claims import claims_section, deciding_sentence


def test_each_claim_has_its_outcome_and_what_decides_it(results):
    section = claims_section(results)
    headings = [block.text for block in section.blocks if block.kind == "heading"]
    assert headings == ["Claim 1: confirmed", "Claim 2: refuted", "Claim 3: undecided"]
    assert section.blocks[0].text.startswith(
        "Of three claims, one is confirmed, one is refuted and one is undecided."
    )


def test_the_deciding_sentence_names_the_figures(results):
    confirmed, refuted, undecided = map(deciding_sentence, results.metrics.claims)
    assert confirmed.startswith("What confirms it: CNN: validation loss, mean of the last 3")
    assert confirmed.endswith(": +.0400 and +.0500 (seeds 1 and 2).")
    assert refuted.startswith("What refutes it: Action: average precision of the poster model")
    assert "\N{MINUS SIGN}.10 (interval \N{MINUS SIGN}.20 to \N{MINUS SIGN}.05)" in refuted
    assert undecided == (
        "Of its one figure none refutes it and none confirms it; a claim is confirmed by all or "
        "not at all."
    )


def test_figures_of_trainings_stand_with_their_seeds(results):
    assert "Confirmed: CNN: validation loss" in repr(claims_section(results))
    assert "+.0400 and +.0500 (seeds 1 and 2)." in repr(claims_section(results))
    assert "no figure, 21 test films" in repr(claims_section(results))


def test_a_run_without_claims_says_so(build, build_metrics):
    section = claims_section(build(metrics=build_metrics(claims=())))
    assert [block.text for block in section.blocks] == ["This run decided no claims."]
