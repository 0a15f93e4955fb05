import type { TextTotals } from '#numerics/text-totals';

/**
 * The language model as the rest of the project sees it. Log-probabilities are in nats and stored in float64; they
 * are within 1.5e-6 nats of exact ones for the model's float32 logits, since their exponentials are taken in float32.
 */

export type Ids = readonly number[];

/** The numbers that a model computes in. */
export type Dtype = 'float32' | 'float16' | 'bfloat16';

/** What runs a model that does not run in this process, as far as a probe could find out. */
export interface EngineFacts {
  readonly name: string;
  readonly version: string;
  readonly dtype: Dtype;
  /** The largest difference in nats between a text's log-probabilities and its predictions; null without the former. */
  readonly agreement: number | null;
  /** Of the tokens of a fixed text in nats, null where the server does not say; not recorded by earlier versions. */
  readonly logprobs?: readonly (number | null)[] | undefined;
}

/** The content of a JSON file that holds an object. */
export type Json = Readonly<Record<string, unknown>>;

export interface ModelIdentity {
  readonly id: string;
  /** SHA-256 over the checksums of the files that opening the model reads. */
  readonly sha256: string;
  /** Of a model behind a server. */
  readonly engine?: EngineFacts | undefined;
}

/** What some servers lack: whole predictions (of every token), or scores (log-probabilities of a given text). */
export type Ability = 'predictions' | 'scores';

/** Looks at the [V] logits after each token of a text; they are overwritten once it returns. */
export type Visit = (position: number, logits: Float32Array) => void;

export interface Piece {
  readonly id: number;
  /** The token's own text; bytes that are no whole character are shown as `\xE6`, a special token by its name. */
  readonly text: string;
  /** The token's exact bytes in UTF-8; empty for a special token. */
  readonly bytes: readonly number[];
  readonly special: boolean;
}

export interface TokenScore extends Piece {
  /** In nats, given all before it; null for a first token with nothing before it. */
  readonly logprob: number | null;
  /** 1 + the number of tokens with a higher logit (equal logits: with a smaller id); null like logprob. */
  readonly rank: number | null;
  /** Entropy in nats of the prediction at this place; null like logprob, and where it was not asked for. */
  readonly entropy: number | null;
}

/** What every request to the model takes. */
export interface RequestOptions {
  /**
   * Ends the request: it is rejected with the signal's reason before its turn comes, or before the next call of the
   * model. It never interrupts a call.
   */
  readonly signal?: AbortSignal | undefined;
}

export interface ScoreOptions extends RequestOptions {
  /**
   * Whether entropies and the prediction after a text are wanted; default true. If not, a model behind a server leaves
   * them null: the server would have to send a whole prediction for each. A model in this process has them anyway.
   */
  readonly entropies?: boolean;
}

export interface Candidate extends Piece {
  readonly logit: number;
  readonly logprob: number;
}

export interface NextToken {
  /** [V = vocabulary size] float32, as the model gave them; a copy that the caller may keep. */
  readonly logits: Float32Array;
}

export interface TextTokens {
  readonly tokens: readonly TokenScore[];
  /** Logits of the prediction after the last token; null where entropies were not asked for. */
  readonly next: NextToken | null;
}

/** The tokens of a text, and what their log-probabilities come to. */
export type TextScore = TextTokens & TextTotals;

/** log P(continuation | context) = Σ logprobs, one natural log-probability a token. */
export interface ContinuationScore {
  readonly ids: Ids;
  readonly logprobs: readonly number[];
  readonly total: number;
}

export interface ScoredItem {
  readonly context: Ids;
  readonly continuation: Ids;
}

export interface ScoredChoices {
  readonly context: Ids;
  readonly continuations: readonly Ids[];
}

export interface ChoiceScores {
  /** In nats, of the prediction after the context: how open the first token is. Null where it was not asked for. */
  readonly entropy: number | null;
  readonly scores: readonly ContinuationScore[];
}

export interface Sampling {
  /** 0 means greedy (the likeliest token, ties to the smaller id). Default 1. */
  readonly temperature?: number;
  /** Keep the smallest set of likeliest tokens whose probability reaches topP (after temperature). Default 1. */
  readonly topP?: number;
  /** Seed of the random numbers; each sequence of a call draws its own stream from (seed, its index). Default 0. */
  readonly seed?: number;
}

export interface GenerateOptions extends Sampling, RequestOptions {
  readonly maxTokens: number;
  /** Ids that end a sequence; kept as its last id. Default: the model's end tokens. */
  readonly stop?: Ids;
  /** Called for every token with the logits [V] it was sampled from (valid only during the call). */
  readonly onStep?: (step: GenerationStep) => void;
}

/** A step of one sequence. Steps of several may come in between; its own come in order. */
export interface GenerationStep {
  readonly sequence: number;
  /** How many tokens it had before. */
  readonly index: number;
  readonly logits: Float32Array; // [V]
  /** The token chosen. */
  readonly id: number;
}

export interface Generation {
  readonly ids: Ids;
  /** Natural log-probabilities under the model itself (temperature 1, nothing cut off). */
  readonly logprobs: readonly number[];
  readonly end: 'stop' | 'length';
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface LanguageModel {
  readonly id: string;
  /** SHA-256 over the checksums of its files; for a model behind a server, see engineChecksum in vllm/probe.ts. */
  readonly sha256: string;
  /** None for a model in this process. */
  readonly servedBy?: EngineFacts | undefined;
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** Ids of the special tokens by name, e.g. { '<|endoftext|>': 0 }. */
  readonly specialTokens: Readonly<Record<string, number>>;
  /** Tokens computed so far, padding and doubled rows included; for a model behind a server, tokens sent to it. */
  readonly forwardTokens: number;
  /** Calls that need one of these throw a UserError that says why; empty for a model in this process. */
  readonly lacks: readonly Ability[];
  /**
   * How many whole predictions were asked for so far, one for each token sampled or shown to onStep included; and how
   * many texts or continuations to score.
   */
  readonly asked: Readonly<Record<Ability, number>>;

  /**
   * Ids of a text, byte for byte, nothing added. Special tokens in the text become their ids. Throws a UserError for a
   * character that the vocabulary cannot spell.
   */
  encode(text: string): number[];
  decode(ids: Ids): string;
  pieces(ids: Ids): Piece[];

  /** The prediction after a text (the last position only). Throws a UserError on an empty text. */
  next(ids: Ids, options?: RequestOptions): Promise<NextToken>;
  /**
   * The predictions after many texts. Here and below, a prefix that texts share is read once in a call. The numbers are
   * those of one call for each text within 1e-4; the embedded model gives the same bits.
   */
  nextOfMany(texts: readonly Ids[], options?: RequestOptions): Promise<NextToken[]>;
  everyPosition(ids: Ids, visit: Visit, options?: RequestOptions): Promise<void>;
  /** Scores every token of `ids` after `context` (may be empty); memory stays bounded, whatever the length. */
  score(ids: Ids, context?: Ids, options?: ScoreOptions): Promise<TextScore>;
  /** Scores many continuations of one context. */
  scoreContinuations(
    context: Ids,
    continuations: readonly Ids[],
    options?: RequestOptions,
  ): Promise<ContinuationScore[]>;
  /** Scores many continuations of many contexts. */
  scoreChoices(questions: readonly ScoredChoices[], options?: ScoreOptions): Promise<ChoiceScores[]>;
  /** Scores one continuation of each of many contexts. */
  scoreMany(items: readonly ScoredItem[], options?: RequestOptions): Promise<ContinuationScore[]>;
  /** The k likeliest tokens in order; equal logits by smaller id. Pure: runs nothing. */
  top(logits: Float32Array, k: number): Candidate[];
  /** Continues each prompt step by step, all of them together. */
  generate(prompts: readonly Ids[], options: GenerateOptions): Promise<Generation[]>;
  /** Messages in the model's chat template, ready to be encoded, with a generation prompt; null without template. */
  chat(messages: readonly ChatMessage[]): string | null;
  /** The model one call at a time; null for a model behind a server, which decides about its calls itself. */
  readonly steps: ModelSteps | null;
  close(): Promise<void>;
}

/** A text that the model reads and continues over several calls. */
export interface OpenText {
  /** The number of tokens that were read. */
  readonly length: number;
}

/** The next tokens of a text. */
export interface Extension {
  readonly text: OpenText;
  /** At least one. */
  readonly ids: Ids;
  /** After how many of the last of `ids` the logits are wanted. */
  readonly wanted: number;
}

/**
 * Runs the model one call at a time, for a caller such as a server that decides before each call which texts to read
 * and continue. The logits of a text do not depend on the texts that share its calls; with the embedded model, not even
 * in their last bits. Calls must not overlap with each other or with other requests to the model.
 */
export interface ModelSteps {
  /** The ids that end a text. */
  readonly endIds: Ids;
  /** A text of which nothing was read. */
  open(): OpenText;
  /** A second text that continues from where `text` is. Throws a RangeError once `text` was started. */
  copy(text: OpenText): OpenText;
  /** The first extension, and those that are best read in one call with it, in order. */
  together(extensions: readonly Extension[]): Extension[];
  /**
   * Reads extensions in one call. `visit` is shown the wanted [V] logits of each, by its index and the place in its ids,
   * in order. They are valid only while `visit` runs.
   */
  read(
    extensions: readonly Extension[],
    visit: (extension: number, place: number, logits: Float32Array) => void,
  ): Promise<void>;
  /** From now on, every `step` reads one token of the text. Throws a RangeError if nothing was read of it. */
  start(text: OpenText): void;
  /** Reads one token of every started text, and shows the [V] logits after it, valid only while `visit` runs. */
  step(
    nextId: (text: OpenText) => number,
    visit: (text: OpenText, logits: Float32Array) => void,
  ): Promise<void>;
  /** Releases the memory of a text. */
  close(text: OpenText): void;
}
