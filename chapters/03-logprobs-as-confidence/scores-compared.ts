import { type Block, choose, curious, figure, join, layout, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, real, ref, term, text } from '#report/values';
import type { scoresCompared } from './scores-compared.measure.ts';
import { namedIntervals, orNone } from './shared.ts';

const VERDICTS = { own: prose`—`, better: prose`better`, worse: prose`worse`, level: prose`not clear` };

export function scoresComparedPart(m: Seen<typeof scoresCompared>): Block {
  const sharedToken = choose(m.sharedFirst.token, { space: prose`, a space,`, other: prose`` });
  const title = prose`Which score separates right from wrong best?`;
  const overlap = m.rows.flatMap(({ estimate, low, high, name }) =>
    estimate === null ? [] : [{ name, value: estimate, low: low ?? estimate, high: high ?? estimate }],
  );
  const { first, sum, entropy } = m.ownFirst;
  if (overlap.length === 0)
    return curious(title, [
      prose`Other scores of an answer could be compared with the confidence: its sum, the sum divided by tokens or
        bytes, its first or its least likely token. But where no test item is right, or none is wrong, there is
        nothing that a score could separate.`,
    ]);
  return curious(title, [
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
      alt: prose`Nine points with intervals, from ${text(m.rows[0]?.name)} with ${real(overlap[0]?.value)}
        down to ${text(m.rows.at(-1)?.name)} with ${real(overlap.at(-1)?.value)}. The dashed line at one
        half is a coin.`,
      data: {
        rows: overlap,
        coin: [{ x: given(0.5) }],
      },
      spec: {
        height: { step: 28 },
        layer: [...namedIntervals('AUROC'), mark.reference({ x: 'x' }, { data: 'coin' })],
      },
    }),
    prose`${choose(m.overlap, {
      all: prose`The intervals overlap, but they`,
      'not all': prose`Some intervals overlap and some do not, but they`,
    })} are not the right comparison: all scores saw the same items. So
      ${ref('scores-table')} draws the items anew and takes the *difference* to “${text(m.own)}” on each
      draw.`,
    table({
      id: 'scores-table',
      caption: prose`Nine scores: AUROC, and the paired difference to “${text(m.own)}” with its interval.
        Differences were taken before rounding.`,
      rows: m.rows,
      columns: [
        ['score', (row) => text(row.name)],
        ['AUROC', (row) => orNone(real, row.estimate)],
        ['difference', (row) => orNone(real, row.difference)],
        ['from', (row) => orNone(real, row.differenceLow)],
        ['to', (row) => orNone(real, row.differenceHigh)],
        ['verdict', (row) => choose(row.verdict, VERDICTS)],
      ],
    }),
    prose`What to see: “${text(m.best)}” comes first, ahead of “${text(m.second)}” by
      ${orNone(real, m.lead.estimate)}${
        m.lead.low === null || m.lead.high === null
          ? prose`. So few are right, or wrong, that there are no intervals.`
          : prose`, with an interval from ${real(m.lead.low)} to ${real(m.lead.high)}. ${choose(
              m.bestIsClear,
              {
                yes: prose`The interval leaves out ${given(0)}: on these items it is the best.`,
                no: prose`The interval holds ${given(0)}, so no single best score can be named from these items.`,
              },
            )}`
      }${
        m.rows.some(({ verdict }) => verdict === 'worse')
          ? prose` “Worse” in the last column means: clearly below the confidence among the four.`
          : prose``
      }${
        layout(
          overlap.map(({ high }) => high),
          (...highs) => highs.some((high) => high < 0.5),
        )
          ? prose` Where a whole interval lies below ${given(0.5)}, wrong answers score higher than right ones.`
          : prose``
      }`,
    choose(m.sharedFirst.extent, {
      some: prose`One caution about the two rows on the first token. In ${count(m.sharedFirst.n)} of the items
        (${join(m.sharedFirst.relations.map(text))}) it is the same for all four answers${sharedToken}
        and can say nothing about the choice${
          m.sharedFirst.first === null
            ? prose`.`
            : prose`: there the AUROC of “first token” is ${real(m.sharedFirst.first)}.`
        }${
          first === null || sum === null || entropy === null
            ? prose``
            : prose` On the other ${count(m.ownFirst.n)} items it is
        ${real(first)}, ${choose(m.artefact, {
          yes: prose`level with the sum, which has`,
          no: prose`against the sum's`,
        })} ${real(sum)} there; the entropy has ${real(entropy)}.`
        }`,
      all: prose`One caution about the two rows on the first token: in all items it is the same for all four
        answers${sharedToken} and can say nothing about the choice.`,
      none: prose`In no item do all four answers begin with the same token, so the two rows on the first token
        always look at the choice.`,
    }),
  ]);
}
