import { code, pitfall, prose, section } from '#report';
import { count, given, math, percent, real, ref, term } from '#report/values';
import { threeScores } from './scores.measure.ts';

export const wrongScores = section({
  id: 'wrong-scores',
  title: prose`Averaged decibels, averaged certainty, noisy-or: three bugs`,
  needs: { m: threeScores },
  write({ m: { levels, sure, unsure } }) {
    return [
      prose`Each of these programs combines two scores in the way that looks natural, and each is wrong:

        - **A sound meter** reads ${given(60)} dB in one minute and ${given(80)} dB in the next. The program averages
          the readings and reports ${real(levels.wrong)} dB.
        - **A spam filter** has two detectors that look at different parts of a message. Each is
          ${percent(sure.p, 2)} sure that it is spam. The filter averages them and stays ${percent(sure.p, 2)} sure,
          as if the second detector had said nothing.
        - **A search program** has found two passages. Judged by either one alone, an answer has a probability of
          ${percent(unsure.p, 2)}. The program uses *noisy-or*, ${math`1 - 0.9 \times 0.9`}, and reports
          ${percent(unsure.wrong, 2)}. So two passages that both speak against the answer have made it likelier.

        The first program should average *powers*. A level of ${given(80)} dB has ${given(100)} times the power of one of
        ${given(60)} dB. The mean power is ${real(levels.ratio, 3)} times that of ${given(60)} dB, which is
        ${real(levels.right, 2)} dB.

        The other two should multiply ${term('odds')}. A probability of ${percent(sure.p, 2)} means odds of
        ${given(9)} to ${given(1)}. Suppose that half of all mail is spam, and that the detectors are independent, both
        among spam and among other mail. Then the odds multiply to ${given(81)} to ${given(1)}, which is
        ${percent(sure.right, 3)}. By the same rule, ${given(1)} to ${given(9)} twice makes ${given(1)} to ${given(81)},
        or ${percent(unsure.right, 2)}, if the answer was as likely right as wrong beforehand.

        Noisy-or is a good rule for another question: how probable is it that *at least one* of two independent events
        happens? Two tests that each catch ${percent(sure.p, 2)} of all bugs are such a case.

        All three are the same bug: **the operation ran on the wrong scale**.`,
      pitfall(prose`${percent(sure.p, 2)} sure, counted twice`, [
        prose`If the second detector is a copy of the first, it adds no evidence. Multiply the odds all the same, and the
          filter is ${percent(sure.right, 3)} sure on the word of one detector. No scale repairs this. Before you combine
          scores, ask whether they are independent (${ref('06-decibels')}).`,
      ]),
    ];
  },
});

export const transportSection = section({
  id: 'algebra-transport',
  title: prose`The fix: convert, operate, convert back`,
  needs: { m: threeScores },
  write: ({ m: { levels, sure, unsure } }) => [
    prose`Convert both scores, operate, and convert the result back. This function takes the operation and the conversion, and
      returns the rule for scores:`,
    code('#numerics/isomorphism', 'transport'),
    prose`Each score now needs a conversion and an operation:`,
    code('#chapters/07-custom-algebra/operations', 'scores'),
    prose`\`meanLevel(60, 80)\` returns ${real(levels.right, 4)}. \`belief(0.9, 0.9)\` returns ${real(sure.right, 3)}, and
      \`belief(0.1, 0.1)\` returns ${real(unsure.right, 3)}. \`atLeastOne\` is noisy-or: it multiplies as well, after
      another conversion.

      \`odds\` needs ${math`0 < p < 1`}, and floats round. After ${count(sure.scores)} scores of ${percent(sure.p, 2)},
      \`belief\` returns exactly ${given(1)}, whose odds are infinite, and the next score gives \`NaN\`. For a long list, add
      the logarithms of the odds, and convert back once.

      Mathematicians call this *transport of structure*, because laws come across too. Multiplication does not care about
      brackets, so, up to rounding, neither does \`belief\`. You may combine parts of a list on several machines. The mean
      *does* care, so \`meanLevel\` does too. To average three levels, average three powers at once.`,
  ],
});
