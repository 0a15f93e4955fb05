import { prose } from '#report';

/** The command that starts a server of the report's model. */
export const startingServer = (known: 'embedded' | 'another') =>
  known === 'embedded'
    ? prose`\`npm run serve\``
    : prose`\`npm run serve -- --model\` and its folder or name (or vLLM)`;
