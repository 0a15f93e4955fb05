import { prose, section } from '#report';
import { answerThreshold } from './answer-threshold.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: answerThreshold, labels: labelsNeeded },
  write: () => [prose`To come.`],
});
