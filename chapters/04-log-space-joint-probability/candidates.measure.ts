import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';

const PROMPT = 'The best way to learn a language is';
const PREMISE = 'Answer:';
const CANDIDATES = [
  ' practice',
  ' slowly',
  ' to speak it',
  ' by reading novels',
  ' to make many mistakes',
  ' to listen to people who speak it every day',
  ' to live where nobody understands you',
  ' gesticulation',
];
const RULES = { sum: 'sum', perToken: 'per token', perByte: 'per byte', pmi: 'PMI' };
type Rule = keyof typeof RULES;

/** Places from 1 by falling score; equal scores in the order given. */
export function places(scores: readonly number[]): number[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return scores.map((_, index) => order.indexOf(index) + 1);
}

const END = { tokens: 'exact', sum: 'nats' } as const;

export const candidates = measurement({
  id: 'candidates',
  kinds: {
    rows: { tokens: 'exact', bytes: 'exact', sum: 'nats', perToken: 'nats', perByte: 'nats', pmi: 'nats' },
    ranks: { place: 'rank' },
    longer: END,
    shorter: END,
    shortest: END,
    longest: END,
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const premise = lm.encode(PREMISE);
    const continuations = CANDIDATES.map((candidate) => lm.encode(candidate));
    for (const [index, ids] of continuations.entries()) {
      const whole = lm.encode(PROMPT + (CANDIDATES[index] ?? ''));
      if (whole.join() !== [...prompt, ...ids].join()) {
        throw new RangeError(`"${CANDIDATES[index]}" is cut into other tokens after the prompt`);
      }
    }
    const scores = await lm.scoreContinuations(prompt, continuations);
    const neutral = await lm.scoreContinuations(premise, continuations);
    const rows = CANDIDATES.map((candidate, index) => {
      const sum = at(scores, index).total;
      const tokens = at(continuations, index).length;
      const bytes = new TextEncoder().encode(candidate).length;
      const pmi = sum - at(neutral, index).total;
      return { text: candidate, tokens, bytes, sum, perToken: sum / tokens, perByte: sum / bytes, pmi };
    }).sort((a, b) => a.tokens - b.tokens || b.sum - a.sum);
    const placesBy = (key: Rule) => places(rows.map((row) => row[key]));
    const ranks = Object.entries(RULES).flatMap(([key, rule]) =>
      placesBy(key as Rule).map((place, index) => ({ text: at(rows, index).text, rule, place })),
    );
    const winner = (key: Rule) => at(rows, placesBy(key).indexOf(1)).text.trim();
    const winners = {
      sum: winner('sum'),
      perToken: winner('perToken'),
      perByte: winner('perByte'),
      pmi: winner('pmi'),
    };
    const exceptions = rows.flatMap((longer) =>
      rows
        .filter((shorter) => shorter.tokens < longer.tokens && shorter.sum < longer.sum)
        .map((shorter) => ({ longer, shorter })),
    );
    const exception = exceptions.sort((a, b) => b.longer.sum - a.longer.sum)[0];
    const end = (row: (typeof rows)[number] | undefined) => ({
      text: row?.text.trim() ?? '',
      tokens: row?.tokens ?? 0,
      sum: row?.sum ?? Number.NaN,
    });
    return {
      prompt: PROMPT,
      premise: PREMISE,
      rows,
      ranks,
      winners,
      winnersAgree: either(new Set(Object.values(winners)).size === 1, 'yes', 'no'),
      strict: either(exception === undefined, 'strict', 'not strict'),
      longer: end(exception?.longer),
      shorter: end(exception?.shorter),
      shortest: end(rows[0]),
      longest: end(rows.at(-1)),
    };
  },
});
