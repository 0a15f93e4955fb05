import {
  all,
  and,
  type DataText,
  finding,
  greater,
  less,
  pitfall,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import { countInWords, nats, rank, real, ref, term, text } from '#report/values';
import { endings } from './endings.measure.ts';

type Endings = Seen<typeof endings>;

/** By the sum a single token comes first, by the three other rules the story's own ending. */
export const rulesDisagree = ({ own, winner, answers, held }: Endings) =>
  finding({
    id: 'rules-disagree',
    when: and(
      greater('sum of the likeliest ending above that of the story’s own', winner.sum, own.sum),
      less('tokens of the likeliest ending', winner.tokens, 2),
      all('wordings in which the sum ranks a single token first', held.sum, held.of),
      all('wordings in which the mean per token ranks the story’s own ending first', held.perToken, held.of),
      all('wordings in which the mean per byte does', held.perByte, held.of),
      all('wordings in which PMI does', held.pmi, held.of),
    ),
    context: [answers],
    text: () =>
      prose`The sum ranks a single token first (here “${text(winner.text)}”). The mean per token, the mean per byte and
        PMI all rank “${text(own.text)}” first of ${countInWords(answers)}. The same holds in all
        ${countInWords(held.of)} wordings of the prompt.`,
  });

const costlyBeginning = ({ own, beginning }: Endings) =>
  finding({
    id: 'beginning-costs-most',
    when: less('sum over the beginning below that over the rest', beginning.sum, beginning.rest),
    context: [beginning.tokens, own.tokens],
    text: () =>
      prose`Of the ${countInWords(own.tokens)} tokens of the story's own ending, the first
        ${countInWords(beginning.tokens)} add ${nats(beginning.sum, 1)}, the others ${nats(beginning.rest, 1)}.`,
  });

interface Place {
  readonly rank: Quantity<'rank'>;
  readonly tie: DataText;
}
const scored = (score: Quantity<'nats'>, { rank: place, tie }: Place, digits: number) =>
  prose`${real(score, digits)} (${rank(place)}${text(tie)})`;

export const rankingRules = section({
  id: 'ranking-rules',
  title: prose`Sum, means and PMI: four ways to rank answers`,
  needs: { m: endings },
  write: ({ m }) => [
    prose`Each further token adds its log-probability, which is never above zero. So no token raises the sum, and
      long answers tend to lose. This is *length bias*. ${costlyBeginning(m)} Once the phrase has begun, the model knows it from the story, and a
      rule that only adds gives no credit for that. Four rules answer four different questions:

      - The **sum**: how likely is it that the text continues with these tokens?
      - The **mean per token**: how well is each token predicted, on average?
      - The **mean per byte**: how well is each byte predicted? Use it to compare models with different tokenizers.
      - ${term('PMI')} (pointwise mutual information): how much does the *story* raise the score of the ending? Score the ending
        again after the prompt alone, and subtract.`,
    table({
      id: 'rules-table',
      caption: prose`The endings by four rules, sorted by the sum. PMI and the sum are in nats, the means in nats per token and per
        byte. The rank is in parentheses; “=” marks a tie (${ref('precision')}). The bytes include the space before
        the ending.`,
      rows: m.rows,
      columns: [
        ['ending', (row) => text(row.text)],
        ['sum', (row) => scored(row.sum, row.ranks.sum, 1), 'right'],
        ['per token', (row) => scored(row.perToken, row.ranks.perToken, 2), 'right'],
        ['per byte', (row) => scored(row.perByte, row.ranks.perByte, 2), 'right'],
        ['PMI', (row) => scored(row.pmi, row.ranks.pmi, 2), 'right'],
      ],
    }),
    prose`${rulesDisagree(m)}

      Is the longer ending the better one? Not by itself. Both of the longest endings are quotations, and one of them is what the islanders *sell*.
      Our example cannot tell understanding from copying, so it does not show which rule is right. Choose the rule by your question, before you see which answer it favours.`,
    pitfall(
      prose`One answer begins with another`,
      prose`The sum of “honey” covers every text that begins with “honey”, also “honey, potatoes and wool”. Do not add
        the two. If the answer has to end there, score the token that ends it too.`,
    ),
  ],
});
