"""Markov chains that end: the exact probability of ending in one state, and how much of it goes through others.

States are eliminated one by one, each of its ways in joined with each of its ways out (Grassmann, Taksar and Heyman,
"Regenerative analysis and steady state distributions for Markov chains", Operations Research 33, 1985). That is
Gaussian elimination of the linear system without a single subtraction, so that no digit is lost; nothing is simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ways = dict[int, dict[int, float]]
"""For each state the weights of its ways out, by the state they lead to; they need not add up to 1."""


def shares_through(ways: Ways, start: int, goal: int, groups: Sequence[frozenset[int]]) -> list[float]:
    """Return for each group of states the share of all that reaches the goal which passes through the group.

    That is the removal effect of the group: 1 - P(goal, the group taken out) / P(goal).

    Args:
        ways: the chain. A state without an entry is an end.
        start: where everything begins; nothing leads back to it.
        goal: the end that is asked for; it can be reached.
        groups: the states of each group; neither start nor goal.
    """
    shares = [0.0] * len(groups)

    def divide(chain: _Chain, left: Sequence[int]) -> None:
        """Answer for the groups that are left, in a chain from which all states of other groups alone are gone."""
        if len(left) == 1:
            direct = chain.out[start].pop(goal, 0.0)
            chain.eliminate([state for state in chain.out if state != start])
            through = chain.out[start].get(goal, 0.0)
            shares[left[0]] = through / (direct + through)
            return
        # Halving shares the work: what no group of a half has a state in common with is eliminated once for all of it.
        half = len(left) // 2
        for part, smaller in ((left[:half], chain.copy()), (left[half:], chain)):
            kept = frozenset[int]().union(*(groups[index] for index in part))
            smaller.eliminate([state for state in smaller.out if state != start and state not in kept])
            divide(smaller, part)

    if groups:
        divide(_Chain(ways), range(len(groups)))
    return shares


class _Chain:
    def __init__(self, ways: Ways) -> None:
        self.out: Ways = {state: dict(ends) for state, ends in ways.items()}
        self.into: dict[int, set[int]] = {state: set() for state in ways}
        for state, ends in ways.items():
            for end in ends:
                if end in self.into:
                    self.into[end].add(state)

    def copy(self) -> _Chain:
        return _Chain(self.out)

    def eliminate(self, states: Iterable[int]) -> None:
        """Take states out, their ways in joined with their ways out; what remains reaches all ends as before."""
        # Those with the fewest ways first: fewer new ways come of it (Markowitz).
        for state in sorted(states, key=lambda s: len(self.out[s]) * len(self.into[s])):
            ends = self.out.pop(state)
            ends.pop(state, None)
            whole = sum(ends.values())
            sources = self.into.pop(state) - {state}
            for end in ends:
                if end in self.into:
                    self.into[end].discard(state)
                    self.into[end] |= sources
            items = list(ends.items())
            for source in sources:
                out = self.out[source]
                factor = out.pop(state) / whole
                for end, weight in items:
                    out[end] = out.get(end, 0.0) + factor * weight
