import { choose, claim, figure, list, prose, type Quantity, section, table } from '#report';
import * as mark from '#report/marks';
import {
  cite,
  count,
  countInWords,
  equation,
  given,
  math,
  nats,
  probability,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { candidates } from './candidates.measure.ts';
import { averages } from './lengths.measure.ts';
import { isLevel, isOneLine } from './ties.ts';

/** An ending that the story has, of what the islanders sell. */
const SOLD = 'honey, potatoes and wool';

/** What the story does to an ending. */
const moved = (row: { readonly story: 'gains' | 'loses' | 'stays'; readonly moved: Quantity<'nats'> }) =>
  choose(row.story, {
    gains: prose`gains ${nats(row.moved, 1)}`,
    loses: prose`loses ${nats(row.moved, 1)}`,
    stays: prose`neither gains nor loses`,
  });

export const lengths = section({
  id: 'sums-and-lengths',
  title: prose`Sums favour short answers`,
  needs: { m: candidates, average: averages },
  write({ m, average }) {
    const sold = m.rows.find(({ text: ending }) => ending === SOLD);
    const isTied = isLevel(m, 'first');
    const begun = m.steps.filter(({ role, first }) => !isTied && role === 'beginner' && first === 'yes');
    return [
      prose`Back to the sound sum, ${choose(m.rightBySum, {
        wrong: prose`which puts “${text(m.best.text)}” before what the story says. ${choose(m.course, {
          early: prose`Where does the right answer lose?`,
          even: prose`How does the right answer lose?`,
        })}`,
        right: prose`which puts what the story says first. How do the endings get where they are?`,
      })} ${ref('running-sums')} adds up every ending, token by token.`,
      figure({
        id: 'running-sums',
        caption: prose`The sums of the ${countInWords(m.answers)} endings, token by token. ${choose(
          m.rightBySum,
          {
            right: prose`Blue line ending in a circle: “${text(m.right.text)}”, which comes first`,
            wrong: prose`Blue line ending in a circle: “${text(m.right.text)}”; orange line ending in a square: “${text(m.best.text)}”`,
          },
        )}${choose(isTied ? 'tied' : m.beginnerIs, {
          tied: prose`; grey: the others.`,
          'a third': prose`; grey: the others, of which “${text(m.beginner.text)}”, labelled, has the likeliest first token.`,
          'one of two': prose`; grey: the others.`,
        })}${isOneLine(m) ? prose` All lie on one line: every token costs the same.` : prose``}`,
        alt: prose`${countInWords(m.answers, { capital: true })} lines that never rise. “${text(m.right.text)}”
          ends at ${nats(m.right.sum)} after ${count(m.right.tokens)} tokens, “${text(m.best.text)}” at
          ${nats(m.best.sum)} after ${count(m.best.tokens)}.`,
        data: {
          rows: m.steps,
          ends: m.steps.filter(({ role, end }) => (role === 'right' || role === 'best') && end === 'yes'),
          ...(begun.length > 0 ? { begun } : {}),
        },
        spec: {
          height: 280,
          layer: [
            ...(['other', 'beginner', 'best', 'right'] as const).map((role) =>
              mark.line(
                {
                  x: mark.q('place', {
                    title: 'tokens added',
                    axis: { tickMinStep: 1 },
                    scale: { nice: false, padding: 10 },
                  }),
                  y: mark.q('sum', { title: 'sum so far, in nats' }),
                  detail: 'answer',
                },
                {
                  transform: [{ filter: `datum.role === '${role}'` }],
                  strokeWidth: role === 'right' || role === 'best' ? 3 : 1.5,
                  ...(role === 'other' || role === 'beginner'
                    ? { style: 'muted' }
                    : { color: role === 'right' ? '$right' : '$wrong' }),
                },
              ),
            ),
            ...(['best', 'right'] as const).map((role) =>
              mark.dots(
                { x: 'place', y: 'sum' },
                {
                  data: 'ends',
                  transform: [{ filter: `datum.role === '${role}'` }],
                  size: 80,
                  color: role === 'right' ? '$right' : '$wrong',
                  shape: role === 'right' ? 'circle' : 'square',
                },
              ),
            ),
            ...(begun.length > 0
              ? [
                  // No sum after one token or more is higher: above it there is room.
                  mark.annotation(
                    { x: 'place', y: 'sum', text: 'answer' },
                    { data: 'begun', align: 'left', dx: 6, dy: -8 },
                  ),
                ]
              : []),
          ],
        },
      }),
      prose`${choose(m.course, {
        early: prose`It pays at its beginning: its first ${countInWords(m.beginning.tokens)} tokens add up to
          ${nats(m.beginning.sum, 1)}, the rest of it to ${nats(m.beginning.rest, 1)}. Once it repeats the
          story, the model knows how that goes on. But no line`,
        even: choose(m.rightBySum, {
          wrong: prose`“${text(m.right.text)}” has ${count(m.right.tokens)} tokens to pay for,
            “${text(m.best.text)}” ${count(m.best.tokens)}. No line`,
          right: prose`No line`,
        }),
      })} ever rises, for each token adds ${math`\ln q \le 0`}. So long endings tend to lose, however well
        each word fits: *length bias*. Two remedies divide by the length. The mean per token is the logarithm of the
        *geometric mean* of the probabilities, and its negative, exponentiated, is the
        ${term('perplexity')}. Along one text, do not average the probabilities themselves:
        ${list(average.probabilities.map((p) => given(p)))} have the mean ${probability(average.mean, 1)},
        which looks like a fair text. Their geometric mean is ${probability(average.geometric, 2)}, a perplexity of
        ${real(average.perplexity, 2)}, which shows that one token all but ruined the text.

        Tokens depend on the tokeniser, so means per token of two models cannot be compared; means per byte can
        (${cite('gao-2021')}). ${choose(m.average, {
          'another winner': prose`By bytes “${text(m.byPerByte)}” comes first${choose(m.tokensOrBytes, { 'same winner': prose`; by tokens, too`, 'another winner': prose`; by tokens another` })}.`,
          'same winner': prose`Here it changes nothing: “${text(m.byPerByte)}” stays first.`,
        })}`,

      prose`Another way asks another question: how much does the story *raise* each ending? Score it once more after the
        question alone, and subtract. The difference is the pointwise mutual information, ${term('PMI')}:`,
      equation`\mathrm{PMI} = \ln q(\text{ending} \mid \text{story, question}) - \ln q(\text{ending} \mid \text{question})`,
      prose`${choose(m.byPmi.story, {
        gains: choose(m.rightByPmi, {
          right: prose`By PMI the story's own ending comes first: it is ${nats(m.right.pmi, 1)} likelier with the story
            than without. ${claim(m.right.pmi, m.best.pmi, {
              greater: prose`“${text(m.best.text)}” ${moved(m.best)}${claim(m.best.bare, m.right.bare, {
                greater: prose`: without the story it had ${nats(m.best.bare, 1)}, the story's own ${nats(m.right.bare, 1)}.`,
                less: prose`.`,
                tooClose: prose`.`,
              })}`,
              less: prose``,
              tooClose: prose``,
            })}`,
          wrong: prose`By PMI “${text(m.byPmi.text)}” comes first: it is ${nats(m.byPmi.pmi, 1)} likelier with the
            story than without. The story's own ending ${moved(m.right)}.`,
        }),
        loses: prose`The story makes every ending less likely; “${text(m.byPmi.text)}” loses least,
          ${nats(m.byPmi.moved, 1)}.`,
        stays: prose`The story makes no ending likelier here.`,
      })} ${ref('candidates-table')} has all scores.`,
      table({
        id: 'candidates-table',
        caption: prose`The endings, in nats: the sum after a prompt that ends in a
          space, the sum after one that does not, the means per token and per byte (the space before the ending counts), and PMI.`,
        rows: m.rows,
        columns: [
          ['ending', (row) => text(row.text)],

          ['spaced', (row) => nats(row.spaced, 1)],
          ['sum', (row) => nats(row.sum, 1)],
          ['per token', (row) => nats(row.perToken, 2)],
          ['per byte', (row) => nats(row.perByte, 2)],
          ['PMI', (row) => nats(row.pmi, 1)],
        ],
      }),
      prose`${claim(sold?.perByte, m.best.perByte, {
        greater: prose`${claim(sold?.pmi, m.best.pmi, {
          greater: prose`Neither the mean per byte nor PMI reads for sense: both put “${text(sold?.text)}”, which the islanders *sell*, before
              “${text(m.best.text)}”. `,
          less: prose``,
          tooClose: prose``,
        })}`,
        less: prose``,
        tooClose: prose``,
      })}One question proves nothing; ${ref('longer-answers')} counts over many. Each rule answers a question of its own. The sum: how likely is a text that
        begins so? (Score a full stop, too, if you mean the ending *and its end*.) The mean: how likely is it, byte by
        byte? PMI: how much likelier
        does the story make it? Name the question, then the rule.`,
    ];
  },
});
