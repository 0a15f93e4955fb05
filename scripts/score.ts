import pc from 'picocolors';
import { runCommand } from '#base/command';
import { UserError } from '#base/user-error';
import { wholeNumber } from '#base/whole-number';
import { MODEL_OPTIONS, modelRequest, openRequested } from '#lm/model-options';
import type { LanguageModel } from '#lm/types';
import { entropyOfLogits } from '#numerics/entropy';
import { progressFor } from '#pipeline/progress';
import { asMessage, encodeRequest, requestedText, type ScoreRequest } from './score/input.ts';
import { answerJson, answerTable, type ScoreAnswer } from './score/output.ts';

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
    chat: {
      type: 'boolean',
      help: "score the text as a user's message; the chat template around it is read, but not scored",
    },
    json: {
      type: 'boolean',
      help: 'print JSON for programs, null where nothing was predicted; in a pipe: npm run --silent score -- --json',
    },
    ...MODEL_OPTIONS,
  },
} as const;

async function answer(
  lm: LanguageModel,
  request: ScoreRequest,
  { entropies, top }: { readonly entropies: boolean; readonly top: number },
): Promise<ScoreAnswer> {
  const { context, ids, across } = encodeRequest(lm, request);
  if (across !== undefined) {
    process.stderr.write(
      `Note: written together, context and text would share the token ${JSON.stringify(across)}; they were encoded apart.\n`,
    );
  }
  const total = context.length + ids.length;
  const done = () => Math.min(total, lm.forwardTokens).toLocaleString('en-US');
  const scoring = (entropies: boolean) => {
    const progress = progressFor(process.stderr);
    progress.show(() => `Scoring: ${done()} of ${total.toLocaleString('en-US')} tokens`);
    return lm.score(ids, context, { entropies }).finally(() => progress.end());
  };
  if (lm.lacks.includes('predictions')) {
    process.stderr.write(
      'Note: this server gives no whole predictions, so next tokens and entropies are left out: start it with --max-logprobs -1.\n',
    );
    return { model: lm, request, score: await scoring(false), next: null, nextEntropy: null };
  }
  const score = await scoring(entropies);
  const after = lm.encode(request.after);
  const known = after.length === 0 ? score.next : null;
  const { logits } = known ?? (await lm.next([...context, ...ids, ...after]));
  return { model: lm, request, score, next: lm.top(logits, top), nextEntropy: entropyOfLogits(logits) };
}

await runCommand(SPEC, async ({ options, positionals }) => {
  const top = wholeNumber('--top', options.top ?? '5', 0, 999_999);
  if (options.chat && options.context !== undefined)
    throw new UserError('--chat and --context cannot be combined: the chat template is itself the context.');
  const text = await requestedText(positionals, options.file);
  const lm = await openRequested(modelRequest(options));
  try {
    const { context = '', json: entropies = false } = options;
    const request = options.chat ? asMessage(lm, text) : { text, context, after: '' };
    const shown = await answer(lm, request, { entropies, top });
    const colours = pc.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR);
    process.stdout.write(options.json ? answerJson(shown) : answerTable(shown, colours));
  } finally {
    await lm.close();
  }
});
