import { prose, section } from '#report';
import { replyExample } from './reply-example.measure.ts';

export const decideSection = section({
  id: 'decide',
  title: prose`From a reply to a decision`,
  needs: { m: replyExample },
  write: () => [prose`To come.`],
});
