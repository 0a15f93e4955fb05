import { code, pitfall, prose, section } from '#report';
import { given, math, percent, real, ref, term } from '#report/values';
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
          ${percent(unsure.wrong, 2)}. If the answer was an even bet beforehand, both passages speak against it, and
          yet the program finds it likelier.

        The first program should average *powers*. A level of ${given(80)} dB has ${given(100)} times the power of one of
        ${given(60)} dB. The mean power is ${real(levels.ratio, 3)} times that of ${given(60)} dB, which is
        ${real(levels.right, 2)} dB.

        The other two should weigh evidence, which multiplies ${term('odds')} (${ref('06-decibels')}). Suppose that half of
        all mail is spam, odds of ${given(1)} to ${given(1)}. A detector that is ${percent(sure.p, 2)} sure has multiplied
        them by nine. If the detectors are independent, both among spam and among other mail, the two together make
        ${given(81)} to ${given(1)}, or ${percent(sure.right, 3)}.

        For the passages, suppose independence, too. Then everything depends on the *prior*, the probability before any
        passage was read. If it was one half, each passage has divided the odds by nine. Together they leave ${given(1)} to ${given(81)}, or
        ${percent(unsure.fromEven, 2)}. But suppose that the prior was ${percent(unsure.rare, 1)}, odds of ${given(1)} to
        ${given(99)}. A passage that raises this to ${percent(unsure.p, 2)}, or ${given(1)} to ${given(9)}, has multiplied the
        odds by eleven. Now both passages *support* the answer. Together they make ${given(121)} to ${given(99)}, or
        ${percent(unsure.fromRare, 2)}.

        Noisy-or is a good rule for another question: how probable is it that *at least one* of two independent events
        happens? Two tests that each catch ${percent(sure.p, 2)} of all bugs, independently, are such a case.

        The first and third programs **ran the operation on the wrong scale**. The second also used the wrong operation:
        averaging cannot add evidence on any scale.`,
      pitfall(prose`${percent(sure.p, 2)} sure, counted twice`, [
        prose`If the second detector is a copy of the first, it adds no evidence. If you multiply the odds anyway, the filter
          becomes ${percent(sure.right, 3)} sure on one detector's word. No scale repairs this. Before you combine scores,
          ask whether they are independent.`,
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
    prose`Each of the three rules is then one line:`,
    code('#chapters/07-custom-algebra/score-rules', 'scores'),
    prose`\`meanLevel(60, 80)\` returns ${real(levels.right, 4)}. \`atLeastOne\` is noisy-or.

      \`beliefFrom\` adds log-odds, which multiplies odds. A score is the prior plus its evidence. So the sum of two scores
      contains the prior twice, and one of them is taken out. \`beliefFrom(0.5)(0.9, 0.9)\` returns ${real(sure.right, 3)},
      and \`beliefFrom(0.01)(0.1, 0.1)\` returns ${real(unsure.fromRare, 2)}. The prior has no default, because a wrong one
      can turn support into opposition.

      Mathematicians call this *transport of structure*, because laws come across too. Sums do not care about brackets, so,
      up to rounding, neither does \`beliefFrom(0.01)\`. You may combine parts of a list on several machines. The mean does
      depend on the brackets, and so does \`meanLevel\`. To average three levels, average three powers at once.`,
  ],
});
