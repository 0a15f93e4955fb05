import pc from 'picocolors';
import { type CommandSpec, noteLinesOfNpm, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { MODEL_OPTIONS, modelRequest, openRequested } from '#lm/request';
import { entropyOfLogits } from '#numerics/entropy';
import { answerJson, type ScoreAnswer } from './score/answer.ts';
import { encodeRequest, requestedText } from './score/input.ts';
import { answerTable } from './score/table.ts';

const SPEC = {
  name: 'npm run score',
  summary:
    'Shows what the language model thinks of each token of a text: log-probability (nats), probability, rank.',
  positional: { value: 'TEXT', help: 'the text to score; without it and --file, standard input' },
  options: {
    file: { type: 'string', value: 'FILE', help: 'score this file, byte for byte (UTF-8)' },
    context: {
      type: 'string',
      value: 'TEXT',
      help: 'what comes before the text: read, but not scored (encoded together with it where tokens allow)',
    },
    top: { type: 'string', value: 'K', help: 'show the K likeliest next tokens (default 5)' },
    chat: { type: 'boolean', help: "wrap the text as a user message in the model's chat template" },
    json: { type: 'boolean', help: 'print JSON for programs; in a pipe: npm run --silent score -- --json' },
    ...MODEL_OPTIONS,
  },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

function countOf(top = '5'): number {
  if (/^\d{1,9}$/.test(top)) return Number(top);
  throw new UserError(`--top should be a whole number, 0 or more, but is "${top}".`);
}

type Options = ReturnType<typeof parseCommand<(typeof SPEC)['options']>>['options'];

async function answer(options: Options, given: string, top: number): Promise<ScoreAnswer> {
  const lm = await openRequested(modelRequest(options));
  try {
    const text = options.chat ? lm.chat([{ role: 'user', content: given }]) : given;
    if (text === null)
      throw new UserError('This model has no chat template, so --chat cannot be used with it.');
    const request = { text, context: options.context ?? '' };
    const { context, ids, across } = encodeRequest(lm, request);
    if (across !== undefined) {
      process.stderr.write(
        `Note: written together, context and text would share the token ${JSON.stringify(across)}; they were encoded apart.\n`,
      );
    }
    if (lm.lacks.includes('predictions')) {
      process.stderr.write(
        'Note: this server gives no whole predictions, so next tokens and entropies are left out: start it with --max-logprobs -1.\n',
      );
      const score = await lm.score(ids, context, { entropies: false });
      return { model: lm, request, score, next: null, nextEntropy: null };
    }
    const score = await lm.score(ids, context, { entropies: options.json === true });
    const { logits } = score.next ?? (await lm.next([...context, ...ids]));
    return { model: lm, request, score, next: lm.top(logits, top), nextEntropy: entropyOfLogits(logits) };
  } finally {
    await lm.close();
  }
}

async function main(): Promise<number> {
  const { options, positionals } = parseCommand(SPEC, process.argv.slice(2));
  const top = countOf(options.top);
  if (options.chat && options.context !== undefined)
    throw new UserError('--chat and --context cannot be combined: the chat template is itself the context.');
  const text = await requestedText(positionals, options.file);
  if (options.json) noteLinesOfNpm(SPEC);
  const shown = await answer(options, text, top);
  if (options.json) {
    process.stdout.write(encodeJson(answerJson(shown)));
    return 0;
  }
  const colours = pc.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
  process.stdout.write(answerTable(shown, { colours, width: process.stdout.columns || 80 }));
  return 0;
}

await runCommand(SPEC, main);
