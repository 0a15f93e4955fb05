import { at } from '#numerics/list';
import { claim, curious, join, layout, prose, type Quantity, type Seen, table } from '#report';
import { count, equation, given, math, probability, real, ref, term } from '#report/values';
import type { lossByHand } from './loss.measure.ts';

/** The significant digits that make three decimals of a number between a hundredth and one. */
const threeDecimals = (value: Quantity) =>
  layout([value], (number) => ({ digits: Math.abs(number) < 0.1 ? 2 : 3 }));

/** The same average in training: the loss by hand, and which way it pushes the logits. */
export function lossInTraining(m: Seen<typeof lossByHand>) {
  const first = at(m.rows, 0);
  return curious(prose`Is this the loss that training prints?`, [
    prose`Yes: the mean surprisal, as cross-entropy loss. For each token it is computed from a row of
      ${term('logit', 'logits')} (${ref('softmax-by-hand')} turns them into probabilities) and the number of the token
      that came, the *target*. In which row of ${ref('loss-table')} was the model surer of its target?`,
    table({
      id: 'loss-table',
      caption: prose`Logits, the probabilities that ${term('softmax')} makes of them, the target (counted from zero), and
        its surprisal.`,
      rows: m.rows,
      columns: [
        ['logits', (row) => join(row.logits.map(given))],
        ['probabilities', (row) => join(row.probabilities.map((p) => probability(p)))],
        ['target', (row) => count(row.target)],
        ['loss (nats)', (row) => real(row.loss, { digits: 4 })],
      ],
    }),
    prose`${claim(first.loss, at(m.rows, 1).loss, {
      greater: prose`In the second, so its loss is the smaller one.`,
      less: prose`In the first, so its loss is the smaller one.`,
      tooClose: prose`In neither.`,
    })} The mean, ${real(m.mean, { digits: 2 })}, is what the program prints; its exponential,
      ${real(m.perplexity, { digits: 2 })}, is a perplexity.

      Training moves the logits ${math`z`} so that the loss falls. Its slope in each logit has a short form: the
      probability, minus one for the target ${math`t`}.`,
    equation`\frac{\partial}{\partial z_j} \bigl( -\ln q_t \bigr) = q_j - [\, j = t \,]`,
    table({
      id: 'loss-slopes',
      caption: prose`Slope of the loss for the first row: by the rule, and measured by moving each logit a little up
        and down.`,
      rows: m.slopes,
      columns: [
        ['logit', (_row, index) => given(at(first.logits, index))],
        [math`q_j`, (row) => probability(row.probability, threeDecimals(row.probability))],
        ['rule', (row) => real(row.rule, threeDecimals(row.rule))],
        ['measured', (row) => real(row.measured, threeDecimals(row.measured))],
      ],
    }),
    prose`Training steps against the slope: the target's logit goes up in proportion to one minus its probability,
      every other one down in proportion to its own.`,
  ]);
}
