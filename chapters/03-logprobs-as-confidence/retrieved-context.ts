import { prose, section } from '#report';
import { passageResults } from './passage-results.measure.ts';

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a passage`,
  needs: { m: passageResults },
  write: () => [prose`To come.`],
});
