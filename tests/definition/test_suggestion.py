from socroi.definition.suggestion import closest, nearest


def test_a_slip_of_the_keys_finds_what_was_meant():
    assert closest("SOCORI", ["SOCROI", "SOCSHARE", "KPIVALUE"]) == "SOCROI"


def test_what_is_like_nothing_known_has_nothing_close():
    assert closest("weather", ["SOCROI", "KPIVALUE"]) is None
    assert closest("SOCROI", []) is None


def test_a_stricter_likeness_finds_less():
    assert closest("ROI", ["SOCROI"], 0.6) == "SOCROI"
    assert closest("ROI", ["SOCROI"], 0.8) is None


def test_the_hint_names_the_option_as_it_is_spelled_and_else_all_of_them():
    assert nearest("LEED", ["Lead", "Sale"]) == 'Did you mean "Lead"?'
    assert nearest("x", ["Lead", "Sale"]) == 'Known are: "Lead", "Sale".'
