import { exercise, prose, section } from '#report';
import { count, given, percent, real, ref } from '#report/values';
import { confidenceExercises } from './exercises.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises },
  write: ({ m }) => [
    exercise(
      prose`Two right answers have confidences of ${given(90)}% and ${given(60)}%, and two wrong ones ${given(80)}% and ${given(60)}%. (a) What is
        the AUROC? (b) You check twenty answers above your threshold, and all are right. What may you promise?`,
      prose`(a) There are ${count(m.pairs)} pairs of a right and a wrong answer. ${count(m.inOrder)} are in order, and ${count(m.ties)} is a tie that counts as one half. The AUROC is ${real(m.area, 3)}. (b) The upper bound is ${percent(m.twenty, 2)}, so a promise of ${given(25)}% holds and one of ${given(10)}% does not (${ref('labels-needed')}).`,
    ),
  ],
});
