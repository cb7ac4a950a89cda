// Markov chains that end: how much of what reaches one end goes through a group of states. Exact, by elimination of the
// states without a single subtraction (Grassmann, Taksar and Heyman 1985).

// ways: Map of state -> Map of following state -> weight; groups: a Set of states each.
function sharesThrough(ways, start, goal, groups) {
  const shares = new Array(groups.length).fill(0);
  const divide = (chain, left) => {
    if (left.length === 1) {
      const out = chain.out.get(start);
      const direct = out.get(goal) || 0;
      out.delete(goal);
      chain.eliminate([...chain.out.keys()].filter((state) => state !== start));
      const through = chain.out.get(start).get(goal) || 0;
      shares[left[0]] = divided(through, direct + through);
      return;
    }
    // Halving shares the work: what no group of a half has a state in common with is eliminated once for all of it.
    const half = Math.floor(left.length / 2);
    for (const [part, smaller] of [[left.slice(0, half), chain.copy()], [left.slice(half), chain]]) {
      const kept = new Set();
      for (const index of part) for (const state of groups[index]) kept.add(state);
      smaller.eliminate([...smaller.out.keys()].filter((state) => state !== start && !kept.has(state)));
      divide(smaller, part);
    }
  };
  if (groups.length) divide(new Chain(ways), groups.map((_, index) => index));
  return shares;
}

class Chain {
  constructor(ways) {
    this.out = new Map();
    this.into = new Map();
    for (const [state, ends] of ways) {
      this.out.set(state, new Map(ends));
      this.into.set(state, new Set());
    }
    for (const [state, ends] of ways) {
      for (const end of ends.keys()) if (this.into.has(end)) this.into.get(end).add(state);
    }
  }
  copy() {
    return new Chain(this.out);
  }
  eliminate(states) {
    // Those with the fewest ways first: fewer new ways come of it (Markowitz).
    const order = states.map((state) => [this.out.get(state).size * this.into.get(state).size, state]);
    order.sort((one, other) => one[0] - other[0]);
    for (const [, state] of order) {
      const ends = this.out.get(state);
      this.out.delete(state);
      ends.delete(state);
      const whole = sum(ends.values());
      const sources = this.into.get(state);
      this.into.delete(state);
      sources.delete(state);
      for (const end of ends.keys()) {
        const into = this.into.get(end);
        if (!into) continue;
        into.delete(state);
        for (const source of sources) into.add(source);
      }
      for (const source of sources) {
        const out = this.out.get(source);
        const factor = divided(out.get(state), whole);
        out.delete(state);
        for (const [end, weight] of ends) out.set(end, (out.get(end) || 0) + factor * weight);
      }
    }
  }
}
