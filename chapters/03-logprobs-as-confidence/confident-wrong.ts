import { box, choose, layout, prose, section, table } from '#report';
import { count, countInWords, ref, text } from '#report/values';
import { confidentAndWrong } from './confident-wrong.measure.ts';
import { roughly, share } from './shared.ts';

const isOne = (n: Parameters<typeof count>[0] & object) => layout([n], (number) => number === 1);

export const confidentWrong = section({
  id: 'confident-and-wrong',
  title: prose`Confident and wrong`,
  needs: { m: confidentAndWrong },
  write({ m }) {
    const [surest] = m.rows;
    if (!surest || m.first === null) {
      const none = prose`The model chose a wrong answer in none of the test items.`;
      return [box('wrong-by-name', prose`Nobody confident and wrong`, [none])];
    }
    const { first, participle } = m;
    return [
      choose(m.any, {
        yes: prose`Of the ${count(m.above.all)} choices on test with a confidence of ${roughly(m.high)} or more,
          ${isOne(m.above.wrong) ? prose`one is` : prose`${count(m.above.wrong)} are`} wrong, and no threshold below that stops ${isOne(m.above.wrong) ? prose`it` : prose`them`}. ${ref('wrong-by-name')} has the surest mistakes.`,
        no: prose`Of the ${count(m.above.all)} choices on test with a confidence of ${roughly(m.high)} or more, none
          is wrong. Which mistakes come nearest?`,
        nobody: prose`No choice on test has a confidence of ${roughly(m.high)} or more. Which mistakes come nearest?`,
      }),
      table({
        id: 'wrong-by-name',
        caption: prose`${choose(m.order, {
          'by confidence': prose`The wrong choices with the highest confidence.`,
          'by lead': prose`${countInWords(m.shown, { capital: true })} of the ${count(m.full)} wrong choices with full confidence
            (float64 shows no difference from one), those whose sum leads by most.`,
        })} The last column is the probability that
          the model gave to the words of its choice.`,
        rows: m.rows,
        columns: [
          ['the model reads', (row) => text(row.prompt)],
          ['its choice', (row) => text(row.chosen)],
          ['right', (row) => text(row.right)],
          ['confidence', (row) => share(row.confidence)],
          ['its probability', (row) => roughly(row.own)],
        ],
      }),
      prose`${
        participle === null
          ? prose``
          : prose`${
              isOne(m.above.wrong)
                ? prose`It is a past participle`
                : prose`Of those ${countInWords(m.above.wrong)}, ${countInWords(m.participles)} ${
                    isOne(m.participles) ? prose`is a past participle` : prose`are past participles`
                  }`
            } where the past tense was asked for: “${text(participle.chosen)}” for “${text(participle.right)}”. `
      }${choose(m.sureOnlyAmongFour, {
        yes: isOne(m.above.wrong)
          ? prose`It did not get even half of the model's whole probability: it is sure only among the four. `
          : prose`None of the ${countInWords(m.above.wrong)} got even half of the model's whole probability: it is sure only
              among the four. `,
        no: prose``,
      })}${choose(first.alone, {
        unlikely: prose`“${text(surest.chosen)}” itself has a probability of ${roughly(first.own)}.`,
        likely: prose`The model means it: it gave “${text(surest.chosen)}” itself a probability of
          ${roughly(first.own)}.`,
      })}
        ${choose(first.lengths, {
          longer: prose`The right ${choose(first.kind, { name: prose`name`, answer: prose`answer` })},
            “${text(surest.right)}”, has ${count(first.rightTokens)} tokens against ${count(first.tokens)}${choose(
              first.perToken,
              {
                right: prose`, so its sum starts with a handicap. Divided by the number of tokens, it would have won
                  (${ref('longer-answers')}).`,
                wrong: prose`, but would not have won per token, either.`,
              },
            )}`,
          'not longer': prose`The right answer, “${text(surest.right)}”, is no longer in tokens, so length
            does not explain it.`,
        })}`,
    ];
  },
});
