import type { InferenceSession } from 'onnxruntime-node';
import { checkedModel, type ModelFacts } from './checked-model.ts';
import { decoder, promptOrder, promptReader } from './decode.ts';
import type { Forward } from './forward.ts';
import { generateAfter } from './generate.ts';
import { forgetSpare } from './kv-cache.ts';
import { visitPositions } from './read-texts.ts';
import { nextAfter, scoreChoices, scoreText } from './score.ts';
import type { LanguageModel } from './types.ts';

interface OnnxParts extends Omit<ModelFacts, 'vocabularySize'> {
  readonly forward: Forward;
  readonly session: Pick<InferenceSession, 'release'>;
}

/** A model that runs in this process. */
export function onnxLanguageModel({ forward, session, ...facts }: OnnxParts): LanguageModel {
  const { vocabularySize, takesPositions } = forward.signature;
  return checkedModel(
    { ...facts, vocabularySize },
    {
      get forwardTokens() {
        return forward.tokens;
      },
      predict: (texts) => nextAfter(forward, texts),
      everyPosition: (ids, visit) => visitPositions(forward, ids, 0, visit),
      score: (ids, context = []) => scoreText(forward, facts.tokenizer, ids, context),
      scoreChoices: (questions) => scoreChoices(forward, questions),
      async generate(prompts, options) {
        const equalLengths = !takesPositions;
        const order = promptOrder(prompts, equalLengths);
        const reader = promptReader(forward, prompts, order);
        try {
          return await generateAfter(prompts, { ...options, equalLengths, order }, decoder(forward, reader));
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
