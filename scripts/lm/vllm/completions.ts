import { UserError } from '#base/user-error';
import { at } from '#numerics/list';
import type { Generation, Ids } from '../types.ts';
import { type HttpClient, inOrder, PassingTrouble, Refusal } from './http.ts';

/** vLLM's `/v1/completions`. Servers silently ignore fields they do not know, so every answer is checked. */
export interface Engine {
  readonly http: HttpClient;
  /** The name under which the model is served. */
  readonly model: string;
  /** Not known until the first whole prediction came. */
  readonly vocabularySize?: number;
  /** Whether it gives log-probabilities of tokens by their ids; not known until it was tried. */
  readonly namesTokens?: boolean;
  /** Ends what is asked with it; its reason is thrown then. */
  readonly signal?: AbortSignal | undefined;
}

/** The server cannot do this at all, whatever it is asked about. */
export class Lacking extends UserError {
  /** Where its refusal tells it. */
  readonly vocabularySize: number | undefined;

  constructor(what: string, vocabularySize?: number) {
    super(`This server ${what}.`);
    this.vocabularySize = vocabularySize;
  }
}

/** A text and at most MOST_NAMED tokens that may come next. */
interface NextTokens {
  readonly context: Ids;
  readonly ids: Ids;
}

/** What the model said about a token of a text: ties of the rank may count as worse than it. */
export interface PromptScore {
  readonly logprob: number;
  readonly rank: number;
}

/** About the size of an answer: groups are made so, though an answer may be larger. */
const ANSWER_BYTES = 40e6;
/** `"token_id:151935": -17.823978424072266, ` */
const ENTRY_BYTES = 40;
const TOKEN_ID = 'token_id:';
/** More would need longer than the tokens of one text of usual length. */
const GROUP_TOKENS = 8192;
const GROUP_PROMPTS = 64;
/** What vLLM allows unless it is told otherwise (--max-logprobs). */
const LIKELIEST = 20;
/** Of so many tokens vLLM gives log-probabilities by their ids. */
export const MOST_NAMED = 128;
/** How far a sum of probabilities may be from 1: servers add them up in float32. */
const SUM_TOLERANCE = 1e-4;

/** The bits of an answer that are read here. */
interface Choice {
  readonly index?: unknown;
  readonly prompt_token_ids?: unknown;
  readonly prompt_logprobs?: unknown;
  readonly token_ids?: unknown;
  readonly logprobs?: { readonly top_logprobs?: readonly unknown[] } | null;
}

/** Log-probability and rank of each token given those before it; null for the first. */
export function scorePrompts(engine: Engine, texts: readonly Ids[]) {
  return completeAll(engine, texts, { prompt_logprobs: 0 }, scoresIn);
}

/** The log-probabilities [V] of the token after each text, as logits up to a constant. Takes the texts in order. */
export async function predictAfter(
  engine: Engine,
  texts: readonly Ids[],
  take: (logits: Float32Array, text: number) => void,
): Promise<void> {
  const size = engine.vocabularySize ?? Number.POSITIVE_INFINITY;
  const most = Math.max(1, Math.floor(ANSWER_BYTES / (ENTRY_BYTES * size)));
  const read = (choice: Choice): Float32Array => predictionIn(choice, engine.vocabularySize);
  await complete(engine, texts, likeliest(-1), read, take, most).catch(explainLimit);
}

/** The likeliest tokens after each text, as many as any server gives. */
export async function likeliestAfter(engine: Engine, texts: readonly Ids[]): Promise<Map<number, number>[]> {
  return await completeAll(engine, texts, likeliest(LIKELIEST), nextIn);
}

/** The log-probabilities of some tokens after each text, by id. Throws Lacking where the server does not know the field. */
export async function namedAfter(
  engine: Engine,
  items: readonly NextTokens[],
): Promise<ReadonlyMap<number, number>[]> {
  const found: ReadonlyMap<number, number>[] = [];
  for (const { texts, ids } of namedTogether(items)) {
    const fields = { ...likeliest(1), logprob_token_ids: [...ids] };
    const read = (choice: Choice) => {
      const named = nextIn(choice);
      if ([...ids].every((id) => named.has(id))) return named;
      throw new Lacking('gives no log-probabilities of tokens by their ids (logprob_token_ids)');
    };
    found.push(...(await completeAll(engine, texts, fields, read)));
  }
  return found;
}

/** Neighbouring texts together: one request names the tokens of all its texts. */
function namedTogether(items: readonly NextTokens[]) {
  const groups: { readonly texts: Ids[]; ids: ReadonlySet<number> }[] = [];
  for (const { context, ids } of items) {
    const group = groups.at(-1);
    const together = new Set([...(group?.ids ?? []), ...ids]);
    if (group && together.size <= MOST_NAMED) {
      group.texts.push(context);
      group.ids = together;
    } else groups.push({ texts: [context], ids: new Set(ids) });
  }
  return groups;
}

/** Has the server continue each text, of which it says the likeliest two tokens a step. */
export async function continueGreedily(
  engine: Engine,
  texts: readonly Ids[],
  { maxTokens, stop }: { readonly maxTokens: number; readonly stop: Ids },
): Promise<Generation[]> {
  const fields = {
    ...likeliest(2),
    max_tokens: maxTokens,
    repetition_penalty: 1, // or else what generation_config.json of the model recommends
    stop_token_ids: stop,
    ignore_eos: true, // of the server's own: those of the request are heeded
  };
  return await completeAll(engine, texts, fields, (choice) => continuationIn(choice, maxTokens, stop));
}

type Fields = Readonly<Record<string, unknown>> & { readonly max_tokens?: number };

/** Asks for so many likeliest tokens of every prediction; for all of them with -1. */
function likeliest(count: number): Fields {
  return { logprobs: count, return_tokens_as_token_ids: true };
}

/** Sends groups of at most `most` texts in parallel; `take` gets what `read` keeps of each, in their order. */
async function complete<R>(
  { http, model, signal: stop }: Engine,
  texts: readonly Ids[],
  fields: Fields,
  read: (choice: Choice, ids: Ids) => R,
  take: (result: R, text: number) => void,
  most = GROUP_PROMPTS,
): Promise<void> {
  const generated = (fields.max_tokens ?? 1) - 1; // the last one is not read
  let taken = 0;
  await inOrder(
    groupsOf(texts, most, generated),
    async (prompts, rest) => {
      const signal = stop ? AbortSignal.any([stop, rest]) : rest;
      const tokens = prompts.reduce((sum, ids) => sum + ids.length + generated, 0);
      const defaults = { model, prompt: prompts, max_tokens: 1, temperature: 0 };
      const body = { ...defaults, ...fields, return_token_ids: true };
      return await http.ask({ path: '/v1/completions', body, tokens, signal }, (answer) =>
        choicesIn(answer, prompts).map((choice, i) => read(choice, at(prompts, i))),
      );
    },
    (results) => {
      for (const result of results) take(result, taken++);
    },
  );
}

async function completeAll<R>(
  engine: Engine,
  texts: readonly Ids[],
  fields: Fields,
  read: (choice: Choice, ids: Ids) => R,
): Promise<R[]> {
  const results: R[] = [];
  await complete(engine, texts, fields, read, (result) => results.push(result));
  return results;
}

/** Neighbouring texts together, as many as one request may have; the server reads `more` tokens after each. */
function groupsOf(texts: readonly Ids[], most: number, more: number): Ids[][] {
  const groups: Ids[][] = [];
  let group: Ids[] = [];
  let tokens = 0;
  for (const ids of texts) {
    tokens += ids.length + more;
    if (tokens > GROUP_TOKENS || group.length >= Math.min(most, GROUP_PROMPTS)) {
      group = [];
      tokens = ids.length + more;
    }
    if (group.length === 0) groups.push(group);
    group.push(ids);
  }
  return groups;
}

const ONLY_LIKELIEST =
  'gives only the likeliest tokens, not whole predictions: start it with --max-logprobs -1';

function explainLimit(error: unknown): never {
  if (!(error instanceof Refusal && error.said.includes('greater than max allowed'))) throw error;
  const size = Number(/logprobs of (\d+)/.exec(error.said)?.[1]) || undefined;
  throw new Lacking(ONLY_LIKELIEST, size);
}

export function fault(what: string): UserError {
  return new UserError(`This server ${what}.`);
}

/** The choices in the order of the prompts, once it is sure that each read its own. */
function choicesIn({ choices }: { readonly choices?: unknown }, prompts: readonly Ids[]): Choice[] {
  if (!Array.isArray(choices) || choices.length !== prompts.length) {
    const count = Array.isArray(choices) ? choices.length : 'no';
    throw fault(`gave ${count} answers to ${prompts.length} texts`);
  }
  return prompts.map((ids, i) => {
    const choice: Choice | undefined = choices.find(({ index }: Choice) => index === i);
    if (!choice) throw fault(`gave no answer to text ${i + 1} of ${prompts.length}`);
    const read = choice.prompt_token_ids;
    if (!Array.isArray(read)) throw fault('does not say which tokens it read (return_token_ids)');
    if (read.length !== ids.length || read.some((id, k) => id !== ids[k]))
      throw fault(`read other tokens than it was sent: [${shown(read)}] instead of [${shown(ids)}]`);
    return choice;
  });
}

function shown(ids: readonly unknown[]): string {
  return ids.length > 8 ? `${ids.slice(0, 8).join(', ')}, …` : ids.join(', ');
}

function scoresIn({ prompt_logprobs: entries }: Choice, ids: Ids): (PromptScore | null)[] {
  if (!Array.isArray(entries))
    throw new Lacking('gives no log-probabilities of a given text (prompt_logprobs)');
  if (entries.length !== ids.length)
    throw fault(`gave ${entries.length} log-probabilities for a text of ${ids.length} tokens`);
  return ids.map((id, place) => {
    const entry = entries[place];
    if (place === 0) {
      if (entry === null) return null;
      throw fault('gives the first token of a text a log-probability, though nothing comes before it');
    }
    const { logprob, rank } = (entry?.[id] ?? {}) as { logprob?: unknown; rank?: unknown };
    if (logprob === undefined) throw fault(`gave no log-probability for token ${place + 1} of a text`);
    assertLogprob(logprob);
    if (typeof rank !== 'number' || !Number.isInteger(rank) || rank < 1)
      throw fault(`gave a token the rank ${String(rank)}, which should be 1 or more`);
    return { logprob, rank };
  });
}

function assertLogprob(value: unknown): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw fault(`gave ${String(value)} for a log-probability`);
  // Rounding in float32 may leave a certain token a hair above 0.
  if (value > 1e-4)
    throw fault(`gave ${value} for a log-probability, which is above 0: is it started with raw logits?`);
}

/** Each token and its log-probability at one step, in the order of the answer. */
function* entriesIn(top: unknown): Generator<readonly [id: number, logprob: number]> {
  if (typeof top !== 'object' || top === null)
    throw fault('gives no log-probabilities of the next token (logprobs)');
  for (const [key, logprob] of Object.entries(top)) {
    const digits = key.startsWith(TOKEN_ID) ? key.slice(TOKEN_ID.length) : '';
    const id = Number(digits);
    if (String(id) !== digits || !(id >= 0))
      throw fault('names tokens by their texts, of which some are equal (return_tokens_as_token_ids)');
    assertLogprob(logprob);
    yield [id, logprob];
  }
}

function nextIn({ logprobs }: Choice): Map<number, number> {
  return new Map(entriesIn(logprobs?.top_logprobs?.[0]));
}

/** Of a whole vocabulary: a map or a regular expression in between would take longer than the server does. */
function predictionIn({ logprobs }: Choice, vocabularySize: number | undefined): Float32Array {
  const top = logprobs?.top_logprobs?.[0];
  const logits = new Float32Array(vocabularySize ?? Object.keys(top ?? {}).length).fill(Number.NaN);
  let given = 0;
  let total = 0;
  for (const [id, logprob] of entriesIn(top)) {
    logits[id] = logprob; // beyond the end of the array: nothing
    total += Math.exp(logprob);
    given++;
  }
  const missing = logits.findIndex(Number.isNaN);
  if (missing !== -1 || given !== logits.length) {
    const what = `gives only ${given} tokens of a prediction, not the whole vocabulary (token ${missing} is missing)`;
    // vLLM cuts a prediction to the few tokens that another client asked for at the same moment.
    const never = vocabularySize === undefined ? new Lacking(ONLY_LIKELIEST) : fault(what);
    throw new PassingTrouble(what, 0, never);
  }
  if (!(Math.abs(total - 1) <= SUM_TOLERANCE))
    throw fault(`gives probabilities of the next token that add up to ${total.toPrecision(6)} instead of 1`);
  return logits;
}

/** A continuation up to and with one of the tokens that end a text. */
function continuationIn(
  { token_ids: written, logprobs: given }: Choice,
  maxTokens: number,
  stop: Ids,
): Generation {
  if (!Array.isArray(written)) throw fault('does not say which tokens it wrote (return_token_ids)');
  const end = written.findIndex((id) => stop.includes(id));
  const length = end === -1 ? maxTokens : end + 1;
  if (written.length < length)
    throw fault(`wrote ${written.length} tokens instead of ${maxTokens}, without a token that ends a text`);
  const ids: readonly number[] = written.slice(0, length);
  const logprobs: number[] = [];
  for (const [step, id] of ids.entries()) {
    const likely = new Map(entriesIn(given?.top_logprobs?.[step]));
    const own = likely.get(id);
    likely.delete(id);
    const second = Math.max(...likely.values());
    if (own === undefined || second === Number.NEGATIVE_INFINITY)
      throw fault(`does not give the likeliest two tokens of step ${step + 1} (logprobs)`);
    if (own < second) throw fault('does not choose the likeliest token, though it was told to (temperature)');
    logprobs.push(own);
  }
  return { ids, logprobs, end: end === -1 ? 'length' : 'stop' };
}
