import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { quantile } from '#numerics/statistics';
import { measurement } from '#report/measurement';
import { RETRIEVAL_FILE, readRetrievalSet } from '../03-logprobs-as-confidence/retrieval.ts';
import { retrievalScores } from '../03-logprobs-as-confidence/retrieval-scores.ts';

/** Points of the figure stand at the nearest multiple of so many decibels, one upon the other. */
const WIDTH = 4;
/** The question that the text follows; a name in the retrieval set. */
const EXAMPLE = 'capital-of-australia';
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/**
 * What each retrieved passage of chapter 3's questions was worth to the model: the change of the odds of the right
 * answer against the false one, in decibels, from the bare question on.
 */
export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: retrievalScores },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    rows: {
      question: 'exact',
      kind: 'exact',
      tokens: 'exact',
      none: 'decibels',
      gold: 'decibels',
      irrelevant: 'decibels',
      counterfactual: 'decibels',
    },
    questions: 'exact',
    realQuestions: 'exact',
    dots: { passage: 'exact', kind: 'exact', near: 'decibels', place: 'rank' },
    width: 'exact',
    highest: 'rank',
    all: { gold: 'decibels', irrelevant: 'decibels', counterfactual: 'decibels' },
    oneToken: { n: 'exact', median: 'decibels' },
    severalTokens: { n: 'exact', median: 'decibels' },
    irrelevantRange: { low: 'decibels', high: 'decibels' },
    agrees: { gold: 'rank', counterfactual: 'rank' },
    wrongSide: { none: 'rank', gold: 'rank', counterfactual: 'rank' },
    example: {
      question: 'exact',
      right: 'exact',
      rival: 'exact',
      passage: 'exact',
      tokens: 'exact',
      none: 'decibels',
      gold: 'decibels',
      evidence: 'decibels',
      side: 'exact',
    },
  },
  async measure({ scores, data, lm }) {
    const items = readRetrievalSet(data.set, (text) => lm.encode(text));
    const asked = items.map((item) => {
      const oddsAfter = (condition: string): number => {
        const row = scores.rows.find((one) => one.id === item.id && one.condition === condition);
        if (!row) throw new RangeError(`item "${item.id}" was not scored with the passage "${condition}"`);
        return natsToDecibels(row.answer - row.falseAnswer);
      };
      const none = oddsAfter('none');
      const evidence = (condition: string): number => oddsAfter(condition) - none;
      return {
        id: item.id,
        row: {
          question: item.question,
          kind: item.kind as string,
          // The false answer has as many: the retrieval set was written so.
          tokens: lm.encode(` ${item.answer}`).length,
          none,
          gold: evidence('gold'),
          irrelevant: evidence('irrelevant'),
          counterfactual: evidence('counterfactual'),
        },
      };
    });
    const rows = asked.map(({ row }) => row);
    const real = rows.filter(({ kind }) => kind === 'real');
    const [one, several] = [
      rows.filter(({ tokens }) => tokens === 1),
      rows.filter(({ tokens }) => tokens > 1),
    ];
    const gold = (some: typeof rows): number => median(some.map((row) => row.gold));
    const dots = PASSAGES.flatMap((passage) => {
      const heaps = new Map<number, number>();
      return [...rows]
        .sort((a, b) => Number(a.kind === 'real') - Number(b.kind === 'real'))
        .map((row) => {
          const near = Math.round(row[passage] / WIDTH) * WIDTH + 0;
          const place = (heaps.get(near) ?? 0) + 1;
          heaps.set(near, place);
          return { passage: passage as string, kind: row.kind, near, place };
        });
    });
    const { item, row: example } = exampleOf(items, asked);
    const after = example.none + example.gold;
    const side: 'right before' | 'right after all' | 'still wrong' =
      example.none > 0 ? 'right before' : after > 0 ? 'right after all' : 'still wrong';
    return {
      rows,
      questions: rows.length,
      realQuestions: real.length,
      dots,
      width: WIDTH,
      highest: Math.max(...dots.map(({ place }) => place)) + 1,
      all: {
        gold: gold(rows),
        irrelevant: median(rows.map((row) => row.irrelevant)),
        counterfactual: median(rows.map((row) => row.counterfactual)),
      },
      oneToken: { n: one.length, median: gold(one) },
      severalTokens: { n: several.length, median: gold(several) },
      irrelevantRange: {
        low: Math.min(...rows.map((row) => row.irrelevant)),
        high: Math.max(...rows.map((row) => row.irrelevant)),
      },
      agrees: {
        gold: rows.filter((row) => row.gold > 0).length,
        counterfactual: rows.filter((row) => row.counterfactual < 0).length,
      },
      wrongSide: {
        none: real.filter((row) => row.none < 0).length,
        gold: real.filter((row) => row.none + row.gold < 0).length,
        counterfactual: real.filter((row) => row.none + row.counterfactual < 0).length,
      },
      example: {
        question: item.question,
        right: ` ${item.answer}`,
        rival: ` ${item.falseAnswer}`,
        passage: item.gold,
        tokens: example.tokens,
        none: example.none,
        gold: after,
        evidence: example.gold,
        side,
      },
    };
  },
});

/** The question that the text follows, as asked and as scored. Throws a RangeError when the set lacks it. */
function exampleOf<Item extends { readonly id: string }, Row>(
  items: readonly Item[],
  asked: readonly { readonly id: string; readonly row: Row }[],
): { item: Item; row: Row } {
  const place = items.findIndex(({ id }) => id === EXAMPLE);
  if (place < 0) throw new RangeError(`the retrieval set has no item "${EXAMPLE}"`);
  return { item: at(items, place), row: at(asked, place).row };
}
