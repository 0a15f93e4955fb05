import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import { decoder, promptOrder, promptReader } from './decoding.ts';
import { Forward, type RunnableSession } from './forward.ts';
import { generateAfter } from './generate.ts';
import { forgetSpare } from './kv-cache.ts';
import { languageModel, type ModelFacts } from './language-model.ts';
import { readSignature } from './model-signature.ts';
import { modelSteps } from './model-steps.ts';
import { nextAfter, scoreChoices, scoreText } from './score.ts';
import { stoppedBy, visitPositions } from './shared-prefixes.ts';
import type { Json, LanguageModel } from './types.ts';

interface OnnxParts extends Omit<ModelFacts, 'vocabularySize'> {
  readonly forward: Forward;
  readonly session: Pick<InferenceSession, 'release'>;
}

/** A model that runs in this process. */
export function onnxLanguageModel({ forward, session, ...facts }: OnnxParts): LanguageModel {
  const { vocabularySize, takesPositions } = forward.signature;
  return languageModel(
    { ...facts, vocabularySize },
    {
      get forwardTokens() {
        return forward.tokens;
      },
      predict: (texts, signal) => nextAfter(stoppedBy(signal, forward), texts),
      everyPosition: (ids, visit, { signal } = {}) =>
        visitPositions(stoppedBy(signal, forward), ids, 0, visit),
      score: (ids, context, { signal }) =>
        scoreText(stoppedBy(signal, forward), facts.tokenizer, ids, context),
      scoreChoices: (questions, { signal } = {}) => scoreChoices(stoppedBy(signal, forward), questions),
      steps: modelSteps(forward, facts.endIds),
      async generate(prompts, options) {
        const equalLengths = !takesPositions;
        const order = promptOrder(prompts, equalLengths);
        const stoppable = stoppedBy(options.signal, forward);
        const reader = promptReader(stoppable, prompts, order);
        const request = { ...options, equalLengths, order };
        try {
          return await generateAfter(prompts, request, decoder(stoppable, reader));
        } finally {
          reader.end();
          forgetSpare(); // what comes next may work in less
        }
      },
      async close() {
        forgetSpare();
        await session.release();
      },
    },
  );
}

/** What is known of a model beside its session. */
interface OnnxFacts extends Omit<ModelFacts, 'vocabularySize' | 'contextLength'> {
  readonly config: Json;
  /** The graph's, for messages. */
  readonly path: string;
}

export type OnnxSession = RunnableSession &
  Pick<InferenceSession, 'release' | 'inputMetadata' | 'outputMetadata'>;

/** A model from a session of its graph. Throws a UserError about a graph or configuration that is not supported. */
export function onnxModel({ config, path, ...facts }: OnnxFacts, session: OnnxSession): LanguageModel {
  const contextLength = contextLengthOf(config, facts.identity.id);
  const forward = new Forward(session, readSignature(session, config, path));
  return onnxLanguageModel({ ...facts, contextLength, session, forward });
}

function contextLengthOf(config: Json, id: string): number {
  const names = ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'];
  const length = names.map((name) => config[name]).find((value) => Number.isInteger(value));
  if (typeof length === 'number' && length > 0) return length;
  throw new UserError(
    `The config.json of ${id} should say how many tokens the model can read (${names[0]}), but does not.`,
  );
}
