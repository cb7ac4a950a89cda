"""Records beside the dataclasses of Python's own library, and patterns beside `re`, which are their witnesses."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from dataclasses import dataclass, field

import pytest

from socroi.patterns import pattern
from socroi.records import record, replace


@record(frozen=True, slots=True)
class Place:
    """A place."""

    row: int
    name: str = "here"
    cells: list[int] = field(default_factory=list)
    seen: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Witness:
    """The same."""

    row: int
    name: str = "here"
    cells: list[int] = field(default_factory=list)
    seen: int = field(default=0, compare=False, repr=False)


@record(slots=True)
class Count:
    """What can change."""

    found: int
    doubled: int = field(init=False)

    def __post_init__(self):
        self.doubled = 2 * self.found


@record(slots=True, eq=False)
class Task:
    """What is equal to itself alone."""

    number: int


def both(do):
    """What a record and a dataclass answer, the name of the class aside."""
    return tuple(str(do(cls)).replace(cls.__name__, "") for cls in (Place, Witness))


@pytest.mark.parametrize(
    "do",
    [
        lambda cls: cls(1),
        lambda cls: cls(1, cells=[2], name="b", seen=4),
        lambda cls: cls(1) == cls(1, seen=5),
        lambda cls: cls(1) == cls(2),
        lambda cls: cls(1) == (1, "here", []),
        lambda cls: cls(1).cells is cls(1).cells,
        lambda cls: cls.__match_args__,
        lambda cls: cls.__slots__,
        lambda cls: dataclasses.replace(cls(1, "a", seen=3), name="b").seen,
        lambda cls: replace(cls(1, "a"), name="b"),
        lambda cls: dataclasses.asdict(cls(1)),
        lambda cls: [each.name for each in dataclasses.fields(cls)],
        lambda cls: pickle.loads(pickle.dumps(cls(1, "c", [2]))),  # noqa: S301 - made here
        lambda cls: copy.deepcopy(cls(1, "c", [2])),
    ],
)
def test_a_record_does_what_a_dataclass_with_the_same_words_does(do):
    made, witness = both(do)
    assert made == witness


def test_a_frozen_record_cannot_be_changed_and_is_the_key_of_a_dict():
    @record(frozen=True, slots=True)
    class Key:
        """A key."""

        a: int
        b: str

    assert {Key(1, "x"): 5}[Key(1, "x")] == 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        Key(1, "x").a = 2
    with pytest.raises(TypeError):
        Key(1)


def test_a_record_that_can_change_has_no_hash_and_what_it_makes_of_its_fields():
    count = Count(4)
    count.found = 5
    assert (count.found, count.doubled) == (5, 8)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count)
    with pytest.raises(AttributeError):
        count.other = 1


def test_a_record_that_is_compared_by_identity_is_equal_to_itself_alone():
    assert Task(1) != Task(1)
    assert len({Task(1), Task(1)}) == 2


def test_a_pattern_finds_what_re_finds_and_knows_what_a_compiled_one_knows():
    written = r"(?P<word>[a-z]+)=(\d)"
    late, witness = pattern(written, re.IGNORECASE), re.compile(written, re.IGNORECASE)
    text = "A=1 b=2 c="
    assert late.findall(text) == witness.findall(text) == [("A", "1"), ("b", "2")]
    assert late.sub("x", text) == witness.sub("x", text)
    assert (late.groups, late.groupindex["word"], late.pattern) == (2, 1, written)
    assert late.search("=") is None
    assert copy.copy(late).findall(text) == witness.findall(text)
