import { at } from '#numerics/list';
import { code, prose, section, table } from '#report';
import { count, equation, given, math, nats, percent, probability, ref, term, text } from '#report/values';
import { sharesOfMap } from './backward-pass.measure.ts';
import { semiringTable } from './semirings.measure.ts';

type Cell = Parameters<typeof prose>[1];

export const logSemiringSection = section({
  id: 'log-semiring',
  title: prose`The log semiring: paths as log-probabilities`,
  needs: { m: semiringTable },
  write: ({ m: { byHand, log, probability: probabilityOfAll } }) => [
    prose`The product of many probabilities ${term('underflow', 'underflows')}, so programs keep
      ${term('log-probability', 'log-probabilities')}, in ${term('nat', 'nats')}. Then ⊗ is ${math`+`}, and ⊕ becomes
      *log-add-exp*, ${math`\ln(e^a + e^b)`}: the larger of the two, plus a correction
      (${ref('adding-in-log-space')}). If ${math`a \ge b`}, it is ${math`a + \ln(1 + e^{b - a})`}.

      Try it by hand at z. Its three paths have probabilities ${given(0.16)}, ${given(0.07)} and ${given(0.175)};
      their logarithms are ${nats(byHand.first, 2)}, ${nats(byHand.second, 2)} and ${nats(byHand.third, 2)}. The first two differ by
      ${nats(byHand.difference, 2)}, so they combine to ${math`-1.83 + \ln(1 + e^{-0.83})`} = ${nats(byHand.two, 2)},
      the logarithm of ${given(0.23)}. With the third, the total is ${nats(log, 2)}, the logarithm of
      ${probability(probabilityOfAll, 3)}. As a check, the ${term('log-sum-exp')} of ${math`n`} numbers is at
      least their maximum, here ${nats(byHand.third, 2)}, and at most the maximum plus ${math`\ln n`}, here ${nats(byHand.above, 2)}
      (${ref('sum-to-max')}).

      In the program, \`log_add_exp\` does this addition:`,
    code('#chapters/05-log-semiring-on-graphs/paths.py', 'log'),
  ],
});

export const semirings = section({
  id: 'semirings',
  title: prose`Semiring laws, and common semirings: tropical, Viterbi, counting`,
  needs: { m: semiringTable },
  write({ m }) {
    const [zero, one, none, infinite] = [given(0), given(1), math`-\infty`, math`+\infty`];
    const [plus, times, min, max] = [math`+`, math`\times`, math`\min`, math`\max`];
    const [logP, cost] = [math`\ln p`, math`-\ln p`];
    const rows: readonly (readonly Cell[])[] = [
      [prose`counting`, plus, times, zero, one, one, prose`number of paths`, count(m.paths)],
      [prose`log`, prose`log-add-exp`, plus, none, zero, logP, prose`total of all paths`, nats(m.log, 2)],
      [prose`max-plus`, max, plus, none, zero, logP, prose`best path`, nats(m.best.log, 2)],
      [prose`min-plus`, min, plus, infinite, zero, cost, prose`lowest cost`, nats(m.least, 2)],
    ];
    return [
      prose`Why may the loop combine paths first and extend the result afterwards? Because multiplication distributes
        over addition: ${math`0.16 w + 0.07 w = (0.16 + 0.07)\,w`}. It distributes over ${math`\max`}, too, so one
        loop serves both. In general, the loop needs this law:`,
      equation`(a \oplus b) \otimes w = (a \otimes w) \oplus (b \otimes w)`,
      prose`Paths into a node may arrive in any order and grouping, so ⊕ must also be ${term('associative')} and
        commutative. *Zero* must change nothing in a sum (${math`\textit{zero} \oplus a = a`}) and rule out a path
        (${math`\textit{zero} \otimes a = a \otimes \textit{zero} = \textit{zero}`}). *One* must change nothing in a
        product. In a semiring, ⊗ is associative, too, and distributes from both sides.

        Up to rounding, the program's semirings obey all these laws. Its max-plus semiring also carries the nodes of the
        path along:`,
      code('#chapters/05-log-semiring-on-graphs/paths.py', 'best'),
      prose`Of two weights, \`better\` takes the one with the larger log-probability. \`join\` adds the
        log-probabilities and joins the paths. It does not commute, but no law asks for that.

        ${ref('semiring-card')} shows four common semirings. Programs that minimize *costs* take ${math`-\ln p`} as the
        cost of an edge. Then the best path is the *shortest path*, and ⊕ is ${math`\min`}. Max-plus and min-plus
        are called *tropical*. On plain probabilities, the log semiring becomes the probability semiring
        (${math`+`}, ${math`\times`}), and max-plus becomes the Viterbi semiring (${math`\max`}, ${math`\times`}).`,
      table({
        id: 'semiring-card',
        caption: prose`Common semirings, with the weight of an edge and the answer at ${text(m.end)}, in nats where it
          is a logarithm.`,
        rows,
        columns: ['semiring', '⊕', '⊗', 'zero', 'one', 'edge', 'what you get', 'at z'].map((head, index) => [
          head,
          (row: readonly Cell[]) => at(row, index),
        ]),
      }),
    ];
  },
});

export const maxAndSum = section({
  id: 'sum-to-max',
  title: prose`Bounds: how far the sum exceeds the best path`,
  needs: { z: semiringTable, shares: sharesOfMap },
  write: ({ z, shares }) => [
    prose`At z, the best path has ${nats(z.best.log, 2)}
      and all three paths together ${nats(z.log, 2)}. A sum of ${math`n`} probabilities is at least the largest of
      them, and at most ${math`n`} times the largest. In logarithms:`,
    equation`\max_i a_i \;\le\; \ln \sum_i e^{a_i} \;\le\; \max_i a_i + \ln n`,
    prose`For our three paths, the upper bound is ${math`-1.74 + \ln 3`} = ${nats(z.byHand.above, 2)}. The best path
      is a good stand-in for the sum only if it dominates. Few paths are not enough: of the three paths to z, the best
      has only ${percent(at(shares.edges, 2).share, 2)} of the total. With the
      ${math`3^{20}`} paths of ${ref('one-pass')}, the two can differ by as much as ${math`20 \ln 3 \approx 22`} nats.`,
  ],
});
