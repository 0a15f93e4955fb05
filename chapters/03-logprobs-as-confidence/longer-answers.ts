import { at } from '#numerics/list';
import { and, clearly, figure, finding, layout, prose, type Seen, section, table, visible } from '#report';
import * as mark from '#report/marks';
import {
  codeText,
  coloured,
  count,
  countInWords,
  given,
  math,
  nats,
  percent,
  ref,
  term,
  text,
} from '#report/values';
import { answerLengths, twoAnswers } from './lengths.measure.ts';
import { barePoints, byName } from './number-formats.ts';

type Lengths = Seen<typeof answerLengths>;

/** The names that EleutherAI's harness has for the scores, in the order of the rows. */
const HARNESS = [prose`\`acc\``, prose`–`, prose`\`acc_norm\``, prose`\`acc_mutual_info\``];

const remedy = ({ rows }: Lengths, name: string) =>
  at(
    rows,
    rows.findIndex(({ rule }) => rule === name),
  );

const remediesLose = (m: Lengths) => {
  const [perCharacter, prior] = [remedy(m, 'mean per character'), remedy(m, 'sum minus prior')];
  const worse = (what: string, { mean, low, high }: Lengths['rows'][number]) =>
    clearly(`difference of ${what} to the sum`, 'below', 0, { estimate: mean, low, high, level: null });
  return finding({
    id: 'length-remedies-lose',
    when: and(worse('mean per character', perCharacter), worse('sum minus prior', prior)),
    text: () => prose`The mean per character and the sum minus the prior choose clearly worse than the sum: ${count(perCharacter.right)} and
      ${count(prior.right)} right choices against ${count(at(m.rows, 0).right)}.`,
  });
};

export const longerAnswers = section({
  id: 'longer-answers',
  title: prose`Scoring given answers`,
  needs: { m: answerLengths, two: twoAnswers },
  write({ m, two }) {
    const { right, rival } = two;
    const answers = [
      { ...right, is: 'right' },
      { ...rival, is: 'wrong' },
    ];
    const isAbove = layout([two.atEqualLength, rival.sum], (one, other) => one >= other);
    const [above, below] = [{ align: 'left', dx: -4, dy: -13 }, { dy: 15 }];
    return [
      prose`If the answer comes from a fixed list, and your API scores a text that you send, score each possible answer. The
        ${term('softmax')} turns the sums into shares, one for each answer, and the largest share is the confidence. Answers of several tokens are a trap (${ref('two-answers')}).`,
      figure({
        id: 'two-answers',
        caption: prose`The sum of log-probabilities, token by token, of two answers to “${text(two.prompt)}”. ${coloured('right', 'Circles')} are
          ${text(right.text)}, which is right, and ${coloured('wrong', 'squares')} ${text(rival.text)}.`,
        alt: prose`Two falling lines. ${text(right.text)}, the right answer, ends at ${nats(right.sum)} after
          ${count(right.tokens)} tokens; ${text(rival.text)} at ${nats(rival.sum)} after ${count(rival.tokens)}.`,
        data: answers.flatMap(({ is, text: answer, steps }) => [
          { place: given(0), sum: given(0), answer, is, label: '' },
          ...steps.map(({ place, sum: total, token: piece }) => ({
            place,
            sum: total,
            answer,
            is,
            label: visible(piece),
          })),
        ]),
        spec: {
          height: 240,
          layer: [
            mark.line({ x: 'place', y: 'sum', color: mark.n('is', { legend: null }) }, { strokeWidth: 2 }),
            ...mark.labelled(
              mark.dots(
                {
                  x: mark.q('place', {
                    title: 'tokens added',
                    // The labels of the lower line have room above the numbers.
                    axis: { tickMinStep: 1, offset: 20 },
                    scale: { nice: false, padding: 40 },
                  }),
                  y: mark.q('sum', { title: 'sum so far, in nats' }),
                  ...byName('is', { right: ['$right', 'circle'], wrong: ['$wrong', 'square'] }),
                },
                { size: 70 },
              ),
              mark.cases('is', isAbove ? { right: above, wrong: below } : { right: below, wrong: above }),
            ),
          ],
        },
      }),
      prose`After ${countInWords(rival.tokens)} tokens, ${text(right.text)} scores ${nats(two.atEqualLength, 2)} and ${text(rival.text)} ${nats(rival.sum, 2)}. But
        ${text(right.text)} has ${countInWords(right.tokens)} tokens and ends at ${nats(right.sum, 1)}. Each further token, with a probability of ${math`q`}, adds
        ${math`\ln q \le 0`}, so a sum favours short answers. ${ref('length-results')} compares the usual remedies.`,
      table({
        id: 'length-results',
        caption: prose`Choices among four answers to ${count(m.n)} test questions, by four scores. Differences from the sum are in percentage points, with
          intervals of ${percent(m.level, 3)}, so that all three hold together in ${given(95)}% of cases. The prior is the log-probability after “${codeText(m.premise)}” alone;
          subtracting it gives a ${term('PMI')}.`,
        rows: m.rows,
        columns: [
          ['score', (row) => text(row.rule)],
          ['in EleutherAI’s harness', (_row, index) => at(HARNESS, index)],
          ['right', (row) => count(row.right)],
          [
            'difference',
            ({ mean, low, high }) => prose`${barePoints(mean)} (${barePoints(low)} to ${barePoints(high)})`,
            'right',
          ],
        ],
      }),
      prose`${remediesLose(m)} Begin with the sum, and offer answers of equal length where you can.`,
    ];
  },
});
