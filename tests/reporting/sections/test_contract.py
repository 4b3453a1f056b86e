from reporting.sections.contract import (
    accounting_sentences,
    contract_section,
    expectations_sentence,
    expectations_table,
    met_word,
)


def test_the_accounting_adds_up(results):
    films, posters = accounting_sentences(results.contract.accounting)
    assert films == "Of 5,060 rows: 5,055 accepted and 5 set aside, which adds up to 5,060."
    assert posters == (
        "Of 5,660 posters: 5,059 matched to a film, 600 of no film and 1 unusable, which adds up "
        "to 5,660."
    )


def test_a_sum_that_does_not_come_out_is_said(results):
    accounting = results.contract.accounting.model_copy(update={"films_set_aside": 4})
    films, _ = accounting_sentences(accounting)
    assert "does NOT add up: the parts make 5,059, not 5,060" in films


def test_expectations_are_counted_in_words(results):
    contract = results.contract
    assert expectations_sentence(contract) == (
        "Of two expectations, one was not met, and it is a warning."
    )
    both = tuple(e.model_copy(update={"success": False}) for e in contract.expectations)
    assert expectations_sentence(contract.model_copy(update={"expectations": both})) == (
        "Of two expectations, two were not met, one of them critical."
    )
    met = contract.model_copy(update={"expectations": contract.expectations[:1]})
    assert expectations_sentence(met) == "Of one expectation, every one was met."


def test_broken_stands_for_critical_only(results):
    met, warned = results.contract.expectations
    assert (met_word(met), met_word(warned)) == ("met", "warning")
    assert met_word(met.model_copy(update={"success": False})) == "BROKEN"


def test_nothing_set_aside_is_said_too(build, results):
    accounting = results.contract.accounting.model_copy(
        update={"set_aside_reasons": {}, "warnings": {}}
    )
    contract = results.contract.model_copy(update={"accounting": accounting, "expectations": ()})
    texts = [block.text for block in contract_section(build(contract=contract)).blocks[1:]]
    assert texts == [
        "No film was set aside.",
        "No film was kept with a warning.",
        "The contract holds no expectation.",
    ]


def test_what_is_not_named_is_counted_by_what_there_is_and_not_by_what_was_kept(results):
    warned = results.contract.expectations[1].model_copy(
        update={"unexpected": 1_404, "examples": tuple(f"tt{n}" for n in range(20))}
    )
    table = expectations_table(results.contract.model_copy(update={"expectations": (warned,)}))
    assert table.rows[0][-1].text == "tt0, tt1, tt2, tt3, tt4 and 1,399 more"
    bare = warned.model_copy(update={"examples": ()})
    table = expectations_table(results.contract.model_copy(update={"expectations": (bare,)}))
    assert table.rows[0][-1].text == ""
