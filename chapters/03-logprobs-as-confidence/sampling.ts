import { type Block, choose, curious, figure, layout, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, percent, points, ref, text } from '#report/values';
import type { samplingAgreement } from './sampling.measure.ts';
import { barePoints, byName, shareAxis } from './shared.ts';

/** How the commonest answer is stored where it has none. */
const NO_WORDS = '(no words)';
const VERDICTS = { right: prose`right`, wrong: prose`wrong`, none: prose`no commonest answer` };

export function samplingPart(m: Seen<typeof samplingAgreement>): Block {
  const ten = countInWords(m.samples);
  const { difference } = m.greedy;
  const [right, wrong] = [m.greedy.right.agreement, m.greedy.wrong.agreement];
  const isAllDifferent = layout([m.allDiffer], (n) => n === m.rows.length);
  const isWordless = m.rows.some(({ answer }) => answer === NO_WORDS);
  const exampleAnswer = m.rows.find(({ prompt }) => prompt === m.example.prompt)?.answer;
  return curious(prose`What if log-probabilities are hidden?`, [
    prose`Some services give no log-probabilities. One can still draw several answers and see whether they
      agree. Every third of the questions about capitals and elements, until there were sixteen, was answered
      ${count(m.samples)} times, drawn at a temperature of one; equal answers were merged. The share of the
      commonest is the *agreement* (${ref('agreement-scatter')}, ${ref('agreement-table')}).`,
    figure({
      id: 'agreement-scatter',
      caption: prose`Agreement of ${ten} samples against the log-probability of the greedy answer to the same
        question. ${
          isAllDifferent
            ? prose`Triangles: all ${ten} differ, so that no sample is the commonest.`
            : prose`Circles: the commonest sample is right; crosses: it is wrong; triangles: all ${ten} differ,
        so that there is none.`
        } Darker marks lie on top of each other.`,
      alt: prose`Points for sixteen questions.${
        isAllDifferent || right === null
          ? prose``
          : prose` Where the greedy answer is right, the mean agreement is ${percent(right)}.`
      }${
        isAllDifferent || wrong === null
          ? prose``
          : prose` Where the greedy answer is wrong, the mean agreement is ${percent(wrong)}.`
      } Questions in which all ${ten} samples differ: ${count(m.allDiffer)}.`,
      data: m.rows.map(({ greedy, agreement, verdict }) => ({
        greedy,
        agreement,
        verdict: verdict === 'none' ? 'all differ' : verdict,
      })),
      spec: {
        height: 260,
        mark: { type: 'point', size: 60, strokeWidth: 1.5, opacity: 0.8 },
        encoding: {
          x: mark.q('greedy', {
            title: 'log-probability of the greedy answer, in nats',
            axis: { format: '~g' },
          }),
          y: shareAxis('agreement', 'agreement', [0, 1]),
          ...byName('verdict', {
            right: ['$blue', 'circle'],
            wrong: ['$orange', 'cross'],
            'all differ': ['$slate', 'triangle-up'],
          }),
        },
      },
    }),
    table({
      id: 'agreement-table',
      caption: prose`Sixteen questions, ${count(m.samples)} samples each.${
        isWordless ? prose` “(no words)”: the answer ended before its first word, and is wrong.` : prose``
      }`,
      rows: m.rows,
      columns: [
        ['the model reads', (row) => text(row.prompt)],
        ['commonest answer', (row) => text(row.answer)],
        ['agreement', (row) => percent(row.agreement)],
        ['different answers', (row) => count(row.distinct)],
        ['verdict', (row) => choose(row.verdict, VERDICTS)],
      ],
    }),
    isAllDifferent
      ? prose`What to see: in none of the questions do any two of the ${ten} samples agree. Drawn at a temperature
          of one this model's answers say nothing here about how sure it is.`
      : prose`What to see: the commonest answer is right for ${count(m.right.n)} questions${
          m.right.agreement === null
            ? prose``
            : prose`, with a mean agreement of ${percent(m.right.agreement)}`
        }; it is wrong for ${count(m.wrong.n)}${
          m.wrong.agreement === null ? prose`` : prose`, with ${percent(m.wrong.agreement)}`
        }; for ${count(m.allDiffer)} there is none. ${
          layout([m.allDiffer], (differ) => differ > 0)
            ? prose`The last group has the lowest
      agreement there is, by definition, so it may not be counted among the wrong ones. `
            : prose``
        }${
          right === null || wrong === null || difference.estimate === null
            ? prose`Judged by the greedy answer, all are on one side: ${count(m.greedy.right.n)} right and
            ${count(m.greedy.wrong.n)} wrong, so there is nothing to compare.`
            : prose`Judged by the greedy answer instead, the mean agreement is ${percent(right)} for
      ${count(m.greedy.right.n)} right ones and ${percent(wrong)} for
      ${count(m.greedy.wrong.n)} wrong ones, a difference of ${points(difference.estimate)}${
        difference.low === null || difference.high === null
          ? prose`, with too few on one side for an interval.`
          : prose` (${barePoints(difference.low)} to ${barePoints(difference.high)}): ${choose(
              difference.verdict,
              {
                up: prose`agreement does tell something.`,
                down: prose`agreement is higher where the answer is wrong.`,
                'no clear effect': prose`so few questions show no clear difference.`,
              },
            )}`
      }`
        }`,
    prose`Agreement is not the same number as a probability. ${choose(m.example.words, {
      some: prose`“${text(m.example.prompt)} …
      ${text(m.example.answer)}” has a probability of ${percent(m.example.probability)}${
        layout([m.example.agreement, m.samples], (agreement, samples) => agreement * samples < 1.5)
          ? prose`, and no two of the ${ten} samples agree.`
          : exampleAnswer === NO_WORDS
            ? prose`; the commonest outcome, in ${percent(m.example.agreement)} of the samples, is no word at all.`
            : choose(m.example.less, {
                yes: prose`, but only ${percent(m.example.agreement)} of the samples agree on an answer.`,
                no: prose`, but ${percent(m.example.agreement)} of the samples agree on an answer.`,
                'as many': prose`, and ${percent(m.example.agreement)} of the samples agree on an answer: the two
                may come out alike.`,
              })
      } The first is about one string of tokens, whatever follows it;
      agreement is the share of the commonest answer, and samples that begin alike and go on differently count as
      different answers.`,
      none: prose`(Here no greedy answer has any words.)`,
    })}
      Besides, ${ten} draws are a coarse ruler. It costs ${count(m.samples)} answers instead of one, and it,
      too, knows the text and not the world.`,
  ]);
}
