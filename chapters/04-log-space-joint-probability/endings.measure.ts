import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';

/** Three wordings of one prompt. The first is the one that the chapter uses where it needs a single one. */
const WORDINGS = [
  'With the money from the market, the islanders buy',
  'With the money from the market, the people from the island buy',
  'With their money, the islanders buy',
] as const;
/** What the story says they buy. */
const OWN = ' the things that do not grow on rocks';
const ENDINGS = [
  ' wool',
  ' honey',
  ' bread',
  ' fish',
  ' a new ferry',
  ' honey, potatoes and wool',
  OWN,
] as const;
/** Tokens kept free for the longest ending, where a model cannot read the whole story. */
const ROOM = 64;
/** So many tokens of the story's own ending are its beginning. */
const BEGINNING = 4;
/** In nats: by how much a log-probability may be off. Chosen, about what bfloat16 logits change in chapter 1. */
export const NOISE = 0.06;

/** The tokens of `end` in the whole text; where the tokenizer merges across the boundary, those of the end alone. */
export function tokensAfter(lm: Pick<LanguageModel, 'encode'>, beginning: string, end: string): number[] {
  const [before, together] = [lm.encode(beginning), lm.encode(beginning + end)];
  const isKept = before.every((id, place) => together[place] === id);
  return isKept ? together.slice(before.length) : lm.encode(end);
}

/**
 * Ranks as in sports: one plus the number of scores that are higher by more than the errors of both. Scores that share a
 * rank are tied.
 */
export function ranksOf(scores: readonly { readonly score: number; readonly error: number }[]) {
  const ranks = scores.map((one) => {
    const isAhead = (other: typeof one) => other.score - one.score > one.error + other.error;
    return 1 + scores.filter(isAhead).length;
  });
  return ranks.map((rank): { rank: number; tie: string } => ({
    rank,
    tie: either(ranks.filter((other) => other === rank).length > 1, '=', ''),
  }));
}

/** How far each rule's score may be off if every log-probability may be off by NOISE. */
const ERRORS = {
  sum: ({ tokens }: { tokens: number }) => tokens * NOISE,
  perToken: () => NOISE,
  perByte: ({ tokens, bytes }: { tokens: number; bytes: number }) => (tokens * NOISE) / bytes,
  pmi: ({ tokens }: { tokens: number }) => 2 * tokens * NOISE,
};
type Rule = keyof typeof ERRORS;
const RULES = Object.keys(ERRORS) as Rule[];

const sumOf = (logprobs: readonly number[]) => logprobs.reduce((sum, logprob) => sum + logprob, 0);

/** An ending by the four rules, from its tokens' log-probabilities and its sum without the story. */
function byRules(ending: string, logprobs: readonly number[], bare: number) {
  const [tokens, bytes] = [logprobs.length, new TextEncoder().encode(ending).length];
  const sum = sumOf(logprobs);
  return {
    text: ending.trim(),
    tokens,
    bytes,
    bare,
    sum,
    perToken: sum / tokens,
    perByte: sum / bytes,
    pmi: sum - bare,
  };
}

/** The row that a rule ranks first. */
const firstBy = <R extends Record<Rule, number>>(rows: readonly R[], rule: Rule): R =>
  at(
    rows.toSorted((a, b) => b[rule] - a[rule]),
    0,
  );

const ENDING = {
  ...each('exact', 'tokens', 'bytes'),
  ...each('probability', 'first', 'whole', 'geometric'),
  perplexity: 'perplexity',
  ...each('nats', 'bare', 'sum', 'perToken', 'perByte', 'pmi'),
  ranks: {
    sum: { rank: 'rank' },
    perToken: { rank: 'rank' },
    perByte: { rank: 'rank' },
    pmi: { rank: 'rank' },
  },
} as const;

export const endings = measurement({
  id: 'candidates',
  data: { story: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    before: 'nats',
    rows: ENDING,
    own: ENDING,
    winner: ENDING,
    opener: ENDING,
    ahead: 'nats',
    lead: 'probability',
    beginning: { tokens: 'exact', ...each('nats', 'sum', 'rest') },
    spaceCosts: 'nats',
    answers: 'exact',
    wordings: { own: 'nats' },
    held: { of: 'exact', ...each('rank', 'sum', 'perToken', 'perByte', 'pmi') },
  },
  async measure({ lm, data }) {
    const textOf = (wording: string) => `${data.story.trim()}\n\n${wording}`;
    const readable = (text: string) => lm.encode(text).slice(-(lm.contextLength - ROOM));
    const spaced = readable(`${textOf(WORDINGS[0])} `);
    const scores = await lm.scoreChoices(
      [
        ...WORDINGS.flatMap((wording) => {
          const continuations = ENDINGS.map((ending) => tokensAfter(lm, textOf(wording), ending));
          return [readable(textOf(wording)), lm.encode(wording)].map((context) => ({
            context,
            continuations,
          }));
        }),
        { context: spaced, continuations: ENDINGS.map((ending) => lm.encode(ending.trim())) },
      ],
      { entropies: false },
    );
    const scoresOf = (place: number) => at(scores, place).scores;
    const { tokens } = await lm.score(readable(textOf(WORDINGS[0])), [], { entropies: false });

    const tables = WORDINGS.map((_, place) =>
      ENDINGS.map((ending, index) => {
        const { logprobs } = at(scoresOf(2 * place), index);
        return byRules(ending, logprobs, at(scoresOf(2 * place + 1), index).total);
      }),
    );
    const scored = at(tables, 0);
    const ranks = RULES.map((rule) =>
      ranksOf(scored.map((row) => ({ score: row[rule], error: ERRORS[rule](row) }))),
    );
    const rows = scored.map((row, index) => {
      const { ids, logprobs } = at(scoresOf(0), index);
      const placeBy = (rule: Rule) => at(at(ranks, RULES.indexOf(rule)), index);
      return {
        ...row,
        opening: at(lm.pieces(ids), 0).text,
        first: Math.exp(at(logprobs, 0)),
        whole: Math.exp(row.sum),
        geometric: Math.exp(row.perToken),
        perplexity: Math.exp(-row.perToken),
        ranks: {
          sum: placeBy('sum'),
          perToken: placeBy('perToken'),
          perByte: placeBy('perByte'),
          pmi: placeBy('pmi'),
        },
      };
    });
    const isOwn = ({ text }: { text: string }) => text === OWN.trim();
    const own = at(rows.filter(isOwn), 0);
    const winner = firstBy(rows, 'sum');
    const ofOwn = at(scoresOf(0), ENDINGS.indexOf(OWN)).logprobs;
    const ranksOwnFirst = (rule: Rule) => tables.filter((table) => isOwn(firstBy(table, rule))).length;
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      question: WORDINGS[0],
      before: sumOf(tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]))),
      rows: rows.toSorted((a, b) => b.sum - a.sum),
      own,
      winner,
      opener: at(
        rows.toSorted((a, b) => b.first - a.first),
        0,
      ),
      ahead: winner.sum - own.sum,
      lead: Math.exp(winner.sum - own.sum),
      beginning: {
        tokens: BEGINNING,
        sum: sumOf(ofOwn.slice(0, BEGINNING)),
        rest: sumOf(ofOwn.slice(BEGINNING)),
      },
      /** The least that a space at the end of the prompt takes from an ending. */
      spaceCosts: Math.min(
        ...scored.map((row, index) => row.sum - at(scoresOf(2 * WORDINGS.length), index).total),
      ),
      answers: rows.length,
      wordings: WORDINGS.map((question, place) => ({
        question,
        own: at(at(tables, place).filter(isOwn), 0).sum,
      })),
      /** In how many wordings the sum ranks a single token first, and each other rule the story's own ending. */
      held: {
        of: WORDINGS.length,
        sum: tables.filter((table) => firstBy(table, 'sum').tokens === 1).length,
        perToken: ranksOwnFirst('perToken'),
        perByte: ranksOwnFirst('perByte'),
        pmi: ranksOwnFirst('pmi'),
      },
    };
  },
});
