"""socroi.js in Node.js gives what the gate in Python gives: every example, and calls drawn by chance."""

import json
import os
import subprocess
from datetime import datetime
from math import fsum, isfinite
from pathlib import Path
from random import Random

import pytest
from answers import EXAMPLES, arguments, same, shown
from drawn_calls import drawn_calls
from drawn_customers import drawn_customers

from socroi.definition.registry import formulas
from socroi.errors import CellError
from socroi.gate import gate
from socroi.hosts.javascript import library

NODE = Path(__file__).parents[1] / "node"
CUSTOMERS = {"SOCCOHORT", "SOCRETAIN", "SOCHEARD", "SOCBLENDED", "SOCRANK", "SOCREPEAT"}
DRAWN = 20_000 if os.environ.get("SOCROI_SWEEP") else 2_000


def for_json(value):
    if isinstance(value, list):
        return [for_json(cell) for cell in value]
    if isinstance(value, CellError):
        return {"error": value.code}
    if hasattr(value, "year"):
        hour, minute = (value.hour, value.minute) if isinstance(value, datetime) else (0, 0)
        return {"date": [value.year, value.month - 1, value.day, hour, minute]}
    if isinstance(value, float) and not isfinite(value):
        return {"number": {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(value)]}
    return value


@pytest.fixture
def in_node(program, tmp_path):
    """What the library answers to calls, all of them in one process."""

    def ask(calls):
        (tmp_path / "socroi.cjs").write_text(library.socroi_js(), encoding="utf-8")
        (tmp_path / "calls.json").write_text(json.dumps([[name, for_json(values)] for name, values in calls]))
        command = [program("node"), NODE / "socroi_calls.cjs", tmp_path / "socroi.cjs", tmp_path / "calls.json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, encoding="utf-8")
        return json.loads(done.stdout)

    return ask


def different(calls, answers, wanted):
    """The calls whose answers differ, with both."""
    triples = zip(calls, answers, wanted, strict=True)
    # A spill of one cell is that cell.
    plain = ((call, shown(answer) if isinstance(answer, list) else answer, want) for call, answer, want in triples)
    return [(call, answer, want) for call, answer, want in plain if answer != same(want)]


def test_every_example_gives_in_javascript_what_is_documented(in_node):
    examples = [each for each in EXAMPLES if each.call.name not in library.not_yet()]
    calls = [(each.call.name, arguments(each)) for each in examples]
    assert different(calls, in_node(calls), [shown(each.result) for each in examples]) == []


def test_calls_drawn_by_chance_give_in_javascript_what_they_give_in_python(in_node):
    drawn = drawn_calls(DRAWN, seed=20260801)
    answers = [shown(gate.call(formulas()[name], *values)) for name, values in drawn]  # what is in Python alone, too
    pairs = [pair for pair in zip(drawn, answers, strict=True) if pair[0][0] not in library.not_yet()]
    calls, wanted = zip(*pairs, strict=True)
    assert different(calls, in_node(calls), wanted)[:5] == []


def test_tables_of_customers_answers_and_posts_give_in_javascript_what_they_give_in_python(in_node):
    # Tables drawn cell by cell are seldom orders, answers or posts that these functions take.
    calls = drawn_customers(DRAWN // 20, seed=20261130)
    wanted = [shown(gate.call(formulas()[name], *values)) for name, values in calls]
    assert {name for (name, _), answer in zip(calls, wanted, strict=True) if isinstance(answer, list)} == CUSTOMERS
    assert different(calls, in_node(calls), wanted)[:5] == []


def test_an_interval_of_many_rows_is_drawn_in_javascript_from_the_parts_that_python_draws(in_node):
    # Twenty values over and over: a few numbers and many rows.
    call = (
        "SOCBOOT",
        [[[1.0 + row * 7 % 20] for row in range(20_500)], [[2.0 + row % 13] for row in range(20_500)], 100, 9],
    )
    assert different([call], in_node([call]), [shown(gate.call(formulas()["SOCBOOT"], *call[1]))]) == []


def test_what_has_no_javascript_yet_is_listed_and_nothing_else_is(in_node):
    assert set(library.not_yet()) == set(formulas()) - library.by_hand() - set(library.translated())
    assert library.by_hand() <= set(formulas()), "a body in JavaScript of a function that there is no more"
    nothing = in_node([(name, []) for name in formulas()])
    assert {name for name, answer in zip(formulas(), nothing, strict=True) if answer == "#NAME?"} == set(
        library.not_yet()
    )


def test_a_body_written_by_hand_takes_the_arguments_of_the_function(program, tmp_path):
    listed = "Object.keys(bodies).map((name) => [name, bodies[name].length])"
    code = f"{library.body()}\nconsole.log(JSON.stringify({listed}));"
    (tmp_path / "lengths.cjs").write_text(code, encoding="utf-8")
    done = subprocess.run([program("node"), tmp_path / "lengths.cjs"], capture_output=True, text=True, check=True)
    lengths = dict(json.loads(done.stdout))
    assert lengths == {name: len(formulas()[name].parameters) for name in lengths}


def drawn_sums(count, seed):
    """Lists of numbers whose sum is hard to round: of many sizes, cancelled nearly, half a digit and a hair."""
    chance = Random(seed)

    def of_sizes(low, high):
        return [chance.uniform(-1, 1) * 10.0 ** chance.randint(low, high) for _ in range(chance.choice((1, 3, 10, 40)))]

    for index in range(count):
        numbers = of_sizes(-20, 20) if index % 4 else [round(number, 2) for number in of_sizes(2, 4)]
        if index % 4 == 2:
            numbers += [-number * (1 + chance.choice((0, 2**-52, 2**-40))) for number in numbers]
        if index % 4 == 3:
            numbers = [
                1.0,
                2.0**-53,
                *(chance.choice((1, -1, 0)) * 2.0 ** -chance.randint(100, 1074) for _ in range(3)),
            ]
        chance.shuffle(numbers)
        yield numbers


def test_a_sum_is_rounded_once_as_by_python(program):
    """The witness is `math.fsum`. The quick way settles most; the sums that it hands on have to be among these, too."""
    lists = list(drawn_sums(4000, seed=1997))
    code = (
        f"{(library.SOURCE / 'methods' / 'arithmetic.js').read_text(encoding='utf-8')}\n"
        "let asked = 0;\nconst slow = partialSum;\npartialSum = (numbers) => { asked += 1; return slow(numbers); };\n"
        'const lists = JSON.parse(require("fs").readFileSync(0, "utf8"));\n'
        "console.log(JSON.stringify([lists.map(exactSum), asked]));\n"
    )
    command = [program("node"), "-e", code]
    done = subprocess.run(command, input=json.dumps(lists), capture_output=True, text=True, check=True, timeout=60)
    sums, asked = json.loads(done.stdout)
    assert [each for each, found in zip(lists, sums, strict=True) if float(found) != fsum(each)] == []
    assert 0 < asked < len(lists) / 2
