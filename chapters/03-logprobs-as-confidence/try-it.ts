import { prose, section } from '#report';
import { confidenceExercises } from './exercises.measure.ts';

export const tryConfidence = section({
  id: 'try-confidence',
  title: prose`Try it`,
  needs: { m: confidenceExercises },
  write: () => [prose`To come.`],
});
