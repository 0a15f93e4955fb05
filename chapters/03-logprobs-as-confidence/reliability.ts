import { prose, section } from '#report';
import { plattScaling } from './platt.measure.ts';

export const reliability = section({
  id: 'reliability',
  title: prose`Does it mean what it says?`,
  needs: { m: plattScaling },
  write: () => [prose`To come.`],
});
