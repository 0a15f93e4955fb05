import { measurement } from '#report/measurement';

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

const RULES = ['sum', 'per token', 'per byte', 'PMI'] as const;

type Rule = (typeof RULES)[number];

/** Places from 1 by falling score; equal scores in the order given. */
export function places(scores: readonly number[]): number[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return scores.map((_, index) => order.indexOf(index) + 1);
}

export const candidates = measurement({
  id: 'candidates',
  kinds: {
    prompt: 'exact',
    premise: 'exact',
    rows: {
      text: 'exact',
      tokens: 'exact',
      bytes: 'exact',
      sum: 'nats',
      perToken: 'nats',
      perByte: 'nats',
      pmi: 'nats',
    },
    ranks: { text: 'exact', rule: 'exact', place: 'rank' },
    winners: { sum: 'exact', perToken: 'exact', perByte: 'exact', pmi: 'exact' },
    winnersAgree: 'exact',
    strict: 'exact',
    longer: { text: 'exact', tokens: 'exact', sum: 'nats' },
    shorter: { text: 'exact', tokens: 'exact', sum: 'nats' },
    shortest: { text: 'exact', tokens: 'exact', sum: 'nats' },
    longest: { text: 'exact', tokens: 'exact', sum: 'nats' },
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
    const unsorted = CANDIDATES.map((candidate, index) => {
      const sum = scores[index]?.total ?? Number.NaN;
      const tokens = continuations[index]?.length ?? 0;
      const bytes = new TextEncoder().encode(candidate).length;
      return {
        text: candidate,
        tokens,
        bytes,
        sum,
        perToken: sum / tokens,
        perByte: sum / bytes,
        pmi: sum - (neutral[index]?.total ?? Number.NaN),
      };
    });
    const rows = unsorted.sort((a, b) => a.tokens - b.tokens || b.sum - a.sum);
    const scoreBy: Readonly<Record<Rule, (row: (typeof rows)[number]) => number>> = {
      sum: (row) => row.sum,
      'per token': (row) => row.perToken,
      'per byte': (row) => row.perByte,
      PMI: (row) => row.pmi,
    };
    const ranks = RULES.flatMap((rule) => {
      const placed = places(rows.map(scoreBy[rule]));
      return rows.map((row, index) => ({ text: row.text, rule: rule as string, place: placed[index] ?? 0 }));
    });
    const winner = (rule: Rule): string =>
      ranks.find((rank) => rank.rule === rule && rank.place === 1)?.text.trim() ?? '';
    const winners = {
      sum: winner('sum'),
      perToken: winner('per token'),
      perByte: winner('per byte'),
      pmi: winner('PMI'),
    };
    const winnersAgree: 'yes' | 'no' = new Set(Object.values(winners)).size === 1 ? 'yes' : 'no';
    const exceptions = rows.flatMap((longer) =>
      rows
        .filter((shorter) => shorter.tokens < longer.tokens && shorter.sum < longer.sum)
        .map((shorter) => ({ longer, shorter })),
    );
    const exception = exceptions.sort((a, b) => b.longer.sum - a.longer.sum)[0];
    const strict: 'strict' | 'not strict' = exception ? 'not strict' : 'strict';
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
      winnersAgree,
      strict,
      longer: end(exception?.longer),
      shorter: end(exception?.shorter),
      shortest: end(rows[0]),
      longest: end(rows.at(-1)),
    };
  },
});
