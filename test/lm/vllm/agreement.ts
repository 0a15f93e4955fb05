/** How far two language models are apart in everything that can be asked of one. */
import type { Generation, Ids, LanguageModel, Sampling } from '#lm/types';
import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';

export interface Agreement {
  /** How many tokens were scored by both. */
  tokens: number;
  /** The largest differences, in nats: of scores of a text, of continuations, of whole predictions, of entropies. */
  score: number;
  continuations: number;
  prediction: number;
  entropy: number;
  /** Of the log-probabilities of generated texts. */
  generated: number;
  /** What differs otherwise: one line for each. */
  readonly unequal: string[];
}

const SAMPLINGS: readonly Sampling[] = [
  { temperature: 0 },
  { temperature: 1, seed: 7 },
  { temperature: 0.8, topP: 0.95, seed: 3 },
];

/** Texts need at least four tokens; the first ones are also continued and looked at in every position. */
export async function compareModels(
  one: LanguageModel,
  other: LanguageModel,
  texts: readonly string[],
  { generate = 8 }: { readonly generate?: number } = {},
): Promise<Agreement> {
  const found: Agreement = {
    tokens: 0,
    score: 0,
    continuations: 0,
    prediction: 0,
    entropy: 0,
    generated: 0,
    unequal: [],
  };
  type Difference = 'score' | 'continuations' | 'prediction' | 'entropy' | 'generated';
  const differ = (what: Difference, a: number | null | undefined, b: number | null | undefined): void => {
    if (a === b) return;
    const difference = Math.abs((a ?? Number.NaN) - (b ?? Number.NaN));
    if (!(difference <= found[what])) found[what] = difference;
  };
  const differAll = (what: Difference, a: readonly number[], b: readonly number[]): void => {
    equal(`the number of ${what}`, a.length, b.length);
    for (const [i, value] of a.entries()) differ(what, value, b[i]);
  };
  const equal = (what: string, a: unknown, b: unknown): void => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    if (left !== right) found.unequal.push(`${what}: ${left} and ${right}`);
  };
  const differPredictions = (a: Float32Array, b: Float32Array): void => {
    equal('vocabulary', a.length, b.length);
    const [left, right] = [summarizePrediction(a), summarizePrediction(b)];
    for (const [id, logit] of a.entries()) {
      const logprob = logit - left.largest - left.logNormalizer;
      differ('prediction', logprob, (b[id] ?? Number.NaN) - right.largest - right.logNormalizer);
    }
    differ('entropy', left.entropy, right.entropy);
    equal('the likeliest tokens', idsOf(one.top(a, 5)), idsOf(other.top(b, 5)));
  };

  const differGenerations = (ours: readonly Generation[], theirs: readonly Generation[]): void => {
    equal('generations', ours.length, theirs.length);
    for (const [i, { ids, logprobs, end }] of ours.entries()) {
      equal('generated ids', ids, theirs[i]?.ids);
      equal('ends', end, theirs[i]?.end);
      differAll('generated', logprobs, theirs[i]?.logprobs ?? []);
    }
  };

  equal('special tokens', one.specialTokens, other.specialTokens);
  const allIds = texts.map((text) => one.encode(text));
  equal(
    'ids',
    allIds,
    texts.map((text) => other.encode(text)),
  );

  for (const ids of allIds) {
    const entropies = ids.length <= 16;
    for (const context of [[], ids.slice(0, 2)]) {
      const rest = ids.slice(context.length);
      const [a, b] = [await one.score(rest, context, { entropies }), await other.score(rest, context)];
      found.tokens += rest.length;
      equal('scored ids', idsOf(a.tokens), idsOf(b.tokens));
      for (const [k, token] of a.tokens.entries()) {
        const twin = b.tokens[k];
        differ('score', token.logprob, twin?.logprob);
        equal(`the rank of token ${k} of ${ids.length}`, token.rank, twin?.rank);
        if (entropies) differ('entropy', token.entropy, twin?.entropy);
        else equal('an entropy that nobody wanted', token.entropy, null);
      }
      equal('whether there is a prediction after it', a.next !== null, entropies);
      if (a.next && b.next) differPredictions(a.next.logits, b.next.logits);
    }
  }

  const few = allIds.slice(0, 3).map((ids) => ids.slice(0, 8));
  const [left, right] = [await one.nextOfMany(few), await other.nextOfMany(few)];
  for (const [i, { logits }] of left.entries())
    differPredictions(logits, right[i]?.logits ?? logits.subarray(1));

  for (const ids of few) {
    const [seen, expected]: [Float32Array[], Float32Array[]] = [[], []];
    const places: number[] = [];
    await one.everyPosition(ids, (position, logits) => {
      places.push(position);
      seen.push(logits.slice());
    });
    await other.everyPosition(ids, (_position, logits) => expected.push(logits.slice()));
    equal('positions', places, [...ids.keys()]);
    for (const [i, logits] of seen.entries()) differPredictions(logits, expected[i] ?? logits.subarray(1));
  }

  const questions = few.map((context, i) => {
    const longer = few[(i + 1) % few.length] ?? context;
    return { context, continuations: [longer.slice(0, 1), longer, [], longer.slice(1, 3)] };
  });
  const ownChoices = await other.scoreChoices(questions);
  for (const entropies of [true, false]) {
    const choices = await one.scoreChoices(questions, { entropies });
    equal('questions', choices.length, questions.length);
    for (const [i, { entropy, scores }] of choices.entries()) {
      if (entropies) differ('entropy', entropy, ownChoices[i]?.entropy);
      else equal('an entropy that nobody wanted', entropy, null);
      equal('continuations', scores.map(idsOfScore), ownChoices[i]?.scores.map(idsOfScore));
      for (const [k, { logprobs, total }] of scores.entries()) {
        differAll('continuations', logprobs, ownChoices[i]?.scores[k]?.logprobs ?? []);
        if (Math.abs(total - logprobs.reduce((a, b) => a + b, 0)) > 1e-9) found.unequal.push('a total');
      }
    }
  }
  const items = questions.flatMap(({ context, continuations }) =>
    continuations.map((continuation) => ({ context, continuation })),
  );
  const [many, ownMany] = [await one.scoreMany(items), await other.scoreMany(items)];
  equal('continuations of many', many.map(idsOfScore), ownMany.map(idsOfScore));
  for (const [i, { logprobs }] of many.entries()) {
    differAll('continuations', logprobs, ownMany[i]?.logprobs ?? []);
  }

  for (const sampling of SAMPLINGS) {
    const steps: [string[], string[]] = [[], []];
    const [ours, theirs] = await Promise.all(
      [one, other].map((lm, who) =>
        lm.generate([...few, ...few.slice(0, 1)], {
          ...sampling,
          maxTokens: generate,
          onStep: ({ sequence, index, id, logits }) => {
            const { rank } = predictionOf(logits, id);
            steps[who === 0 ? 0 : 1].push(`sequence ${sequence}, step ${index}: ${id} of rank ${rank}`);
          },
        }),
      ),
    );
    equal('steps', steps[0].sort(), steps[1].sort());
    differGenerations(ours ?? [], theirs ?? []);
  }
  // Nobody looks at the steps, so a server may take them by itself.
  const [whole = [], ownWhole = []] = await Promise.all(
    [one, other].map((lm) => lm.generate(few, { maxTokens: 4 * generate, temperature: 0 })),
  );
  differGenerations(whole, ownWhole);
  const stop = [...new Set(whole.flatMap(({ ids }) => ids.slice(2, 3)))];
  const [early = [], ownEarly = []] = await Promise.all(
    [one, other].map((lm) => lm.generate(few, { maxTokens: generate, temperature: 0, stop })),
  );
  equal(
    'that some end early',
    early.some(({ end }) => end === 'stop'),
    true,
  );
  differGenerations(early, ownEarly);
  return found;
}

function idsOf(tokens: readonly { readonly id: number }[]): Ids {
  return tokens.map(({ id }) => id);
}

function idsOfScore({ ids }: { readonly ids: Ids }): Ids {
  return ids;
}
