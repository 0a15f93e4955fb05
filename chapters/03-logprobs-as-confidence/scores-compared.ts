import { type Block, choose, curious, figure, join, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, real, ref, term, text } from '#report/values';
import type { scoresCompared } from './scores-compared.measure.ts';
import { namedIntervals, range } from './shared.ts';

const VERDICTS = { own: prose`—`, better: prose`better`, worse: prose`worse`, level: prose`not clear` };

export function scoresComparedPart(m: Seen<typeof scoresCompared>): Block {
  return curious(prose`Which score separates right from wrong best?`, [
    prose`Confidence among four listed answers needs the list, and so does the margin, how far the best answer
      leads. In practice there is often only one answer. What could be asked of it? Its sum; the sum divided
      by tokens or bytes; its first token only; its least likely token; ${term('PMI')}, the sum minus the sum
      after a neutral premise (words that stand in place of the question), “${codeText(m.premise)}”; or the
      ${term('entropy')} of the first prediction, how spread out it is. It counts with a minus, since a
      spread-out prediction is an unsure one. All are judged on the same thing: the answer that the sum picks,
      right or wrong, on ${count(m.n)} test items (${ref('scores-auroc')}).`,
    figure({
      id: 'scores-auroc',
      caption: prose`How well nine scores of the chosen answer separate right from wrong: AUROC with bootstrap
        intervals. Dashed: a coin.`,
      alt: prose`Nine points with intervals, from ${text(m.rows[0]?.name)} with ${real(m.rows[0]?.estimate)}
        down to ${text(m.rows.at(-1)?.name)} with ${real(m.rows.at(-1)?.estimate)}. The dashed line at one
        half is a coin.`,
      data: {
        rows: m.rows.map(({ name, estimate, low, high }) => ({ name, value: estimate, low, high })),
        coin: [{ x: given(0.5) }],
      },
      spec: {
        height: { step: 28 },
        layer: [...namedIntervals('AUROC'), mark.reference({ x: 'x' }, { data: 'coin' })],
      },
    }),
    prose`The intervals overlap, but they are not the right comparison: all scores saw the same items. So
      ${ref('scores-table')} draws the items anew and takes the *difference* to “${text(m.own)}” on each
      draw.`,
    table({
      id: 'scores-table',
      caption: prose`Nine scores: AUROC, and the paired difference to “${text(m.own)}” with its interval.
        Differences were taken before rounding.`,
      rows: m.rows,
      columns: [
        ['score', (row) => text(row.name)],
        ['AUROC', (row) => real(row.estimate)],
        ['difference', (row) => real(row.difference)],
        ['from', (row) => real(row.differenceLow)],
        ['to', (row) => real(row.differenceHigh)],
        ['verdict', (row) => choose(row.verdict, VERDICTS)],
      ],
    }),
    prose`What to see: “${text(m.best)}” comes first, ahead of “${text(m.second)}” by
      ${real(m.lead.estimate)}, with an interval from ${range(real, m.lead)}. ${choose(m.bestIsClear, {
        yes: prose`The interval leaves out ${given(0)}: on these items it is the best.`,
        no: prose`The interval holds ${given(0)}, so no single best score can be named from these items.`,
      })} “Worse” in the last column means: clearly below the confidence among the four.`,
    prose`One caution about the two rows on the first token. In ${count(m.sharedFirst.n)} of the items
      (${join(m.sharedFirst.relations.map(text))}) it is the same for all four answers, a space, and can say
      nothing about the choice: there the AUROC of “first token” is ${real(m.sharedFirst.first)}. On the other
      ${count(m.ownFirst.n)} items it is ${real(m.ownFirst.first)}, ${choose(m.artefact, {
        yes: prose`level with the sum, which has`,
        no: prose`against the sum's`,
      })} ${real(m.ownFirst.sum)} there; the entropy has ${real(m.ownFirst.entropy)}.`,
  ]);
}
