import type { JsonValue } from '#base/json';
import type { Candidate, LanguageModel, TextScore } from '#lm/types';
import { entropyOfLogits } from '#numerics/entropy';
import type { ScoreRequest } from './score-input.ts';

/** A scored text with what may come next: all that the command shows. */
export interface ScoreAnswer {
  readonly model: Pick<LanguageModel, 'id' | 'sha256' | 'vocabularySize' | 'contextLength'>;
  readonly request: ScoreRequest;
  readonly score: TextScore;
  readonly next: readonly Candidate[];
  /** Entropy in nats of the prediction after the text. */
  readonly nextEntropy: number;
}

export function answerOf(
  model: LanguageModel,
  request: ScoreRequest,
  score: TextScore,
  top: number,
): ScoreAnswer {
  const { logits } = score.next;
  return { model, request, score, next: model.top(logits, top), nextEntropy: entropyOfLogits(logits) };
}

/** The answer as programs read it: natural logs, null where nothing comes before a token. */
export function answerJson({ model, request, score, next, nextEntropy }: ScoreAnswer): JsonValue {
  return {
    model: {
      id: model.id,
      sha256: model.sha256,
      vocabulary_size: model.vocabularySize,
      context_length: model.contextLength,
    },
    text: request.text,
    ...(request.context === '' ? {} : { context: request.context }),
    tokens: score.tokens.map(({ id, text, logprob, rank, entropy }) => ({
      id,
      text,
      logprob,
      rank,
      entropy,
    })),
    next: next.map(({ id, text, logprob }) => ({ id, text, logprob })),
    next_entropy: nextEntropy,
    total_logprob: score.totalLogprob,
    mean_logprob: score.meanLogprob,
    perplexity: score.perplexity,
    bits_per_byte: score.bitsPerByte,
  };
}
