import {
  and,
  code,
  curious,
  figure,
  finding,
  firstOf,
  less,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import {
  coloured,
  count,
  countInWords,
  equation,
  math,
  nats,
  rank,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { neverEqual } from '../01-logits-logprobs-softmax/pitfalls.measure.ts';
import { complements } from './complement.measure.ts';
import { endings } from './endings.measure.ts';
import { precision } from './precision.measure.ts';
import { CLOSE, closeRanks } from './ranking-rules.measure.ts';

type Endings = Seen<typeof endings>;

const by = ({ rows }: Endings, rule: 'sum' | 'perToken' | 'perByte' | 'pmi') =>
  rows.map((row) => ({ name: row.text, value: row[rule] }));

/** By three rules the story's own ending comes first, by the sum another one. */
export const rulesDisagree = (m: Endings) => {
  const { text: own } = m.right;
  return finding({
    id: 'rules-disagree',
    when: and(
      firstOf('ending with the highest sum', by(m, 'sum'), 'bread', '“bread”'),
      firstOf('ending with the highest mean per token', by(m, 'perToken'), own, 'the one from the story'),
      firstOf('ending with the highest mean per byte', by(m, 'perByte'), own, 'the one from the story'),
      firstOf('ending with the highest PMI', by(m, 'pmi'), own, 'the one from the story'),
    ),
    text: () =>
      prose`The sum ranks “bread” first of ${countInWords(m.answers)} endings. The means per token and per byte and PMI
        rank “${text(own)}” first.`,
  });
};

const costlyBeginning = ({ beginning }: Endings) =>
  finding({
    id: 'beginning-costs-most',
    when: less('sum over the beginning below that over the rest', beginning.sum, beginning.rest),
    text: () =>
      prose`The first ${countInWords(beginning.tokens)} tokens of the story's own ending add ${nats(beginning.sum, 1)},
        the rest ${nats(beginning.rest, 1)}.`,
  });

const tiedByNoise = (
  { rows }: Endings,
  { perToken }: Seen<typeof closeRanks>,
  { sixteenBits }: Seen<typeof neverEqual>,
) => {
  const close = rows.find((row) => row.text === CLOSE);
  return finding({
    id: 'close-means-tie',
    when: less('difference of two means per token below the noise of one token', perToken, sixteenBits),
    text: () => prose`Per token, “bread” and “${text(close?.text)}” differ by ${nats(perToken, 3)}, less than the noise
      in ${ref('precision')}, so they tie.`,
  });
};

const COLORS = { other: '$faint', bread: '$wrong', right: '$right' } as const;

const scored = (score: Quantity<'nats'>, place: Quantity<'rank'>, digits: number) =>
  prose`${real(score, digits)} (${rank(place)})`;

export const rankingRules = section({
  id: 'ranking-rules',
  title: prose`Four rules`,
  // The last two run the code below.
  needs: { m: endings, close: closeRanks, formats: neverEqual, complements, precision },
  write({ m, close, formats }) {
    return [
      prose`Where does the story's own ending lose probability (${ref('running-sums')})?`,
      figure({
        id: 'running-sums',
        caption: prose`The sums of the ${countInWords(m.answers)} endings, token by token. The
          ${coloured('right', 'line that ends in a circle')} is “${text(m.right.text)}”, the
          ${coloured('wrong', 'square')} “bread”. ${coloured('rest', 'Grey lines')} are the others.`,
        alt: prose`${countInWords(m.answers, { capital: true })} lines that never rise. “${text(m.right.text)}”
          ends at ${nats(m.right.sum)} after ${count(m.right.tokens)} tokens, “bread” at ${nats(m.bread.sum)} after
          ${count(m.bread.tokens)}.`,
        data: {
          rows: m.steps,
          ends: m.steps.filter(({ role, end }) => role !== 'other' && end === 'yes'),
        },
        spec: {
          height: 260,
          layer: [
            ...(['other', 'bread', 'right'] as const).map((role) =>
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
                  ...(role === 'other'
                    ? { style: 'muted', strokeWidth: 1.5 }
                    : { color: COLORS[role], strokeWidth: 3 }),
                },
              ),
            ),
            ...(['bread', 'right'] as const).map((role) =>
              mark.dots(
                { x: 'place', y: 'sum' },
                {
                  data: 'ends',
                  transform: [{ filter: `datum.role === '${role}'` }],
                  size: 80,
                  color: COLORS[role],
                  shape: role === 'right' ? 'circle' : 'square',
                },
              ),
            ),
          ],
        },
      }),
      prose`${costlyBeginning(m)} No line ever rises, because each token adds ${math`\ln q \le 0`}. So sums tend to
        favour short endings: *length bias*. Four rules answer four questions:

        - The **sum**: how likely is a text that begins with these *tokens*? “Honey” includes “honey, potatoes and
          wool”, so do not add these two. To ask for nothing more, also score the end token.
        - The **mean per token**: how well is each token predicted? Well-predicted tokens can outweigh an unlikely
          beginning. This mean is the negative logarithm of the ${term('perplexity')}; compare it only under one
          tokenizer.
        - The **mean per byte**: how well is each byte predicted? It has the same weakness, but suits any tokenizer.
        - ${term('PMI')} (pointwise mutual information): how much does the story *raise* the ending's score? A copied
          phrase may gain most, even where it makes no sense. Score it again after the prompt alone, and subtract:`,
      equation`\mathrm{PMI} = \ln q(\text{ending} \mid \text{story, prompt}) - \ln q(\text{ending} \mid \text{prompt})`,
      table({
        id: 'rules-table',
        caption: prose`The endings by four rules, in nats (the means in nats per token and per byte), with their ranks
          in parentheses. The ranks ignore noise. The bytes include the space before the ending.`,
        rows: m.rows,
        columns: [
          ['ending', (row) => text(row.text)],
          ['sum', (row) => scored(row.sum, row.ranks.sum, 1), 'right'],
          ['per token', (row) => scored(row.perToken, row.ranks.perToken, 2), 'right'],
          ['per byte', (row) => scored(row.perByte, row.ranks.perByte, 2), 'right'],
          ['PMI', (row) => scored(row.pmi, row.ranks.pmi, 1), 'right'],
        ],
      }),
      prose`${rulesDisagree(m)} ${tiedByNoise(m, close, formats)}

        The two longest endings are both quotations, one of what the islanders *sell*, so this example cannot tell
        understanding from copying. Choose the rule by your question, before you see its winner: the sum to choose
        among fixed labels, PMI to see what the story adds.`,
      curious(prose`How do you add, average, subtract and pick in TypeScript?`, [
        prose`\`pick\` applies one of the four rules and returns all answers that tie within your tolerance.`,
        code('#chapters/04-log-space-joint-probability/pick', 'pick'),
        code('#chapters/04-log-space-joint-probability/pick', 'log-space'),
        code('#numerics/log-add-exp', 'log-add-exp'),
        code('#numerics/log-sub-exp', 'log-sub-exp'),
      ]),
    ];
  },
});
