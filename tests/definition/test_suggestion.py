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


def test_who_has_no_accents_on_the_keyboard_is_understood():
    assert closest("Megterules", ["Cég", "Megtérülés (Ft)"]) == "Megtérülés (Ft)"
    assert closest("GASTO", ["Impresiones", "Gastó"]) == "Gastó"
    assert closest("conversion", ["Día", "Conversión"]) == "Conversión"


def test_a_part_of_one_longer_name_finds_it_and_a_part_of_several_finds_none():
    assert closest("spent", ["Campaign", "Amount spent in the account's currency (EUR)"]) == (
        "Amount spent in the account's currency (EUR)"
    )
    assert (
        closest("purchases", ["Purchases on the website, all of them", "Value of all purchases on the website"]) is None
    )
