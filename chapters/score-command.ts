import { choose, prose } from '#report';

/** What an exercise says after `npm run score`: how to name the report's model, where it is not scored with anyway. */
export const namingTheModel = (known: 'embedded' | 'another') =>
  choose(known, {
    embedded: prose``,
    another: prose`Add \`--model\` and the folder or name of this report's model, or \`--engine\` and the address of
      its server. `,
  });

/** The command that starts a server of the model. */
export const startingServer = (known: 'embedded' | 'another') =>
  choose(known, {
    embedded: prose`\`npm run serve\``,
    another: prose`\`npm run serve -- --model\` and its folder or name (or vLLM)`,
  });
