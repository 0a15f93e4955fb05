import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import { summarizePrediction } from '#numerics/fast-log-softmax';
import type { Forward } from './forward.ts';
import { generateAfter } from './generate.ts';
import type { ModelIdentity } from './identity.ts';
import { visitPositions } from './prefill.ts';
import { nextAfter, scoreChoices, scoreItems } from './score-many.ts';
import { scoreText } from './score-text.ts';
import type { Tokenizer } from './tokenizer.ts';
import { topIds } from './top.ts';
import type {
  Candidate,
  ChatMessage,
  ChoiceScores,
  ContinuationScore,
  GenerateOptions,
  Generation,
  Ids,
  LanguageModel,
  NextToken,
  Piece,
  ScoredChoices,
  ScoredItem,
  TextScore,
  Visit,
} from './types.ts';

interface ModelParts {
  readonly identity: ModelIdentity;
  readonly forward: Forward;
  readonly session: Pick<InferenceSession, 'release'>;
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
  readonly endIds: Ids;
}

/** Checks what it is asked, and does one request at a time. */
export class OnnxLanguageModel implements LanguageModel {
  readonly id: string;
  readonly sha256: string;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly specialTokens: Readonly<Record<string, number>>;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly parts: ModelParts) {
    this.id = parts.identity.id;
    this.sha256 = parts.identity.sha256;
    this.vocabularySize = parts.forward.signature.vocabularySize;
    this.contextLength = parts.contextLength;
    this.specialTokens = parts.tokenizer.specialTokens;
  }

  get forwardTokens(): number {
    return this.parts.forward.tokens;
  }

  encode(text: string): number[] {
    return this.parts.tokenizer.encode(text);
  }

  decode(ids: Ids): string {
    return this.parts.tokenizer.decode(ids);
  }

  pieces(ids: Ids): Piece[] {
    return this.parts.tokenizer.pieces(ids);
  }

  chat(messages: readonly ChatMessage[], options: { addGenerationPrompt?: boolean } = {}): string {
    return this.parts.tokenizer.chat(messages, options.addGenerationPrompt ?? true);
  }

  async next(ids: Ids): Promise<NextToken> {
    const [next] = await this.nextOfMany([ids]);
    if (next === undefined) throw new Error('a text was given, but no prediction came');
    return next;
  }

  async nextOfMany(texts: readonly Ids[]): Promise<NextToken[]> {
    for (const ids of texts) this.assertText(ids);
    const logits = await this.alone(() => nextAfter(this.parts.forward, texts));
    return logits.map((one) => ({ logits: one }));
  }

  async everyPosition(ids: Ids, visit: Visit): Promise<void> {
    this.assertText(ids);
    await this.alone(() => visitPositions(this.parts.forward, ids, 0, visit));
  }

  async score(ids: Ids, context: Ids = []): Promise<TextScore> {
    this.assertText(ids);
    this.assertLength(context, ids);
    return await this.alone(() => scoreText(this.parts.forward, this.parts.tokenizer, ids, context));
  }

  async scoreContinuations(context: Ids, continuations: readonly Ids[]): Promise<ContinuationScore[]> {
    const [choices] = await this.scoreChoices([{ context, continuations }]);
    return [...(choices?.scores ?? [])];
  }

  async scoreChoices(questions: readonly ScoredChoices[]): Promise<ChoiceScores[]> {
    for (const { context, continuations } of questions) {
      this.assertText(context, 'context');
      for (const continuation of continuations) this.assertLength(context, continuation);
    }
    return await this.alone(() => scoreChoices(this.parts.forward, questions));
  }

  async scoreMany(items: readonly ScoredItem[]): Promise<ContinuationScore[]> {
    for (const { context, continuation } of items) {
      this.assertText(context, 'context');
      this.assertLength(context, continuation);
    }
    return await this.alone(() => scoreItems(this.parts.forward, items));
  }

  top(logits: Float32Array, k: number): Candidate[] {
    const ids = topIds(logits, k);
    if (ids.length === 0) return [];
    const { largest, logNormalizer } = summarizePrediction(logits);
    return this.pieces(ids).map((piece) => {
      const logit = logits[piece.id] ?? Number.NaN;
      return { ...piece, logit, logprob: logit - largest - logNormalizer };
    });
  }

  async generate(prompts: readonly Ids[], options: GenerateOptions): Promise<Generation[]> {
    for (const ids of prompts) {
      this.assertText(ids, 'prompt');
      if (ids.length + options.maxTokens > this.contextLength)
        throw new UserError(
          `The prompt has ${tokens(ids.length)} and ${tokens(options.maxTokens)} are to follow, more than the ${tokens(this.contextLength)} that ${this.id} can read.`,
        );
    }
    const { forward, endIds } = this.parts;
    const stop = options.stop ?? endIds;
    const paddedPrompts = forward.signature.takesPositions;
    return await this.alone(() => generateAfter(forward, prompts, { ...options, stop, paddedPrompts }));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.queue;
    await this.parts.session.release();
  }

  /** Runs one request after another: they share the session and its buffers. */
  private alone<T>(request: () => Promise<T>): Promise<T> {
    if (this.closed) throw new Error(`${this.id} is closed`);
    const result = this.queue.then(request);
    this.queue = result.catch(() => {});
    return result;
  }

  private assertText(ids: Ids, name = 'text'): void {
    if (ids.length === 0) throw new UserError(`The ${name} is empty: it should have at least one token.`);
    this.assertLength([], ids);
  }

  /** Throws a UserError that says the lengths, or a RangeError for an id that is none. */
  private assertLength(context: Ids, ids: Ids): void {
    for (const id of ids) {
      if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize)
        throw new RangeError(`ids must be integers from 0 to ${this.vocabularySize - 1}, got ${id}`);
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
