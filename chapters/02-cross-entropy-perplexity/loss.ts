import { at } from '#numerics/list';
import { claim, code, curious, join, layout, list, prose, type Quantity, section, table } from '#report';
import { count, equation, given, math, probability, real, ref, term } from '#report/values';
import { lossByHand } from './loss.measure.ts';

/** The significant digits that make four decimals of a number between a hundredth and one. */
const fourDecimals = (value: Quantity) =>
  layout([value], (number) => ({ digits: Math.abs(number) < 0.1 ? 3 : 4 }));

export const loss = section({
  id: 'loss-by-hand',
  title: prose`The cross-entropy loss, by hand`,
  needs: { m: lossByHand },
  write({ m }) {
    const first = at(m.rows, 0);
    return [
      prose`Whoever trains a model meets the same average under another name: the ${term('cross-entropy')}
        loss. A model does not hand out probabilities but ${term('logit', 'logits')}, raw scores that
        ${term('softmax')} turns into probabilities (${ref('softmax-by-hand')} does it by hand). The loss
        takes rows of logits and, for each row, the number of the token that came, the *target*.

        ${ref('loss-table')} has two rows of three logits. Counting from zero, the targets are
        ${list(m.rows.map((row) => given(row.target)))}. Before you look: in which row was the model surer of
        the target?`,
      table({
        id: 'loss-table',
        caption: prose`Logits, the probabilities that softmax makes of them, the target, and minus the
          logarithm of the target's probability.`,
        rows: m.rows,
        columns: [
          ['logits', (row) => join(row.logits.map(given))],
          ['probabilities', (row) => join(row.probabilities.map((p) => probability(p)))],
          ['target', (row) => count(row.target)],
          ['loss (nats)', (row) => real(row.loss, { digits: 6 })],
        ],
      }),
      prose`What to see: ${claim(first.loss, at(m.rows, 1).loss, {
        greater: prose`the second row is the surer one, so its loss is the smaller one.`,
        less: prose`the first row is the surer one, so its loss is the smaller one.`,
        tooClose: prose`both rows are equally sure.`,
      })} The mean of the two rows is ${real(m.mean, { digits: 6 })} nats. That is the number which training
        programs print, and its exponential is a perplexity: ${real(m.perplexity, { digits: 5 })}.

        In code, for each row: make log-probabilities of the logits, pick that of the target, flip its sign.`,
      code('#numerics/cross-entropy', 'cross-entropy-loss'),
      curious(prose`Which way does training push?`, [
        prose`Training moves the logits so that the loss falls. For the first row the slope of the loss in
          each logit has a short form: the probability, minus one for the target.`,
        equation`\frac{\partial}{\partial z_j} \bigl( -\ln p_t \bigr) = p_j - [\, j = t \,]`,
        table({
          id: 'loss-slopes',
          caption: prose`Slope of the loss for the first row: by the rule, and measured by moving each logit a
            little up and down.`,
          rows: m.slopes,
          columns: [
            ['logit', (_row, index) => given(at(first.logits, index))],
            [math`p_j`, (row) => probability(row.probability, fourDecimals(row.probability))],
            ['rule', (row) => real(row.rule, fourDecimals(row.rule))],
            ['measured', (row) => real(row.measured, fourDecimals(row.measured))],
          ],
        }),
        prose`What to see: training steps against the slope. So the target's logit goes up in proportion to
          what its probability lacks to one, and every other logit goes down in proportion to its own. (The
          bracket ${math`[\, j = t \,]`} is one for the target and zero for all others.) The three slopes add
          up to zero: a constant added to all logits changes nothing.`,
      ]),
    ];
  },
});
