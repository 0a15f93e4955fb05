import { Queue } from '#base/queue';
import { UserError } from '#base/user-error';
import { summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import type { ModelIdentity } from './identity.ts';
import type { Tokenizer } from './tokenizer.ts';
import { topIds } from './top.ts';
import type {
  Ability,
  Candidate,
  ChatMessage,
  ChoiceScores,
  ContinuationScore,
  EngineFacts,
  GenerateOptions,
  Generation,
  Ids,
  LanguageModel,
  NextToken,
  Piece,
  ScoredChoices,
  ScoredItem,
  ScoreOptions,
  TextScore,
  Visit,
} from './types.ts';

export interface ModelFacts {
  readonly identity: ModelIdentity;
  readonly tokenizer: Tokenizer;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly endIds: Ids;
  /** What the model lacks, and the sentence that says why. */
  readonly lacking?: Partial<Readonly<Record<Ability, string>>>;
}

/**
 * What language models have in common, wherever they run: the tokenizer, checks of what is asked, and one request at a
 * time. The methods that a subclass adds are given what has been checked.
 */
export abstract class CheckedModel implements LanguageModel {
  readonly id: string;
  readonly sha256: string;
  readonly servedBy: EngineFacts | undefined;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly specialTokens: Readonly<Record<string, number>>;
  protected readonly tokenizer: Tokenizer;
  private readonly endIds: Ids;
  private readonly lacking: Partial<Readonly<Record<Ability, string>>>;
  private readonly counts: Record<Ability, number> = { predictions: 0, scores: 0 };
  private readonly queue = new Queue();
  private closed = false;

  constructor(facts: ModelFacts) {
    const { identity, tokenizer, vocabularySize, contextLength, endIds, lacking = {} } = facts;
    this.id = identity.id;
    this.sha256 = identity.sha256;
    this.servedBy = identity.engine;
    this.vocabularySize = vocabularySize;
    this.contextLength = contextLength;
    this.specialTokens = tokenizer.specialTokens;
    this.tokenizer = tokenizer;
    this.endIds = endIds;
    this.lacking = lacking;
  }

  get lacks(): readonly Ability[] {
    return Object.keys(this.lacking) as Ability[];
  }

  get asked(): Readonly<Record<Ability, number>> {
    return { ...this.counts };
  }

  abstract get forwardTokens(): number;
  /** The [V] logits after each text; copies. */
  protected abstract predict(texts: readonly Ids[]): Promise<Float32Array[]>;
  protected abstract visitPositions(ids: Ids, visit: Visit): Promise<void>;
  protected abstract scoreText(ids: Ids, context: Ids, options: ScoreOptions): Promise<TextScore>;
  protected abstract scoreQuestions(
    questions: readonly ScoredChoices[],
    options: ScoreOptions,
  ): Promise<ChoiceScores[]>;
  protected abstract scoreItems(items: readonly ScoredItem[]): Promise<ContinuationScore[]>;
  protected abstract continuePrompts(
    prompts: readonly Ids[],
    options: GenerateOptions & { readonly stop: Ids },
  ): Promise<Generation[]>;
  protected abstract release(): Promise<void>;

  encode(text: string): number[] {
    return this.tokenizer.encode(text);
  }

  decode(ids: Ids): string {
    return this.tokenizer.decode(ids);
  }

  pieces(ids: Ids): Piece[] {
    return this.tokenizer.pieces(ids);
  }

  chat(messages: readonly ChatMessage[], options: { addGenerationPrompt?: boolean } = {}): string | null {
    return this.tokenizer.chat(messages, options.addGenerationPrompt ?? true);
  }

  async next(ids: Ids): Promise<NextToken> {
    return at(await this.nextOfMany([ids]), 0);
  }

  async nextOfMany(texts: readonly Ids[]): Promise<NextToken[]> {
    for (const ids of texts) this.assertText(ids);
    this.need('predictions', texts.length);
    const logits = await this.alone(() => this.predict(texts));
    return logits.map((one) => ({ logits: one }));
  }

  async everyPosition(ids: Ids, visit: Visit): Promise<void> {
    this.assertText(ids);
    this.need('predictions', ids.length);
    await this.alone(() => this.visitPositions(ids, visit));
  }

  async score(ids: Ids, context: Ids = [], options: ScoreOptions = {}): Promise<TextScore> {
    this.assertText(ids);
    this.assertLength(context, ids);
    this.need('scores', 1);
    const before = Math.min(1, context.length); // the prediction of the first token
    if (options.entropies ?? true) this.need('predictions', before + ids.length);
    return await this.alone(() => this.scoreText(ids, context, options));
  }

  async scoreContinuations(context: Ids, continuations: readonly Ids[]): Promise<ContinuationScore[]> {
    const choices = await this.scoreChoices([{ context, continuations }], { entropies: false });
    return [...at(choices, 0).scores];
  }

  async scoreChoices(
    questions: readonly ScoredChoices[],
    options: ScoreOptions = {},
  ): Promise<ChoiceScores[]> {
    for (const { context, continuations } of questions) {
      this.assertText(context, 'context');
      for (const continuation of continuations) this.assertLength(context, continuation);
    }
    const count = questions.reduce((sum, { continuations }) => sum + continuations.length, 0);
    this.need('scores', count);
    if (options.entropies ?? true) this.need('predictions', questions.length);
    return await this.alone(() => this.scoreQuestions(questions, options));
  }

  async scoreMany(items: readonly ScoredItem[]): Promise<ContinuationScore[]> {
    for (const { context, continuation } of items) {
      this.assertText(context, 'context');
      this.assertLength(context, continuation);
    }
    this.need('scores', items.length);
    return await this.alone(() => this.scoreItems(items));
  }

  top(logits: Float32Array, k: number): Candidate[] {
    const ids = topIds(logits, k);
    if (ids.length === 0) return [];
    const { largest, logNormalizer } = summarizePrediction(logits);
    return this.pieces(ids).map((piece) => {
      const logit = at(logits, piece.id);
      return { ...piece, logit, logprob: logit - largest - logNormalizer };
    });
  }

  async generate(prompts: readonly Ids[], options: GenerateOptions): Promise<Generation[]> {
    for (const ids of prompts) {
      this.assertText(ids, 'prompt');
      if (ids.length + options.maxTokens > this.contextLength) {
        throw new UserError(
          `The prompt has ${tokens(ids.length)} and ${tokens(options.maxTokens)} are to follow, more than the ${tokens(this.contextLength)} that ${this.id} can read.`,
        );
      }
    }
    const stop = options.stop ?? this.endIds;
    const areLookedAt = options.temperature !== 0 || options.onStep !== undefined;
    if (areLookedAt) this.need('predictions', 0);
    const generations = await this.alone(() => this.continuePrompts(prompts, { ...options, stop }));
    const firstOnly = options.temperature === 0 && options.steps === 'first';
    if (areLookedAt)
      this.counts.predictions += firstOnly ? prompts.length : generations.flatMap(({ ids }) => ids).length;
    return generations;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.queue.settled();
    await this.release();
  }

  /** Counts what is asked for. Throws a UserError when the model lacks it. */
  private need(ability: Ability, count: number): void {
    const reason = this.lacking[ability];
    if (reason !== undefined) throw new UserError(reason);
    this.counts[ability] += count;
  }

  /** Runs one request after another: they share what computes them. */
  private alone<T>(request: () => Promise<T>): Promise<T> {
    if (this.closed) throw new Error(`${this.id} is closed`);
    return this.queue.run(request);
  }

  private assertText(ids: Ids, name = 'text'): void {
    if (ids.length === 0) throw new UserError(`The ${name} is empty: it should have at least one token.`);
    this.assertLength([], ids);
  }

  /** Throws a UserError that says the lengths, or a RangeError for an id that is none. */
  private assertLength(context: Ids, ids: Ids): void {
    for (const id of ids) {
      if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize) {
        throw new RangeError(`ids must be integers from 0 to ${this.vocabularySize - 1}, got ${id}`);
      }
    }
    const length = context.length + ids.length;
    if (length <= this.contextLength) return;
    const what = context.length === 0 ? 'The text has' : 'Context and text together have';
    throw new UserError(
      `${what} ${tokens(length)}, more than the ${tokens(this.contextLength)} that ${this.id} can read.`,
    );
  }
}

function tokens(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'token' : 'tokens'}`;
}
