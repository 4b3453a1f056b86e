from reporting.sections.curves import curves_section


def test_each_branch_has_three_curves_and_a_reading(results):
    section = curves_section(results)
    charts = [block for block in section.blocks if block.kind == "charts"]
    assert [len(block.charts) for block in charts] == [3, 3]
    readings = [block.text for block in section.blocks if block.kind == "prose"]
    assert len(readings) == 2
    assert "over-fits" in readings[0]


def test_a_branch_without_a_history_is_said_to_be_missing(build, results):
    section = curves_section(build(training={"lstm": results.training["lstm"]}))
    texts = [block.text for block in section.blocks if block.kind == "prose"]
    assert texts[0] == "This run kept no training history of the CNN on posters."
