import { exercise, prose, section } from '#report';
import { count, given, math, percent, real, ref } from '#report/values';
import { confidenceExercises } from './exercises.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises },
  write: ({ m }) => [
    exercise(
      prose`Two right answers have confidences of ${given(90)}% and ${given(60)}%, and two wrong ones ${given(80)}% and ${given(60)}%. (a) What is
        the AUROC? (b) You check twenty answers above your threshold, and all are right. What may you promise?`,
      prose`(a) There are ${count(m.pairs)} pairs of a right and a wrong answer. ${count(m.inOrder)} are in order, and ${count(m.ties)} is a tie that counts as one half. The AUROC is ${real(m.area, 3)}. (b) The upper bound ${math`b`} solves ${math`(1 - b)^{20} = 0.05`}: twenty right answers in a row would be that improbable. So ${math`b = 1 - 0.05^{1/20}`}, or ${percent(m.twenty, 2)}: a promise of ${given(25)}% holds and one of ${given(10)}% does not (${ref('labels-needed')}).`,
    ),
  ],
});
