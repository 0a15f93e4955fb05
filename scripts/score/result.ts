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

/** A token with its exact bytes, those of a special token's name included, and where they are in the text. */
function tokensWithBytes(score: TextScore): JsonValue[] {
  let end = 0;
  return score.tokens.map(({ id, text, logprob, rank, entropy, special, ...token }) => {
    const bytes = special ? [...Buffer.from(text)] : [...token.bytes];
    const start = end;
    end += bytes.length;
    return { id, text, bytes, start, end, logprob, rank, entropy };
  });
}

/** The answer as JSON: natural logs, null where nothing was predicted, offsets in bytes. */
export function answerJson({ model, request, score, next, nextEntropy }: ScoreAnswer): JsonValue {
  const { id, sha256, vocabularySize: vocabulary_size, contextLength: context_length } = model;
  return {
    model: { id, sha256, vocabulary_size, context_length },
    text: request.text,
    ...(request.context === '' ? {} : { context: request.context }),
    tokens: tokensWithBytes(score),
    next: next?.map(({ id, text, bytes, logprob }) => ({ id, text, bytes: [...bytes], logprob })) ?? null,
    next_entropy: nextEntropy,
    total_logprob: score.meanLogprob === null ? null : score.totalLogprob,
    mean_logprob: score.meanLogprob,
    perplexity: score.perplexity,
    bits_per_byte: score.bitsPerByte,
  };
}
