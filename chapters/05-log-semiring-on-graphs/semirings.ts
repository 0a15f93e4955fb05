import { maxPlusSemiring, step } from '#numerics/path-semirings';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { code, curious, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, equation, given, math, nats, real, ref, term, text } from '#report/values';
import { semiringLaws } from './laws.ts';

const EQUAL = -2;

/** The semirings as a table shows them: a question, and what its operations are called in code. */
const QUESTIONS = [
  { name: 'Boolean', question: 'Is there a path?', plus: 'a || b', times: 'a && b' },
  { name: 'counting', question: 'How many paths are there?', plus: 'a + b', times: 'a * b' },
  { name: 'probability', question: 'How likely are all paths together?', plus: 'a + b', times: 'a * b' },
  { name: 'log', question: 'The same, in nats?', plus: 'logAddExp(a, b)', times: 'a + b' },
  { name: 'max-plus', question: 'Which path is best?', plus: 'the better', times: 'a + b, paths joined' },
  {
    name: 'k-best',
    question: 'Which k paths are best?',
    plus: 'the k best of both',
    times: 'all pairs, the k best',
  },
  {
    name: 'expectation',
    question: 'How unsure is the choice among all paths?',
    plus: 'pairs added',
    times: 'product rule',
  },
];

export const semiringOperations = measurement({
  id: 'semiring-operations',
  kinds: {
    questions: { name: 'exact', question: 'exact', plus: 'exact', times: 'exact' },
    equal: 'exact',
    larger: 'float64',
    added: 'float64',
    difference: 'float64',
  },
  async measure() {
    const added = plusAll(logSemiring, [EQUAL, EQUAL]);
    return {
      questions: QUESTIONS,
      equal: EQUAL,
      larger: plusAll(maxPlusSemiring, [step(EQUAL, 'one'), step(EQUAL, 'other')]).score,
      added,
      difference: added - EQUAL,
    };
  },
});

export const semirings = section({
  id: 'semirings',
  title: prose`Two operations and five rules`,
  needs: { m: semiringOperations, laws: semiringLaws },
  write({ m, laws }) {
    return [
      prose`
        So far, “and then” was a product and “or else” was a sum. Call them ⊗ and ⊕. Which rules did we use? Neither operation cares how three things are grouped. ⊕ does not care about the order.
        A *zero* (no path) changes nothing under ⊕, a *one* (no step) changes nothing under ⊗. Zero under ⊗ gives zero.
        And ⊗ distributes over ⊕. Two operations that keep these rules are called a ${term('semiring')}.
      `,
      prose`${ref('semiring-table')} lists seven of them. Each answers another question about the same graph.`,
      table({
        id: 'semiring-table',
        caption: prose`Seven semirings: what each asks, how it adds paths (⊕) and how it joins steps (⊗).`,
        rows: m.questions,
        columns: [
          { head: prose`semiring`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`question`, cell: (row) => prose`${text(row.question)}` },
          { head: prose`⊕`, cell: (row) => prose`${codeText(row.plus)}` },
          { head: prose`⊗`, cell: (row) => prose`${codeText(row.times)}` },
        ],
      }),
      curious(prose`What does a semiring look like in code?`, [
        prose`
          An interface with the two operations and their neutral weights. (The optional \`closure\` is for loops, which
          come last in this chapter.)
        `,
        code('#numerics/semiring', 'semiring'),
        prose`The first four are short:`,
        code('#numerics/semirings', 'simple-semirings'),
      ]),
      prose`
        The fourth is the one for language models. It is the third on another scale: go back to probabilities with
        ${math`f = \exp`}, do there what is to be done, and return. Carried over like this, multiplication becomes
        ${math`+`}, and addition becomes log-add-exp. ${ref('change-of-scale')} carried the first one over; this is the second.
      `,
      equation`x \oplus y = f^{-1}\left( f(x) + f(y) \right) = \ln(e^x + e^y)`,
      code('#numerics/log-add-exp', 'log-add-exp'),
      prose`
        Max-plus comes about in the same way, from probabilities of which the larger is taken. But no change of scale leads
        from adding to taking the larger, only a *limit* does
        (${ref('sum-to-max')}). Boolean, counting, k-best and expectation are structures of their own, too.

        What happens when two equal paths meet? Two equal weights of ${given(m.equal)} ${term('nat', 'nats')} give ${nats(m.larger)} under
        max, and ${nats(m.added)} under log-add-exp, which is ${math`\ln 2`} more. Max forgets that there were two. In
        ${ref('greedy-best-end')} that decides which end wins.

        Every semiring has a ⊕ of its own. Where none is named, from here on ⊕ means log-add-exp: adding up
        probabilities.
      `,
      curious(prose`Do the rules hold for floats?`, [
        prose`
          In exact arithmetic they hold without exception. Floats round, so the two sides of a rule may differ in their
          last digits. ${ref('laws-table')} is a test: three weights drawn at random, ${count(laws.trials)} times over, and
          the largest difference that was seen.
        `,
        table({
          id: 'laws-table',
          caption: prose`The largest difference between the two sides of three rules, over random weights.`,
          rows: laws.rows,
          columns: [
            { head: prose`semiring`, cell: (row) => prose`${text(row.name)}` },
            {
              head: prose`order of ⊕`,
              align: 'right',
              cell: (row) => prose`${real(row.order, 'float64', { digits: 2 })}`,
            },
            {
              head: prose`grouping of ⊕`,
              align: 'right',
              cell: (row) => prose`${real(row.grouping, 'float64', { digits: 2 })}`,
            },
            {
              head: prose`⊗ over ⊕`,
              align: 'right',
              cell: (row) => prose`${real(row.distributing, 'float64', { digits: 2 })}`,
            },
          ],
        }),
        prose`
          What to see: whole numbers obey exactly. Where numbers round, the order still does not matter, but grouping and
          distributing may show in the last digits. So totals that were added up along different ways must not be compared
          with \`===\`.
        `,
      ]),
    ];
  },
});
