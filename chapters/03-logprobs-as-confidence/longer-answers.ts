import { prose, section } from '#report';
import { answerLengths, twoAnswers } from './lengths.measure.ts';

export const longerAnswers = section({
  id: 'longer-answers',
  title: prose`Scoring given answers`,
  needs: { m: answerLengths, two: twoAnswers },
  write: () => [prose`To come.`],
});
