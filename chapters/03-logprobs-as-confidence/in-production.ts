import { prose, section } from '#report';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: {},
  write: () => [prose`To come.`],
});
