from socroi.definition.registry import formulas


def test_every_function_is_listed_under_its_family(run):
    status, out, _ = run("functions")
    assert status == 0
    for formula in formulas().values():
        assert f"\n{formula.name} " in out
        assert formula.family.question in out


def test_one_function_is_explained_whole(run):
    status, out, _ = run("functions", "SOCROI")
    formula = formulas()["SOCROI"]
    assert status == 0
    assert out.startswith("=SOCROI(revenue, cost, [margin], [unit])\n")
    for part in (formula.summary, "#DIV/0!", f"={formula.twin}", *map(str, formula.examples)):
        assert part in out
    for heading in ("Arguments", "Returns", "Errors", "The same in plain Excel", "Examples", "Source"):
        assert f"\n{heading}\n" in out


def test_the_works_that_a_function_cites_are_printed_whole(run):
    _, out, _ = run("functions", "SOCLIFT")
    words = " ".join(out.split())
    assert "wilson1927 E. B. Wilson, “Probable inference, the law of succession, and statistical inference”," in words
    assert "22(158), 209-212, 1927. https://doi.org/10.1080/01621459.1927.10502953" in words


def test_a_name_may_be_written_as_in_a_cell(run):
    assert run("functions", "=socroi(")[1] == run("functions", "SOCROI")[1]


def test_a_mistyped_name_is_answered_with_the_nearest(run):
    status, _, err = run("functions", "SOCRIO")
    assert status == 2
    assert "Did you mean SOCROI?" in err


def test_a_family_lists_its_own_functions_only(run):
    _, out, _ = run("functions", "roi")
    assert "SOCPAYBACK" in out
    others = [name for name, formula in formulas().items() if formula.module != "roi"]
    assert not [name for name in others if f"\n{name} " in out]


def test_a_word_finds_the_functions_that_mention_it(run):
    status, out, _ = run("functions", "margin")
    assert status == 0
    assert "SOCROI" in out


def test_a_word_that_nothing_mentions_is_refused(run):
    status, _, err = run("functions", "zebra")
    assert status == 2
    assert "“socroi functions” lists them all" in err
