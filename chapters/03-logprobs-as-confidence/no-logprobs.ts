import { prose, section } from '#report';
import { otherConfidences } from './other-confidences.measure.ts';

export const noLogprobs = section({
  id: 'no-logprobs',
  title: prose`When the API gives none`,
  needs: { m: otherConfidences },
  write: () => [prose`To come.`],
});
