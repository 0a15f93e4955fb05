import { prose, section } from '#report';

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: {},
  write: () => [prose`To come.`],
});
