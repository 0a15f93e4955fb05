import { table } from '#report/block';
import { choose } from '#report/claim';
import { list, prose } from '#report/prose';
import { section } from '#report/section';
import { count, percent, ref, text } from '#report/values';
import { confidentAndWrong } from './confident-wrong.measure.ts';

export const confidentWrong = section({
  id: 'confident-and-wrong',
  title: prose`Confident and wrong`,
  needs: { m: confidentAndWrong },
  write({ m }) {
    const [first] = m.rows;
    return [
      prose`
        Of the ${count(m.above.all)} test items answered with a confidence of ${percent(m.high, { digits: 2 })} or more,
        ${count(m.above.wrong)} are wrong. ${choose(m.any, {
          yes: prose`No threshold below that would have stopped them. Who are they? (${ref('wrong-by-name')})`,
          no: prose`That is none; ${ref('wrong-by-name')} begins lower.`,
        })}
      `,
      table({
        id: 'wrong-by-name',
        caption: prose`The ${count(m.shown)} wrong choices with the highest confidence, by name. The last column is the
          probability that the model gave to the words of its choice.`,
        rows: m.rows,
        columns: [
          { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
          { head: prose`its choice`, cell: (row) => prose`${text(row.chosen)}` },
          { head: prose`right`, cell: (row) => prose`${text(row.right)}` },
          {
            head: prose`confidence`,
            align: 'right',
            cell: (row) => prose`${percent(row.confidence, { decimals: 1 })}`,
          },
          {
            head: prose`its probability`,
            align: 'right',
            cell: (row) => prose`${percent(row.own, { digits: 2 })}`,
          },
        ],
      }),
      prose`
        What to see: ${choose(m.pattern, {
          participles: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place of the past tense:
            with these verbs, the model is sure of the wrong form.`,
          none: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place of the past tense.`,
        })} The others: ${m.others.length > 0 ? list(m.others.map(({ about, n }) => prose`“${text(about)}” (${count(n)})`)) : prose`none`}.
      `,
      prose`
        A share of ${percent(first?.confidence)} only says that the other three are worse: the model gave
        “${text(first?.chosen)}” itself a probability of ${percent(m.first.own, { digits: 2 })}. ${choose(
          m.first.lengths,
          {
            longer: prose`And the right name, “${text(first?.right)}”, has ${count(m.first.rightTokens)} tokens against
            ${count(m.first.tokens)}, so its sum starts with a handicap (${ref('confidence-limits')})${choose(
              m.first.perToken,
              { right: prose`; by the mean per token it would have won.`, wrong: prose`.` },
            )}`,
            'not longer': prose`The right answer, “${text(first?.right)}”, is no longer in tokens, so length does not explain it.`,
          },
        )}
      `,
      prose`
        A further likely reason, not measured here: a log-probability is about *text*, how likely these words are after those
        in what the model learned from. Where the frequent sentence is not the true one, confidence goes with the text.
      `,
    ];
  },
});
