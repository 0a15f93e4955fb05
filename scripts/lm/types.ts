/**
 * What the rest of the project knows of a language model. Log-probabilities are in nats (natural log),
 * computed in float64 over the model's float32 logits. Nothing here ever makes a call with a single
 * row (one sequence, one token): its rounding would depend on the processor.
 */

/** One token as a person may look at it. */
export interface Piece {
  readonly id: number;
  /** The token's own text; bytes that are no whole character are shown as `\xE6`, a special token by its name. */
  readonly text: string;
  /** The token's exact bytes in UTF-8; empty for a special token. */
  readonly bytes: readonly number[];
  readonly special: boolean;
}

/** What the model said about one token of a text before it saw it. */
export interface TokenScore extends Piece {
  /** Natural log-probability given all before it; null for a first token with nothing before it. */
  readonly logprob: number | null;
  /** 1 + the number of tokens with a higher logit (equal logits: with a smaller id); null like logprob. */
  readonly rank: number | null;
  /** Entropy in nats of the prediction at this place; null like logprob. */
  readonly entropy: number | null;
}

/** A token among the likeliest ones. */
export interface Candidate extends Piece {
  readonly logit: number;
  readonly logprob: number;
}

/** The whole prediction for one next token: V = vocabulary size. */
export interface NextToken {
  /** [V] float32 logits as the model gave them; a copy that the caller may keep. */
  readonly logits: Float32Array;
}

export interface TextScore {
  readonly tokens: readonly TokenScore[];
  /** Sum over the tokens that have a logprob. */
  readonly totalLogprob: number;
  /** totalLogprob divided by the number of tokens that have one; null when none has. */
  readonly meanLogprob: number | null;
  /** exp(-meanLogprob); null when no token has a logprob. */
  readonly perplexity: number | null;
  /** -totalLogprob / ln 2 / UTF-8 bytes of the tokens that have a logprob; null when there are none. */
  readonly bitsPerByte: number | null;
  /** Logits of the prediction after the last token. */
  readonly next: NextToken;
}

/** A continuation of a context, scored: log P(continuation | context) = Σ logprobs. */
export interface ContinuationScore {
  readonly ids: readonly number[];
  /** One natural log-probability a token. */
  readonly logprobs: readonly number[];
  readonly total: number;
}

/** The continuations of one context, scored. */
export interface ChoiceScores {
  /** Entropy in nats of the prediction after the context: how open the first token is. */
  readonly entropy: number;
  /** One for each continuation, in the order given. */
  readonly scores: readonly ContinuationScore[];
}

export interface Sampling {
  /** 0 means greedy (the likeliest token, ties to the smaller id). Default 1. */
  readonly temperature?: number;
  /** Keep the k likeliest; applied before topP. Default: all. */
  readonly topK?: number;
  /** Keep the smallest set of likeliest tokens whose probability reaches topP (after temperature and topK). Default 1. */
  readonly topP?: number;
  /** Seed of the random numbers; each sequence of a call draws its own stream from (seed, its index). Default 0. */
  readonly seed?: number;
}

export interface GenerateOptions extends Sampling {
  readonly maxTokens: number;
  /** Ids that end a sequence; kept as its last id. Default: the model's end tokens. */
  readonly stop?: readonly number[];
  /** Called for every step with the logits [V] each sequence was sampled from (valid only during the call). */
  readonly onStep?: (step: GenerationStep) => void;
}

export interface GenerationStep {
  readonly index: number;
  /** For each sequence still running: which one, its [V] logits, the token chosen. */
  readonly sequences: readonly {
    readonly sequence: number;
    readonly logits: Float32Array;
    readonly id: number;
  }[];
}

export interface Generation {
  readonly ids: readonly number[];
  /** Natural log-probabilities under the model itself (temperature 1, nothing cut off). */
  readonly logprobs: readonly number[];
  /** Why it ended. */
  readonly end: 'stop' | 'length';
  /**
   * The smallest distance, in cumulative probability, between a random number and the border of the token it
   * chose (greedy: the smallest gap in nats between the first and second logit): how far the sampled text is
   * from another one if the logits moved.
   */
  readonly smallestMargin: number;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface LanguageModel {
  /** e.g. "HuggingFaceTB/SmolLM2-135M-Instruct". */
  readonly id: string;
  /** SHA-256 over the checksums of the model's files: what identifies it in data and provenance. */
  readonly sha256: string;
  readonly vocabularySize: number;
  /** The most tokens a text may have. */
  readonly contextLength: number;
  /** Ids of the special tokens by name, e.g. { '<|endoftext|>': 0 }. */
  readonly specialTokens: Readonly<Record<string, number>>;
  /** Tokens computed so far, padding and doubled rows included: the cost of what was asked. */
  readonly forwardTokens: number;

  /**
   * Ids of a text, byte for byte, nothing added. Special tokens written out in the text become their ids. Throws a
   * UserError for the few characters that the vocabulary cannot spell.
   */
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
  pieces(ids: readonly number[]): Piece[];

  /** The prediction after a text (the last position only). Throws a UserError on an empty text. */
  next(ids: readonly number[]): Promise<NextToken>;
  /** The predictions after many texts, in right-padded batches; the same numbers as one by one within 1e-4. */
  nextOfMany(texts: readonly (readonly number[])[]): Promise<NextToken[]>;
  /** Visits the [V] logits at every position of a text in order; they are valid only during the visit. */
  everyPosition(
    ids: readonly number[],
    visit: (position: number, logits: Float32Array) => void,
  ): Promise<void>;
  /**
   * Scores every token of `ids`, given `context` (ids before it, may be empty). Long texts go in pieces with reused
   * keys and values; memory stays bounded.
   */
  score(ids: readonly number[], context?: readonly number[]): Promise<TextScore>;
  /** Scores many continuations of one context; the context is computed once. */
  scoreContinuations(
    context: readonly number[],
    continuations: readonly (readonly number[])[],
  ): Promise<ContinuationScore[]>;
  /**
   * Scores the continuations of many contexts: each context is computed once, those of one length side by side; the
   * same numbers as one by one within 1e-4.
   */
  scoreChoices(
    questions: readonly {
      readonly context: readonly number[];
      readonly continuations: readonly (readonly number[])[];
    }[],
  ): Promise<ChoiceScores[]>;
  /** Scores continuations of many contexts: right-padded batches of (context + continuation). */
  scoreMany(
    items: readonly { readonly context: readonly number[]; readonly continuation: readonly number[] }[],
  ): Promise<ContinuationScore[]>;
  /** The k likeliest tokens in order; equal logits by smaller id. Pure: runs nothing. */
  top(logits: Float32Array, k: number): Candidate[];
  /** Continues each prompt step by step, all of them together. */
  generate(prompts: readonly (readonly number[])[], options: GenerateOptions): Promise<Generation[]>;
  /** The text that the model's chat template makes of messages, ready to be encoded (generation prompt added). */
  chat(messages: readonly ChatMessage[], options?: { addGenerationPrompt?: boolean }): string;
  /** Releases the session. */
  close(): Promise<void>;
}
