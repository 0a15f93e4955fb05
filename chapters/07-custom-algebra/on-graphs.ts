import { choose, code, figure, layout, list, prose, section, table } from '#report';
import { equation, given, math, probability, real, ref, term, text } from '#report/values';
import { drawArrows } from './arrows.ts';
import { algebraOnGraph } from './on-graphs.measure.ts';

const PLACES = [
  { name: 'S', x: 50, y: 190 },
  { name: 'A', x: 270, y: 300 },
  { name: 'B', x: 270, y: 80 },
  { name: 'y', x: 550, y: 345 },
  { name: 'x', x: 550, y: 190 },
  { name: 'z', x: 550, y: 35 },
];

/** Where along their arrows labels are that would meet others in the middle. */
const LABELS_AT: Readonly<Record<string, number>> = { 'A z': 0.4, 'B x': 0.3, 'A x': 0.6 };

export const onGraphs = section({
  id: 'algebra-on-graphs',
  title: prose`The same algorithm in another world`,
  needs: { m: algebraOnGraph },
  write({ m }) {
    const arrows = m.edges.map(({ from, to, p, custom }) => {
      const twoDecimals = { digits: layout([custom], (a) => a > -1) ? 2 : 3 };
      const label = prose`${given(p)} → ${real(custom, twoDecimals)}`;
      return { from, to, label, along: LABELS_AT[`${from} ${to}`] ?? 0.5 };
    });
    const steps = m.edges.map(
      ({ from, to, p, custom }) => prose`${text(from)} to ${text(to)}, ${given(p)} and ${real(custom)}`,
    );
    return [
      prose`${ref('05-log-semiring-on-graphs')} has one algorithm that adds up all paths of a graph. It needs
        two operations with the right laws, a ${term('semiring')}: one joins the steps of a path, the other
        joins paths that lead to the same place. Can it work on the scale ${math`L_4`}?

        On probabilities, ${math`\times`} joins steps; carried over, it is ${math`\oplus_4`}. Careful with the
        signs: ${ref('05-log-semiring-on-graphs')} writes ${math`\otimes`} for joining steps and
        ${math`\oplus`} for joining paths. Our ${math`\oplus_4`} joins steps, so it takes the place of
        ${math`\otimes`}.

        For numbers from ${math`-4`} upwards, which are the ones that stand for probabilities and their sums,
        ${math`L_4`} can be undone, and the ${math`+`} that joins paths is carried over too: go back to
        probabilities, add, return to the scale.`,
      equation`4\left(\sqrt[4]{(1 + a/4)^4 + (1 + b/4)^4} - 1\right)`,
      prose`In the program, \`encode\` is ${math`L_4`} and \`decode\` its inverse, which gives NaN below
        ${math`-4`}. \`plus\` joins paths, \`times\` joins steps, \`zero\` stands for no path, and \`one\` for
        a certain step.`,
      code('#numerics/custom-semiring', 'custom-semiring'),
      prose`${ref('algebra-graph')} is a graph with five paths. Each step carries its probability, and
        ${math`L_4`} of it.`,
      figure({
        id: 'algebra-graph',
        caption: prose`A small graph. On each step, its probability leads to its weight on the scale
          ${math`L_4`}.`,
        alt: prose`Two arrows lead from S to A and B, three from A to x, y and z, two from B to x and z. Each
          carries its probability and a number between minus four and zero: ${list(steps)}.`,
        ...drawArrows(PLACES, arrows, { width: 600, height: 380 }, { touching: true }),
      }),
      prose`What to see: the likelier a step, the nearer its weight is to zero.

        The algorithm, \`pathTotals\`, is the very function of ${ref('05-log-semiring-on-graphs')}. It does
        not know which world it is in; one call tells it: in \`FIRST_GRAPH\`, the graph of the figure,
        \`weight\` is the probability of a step, \`encode\` puts it on the scale, and \`START\` is S.
        ${ref('algebra-totals')} has the result.`,
      code('#chapters/07-custom-algebra/on-graphs.measure', 'call'),
      table({
        id: 'algebra-totals',
        caption: prose`What \`pathTotals\` finds for each end on the scale ${math`L_4`}, the same taken back
          to probabilities, and what it finds with plain probabilities. The last line merges the three ends
          afterwards, by the operation that joins paths.`,
        rows: [...m.ends, { ...m.whole, name: null }],
        columns: [
          ['end', ({ name }) => (name === null ? prose`all ends` : text(name))],
          ['in the algebra', (row) => real(row.custom, { digits: 10 })],
          ['taken back', (row) => probability(row.decoded, { digits: 4 })],
          ['plain', (row) => probability(row.plain, { digits: 4 })],
        ],
      }),
      choose(m.outcome, {
        agree: prose`What to see: the last two columns are equal, and all ends together make zero, this
          world's one: something must happen. The algorithm only asks for the laws, and laws carry over.`,
        differ: prose`What to see: the last two columns differ by more than rounding. Something was not
          carried over as it should be.`,
      }),
    ];
  },
});
