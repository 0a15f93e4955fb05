import { prose, section } from '#report';

export const whichMethod = section({
  id: 'which-method',
  title: prose`What does your API give you?`,
  needs: {},
  write: () => [prose`To come.`],
});
