import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';

export const QUESTION = 'With the money from the market, the islanders buy';
const ENDINGS = [
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
const BREAD = ' bread';
/** Tokens kept free for the longest ending, where a model cannot read the whole story. */
export const ROOM = 64;
/** So many tokens of the right ending are its beginning. */
const BEGINNING = 4;
/** Scores that differ by less, in nats, differ by rounding. */
const SAME = 1e-9;

/** The tokens of `end` in the whole text; where the tokenizer merges across the boundary, those of the end alone. */
export function tokensAfter(lm: Pick<LanguageModel, 'encode'>, beginning: string, end: string): number[] {
  const [before, together] = [lm.encode(beginning), lm.encode(beginning + end)];
  const isKept = before.every((id, place) => together[place] === id);
  return isKept ? together.slice(before.length) : lm.encode(end);
}

/** The rank of each score, from one for the highest; scores that differ by rounding share a rank. */
export function ranksOf(scores: readonly number[]): number[] {
  return scores.map((score) => 1 + scores.filter((other) => other - score > SAME).length);
}

const RULES = ['sum', 'perToken', 'perByte', 'pmi'] as const;

const ENDING = {
  tokens: 'exact',
  ...each('probability', 'first', 'whole'),
  ...each('nats', 'spaced', 'bare', ...RULES),
  ranks: each('rank', ...RULES),
} as const;

export const endings = measurement({
  id: 'candidates',
  data: { story: new URL('./texts/ferry.txt', import.meta.url) },
  kinds: {
    before: 'nats',
    rows: ENDING,
    steps: { place: 'exact', sum: 'nats' },
    right: ENDING,
    bread: ENDING,
    ahead: 'nats',
    lead: 'probability',
    beginning: { tokens: 'exact', ...each('nats', 'sum', 'rest') },
    spaceCosts: each('nats', 'lowest', 'highest'),
    answers: 'exact',
  },
  async measure({ lm, data }) {
    const text = `${data.story.trim()}\n\n${QUESTION}`;
    const readable = lm.contextLength - ROOM;
    const prompt = lm.encode(text).slice(-readable);
    const continuations = ENDINGS.map((ending) => tokensAfter(lm, text, ending));
    const scores = await lm.scoreContinuations(prompt, continuations);
    const withoutStory = await lm.scoreContinuations(lm.encode(QUESTION), continuations);
    const spaced = await lm.scoreContinuations(
      lm.encode(`${text} `).slice(-readable),
      ENDINGS.map((ending) => lm.encode(ending.trim())),
    );
    const { tokens } = await lm.score(prompt, [], { entropies: false });
    const before = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));

    const scored = ENDINGS.map((ending, index) => {
      const { logprobs, total } = at(scores, index);
      const bare = at(withoutStory, index).total;
      return {
        text: ending.trim(),
        tokens: logprobs.length,
        opening: at(lm.pieces(at(continuations, index)), 0).text,
        first: Math.exp(at(logprobs, 0)),
        whole: Math.exp(total),
        spaced: at(spaced, index).total,
        sum: total,
        perToken: total / logprobs.length,
        perByte: total / new TextEncoder().encode(ending).length,
        bare,
        pmi: total - bare,
      };
    });
    const ranks = RULES.map((rule) => ranksOf(scored.map((row) => row[rule])));
    const rows = scored.map((row, index) => {
      const [sum = 0, perToken = 0, perByte = 0, pmi = 0] = ranks.map((list) => at(list, index));
      return { ...row, ranks: { sum, perToken, perByte, pmi } };
    });
    const [right, bread] = [at(rows, ENDINGS.indexOf(RIGHT)), at(rows, ENDINGS.indexOf(BREAD))];
    const costs = rows.map((row) => row.sum - row.spaced);
    const ofRight = at(scores, ENDINGS.indexOf(RIGHT)).logprobs;
    const sumOf = (logprobs: readonly number[]) => logprobs.reduce((sum, logprob) => sum + logprob, 0);

    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      question: QUESTION,
      before: sumOf(before),
      rows,
      steps: rows.flatMap((row, index) => {
        const { logprobs } = at(scores, index);
        return [0, ...logprobs].map((_, place) => ({
          answer: row.text,
          role: row === right ? ('right' as const) : either(row === bread, 'bread', 'other'),
          place,
          sum: sumOf(logprobs.slice(0, place)),
          end: either(place === row.tokens, 'yes', 'no'),
        }));
      }),
      right,
      bread,
      ahead: bread.sum - right.sum,
      lead: Math.exp(bread.sum - right.sum),
      beginning: {
        tokens: BEGINNING,
        sum: sumOf(ofRight.slice(0, BEGINNING)),
        rest: sumOf(ofRight.slice(BEGINNING)),
      },
      spaceCosts: { lowest: Math.min(...costs), highest: Math.max(...costs) },

      answers: rows.length,
    };
  },
});
