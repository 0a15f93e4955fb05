#region file
from collections import defaultdict
from math import exp, inf, log, log1p
from typing import Any, Callable, NamedTuple

#region loop
class Semiring(NamedTuple):
    zero: Any  # no path at all
    one: Any  # the path without edges
    plus: Callable  # ⊕, where paths meet
    times: Callable  # ⊗, along a path
    weigh: Callable  # an edge, from its probability and the node it leads to

def totals(edges, start, semiring):
    """For each node, the ⊕ of the weights of all paths from start to it."""
    total = defaultdict(lambda: semiring.zero, {start: semiring.one})
    left = set()
    for source, target, p in edges:  # edges into a node before edges out of it
        left.add(source)
        if target in left:
            raise ValueError(f"{source}→{target} is after an edge out of {target}")
        if p > 0:  # an impossible edge weighs zero and adds nothing
            through = semiring.times(total[source], semiring.weigh(p, target))
            total[target] = semiring.plus(total[target], through)
    return total
#endregion loop

#region semirings
def log_add_exp(a, b):
    if a == b:  # also if both are -inf, whose difference would be nan
        return a + log(2)
    return max(a, b) + log1p(exp(-abs(a - b)))

LOG = Semiring(-inf, 0.0, log_add_exp,
               lambda a, b: a + b, lambda p, node: log(p))

# A weight is a log-probability and a path.
BEST = Semiring((-inf, ""), (0.0, ""), max,
                lambda a, b: (a[0] + b[0], a[1] + b[1]),
                lambda p, node: (log(p), "→" + node))
#endregion semirings

COUNT = Semiring(0, 1, lambda a, b: a + b,
                 lambda a, b: a * b, lambda p, node: 1)

#region shares
def shares(edges, start, end):
    """Each edge with its share of the total of all paths from start to end."""
    alpha = totals(edges, start, LOG)
    if alpha[end] == -inf:
        raise ValueError(f"no path from {start} to {end} is possible")
    beta = totals([(v, u, p) for u, v, p in reversed(edges)], end, LOG)
    return [(u, v, exp(alpha[u] + log(p) + beta[v] - alpha[end]))
            for u, v, p in edges if p > 0]
#endregion shares

MAP = [("S", "A", 0.4), ("S", "B", 0.35), ("S", "C", 0.25),
       ("A", "x", 0.5), ("A", "y", 0.1), ("A", "z", 0.4),
       ("B", "y", 0.8), ("B", "z", 0.2), ("C", "x", 0.3), ("C", "z", 0.7)]
best, every, number = (totals(MAP, "S", one) for one in (BEST, LOG, COUNT))
for end in "xyz":
    logprob, path = best[end]
    print(end, f"S{path} {exp(logprob):.1%} {exp(every[end]):.1%} {number[end]}")
for u, v, share in shares(MAP, "S", "z"):
    if share > 0:
        print(f"{u}→{v} {share:.1%}")

#region model
move = {"S": {"H": 0.6, "F": 0.4},  # H: healthy, F: fever
        "H": {"H": 0.7, "F": 0.3}, "F": {"H": 0.4, "F": 0.6}}
sign = {"H": {"normal": 0.5, "cold": 0.4, "dizzy": 0.1},
        "F": {"normal": 0.1, "cold": 0.3, "dizzy": 0.6}}
days = ["cold", "cold", "dizzy"]
#endregion model

def trellis():
    """F2: fever on day 2. An edge weighs a move and the sign seen after it."""
    edges, before = [], ["S"]
    for day, seen in enumerate(days, 1):
        edges += [(u, f"{state}{day}", move[u[0]][state] * sign[state][seen])
                  for u in before for state in sign]
        before = [f"{state}{day}" for state in sign]
    return edges + [(u, "END", 1) for u in before]

forward = totals(trellis(), "S", LOG)["END"]
logprob, path = totals(trellis(), "S", BEST)["END"]
print(f"forward {exp(forward):.6f}")
print("Viterbi", "S" + path, f"{exp(logprob - forward):.1%}")
into = defaultdict(float)
for u, v, share in shares(trellis(), "S", "END"):
    into[v] += share
for day, seen in enumerate(days, 1):
    print(day, seen, *(f"{state} {into[f'{state}{day}']:.1%}" for state in sign))
#endregion file
