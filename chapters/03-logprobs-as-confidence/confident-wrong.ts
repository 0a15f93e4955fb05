import { box, choose, prose, section, table } from '#report';
import { count, percent, ref, text } from '#report/values';
import { confidentAndWrong } from './confident-wrong.measure.ts';
import { listOrNone, share } from './shared.ts';

export const confidentWrong = section({
  id: 'confident-and-wrong',
  title: prose`Confident and wrong`,
  needs: { m: confidentAndWrong },
  write({ m }) {
    const [surest] = m.rows;
    if (!surest || m.first === null) {
      const none = prose`Not one of the choices on the test items is wrong.`;
      return [box('wrong-by-name', prose`Nobody confident and wrong`, [none])];
    }
    const { first } = m;
    const others = m.others.map(({ about, n }) => prose`“${text(about)}” (${count(n)})`);
    return [
      prose`Of the ${count(m.above.all)} test items answered with a confidence of
        ${percent(m.high, { digits: 2 })} or more, ${choose(m.any, {
          yes: prose`${count(m.above.wrong)} are wrong. No threshold below that would have stopped them. Who are they?
            (${ref('wrong-by-name')})`,
          no: prose`none is wrong; ${ref('wrong-by-name')} begins lower.`,
        })}`,
      table({
        id: 'wrong-by-name',
        caption: prose`The ${count(m.shown)} wrong choices with the highest confidence, by name. The last
        column is the probability that the model gave to the words of its choice.`,
        rows: m.rows,
        columns: [
          ['the model reads', (row) => text(row.prompt)],
          ['its choice', (row) => text(row.chosen)],
          ['right', (row) => text(row.right)],
          ['confidence', (row) => share(row.confidence)],
          ['its probability', (row) => percent(row.own, { digits: 2 })],
        ],
      }),
      prose`What to see: ${choose(m.pattern, {
        'no participle': prose`what the mistakes are about: ${listOrNone(others)}.`,
        participles: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place
          of the past tense: with these verbs, the model is sure of the wrong form.`,
        none: prose`${count(m.participles)} of the ${count(m.shown)} are the past participle in place of the
          past tense.`,
      })}${choose(m.pattern, {
        'no participle': prose``,
        participles: prose` The others: ${listOrNone(others)}.`,
        none: prose` The others: ${listOrNone(others)}.`,
      })}`,
      prose`A share of ${percent(surest.confidence)} only says that ${choose(first.lead, {
        some: prose`the other three are worse`,
        none: prose`no other is better`,
      })}: the model gave
        “${text(surest.chosen)}” itself a probability of ${percent(first.own, { digits: 2 })}.
        ${choose(first.lengths, {
          longer: prose`And the right ${choose(first.kind, { name: prose`name`, answer: prose`answer` })}, “${text(surest.right)}”, has ${count(first.rightTokens)} tokens
            against ${count(first.tokens)}, so its sum starts with a handicap
            (${ref('confidence-limits')})${choose(first.perToken, {
              right: prose`; by the mean per token it would have won.`,
              wrong: prose`.`,
            })}`,
          'not longer': prose`The right answer, “${text(surest.right)}”, is no longer in tokens, so length
            does not explain it.`,
        })}`,
      prose`A further possible reason, not measured here: a log-probability is about *text*, how likely
        these words are after those in what a model learned from; the frequent sentence need not be the true one.`,
    ];
  },
});
