import { at } from '#numerics/list';
import {
  and,
  code,
  curious,
  type DataText,
  figure,
  finding,
  firstOf,
  greater,
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
  given,
  math,
  nats,
  rank,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { complements } from './complement.measure.ts';
import { plainFormulas } from './complement.ts';
import { endings } from './endings.measure.ts';
import { precision } from './precision.measure.ts';
import { NOISE, tiesByNoise } from './ranking-rules.measure.ts';

type Endings = Seen<typeof endings>;

const by = ({ rows }: Endings, rule: 'perToken' | 'perByte' | 'pmi') =>
  rows.map((row) => ({ name: row.text, value: row[rule] }));

/** By three rules the story's own ending comes first, by the sum a single token beats it. */
export const rulesDisagree = (m: Endings) => {
  const {
    right: { text: own, sum },
    bread,
  } = m;
  return finding({
    id: 'rules-disagree',
    when: and(
      greater('sum of “bread” above that of the ending from the story', bread.sum, sum),
      less('tokens of “bread”', bread.tokens, 2),
      firstOf('ending with the highest mean per token', by(m, 'perToken'), own, 'the one from the story'),
      firstOf('ending with the highest mean per byte', by(m, 'perByte'), own, 'the one from the story'),
      firstOf('ending with the highest PMI', by(m, 'pmi'), own, 'the one from the story'),
    ),
    context: [m.answers],
    text: () =>
      prose`The sum prefers “bread”, a single token, to “${text(own)}”. The mean per token, the mean per byte and PMI all
        rank the longer ending first of ${countInWords(m.answers)}.`,
  });
};

const costlyBeginning = ({ beginning }: Endings) =>
  finding({
    id: 'beginning-costs-most',
    when: less('sum over the beginning below that over the rest', beginning.sum, beginning.rest),
    context: [beginning.tokens],
    text: () =>
      prose`The first ${countInWords(beginning.tokens)} tokens of the story's own ending add ${nats(beginning.sum, 1)},
        the rest ${nats(beginning.rest, 1)}.`,
  });

const COLORS = { other: '$faint', bread: '$wrong', right: '$right' } as const;

const scored = (score: Quantity<'nats'>, place: Quantity<'rank'>, tie: DataText, digits: number) =>
  prose`${real(score, digits)} (${rank(place)}${text(tie)})`;

export const rankingRules = section({
  id: 'ranking-rules',
  title: prose`Four rules`,
  // `precision` runs the code in the folds.
  needs: { m: endings, ties: tiesByNoise, complements, precision },
  write({ m, ties, complements: edges }) {
    return [
      prose`Where does the story's own ending lose probability (${ref('running-sums')})?`,
      figure({
        id: 'running-sums',
        caption: prose`The sums of the ${countInWords(m.answers)} endings, token by token. The
          ${coloured('right', 'line ending in a circle')} is “${text(m.right.text)}”, the
          ${coloured('wrong', 'line ending in a square')} is “bread”, and the ${coloured('rest', 'grey lines')} are the
          other endings.`,
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
                { x: 'place', y: 'sum', detail: 'answer' },
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
          wool”, so do not add these two. To require that the text ends there, also score the end
          token.
        - The **mean per token**: how well is each token predicted? Well-predicted tokens can outweigh an unlikely
          beginning. This mean is the negative logarithm of the ${term('perplexity')}; compare it only under one
          tokenizer.
        - The **mean per byte**: how well is each byte predicted? It has the same weakness, but can be compared across
          tokenizers.
        - ${term('PMI')} (pointwise mutual information): how much does the story *raise* the ending's score? Score the
          ending again after the prompt alone, and subtract. `,
      equation`\mathrm{PMI} = \ln q(\text{ending} \mid \text{story, prompt}) - \ln q(\text{ending} \mid \text{prompt})`,
      prose`“Bread” scores ${nats(m.bread.sum, 1)} with the story and ${nats(m.bread.bare, 1)} without it, so its PMI is
        ${nats(m.bread.pmi, 1)}.`,
      table({
        id: 'rules-table',
        caption: prose`The endings by four rules, in nats (the means in nats per token and per byte), with their ranks
          in parentheses. An equals sign marks a tie by the rule in ${ref('precision')}: the
          error of a mean per byte is that of the sum, divided by the bytes, and PMI has the errors of two sums. The
          bytes include the space before the ending.`,
        rows: m.rows,
        columns: [
          ['ending', (row) => text(row.text)],
          ['sum', (row, index) => scored(row.sum, row.ranks.sum, at(ties.sum, index), 1), 'right'],
          [
            'per token',
            (row, index) => scored(row.perToken, row.ranks.perToken, at(ties.perToken, index), 2),
            'right',
          ],
          [
            'per byte',
            (row, index) => scored(row.perByte, row.ranks.perByte, at(ties.perByte, index), 2),
            'right',
          ],
          ['PMI', (row, index) => scored(row.pmi, row.ranks.pmi, at(ties.pmi, index), 1), 'right'],
        ],
      }),
      prose`${rulesDisagree(m)}

        The ties assume that ${math`\varepsilon`} is ${given(NOISE)} nats. This is an example, not a bound: measure
        your own (${ref('precision')}).

        The two longest endings are both quotations, one of what the islanders *sell*, so this example cannot tell
        understanding from copying. Choose the rule by your question, before you see its winner: the sum to choose
        among fixed labels (best of equally many tokens), PMI to see what the story adds.`,
      curious(prose`How do you add, average, subtract and pick in TypeScript?`, [
        prose`\`pick\` applies one of the four rules and returns all answers that tie within your tolerance.`,
        code('#chapters/04-log-space-joint-probability/log-sum-exp-code', 'pick'),
        code('#chapters/04-log-space-joint-probability/log-sum-exp-code', 'log-space'),
        code('#numerics/log-add-exp', 'log-add-exp'),
        code('#numerics/log-sub-exp', 'log-sub-exp'),
      ]),
      plainFormulas(edges),
    ];
  },
});
