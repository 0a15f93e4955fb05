import { exercise, prose, section } from '#report';
import { count, given, math, percent, real, ref, term } from '#report/values';
import { confidenceExercises } from './exercises.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises },
  write: ({ m }) => [
    exercise(
      prose`Two right answers have confidences of ${given(90)}% and ${given(60)}%, and two wrong ones ${given(80)}% and ${given(60)}%. (a) What is
        the AUROC? (b) Among four given answers, the first two have sums of ${given(-4.2)} and ${given(-5.2)} nats. What odds has the first against the second?
        (c) You check twenty answers above your threshold, and all are right. What may you promise?`,
      prose`(a) There are ${count(m.pairs)} pairs of a right and a wrong answer. ${count(m.inOrder)} are in order, and ${count(m.ties)} is a tie that counts one half. The AUROC is ${real(m.area, 3)}. (b) The
        difference of one nat means odds of ${math`e`} to one. Between these two, the first has ${percent(m.share, 3)}, their ${term('sigmoid')}.
        (c) The upper bound is ${percent(m.twenty, 2)}, so a promise of ${given(25)}% holds and one of ${given(10)}% does not (${ref('labels-needed')}).`,
    ),
    exercise(
      prose`Run \`npm run calibrate -- --risk 0.25 output/samples/03-logprobs-as-confidence/free-answers.jsonl\` in this project's folder. Which kinds of question would you leave out? Why may its thresholds look better than those of ${ref('confidence-thresholds')}?`,
      prose`Leave out the kinds that are mostly wrong, and those whose mean confidence is far from the share that is right. The
        command chooses its thresholds on all answers, so it also judges them on the answers that they were chosen on.`,
    ),
  ],
});
