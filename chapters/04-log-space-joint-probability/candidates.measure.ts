import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { SAME } from './best-pair.measure.ts';
import { tokensAfter } from './continuation-tokens.ts';
import { runningProducts } from './running-product.measure.ts';

export const QUESTION = 'With the money from the market, the islanders buy';
const ANSWERS = [
  ' wool',
  ' honey',
  ' bread',
  ' fish',
  ' a new ferry',
  ' honey, potatoes and wool',
  ' the things that do not grow on rocks',
];
/** What the story says they buy. */
export const RIGHT = ' the things that do not grow on rocks';
/** Tokens kept free for the longest answer, where a model cannot read the whole story. */
const ROOM = 64;

const WAYS = ['product', 'sum', 'spaced', 'first', 'perByte', 'pmi'] as const;
/** So many tokens of the right answer are its beginning. */
const BEGINNING = 4;
/** A distance in nats that means a factor of a million; beyond it a power of ten says more. */
const LARGE = Math.log(1e6);
/** Less than this, in nats, prints as nothing. */
const VISIBLE = 0.05;

/** The index of the highest score, the first of those that differ from it by rounding alone. */
export function winnerOf(scores: readonly number[]): number {
  const highest = Math.max(...scores);
  return scores.findIndex((score) => score === highest || highest - score < SAME);
}

/** What the story does to an ending, by its PMI in nats. */
export function storyEffect(pmi: number): 'gains' | 'loses' | 'stays' {
  return Math.abs(pmi) < VISIBLE ? 'stays' : either(pmi > 0, 'gains', 'loses');
}

/** The factor that a distance in nats is, to two digits; null where it is too large to be read. */
const factorOf = (distance: number) => (distance > LARGE ? null : Number(Math.exp(distance).toPrecision(2)));

/** Scores of an answer in nats, from the log-probabilities of its tokens: in all, per token, per byte of UTF-8. */
export function scoresOf(answer: string, logprobs: readonly number[]) {
  const sum = logprobs.reduce((total, logprob) => total + logprob, 0);
  const bytes = new TextEncoder().encode(answer).length;
  return { sum, perToken: sum / logprobs.length, perByte: sum / bytes };
}

const ANSWER = {
  tokens: 'exact',
  whole: 'probability',
  first: 'probability',
  spaced: 'nats',
  sum: 'nats',
  perToken: 'nats',
  perByte: 'nats',
  bare: 'nats',
  pmi: 'nats',
  moved: 'nats',
} as const;

export const candidates = measurement({
  id: 'candidates',
  data: { story: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    before: 'nats',
    rows: ANSWER,
    steps: { place: 'exact', sum: 'nats' },
    right: ANSWER,
    best: ANSWER,
    beginner: ANSWER,
    beginning: { tokens: 'exact', sum: 'nats', rest: 'nats' },
    byPmi: ANSWER,
    lead: 'probability',
    leadPower: 'nats',
    cost: { atLeast: 'nats', factor: 'probability' },
    change: { lowest: 'nats', highest: 'nats' },
    answers: 'exact',
    ways: 'exact',
    distinct: 'rank',
    naming: 'rank',
  },
  async measure({ lm, data }) {
    const text = `${data.story.trim()}\n\n${QUESTION}`;
    const ends = ANSWERS.map((answer) => tokensAfter(lm, text, answer));
    const readable = lm.contextLength - ROOM;
    const prompt = lm.encode(text).slice(-readable);
    const bare = lm.encode(QUESTION);
    const upToSpace = lm.encode(`${text} `);
    const cutAtSpace = ANSWERS.filter((answer) => {
      const together = lm.encode(text + answer).join();
      return together === [...upToSpace, ...lm.encode(answer.trim())].join();
    }).length;
    const continuations = ends.map(({ ids }) => ids);
    const scores = await lm.scoreContinuations(prompt, continuations);
    const withoutStory = await lm.scoreContinuations(bare, continuations);
    const spaced = await lm.scoreContinuations(
      upToSpace.slice(-readable),
      ANSWERS.map((answer) => lm.encode(answer.trim())),
    );
    const { tokens } = await lm.score(prompt, [], { entropies: false });
    const before = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));

    const products: number[] = [];
    const rows = ANSWERS.map((answer, index) => {
      const { logprobs } = at(scores, index);
      const scored = scoresOf(answer, logprobs);
      const pmi = scored.sum - at(withoutStory, index).total;
      products.push(runningProducts([...before, ...logprobs]).at(-1)?.float64 ?? 1);
      return {
        text: answer.trim(),
        tokens: logprobs.length,
        length: either(logprobs.length === 1, 'one', 'several'),
        whole: Math.exp(scored.sum),
        first: Math.exp(at(logprobs, 0)),
        opening: at(lm.pieces(at(continuations, index)), 0).text,
        spaced: at(spaced, index).total,
        ...scored,
        bare: at(withoutStory, index).total,
        pmi,
        moved: Math.abs(pmi),
        story: storyEffect(pmi),
      };
    });
    const scoresBy = {
      product: products,
      spaced: rows.map((row) => row.spaced),
      first: rows.map((row) => Math.log(row.first)),
      sum: rows.map((row) => row.sum),
      perToken: rows.map((row) => row.perToken),
      perByte: rows.map((row) => row.perByte),
      pmi: rows.map((row) => row.pmi),
    };
    const winner = (way: keyof typeof scoresBy) =>
      // Products are compared as the floats that they are.
      at(rows, way === 'product' ? products.indexOf(Math.max(...products)) : winnerOf(scoresBy[way]));
    const right = at(rows, ANSWERS.indexOf(RIGHT));
    const isTie = products.every((product) => product === 0);
    const winners = WAYS.map((way) => ({
      way,
      winner: winner(way).text,
      tie: either(way === 'product' && isTie, 'at zero', 'no'),
    }));
    // The first of a list has not won.
    const named = new Set(winners.flatMap((row) => (row.tie === 'no' ? [row.winner] : [])));
    const changes = rows.map(({ sum, spaced: withSpace }) => withSpace - sum);
    const [lowest, highest] = [Math.min(...changes), Math.max(...changes)];
    const least = -highest;
    /** To one decimal and no more than it is, so that “at least” holds and its exponential is the factor beside it. */
    const atLeast = Math.floor(10 * least) / 10;
    const best = winner('sum');
    const beginner = winner('first');
    const roleOf = (row: (typeof rows)[number]) => {
      if (row === right) return 'right' as const;
      if (row === best) return 'best' as const;
      return either(row === beginner, 'beginner', 'other');
    };
    const ofRight = at(scores, ANSWERS.indexOf(RIGHT)).logprobs;
    const beginning = ofRight.slice(0, BEGINNING).reduce((sum, logprob) => sum + logprob, 0);
    const rest = ofRight.slice(BEGINNING).reduce((sum, logprob) => sum + logprob, 0);
    const naming = winners.filter((row) => row.winner === right.text).length;
    return {
      question: QUESTION,
      read: either(lm.encode(text).length <= readable, 'whole', 'end'),
      seams: either(
        ends.every(({ isKept }) => isKept),
        'kept',
        'changed',
      ),
      before: before.reduce((sum, logprob) => sum + logprob, 0),
      rows,
      steps: rows.flatMap((row, index) => {
        let sum = 0;
        const sums = at(scores, index).logprobs.map((logprob) => {
          sum += logprob;
          return sum;
        });
        return [0, ...sums].map((total, place) => ({
          answer: row.text,
          role: roleOf(row),
          place,
          sum: total,
          first: either(place === 1, 'yes', 'no'),
          end: either(place === row.tokens, 'yes', 'no'),
        }));
      }),
      winners,
      answers: rows.length,
      ways: winners.length,
      distinct: named.size,
      variety: either(named.size === 1, 'one', 'several'),
      naming,
      named: naming === 0 ? ('never' as const) : either(naming === winners.length, 'always', 'sometimes'),
      product: isTie ? ('all zero' as const) : either(products.includes(0), 'some zero', 'none zero'),
      firstInList: at(rows, 0).text,
      lastInList: at(rows, rows.length - 1).text,
      byProduct: winner('product').text,
      bySpaced: winner('spaced').text,
      byPerByte: winner('perByte').text,
      byPmi: winner('pmi'),
      right,
      best,
      lead: factorOf(best.sum - right.sum),
      leadPower: (best.sum - right.sum) / Math.LN10,
      beginning: { tokens: BEGINNING, sum: beginning, rest },
      course: either(best !== right && ofRight.length > BEGINNING && beginning < 2 * rest, 'early', 'even'),
      beginner,
      beginnerIs: either(roleOf(beginner) === 'beginner', 'a third', 'one of two'),
      space: either(winner('spaced') === best, 'same winner', 'another winner'),
      cut: cutAtSpace === 0 ? ('never' as const) : either(cutAtSpace === rows.length, 'always', 'sometimes'),
      cost: { atLeast, factor: factorOf(atLeast) },
      change: { lowest, highest },
      charge: either(least > 0.1, 'all', 'not all'),
      charges: either(highest - lowest < VISIBLE, 'alike', 'different'),
      shortcut: either(winner('first') === best, 'same winner', 'another winner'),
      average: either(winner('perByte') === best, 'same winner', 'another winner'),
      tokensOrBytes: either(winner('perToken') === winner('perByte'), 'same winner', 'another winner'),
      rightBySum: either(best === right, 'right', 'wrong'),
      rightByPmi: either(winner('pmi') === right, 'right', 'wrong'),
    };
  },
});
