import type { JsonValue } from '#base/json';
import type { Candidate, LanguageModel, TextScore } from '#lm/types';
import type { ScoreRequest } from './input.ts';

export interface ScoreAnswer {
  readonly model: Pick<LanguageModel, 'id' | 'sha256' | 'vocabularySize' | 'contextLength'>;
  readonly request: ScoreRequest;
  readonly score: TextScore;
  /** Null from a server that gives no whole predictions, like all entropies. */
  readonly next: readonly Candidate[] | null;
  /** In nats, of the prediction after the text. */
  readonly nextEntropy: number | null;
}

/** The answer as programs read it: natural logs, null where nothing comes before a token. */
export function answerJson({ model, request, score, next, nextEntropy }: ScoreAnswer): JsonValue {
  const { id, sha256, vocabularySize: vocabulary_size, contextLength: context_length } = model;
  const tokens = score.tokens.map(({ id, text, logprob, rank, entropy }) => {
    return { id, text, logprob, rank, entropy };
  });
  return {
    model: { id, sha256, vocabulary_size, context_length },
    text: request.text,
    ...(request.context === '' ? {} : { context: request.context }),
    tokens,
    next: next?.map(({ id, text, logprob }) => ({ id, text, logprob })) ?? null,
    next_entropy: nextEntropy,
    total_logprob: score.totalLogprob,
    mean_logprob: score.meanLogprob,
    perplexity: score.perplexity,
    bits_per_byte: score.bitsPerByte,
  };
}
