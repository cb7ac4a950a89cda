"""Witnesses: published worked examples, textbook chains and games, numpy's solver, and counting by hand."""

from itertools import permutations
from math import inf
from random import Random

import numpy as np
import pytest

import socroi
from socroi.methods import absorption


def by_channel(table, column):
    return dict(zip(table["channel"][:-1], table[column][:-1], strict=True))


def drawn_journeys(seed, channels, rows, longest):
    chance = Random(seed)
    paths = [" > ".join(chance.choices(channels, k=chance.randint(1, longest))) for _ in range(rows)]
    return paths, [chance.randint(0, 3) for _ in paths], [chance.randint(0, 9) for _ in paths]


# Rules


@pytest.mark.parametrize(
    ("model", "parameter", "weights"),
    [
        ("last", None, [0, 0, 0, 1]),
        ("first", None, [1, 0, 0, 0]),
        ("linear", None, [1 / 4, 1 / 4, 1 / 4, 1 / 4]),
        ("position", None, [0.4, 0.1, 0.1, 0.4]),
        ("position", 0.3, [0.3, 0.2, 0.2, 0.3]),
        ("decay", None, [1 / 15, 2 / 15, 4 / 15, 8 / 15]),
        ("decay", 3, [0.5 / 2.9238, 0.63 / 2.9238, 0.7937 / 2.9238, 1 / 2.9238]),
    ],
)
def test_the_weights_of_four_touches_are_those_of_the_rule(model, parameter, weights):
    # By hand; with a half-life of 3 touches, a touch counts 2^(-1/3) = 0.7937 of the one after it.
    assert socroi.SOCTOUCH(4, model, parameter) == pytest.approx(weights, abs=5e-5)


@pytest.mark.parametrize("model", ["last", "first", "linear", "position", "decay"])
@pytest.mark.parametrize("touches", [1, 2, 3, 1000])
def test_weights_add_up_to_one(model, touches):
    weights = socroi.SOCTOUCH(touches, model)
    assert np.sum(weights) == pytest.approx(1, abs=1e-12)
    assert np.size(weights) == touches


@pytest.mark.parametrize(("model", "parameter"), [("position", 0.6), ("position", -0.1), ("decay", 0), ("decay", -1)])
def test_a_parameter_that_no_rule_allows_is_refused(model, parameter):
    answer = socroi.SOCTOUCH(3, model, parameter)
    assert answer == "#NUM!"
    assert "parameter" in answer.why


def test_an_unknown_model_names_the_nearest():
    answer = socroi.SOCATTRIB(["a > b"], [1], "positon")
    assert answer == "#N/A"
    assert '"position"' in answer.hint


def test_a_touch_that_comes_twice_is_credited_twice():
    table = socroi.SOCATTRIB(["a > b > a"], [3], "linear")
    assert by_channel(table, "conversions") == pytest.approx({"a": 2, "b": 1})


def test_channels_are_one_whatever_their_case_and_spaces():
    table = socroi.SOCATTRIB([" Email>search ", "EMAIL", "Search"], [2, 1, 5], "last")
    assert by_channel(table, "conversions") == {"Email": 1.0, "search": 7.0}


@pytest.mark.parametrize("model", ["last", "first", "linear", "position", "decay"])
def test_every_conversion_and_all_revenue_are_given_out_once(model):
    paths, conversions, _ = drawn_journeys(3, "abcdef", 60, 7)
    revenue = [c * 12.5 for c in conversions]
    table = socroi.SOCATTRIB(paths, conversions, model, revenue)
    assert sum(table["conversions"][:-1]) == pytest.approx(sum(conversions), rel=1e-12)
    assert sum(table["revenue"][:-1]) == pytest.approx(sum(revenue), rel=1e-12)
    assert table.iloc[-1].tolist() == ["total", sum(conversions), 1.0, pytest.approx(sum(revenue))]


def test_revenue_that_is_not_known_yet_adds_nothing():
    table = socroi.SOCATTRIB(["a", "a", "b"], [1, 1, 1], "last", [100, None, 40])
    assert table["revenue"].tolist() == [100.0, 40.0, 140.0]


def test_rows_without_a_path_or_without_conversions_are_left_out():
    whole = socroi.SOCATTRIB(["a > b", "b"], [1, 2], "first")
    holes = socroi.SOCATTRIB(["a > b", None, "c", "b"], [1, 50, None, 2], "first")
    assert holes.equals(whole)


@pytest.mark.parametrize("path", ["a > > b", "> a", "a >", ">", "a >>> b"])
@pytest.mark.parametrize("function", [socroi.SOCMARKOV, socroi.SOCSHAPLEY, lambda p, c: socroi.SOCATTRIB(p, c, "last")])
def test_an_empty_touch_is_refused_with_the_path(path, function):
    answer = function(["a > b", path], [1, 1])
    assert answer == "#VALUE!"
    assert path in answer.why


@pytest.mark.parametrize("function", [socroi.SOCMARKOV, socroi.SOCSHAPLEY, lambda p, c: socroi.SOCATTRIB(p, c, "last")])
def test_nothing_to_divide_is_a_division_by_zero_and_no_rows_are_not_available(function):
    assert function(["a > b", "b"], [0, 0]) == "#DIV/0!"
    assert function(["a", None], [None, 3]) == "#N/A"
    assert function(["a", "b"], [1, 2, 3]) == "#VALUE!"


# Markov


def test_the_published_example_of_three_channels():
    # S. Bryl, "Marketing multi-channel attribution model with R" (2016): removal effects 0.5, 1, 1; 0.2, 0.4, 0.4.
    table = socroi.SOCMARKOV(["C1 > C2 > C3", "C1", "C2 > C3"], [1, 0, 0], [0, 1, 1])
    assert by_channel(table, "removal effect") == pytest.approx({"C1": 0.5, "C2": 1, "C3": 1}, abs=1e-12)
    assert by_channel(table, "conversions") == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4}, abs=1e-12)


def test_the_published_example_of_two_channels():
    # S. Puzyrov, "Markov chain attribution: simple explanation of removal effect" (2019): P = 0.8; 0.2 without Google
    # Ads, 0.4 without mailing.
    table = socroi.SOCMARKOV(["Google Ads", "Mailing", "Google Ads > Mailing"], [2, 1, 1], [1, 0, 0])
    assert by_channel(table, "removal effect") == pytest.approx({"Google Ads": 0.75, "Mailing": 0.5}, abs=1e-12)
    assert by_channel(table, "conversions") == pytest.approx({"Google Ads": 2.4, "Mailing": 1.6}, abs=1e-12)


def test_paths_that_all_convert():
    # The README of pychattr, whose simulation of 10,000 walks gives 1.991 and 1.009: exactly 2 and 1.
    table = socroi.SOCMARKOV(["A > B > A > B > B > A", "A > B > B > A > A", "A > A"], [1, 1, 1])
    assert by_channel(table, "conversions") == pytest.approx({"A": 2, "B": 1}, abs=1e-12)


def test_the_ruin_of_the_gambler():
    # Kemeny and Snell, Finite Markov Chains: of a fair game from 2 of 4, 1/2 is won; with the state 1 lost, it is
    # a game from 1 of 3, of which 1/3 is won. The removal effect of 1 is 1 - (1/3)/(1/2).
    table = socroi.SOCMARKOV(["two > one > two > three", "two > three > two > one"], [1, 0], [0, 1])
    assert by_channel(table, "removal effect") == pytest.approx({"two": 1, "one": 1 / 3, "three": 1}, abs=1e-12)


def solved(paths, conversions, nulls, order):
    """Removal effects by numpy: (I - Q) v = r, with the states of each channel taken out in turn."""
    split = [tuple(path.split(" > ")) for path in paths]
    states = {}
    steps = {}
    for touches, converted, lost in zip(split, conversions, nulls, strict=True):
        last = "start"
        for end in range(1, len(touches) + 1):
            state = touches[max(0, end - order) : end]
            states.setdefault(state, len(states))
            steps[last, state] = steps.get((last, state), 0) + converted + lost
            last = state
        steps[last, "won"] = steps.get((last, "won"), 0) + converted
        steps[last, "lost"] = steps.get((last, "lost"), 0) + lost

    def won(removed):
        kept = ["start", *(s for s in states if removed not in s)]
        total = {s: sum(n for (source, _), n in steps.items() if source == s) or inf for s in kept}
        q = [[steps.get((a, b), 0) / total[a] for b in kept] for a in kept]
        r = [steps.get((a, "won"), 0) / total[a] for a in kept]
        return np.linalg.solve(np.eye(len(kept)) - np.array(q), np.array(r))[0]

    channels = dict.fromkeys(touch for touches in split for touch in touches)
    return {channel: 1 - won(channel) / won(None) for channel in channels}


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_removal_effects_are_those_of_the_linear_system(seed, order):
    paths, conversions, nulls = drawn_journeys(seed, "abcdefg"[: 2 + seed % 6], 80, 6)
    table = socroi.SOCMARKOV(paths, conversions, nulls, order)
    expected = solved(paths, conversions, nulls, order)
    assert by_channel(table, "removal effect") == pytest.approx(expected, rel=1e-9, abs=1e-12)
    assert sum(table["conversions"][:-1]) == pytest.approx(sum(conversions), rel=1e-12)


def test_an_order_as_long_as_the_paths_counts_the_paths_themselves():
    # Then the chain is the data: without a channel, just the conversions of the paths without it are left.
    paths, conversions, nulls = drawn_journeys(5, "abcde", 60, 5)
    table = socroi.SOCMARKOV(paths, conversions, nulls, 5)
    whole = sum(conversions)
    expected = {
        channel: sum(c for path, c in zip(paths, conversions, strict=True) if channel in path) / whole
        for channel in table["channel"][:-1]
    }
    assert by_channel(table, "removal effect") == pytest.approx(expected, abs=1e-12)


def test_a_rare_conversion_keeps_its_digits():
    # One in 10^12: P = 1e-12 through b alone. 1 - P(without)/P by subtraction of probabilities would be noise.
    table = socroi.SOCMARKOV(["a > b", "a", "c"], [1, 0, 0], [0, 1e12, 1e12])
    assert by_channel(table, "removal effect") == {"a": 1.0, "b": 1.0, "c": 0.0}


def test_a_channel_that_nobody_took_has_no_effect():
    table = socroi.SOCMARKOV(["a", "b"], [3, 0])
    assert by_channel(table, "removal effect") == {"a": 1.0, "b": 0.0}


def test_more_states_than_can_be_solved_are_refused_with_the_order_that_can():
    chance = Random(1)
    paths = [" > ".join(chance.choices("abcdefghijklmnopqrst", k=8)) for _ in range(900)]
    answer = socroi.SOCMARKOV(paths, [1] * 900, None, 4)
    assert answer == "#NUM!"
    assert "order of 3" in answer.hint


def test_groups_that_share_states_are_each_taken_out_alone():
    # Start goes to 0, 1 or 2 alike; 0 and 1 lead to the goal, 2 half the time. 5/3 of 2 or 3 ways: by hand.
    ways = {-1: {0: 1.0, 1: 1.0, 2: 1.0}, 0: {-2: 1.0}, 1: {-2: 1.0}, 2: {-2: 1.0, -3: 1.0}}
    groups = [frozenset({0, 1}), frozenset({1, 2}), frozenset({2}), frozenset()]
    assert absorption.shares_through(ways, -1, -2, groups) == pytest.approx([4 / 5, 3 / 5, 1 / 5, 0])


# Shapley


def averaged_over_orders(worth, players):
    """The definition: what each player adds on joining, averaged over all orders of joining."""
    orders = list(permutations(players))
    value = dict.fromkeys(players, 0.0)
    for order in orders:
        for place, player in enumerate(order):
            value[player] += worth(frozenset(order[: place + 1])) - worth(frozenset(order[:place]))
    return {player: total / len(orders) for player, total in value.items()}


def test_the_airport_of_littlechild_and_owen():
    # "A simple expression for the Shapley value in a special case", Management Science 20 (1973), in the figures of the
    # usual example: runways for 8, 11, 13 and 18 cost A, B, C and D 2, 3, 4 and 9. Each stretch is a path of its users.
    table = socroi.SOCSHAPLEY(["A > B > C > D", "B > C > D", "C > D", "D"], [8, 3, 2, 5])
    assert by_channel(table, "conversions") == pytest.approx({"A": 2, "B": 3, "C": 4, "D": 9}, abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_each_path_is_divided_equally_among_its_channels(seed):
    # Zhao, Mahboobi and Bagheri prove it: "Shapley value methods for attribution modeling" (2018).
    paths, conversions, _ = drawn_journeys(seed, "abcdefghijkl"[: 3 + 2 * (seed % 5)], 200, 9)
    expected = {}
    for path, converted in zip(paths, conversions, strict=True):
        touched = set(path.split(" > "))
        for channel in touched:
            expected[channel] = expected.get(channel, 0) + converted / len(touched)
    table = socroi.SOCSHAPLEY(paths, conversions)
    assert by_channel(table, "conversions") == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_average_over_all_orders_of_joining(seed):
    paths, conversions, _ = drawn_journeys(seed, "abcd", 40, 4)
    rows = [(frozenset(p.split(" > ")), c) for p, c in zip(paths, conversions, strict=True)]

    def worth(group):
        return sum(c for touched, c in rows if touched <= group)

    table = socroi.SOCSHAPLEY(paths, conversions)
    assert by_channel(table, "conversions") == pytest.approx(averaged_over_orders(worth, "abcd"), rel=1e-9, abs=1e-9)
    assert sum(table["conversions"][:-1]) == pytest.approx(sum(conversions), rel=1e-12)


def test_no_channel_gets_more_than_all_there_are_nor_less_than_nothing():
    # The game of conversion rates gave "a" 501 of these 51 conversions, for one path of 1000 that happened to convert.
    table = socroi.SOCSHAPLEY(["a", "b"], [1, 50])
    assert by_channel(table, "conversions") == {"a": 1.0, "b": 50.0}
    with pytest.raises(TypeError, match="takes 2 arguments at most"):
        socroi.SOCSHAPLEY(["a", "b"], [1, 50], [0, 950])


def test_any_number_of_channels_is_exact():
    channels = [f"c{number}" for number in range(40)]
    table = socroi.SOCSHAPLEY([" > ".join(channels)], [12])
    assert table["conversions"][:-1].tolist() == pytest.approx([0.3] * 40, abs=1e-12)
