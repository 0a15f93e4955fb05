import { choose, prose } from '#report';

/** What an exercise says after `npm run score`: which model to name, where it is not the one that is scored with anyway. */
export const namingTheModel = (known: 'embedded' | 'another') =>
  choose(known, {
    embedded: prose``,
    another: prose`Add \`--model\` and the folder or name of this report's model. `,
  });
