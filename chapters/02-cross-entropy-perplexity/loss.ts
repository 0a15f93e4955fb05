import { at } from '#numerics/list';
import { claim, curious, join, prose, type Seen, table } from '#report';
import { count, given, probability, real, ref, term } from '#report/values';
import type { lossByHand } from './loss.measure.ts';

/** The same average in training: the loss by hand. */
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
        ['loss (nats)', (row) => real(row.loss, 4)],
      ],
    }),
    prose`${claim(first.loss, at(m.rows, 1).loss, {
      greater: prose`In the second, so its loss is the smaller one.`,
      less: prose`In the first, so its loss is the smaller one.`,
      tooClose: prose`In neither.`,
    })} Training prints the mean, ${real(m.mean, 2)}; its exponential,
      ${real(m.perplexity, 2)}, is a perplexity.`,
  ]);
}
