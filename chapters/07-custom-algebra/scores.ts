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
          ${percent(unsure.wrong, 2)}. If the answer was an even bet beforehand, both passages speak against it, and
          yet the program's ${percent(unsure.wrong, 2)} is higher than either passage alone allows.

        The first program should average *powers*. A level of ${given(80)} dB has ${given(100)} times the power of one of
        ${given(60)} dB. The mean power is ${real(levels.ratio, 3)} times that of ${given(60)} dB, which is
        ${real(levels.right, 2)} dB.

        The other two should weigh evidence, which multiplies ${term('odds')} (${ref('06-decibels')}). Suppose that half of
        all mail is spam, odds of ${given(1)} to ${given(1)}, and that nine in ten messages with a score of
        ${percent(sure.p, 2)} are spam. (The scores of language models are often less reliable than that:
        ${ref('03-logprobs-as-confidence')}.) Then each detector has multiplied the odds by nine. If the two are
        *independent given the answer*, that is, among spam and also among other mail, then together they make
        ${given(81)} to ${given(1)}, or ${percent(sure.right, 3)}.

        For the passages, suppose the same independence. Then everything depends on the *prior*, the probability before
        any passage was read. If it was one half, each passage has divided the odds by nine. Together they leave
        ${given(1)} to ${given(81)}, or ${percent(unsure.fromEven, 2)}. But suppose that the prior was
        ${percent(unsure.rare, 1)}, odds of ${given(1)} to ${given(99)}. A passage that raises this to
        ${percent(unsure.p, 2)}, or ${given(1)} to ${given(9)}, has multiplied the odds by eleven. Now both passages
        *support* the answer. Together they make ${given(121)} to ${given(99)}, or ${percent(unsure.fromRare, 2)}.

        The first program **averaged on the wrong scale**. The second used the wrong operation: averaging cannot add
        evidence on any scale. The third answered a different question, with no place for the prior. (Noisy-or is
        the probability that *at least one* of two independent events happens.)`,
      pitfall(prose`${percent(sure.p, 2)} sure, counted twice`, [
        prose`If the second detector is a copy of the first, it adds no evidence. If you multiply the odds anyway, the filter
          becomes ${percent(sure.right, 3)} sure on one detector's word. No scale repairs this.`,
      ]),
    ];
  },
});

export const transportSection = section({
  id: 'algebra-transport',
  title: prose`The fix: convert, operate, convert back`,
  needs: { m: threeScores },
  write: ({ m: { levels, sure, unsure } }) => [
    prose`This function takes an operation and a conversion, and returns the rule for scores:`,
    code('#numerics/isomorphism', 'transport'),
    prose`The right rules are then one line each:`,
    code('#chapters/07-custom-algebra/score-rules', 'scores'),
    prose`\`meanLevel(60, 80)\` returns ${real(levels.right, 4)}.

      \`beliefFrom\` adds log-odds, which multiplies odds. In log-odds, a score is the prior plus the evidence. The
      sum of two scores counts the prior twice, so we subtract it once. \`beliefFrom(0.5)(0.9, 0.9)\` returns
      ${real(sure.right, 3)}, and \`beliefFrom(0.01)(0.1, 0.1)\` returns ${real(unsure.fromRare, 2)}.

      Mathematicians call this *transport of structure*, because laws come across too. Sums do not care about brackets, so,
      with exact numbers, neither does \`beliefFrom(0.5)\`. You may combine parts of a list on several machines. But
      floats round: after ${count(sure.scores)} scores of ${percent(sure.p, 2)}, \`beliefFrom(0.5)\` has reached exactly
      ${given(1)}, and no later score can bring it back. So keep log-odds, and convert once, at the end.

      The mean does depend on the brackets, and so does \`meanLevel\`. To average three levels, average three powers at
      once.`,
  ],
});
