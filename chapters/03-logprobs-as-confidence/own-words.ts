import { prose, section } from '#report';
import { answerSeparation } from './answer-separation.measure.ts';

export const ownWords = section({
  id: 'own-words',
  title: prose`Is it less sure where it is wrong?`,
  needs: { m: answerSeparation },
  write: () => [prose`To come.`],
});
