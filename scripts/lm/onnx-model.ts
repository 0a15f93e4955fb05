import type { InferenceSession } from 'onnxruntime-node';
import type { Forward } from './forward.ts';
import { generateAfter } from './generate.ts';
import { forgetSpare } from './kv-cache.ts';
import { languageModel, type ModelFacts } from './language-model.ts';
import { modelSteps } from './model-steps.ts';
import { decoder, promptOrder, promptReader } from './prompt-reader.ts';
import { nextAfter, scoreChoices, scoreText } from './score.ts';
import { stoppedBy, visitPositions } from './shared-prefixes.ts';
import type { LanguageModel } from './types.ts';

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
      score: (ids, context = [], { signal } = {}) =>
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
