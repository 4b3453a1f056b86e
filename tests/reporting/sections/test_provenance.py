from reporting.sections.provenance import provenance_section, without_password


def table(section, caption):
    return next(b for b in section.blocks if b.kind == "table" and b.caption == caption)


def test_a_password_in_a_url_is_hidden_everywhere(results):
    section = provenance_section(results)
    assert "secret" not in repr(section)
    assert without_password("https://a:b@c.d/e x") == "https://***@c.d/e x"
    assert without_password("plain /path/a@b") == "plain /path/a@b"


def test_the_settings_name_the_recipe_that_was_trained(results):
    settings = {
        row[0].text: row[1].text for row in table(provenance_section(results), "Settings").rows
    }
    assert settings["recipe.cnn.training.epochs"] == "40"
    assert settings["evaluation.min_support"] == "10"


def test_stages_show_time_and_cache(results):
    stages = table(provenance_section(results), "Stages of the run")
    assert [cell.text for cell in stages.rows[1]] == ["validate", "3.2 s", "hit", ""]
    assert "1 h 55 min" in stages.note


def test_a_study_of_sample_films_says_so(build, results):
    config = results.config.model_copy(update={"data": None})
    assert "the built-in sample films" in repr(provenance_section(build(config=config)))
