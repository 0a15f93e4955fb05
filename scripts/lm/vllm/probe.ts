import { createHash } from 'node:crypto';
import { UserError } from '#base/user-error';
import { at } from '#numerics/list';
import { topIds } from '../sampling.ts';
import type { Tokenizer } from '../tokenizer.ts';
import type { Ability, Dtype, Ids } from '../types.ts';
import {
  type Engine,
  fault,
  Lacking,
  likeliestAfter,
  namedAfter,
  predictAfter,
  scorePrompts,
} from './completions.ts';
import { type HttpClient, Refusal } from './http.ts';

interface Served {
  readonly model: string;
  readonly version: string;
  /** The most tokens of a text and the one that is generated after it. */
  readonly maxLength: number;
}

/** Its last tokens are surprising and expected by turns, so that a shift of their log-probabilities shows. */
const SCORED_TEXT = 'Paris is the capital of France, and Berlin is the capital of Germany. One, two';
/**
 * What tokenizers differ in: spaces, digits, lines, contractions, several bytes a character. But no two spaces before a
 * digit: Transformers 5 splits them otherwise than the tokenizer.json of some models says, and ids mean the same.
 */
const SPELLED_TEXT = "user\n hi  there\t\tdon't   + 12345 + 6.78\r\n\n  if (x) { y[0] = 日本; } é 🦙 ";
const COMPARED = 4;
/** In nats. Sixteen-bit models move by up to 0.35 between a text alone and in company; a shift moves by more. */
const TOLERANCE = 0.5;
/** Of log-probabilities in float32, down to -128 nats. */
const FLOAT32_NOISE = 2e-5;

/** Finds the model among those that the server offers. Throws a UserError when it is not, or none is named. */
export async function servedModel(http: HttpClient, name: string | undefined): Promise<Served> {
  const { data } = await http.ask({ path: '/v1/models' });
  const models = (Array.isArray(data) ? data : []) as { id?: unknown; max_model_len?: unknown }[];
  const names = models.map(({ id }) => String(id)).join(', ');
  const chosen = name === undefined && models.length === 1 ? models[0] : models.find(({ id }) => id === name);
  if (typeof chosen?.id !== 'string') {
    const what = name === undefined ? 'Name one of its models with --model' : `There is no model "${name}"`;
    throw new UserError(`${what}: this server has ${names || 'none'}.`);
  }
  const { id, max_model_len: maxLength } = chosen;
  if (typeof maxLength !== 'number' || !(maxLength > 1))
    throw fault(`does not say how many tokens ${id} can read (max_model_len)`);
  return { model: id, version: await versionOf(http), maxLength };
}

async function versionOf(http: HttpClient): Promise<string> {
  try {
    const { version } = await http.ask({ path: '/version' });
    return String(version);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return 'unknown'; // behind a gateway
    throw error;
  }
}

/** Log-probabilities of some tokens in one prediction, by id. */
type Some = ReadonlyMap<number, number>;

type Probed = Awaited<ReturnType<typeof probe>>;

/** Tries a server before it is used: no documentation says whether its numbers are right. Throws a UserError if not. */
export async function probe(engine: Engine, tokenizer: Tokenizer) {
  await compareTokenizers(engine, tokenizer);
  const ids = tokenizer.encode(SCORED_TEXT);
  const first = ids.length - COMPARED;
  const prefixes = Array.from({ length: COMPARED + 1 }, (_, k) => ids.slice(0, first + k));
  const scores = await tried(scorePrompts(engine, [ids]));
  const whole = await tried(predictionsAfter(engine, prefixes));
  if (whole instanceof Lacking && scores instanceof Lacking)
    throw fault('gives neither whole predictions nor log-probabilities of a given text');
  // Few tokens of a text are among the likeliest after it: without whole predictions, all its places are compared.
  const some =
    whole instanceof Lacking
      ? await likeliestOf(engine, ids)
      : whole.map((logits) => new Map(logits.entries()));
  const logprobs =
    scores instanceof Lacking
      ? ids.map((id, place) => some[place - first]?.get(id) ?? null)
      : at(scores, 0).map((score) => score?.logprob ?? null);
  const named = scores instanceof Lacking ? null : await namedOf(engine, prefixes, ids.slice(first));
  if (named) agreementOf(ids, logprobs, named);
  const lacking: Partial<Record<Ability, string>> = {};
  if (whole instanceof Lacking) lacking.predictions = whole.message;
  if (scores instanceof Lacking) lacking.scores = scores.message;
  return {
    /** What the server said about the tokens of a fixed text, as far as it does. */
    logprobs,
    agreement: scores instanceof Lacking ? null : agreementOf(ids, logprobs, some),
    vocabularySize: whole instanceof Lacking ? (whole.vocabularySize ?? tokenizer.size) : at(whole, 0).length,
    dtype: dtypeOf(whole instanceof Lacking ? await likeliestOf(engine, ids) : whole.map(likeliestIn)),
    namesTokens: named !== null,
    /** vLLM's own short hash of its configuration, dtype included; null from a server that has none. */
    fingerprint: await fingerprintOf(engine, ids),
    /** What it cannot do, and the sentence that says so. */
    lacking,
  };
}

async function tried<T>(work: Promise<T>): Promise<T | Lacking> {
  return await work.catch((error: unknown) => {
    if (error instanceof Lacking) return error;
    throw error;
  });
}

async function predictionsAfter(engine: Engine, [shortest = [], ...longer]: readonly Ids[]) {
  const predictions: Float32Array[] = [];
  const keep = (logits: Float32Array): unknown => predictions.push(logits);
  await predictAfter(engine, [shortest], keep); // alone: how large an answer is, is not known yet
  await predictAfter({ ...engine, vocabularySize: at(predictions, 0).length }, longer, keep);
  return predictions;
}

/** After each of the texts; refused by servers that take no fields which they do not know. */
async function namedOf(engine: Engine, texts: readonly Ids[], ids: Ids): Promise<Some[] | null> {
  const items = texts.map((context) => ({ context, ids }));
  return await namedAfter(engine, items).catch((error: unknown) => {
    if (error instanceof Lacking || error instanceof Refusal) return null;
    throw error;
  });
}

/** After each token of a text. */
async function likeliestOf(engine: Engine, ids: Ids): Promise<readonly Some[]> {
  const prefixes = ids.map((_, place) => ids.slice(0, place + 1));
  return await likeliestAfter(engine, prefixes);
}

/** How far scores are from predictions, the last being after all of `ids`. Throws a UserError when it is too far. */
function agreementOf(ids: Ids, logprobs: readonly (number | null)[], predicted: readonly Some[]): number {
  const compared = predicted.length - 1;
  const first = ids.length - compared;
  const differences = ids.slice(first).flatMap((id, k) => {
    const expected = predicted[k]?.get(id);
    return expected === undefined ? [] : Math.abs(expected - (logprobs[first + k] ?? Number.NaN));
  });
  if (differences.length === 0)
    throw fault('gives too few tokens of a prediction to tell whether its log-probabilities are right');
  const difference = Math.max(...differences);
  if (difference <= TOLERANCE) return difference;
  const nats = difference.toFixed(2);
  throw fault(`gives a text log-probabilities that are up to ${nats} nats away from its own predictions`);
}

/** How many of the likeliest tokens show the steps of their logits. */
const TOLD_BY = 64;

/** The likeliest tokens of a whole prediction. */
export const likeliestIn = (prediction: Float32Array): Some =>
  new Map(topIds(prediction, TOLD_BY).map((id) => [id, at(prediction, id)]));

/**
 * What a server computes in, from the likeliest tokens of some predictions. Distances between their log-probabilities
 * are those between their logits: multiples of 1/32 for logits from 4 on in bfloat16, and of 1/512 from 2 on in float16.
 */
export function dtypeOf(predictions: readonly Some[]): Dtype {
  const distances = predictions.flatMap((some) => {
    const largest = Math.max(...some.values());
    return [...some.values()].map((logprob) => largest - logprob).filter((distance) => distance > 0);
  });
  const shareOn = (step: number): number => {
    const isOn = (distance: number): boolean =>
      Math.abs(distance - step * Math.round(distance / step)) < FLOAT32_NOISE;
    return distances.filter(isOn).length / distances.length;
  };
  // Half of float16's steps between 16 and 32 are on 32nds, too.
  if (shareOn(1 / 32) > 0.75) return 'bfloat16';
  return shareOn(1 / 512) > 0.5 ? 'float16' : 'float32';
}

async function compareTokenizers({ http, model }: Engine, tokenizer: Tokenizer): Promise<void> {
  const prompt = Object.keys(tokenizer.specialTokens).slice(0, 3).join('') + SPELLED_TEXT;
  const expected = tokenizer.encode(prompt);
  const body = { model, prompt, add_special_tokens: false };
  const { tokens } = await http.ask({ path: '/tokenize', body });
  if (!Array.isArray(tokens)) throw fault('does not show how it makes tokens of a text (/tokenize)');
  if (tokens.length !== expected.length || tokens.some((id, i) => id !== expected[i]))
    throw fault(
      `makes other tokens of a text than the tokenizer used here: name the one of ${model} with --tokenizer`,
    );
}

async function fingerprintOf({ http, model }: Engine, ids: readonly number[]): Promise<string | null> {
  const body = { model, prompt: ids, max_tokens: 1, temperature: 0 };
  const answer = await http.ask({ path: '/v1/completions', body, tokens: ids.length });
  return typeof answer.system_fingerprint === 'string' ? answer.system_fingerprint : null;
}

/**
 * What identifies a served model, whose files are out of reach: SHA-256 over the server's version, the served name, the
 * fingerprint of its configuration (dtype included), and the size of the vocabulary. Another model of the same name
 * differs in the `logprobs` of EngineFacts, which are no part of this: they are never exactly the same again.
 */
export function engineChecksum({ version, model, maxLength }: Served, probed: Probed): string {
  const facts = [version, model, maxLength, probed.fingerprint, probed.vocabularySize];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
