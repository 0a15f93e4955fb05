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

/** Scores that differ by less, in nats, differ by rounding. */
const SAME = 1e-9;
const rounded = (scores: readonly number[]) => scores.map((score) => Math.round(score / SAME));

/** Places from 1 by falling score; equal scores in the order given. */
export function places(scores: readonly number[]): number[] {
  const whole = rounded(scores);
  const order = whole.map((_, index) => index).sort((a, b) => at(whole, b) - at(whole, a) || a - b);
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
    const isKept = CANDIDATES.every(
      (text, index) => lm.encode(PROMPT + text).join() === [...prompt, ...at(continuations, index)].join(),
    );
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
    const columns = new Set(Object.keys(RULES).map((key) => placesBy(key as Rule).join()));
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
    const other =
      (['pmi', 'perToken', 'perByte'] as const).find((key) => winners[key] !== winners.sum) ?? 'pmi';
    const isShared = (Object.keys(RULES) as Rule[]).some((key) => {
      const [first, second] = rounded(rows.map((row) => row[key])).sort((a, b) => b - a);
      return first === second;
    });
    const exceptions = rows.flatMap((longer) =>
      rows
        .filter((shorter) => shorter.tokens < longer.tokens && shorter.sum < longer.sum)
        .map((shorter) => ({ longer, shorter })),
    );
    const exception = exceptions.sort((a, b) => b.longer.sum - a.longer.sum)[0];
    const end = (row: (typeof rows)[number] | undefined) => ({
      text: row?.text.trim() ?? '',
      tokens: row?.tokens ?? 0,
      number: either(row?.tokens === 1, 'one', 'several'),
      sum: row?.sum ?? Number.NaN,
    });
    return {
      prompt: PROMPT,
      premise: PREMISE,
      rows,
      ranks,
      winners,
      other: RULES[other],
      otherWinner: winners[other],
      ties: either(
        (Object.keys(RULES) as Rule[]).some(
          (key) => new Set(rounded(rows.map((row) => row[key]))).size < rows.length,
        ),
        'some',
        'none',
      ),
      seams: either(isKept, 'kept', 'changed'),
      winnersAgree:
        columns.size === 1
          ? ('in all' as const)
          : isShared
            ? ('shared' as const)
            : either(new Set(Object.values(winners)).size === 1, 'yes', 'no'),
      strict: either(exception === undefined, 'strict', 'not strict'),
      longer: end(exception?.longer),
      shorter: end(exception?.shorter),
      shortest: end(rows[0]),
      longest: end(rows.at(-1)),
    };
  },
});
