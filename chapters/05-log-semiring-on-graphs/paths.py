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
            raise ValueError(f"{source}->{target} is after an edge out of {target}")
        if p > 0:  # an impossible edge weighs zero and adds nothing
            through = semiring.times(total[source], semiring.weigh(p, target))
            total[target] = semiring.plus(total[target], through)
    return total
#endregion loop

def log_add_exp(a, b):
    if a == b:  # also if both are -inf, whose difference would be nan
        return a + log(2)
    return max(a, b) + log1p(exp(-abs(a - b)))

#region log
LOG = Semiring(-inf, 0.0, log_add_exp,
               lambda a, b: a + b, lambda p, node: log(p))
#endregion log

def better(a, b):  # of equal ones the shorter path, then the last by name
    return max(a, b, key=lambda weight: (weight[0], -len(weight[1]), weight[1]))

def join(a, b):  # first a, then b; an impossible path leads nowhere
    possible = min(a[0], b[0]) > -inf
    return (a[0] + b[0], a[1] + b[1]) if possible else BEST.zero

#region best
# A weight is a log-probability and the nodes of a path.
BEST = Semiring((-inf, ()), (0.0, ()), better, join,
                lambda p, node: (log(p), (node,)))
#endregion best

COUNT = Semiring(0, 1, lambda a, b: a + b,
                 lambda a, b: a * b, lambda p, node: 1)

def shares(edges, start, end):
    """Each edge with its share of the total of all paths from start to end."""
    alpha = totals(edges, start, LOG)
    if alpha[end] == -inf:
        raise ValueError(f"no path from {start} to {end} is possible")
#region shares
    beta = totals([(v, u, p) for u, v, p in reversed(edges)], end, LOG)
    return [(u, v, exp(alpha[u] + log(p) + beta[v] - alpha[end]))
            for u, v, p in edges if p > 0]
#endregion shares

MAP = [("S", "A", 0.4), ("S", "B", 0.35), ("S", "C", 0.25),
       ("A", "x", 0.5), ("A", "y", 0.1), ("A", "z", 0.4),
       ("B", "y", 0.8), ("B", "z", 0.2), ("C", "x", 0.3), ("C", "z", 0.7)]

def show_map():
    best, every, number = (totals(MAP, "S", one) for one in (BEST, LOG, COUNT))
    for end in "xyz":
        logprob, nodes = best[end]
        path = "->".join(("S", *nodes))
        print(end, path, f"{exp(logprob):.1%} {exp(every[end]):.1%} {number[end]}")
    for u, v, share in shares(MAP, "S", "z"):
        if share > 0:
            print(f"{u}->{v} {share:.1%}")

#region model
start = {"H": 0.6, "F": 0.4}  # H: healthy, F: fever
move = {"H": {"H": 0.7, "F": 0.3}, "F": {"H": 0.4, "F": 0.6}}
sign = {"H": {"normal": 0.5, "cold": 0.4, "dizzy": 0.1},
        "F": {"normal": 0.1, "cold": 0.3, "dizzy": 0.6}}
days = ["normal", "dizzy", "cold"]
#endregion model

def trellis():
    """A node is a state and a day. An edge weighs a move and the sign after it."""
    edges = [("S", (v, 1), start[v] * sign[v][days[0]]) for v in sign]
    for day, seen in enumerate(days[1:], 2):
        edges += [((u, day - 1), (v, day), move[u][v] * sign[v][seen])
                  for u in sign for v in sign]
    return edges + [((u, len(days)), "END", 1) for u in sign]

def show_days():
    into = defaultdict(float)
    for u, v, share in shares(trellis(), "S", "END"):
        into[v] += share
    forward = totals(trellis(), "S", LOG)["END"]
    logprob, nodes = totals(trellis(), "S", BEST)["END"]
    print(f"forward {exp(forward):.6f}")
    print("Viterbi", *(state for state, _ in nodes[:-1]),
          f"{exp(logprob - forward):.1%}")
    for day, seen in enumerate(days, 1):
        print(day, seen, *(f"{state} {into[state, day]:.1%}" for state in sign))

show_map()
show_days()
#endregion file
