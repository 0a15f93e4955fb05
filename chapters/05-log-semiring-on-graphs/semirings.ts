import { code, curious, prose, section, table } from '#report';
import { codeText, count, equation, given, math, nats, real, ref, term, text } from '#report/values';
import { semiringLaws, semiringOperations } from './semirings.measure.ts';

/** The semirings whose weights are lists and pairs: what they do with them is said in words, not in code. */
const IN_WORDS: readonly string[] = ['max-plus', 'k-best', 'expectation'];

export const semirings = section({
  id: 'semirings',
  title: prose`Two operations and five rules`,
  needs: { m: semiringOperations, laws: semiringLaws },
  write({ m, laws }) {
    type Row = (typeof m.questions)[number];
    const said = ({ name }: Row, what: Row['edge']) =>
      IN_WORDS.includes(name) ? text(what) : codeText(what);
    return [
      prose`So far, “and then” was a product and “or else” was a sum. Call them ⊗ and ⊕. Which rules did we
        use? Neither operation cares how three things are grouped. ⊕ does not care about the order. A *zero*
        (no path) changes nothing under ⊕, a *one* (no step) changes nothing under ⊗. Zero under ⊗ gives zero.
        And ⊗ distributes over ⊕. Two operations that keep these rules are called a ${term('semiring')}.

        Which other operations are there? ${ref('semiring-table')} lists seven semirings. Each answers another
        question about the same graph.`,
      table({
        id: 'semiring-table',
        caption: prose`Seven semirings: what each asks, what an edge of probability p weighs, how paths are
          added (⊕) and how steps are joined (⊗).`,
        rows: m.questions,
        columns: [
          ['semiring', (row) => text(row.name)],
          ['question', (row) => text(row.question)],
          ['an edge weighs', (row) => said(row, row.edge)],
          ['⊕', (row) => said(row, row.plus)],
          ['⊗', (row) => said(row, row.times)],
        ],
      }),
      curious(prose`What does a semiring look like in code?`, [
        prose`An interface with the two operations and their neutral weights. (The optional \`closure\` is for
          loops, which come last in this chapter.)`,
        code('#numerics/semiring', 'semiring'),
        prose`The first four are short:`,
        code('#numerics/semirings', 'simple-semirings'),
      ]),
      prose`The fourth is the one for language models: the third on another scale, carried over by
        ${math`\exp`}. ${ref('change-of-scale')} carried multiplication over, which became ${math`+`}, and
        ${ref('adding-in-log-space')} addition:`,
      equation`x \oplus y = \ln(e^x + e^y)`,
      prose`(\`logAddExp\` takes the larger one out first, so that the sum does not ${term('underflow')} to
        zero.)

        What happens when two equal paths meet? Two equal weights of ${given(m.equal)} ${term('nat', 'nats')}
        give ${nats(m.larger)} under max, and ${nats(m.added)} under log-add-exp, which is ${math`\ln 2`}
        more. Max forgets that there were two. In ${ref('greedy-best-end')} that decides which end wins.

        Every semiring has a ⊕ of its own. From ${ref('prefix-tree')} to ${ref('word-tree')} ⊕ means
        log-add-exp; elsewhere it is that of the semiring named there, or of any.`,
      curious(prose`Are these seven different semirings?`, [
        prose`Not quite. Counting is the probability semiring with a weight of ${given(1)} on every edge. The
          log semiring is the probability semiring on another scale. Max-plus is not a rescaled probability
          semiring, only its limit (${ref('sum-to-max')}). Two equal weights that are added give more than one
          of them, on every scale; the larger of them gives the same again. So no change of scale leads from
          one to the other.`,
      ]),
      curious(prose`Do the rules hold for floats?`, [
        prose`In exact arithmetic they hold without exception. Floats round, so the two sides of a rule may
          differ in their last digits. ${ref('laws-table')} is a test: three weights drawn at random,
          ${count(laws.trials)} times over, and the largest difference that was seen.`,
        table({
          id: 'laws-table',
          caption: prose`The largest absolute difference between the two sides of three rules, over random
            weights.`,
          rows: laws.rows,
          columns: [
            ['semiring', (row) => text(row.name)],
            ['order of ⊕', (row) => real(row.order, { digits: 2 })],
            ['grouping of ⊕', (row) => real(row.grouping, { digits: 2 })],
            ['⊗ over ⊕', (row) => real(row.distributing, { digits: 2 })],
          ],
        }),
        prose`What to see: whole numbers obey exactly. Where numbers round, swapping two summands still
          changes nothing, but regrouping does, and so does distributing. So totals added up in different
          orders must not be compared with \`===\`.`,
      ]),
    ];
  },
});
