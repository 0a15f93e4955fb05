import { at } from '#numerics/list';
import { figure, prose, type Seen } from '#report';
import * as mark from '#report/marks';
import { count, ref } from '#report/values';
import type { answerSeparation } from './answer-separation.measure.ts';
import type { answerThreshold } from './answer-threshold.measure.ts';
import type { chatAnswers } from './chat-answers.measure.ts';
import { scaled } from './number-formats.ts';

const finishedInTest = ({ rows }: Seen<typeof chatAnswers>) =>
  rows.filter(({ half, sum }) => half === 'test' && sum !== null);

/**
 * A question, and every finished answer of test on the axis of its log-probability, with the threshold that the chapter
 * comes to; nothing where no answer was finished.
 */
export function answerDots(
  chat: Seen<typeof chatAnswers>,
  { rules }: Seen<typeof answerThreshold>,
  { halves }: Seen<typeof answerSeparation>,
) {
  const test = at(halves, 1);
  const { logprob: threshold } = at(rules, 0);
  const is = { title: null, legend: null };
  const shown = finishedInTest(chat);
  if (shown.length === 0) return [];
  const drawn = figure({
    id: 'answer-dots',
    caption: prose`The answers to our test questions, without those that were cut off, one mark each, by the sum of their tokens' log-probabilities.
      ${threshold === null ? prose`` : prose`The dashed line is the threshold of ${ref('confidence-thresholds')}.`}`,
    alt: prose`Two rows of upright marks on one axis, for ${count(test.finished)} answers. ${count(test.right)} marks are in the row of right answers.`,
    data: {
      rows: shown.map(({ question, answer, sum, right }) => ({
        question,
        answer,
        sum,
        is: right ? 'right' : 'wrong',
      })),
      ...(threshold === null ? {} : { thresholds: [{ sum: threshold }] }),
    },
    spec: {
      height: { step: 56 },
      layer: [
        ...(threshold === null ? [] : [mark.reference({ x: 'sum' }, { data: 'thresholds' })]),
        mark.tick(
          {
            x: mark.q('sum', { title: 'log-probability of the answer in nats', scale: { nice: false } }),
            y: mark.n('is', { title: null, sort: ['right', 'wrong'] }),
            color: scaled('is', { right: '$right', wrong: '$wrong' }, is),
            detail: [mark.n('question'), mark.n('answer')],
          },
          { size: 40, thickness: 2, opacity: 0.55 },
        ),
      ],
    },
  });
  return [prose`Are our model's wrong answers less likely (${ref('answer-dots')})?`, drawn];
}
