import { decibelsToNats, natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { median } from '#numerics/statistics';
import { each, either, measurement } from '#report/measurement';
import { RETRIEVAL_FILE, readRetrievalSet } from '../03-logprobs-as-confidence/retrieval.ts';
import { retrievalScores } from '../03-logprobs-as-confidence/retrieval-scores.measure.ts';

/** Points of the figure stand at the nearest multiple of so many decibels, one upon the other. */
const WIDTH = 4;
/** The question that the text follows; a name in the retrieval set. */
const EXAMPLE = 'capital-of-australia';
/** Two answers with less than one percent together are ones that the model would hardly give. */
const SMALL = 0.01;
const EVIDENCE = each('decibels', 'gold', 'irrelevant', 'counterfactual');

/**
 * What each retrieved passage of chapter 3's questions was worth to the model: the change of the odds of the right
 * answer against the false one, in decibels, from the bare question on.
 */
export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: retrievalScores },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    rows: { tokens: 'exact', none: 'decibels', ...EVIDENCE },
    ...each('exact', 'questions', 'realQuestions', 'width'),
    dots: { near: 'decibels', place: 'rank' },
    highest: 'rank',
    all: EVIDENCE,
    ...each({ n: 'exact', median: 'decibels' }, 'oneToken', 'severalInvented', 'severalReal'),
    irrelevantRange: { low: 'decibels', high: 'decibels' },
    agrees: { gold: 'rank', counterfactual: 'rank' },
    wrongSide: { none: 'rank', gold: 'rank', counterfactual: 'rank' },
    bothTogether: { median: 'probability', below: 'rank' },
    example: {
      ...each('probability', 'rightProbability', 'rivalProbability', 'rightShare', 'rivalShare'),
      tokens: 'exact',
      ...each('decibels', 'none', 'gold', 'evidence'),
    },
  },
  async measure({ scores, data, lm }) {
    const items = readRetrievalSet(data.set, (text) => lm.encode(text));
    const asked = items.map((item) => {
      const after = (condition: string) => {
        const row = scores.rows.find((one) => one.id === item.id && one.condition === condition);
        if (!row) throw new RangeError(`item "${item.id}" was not scored with the passage "${condition}"`);
        const odds = natsToDecibels(row.answer - row.falseAnswer);
        return { odds, right: Math.exp(row.answer), rival: Math.exp(row.falseAnswer) };
      };
      const bare = after('none');
      const evidence = (condition: string): number => after(condition).odds - bare.odds;
      return {
        bare,
        informed: after('gold'),
        row: {
          question: item.question,
          kind: item.kind as string,
          // The false answer has as many: the retrieval set was written so.
          tokens: lm.encode(` ${item.answer}`).length,
          none: bare.odds,
          gold: evidence('gold'),
          irrelevant: evidence('irrelevant'),
          counterfactual: evidence('counterfactual'),
        },
      };
    });
    const rows = asked.map(({ row }) => row);
    const real = rows.filter(({ kind }) => kind === 'real');
    const [irrelevant, counterfactual] = [
      rows.map((row) => row.irrelevant),
      rows.map((row) => row.counterfactual),
    ];
    const gold = (some: typeof rows): number => median(some.map((row) => row.gold));
    const goldOf = (some: typeof rows) => ({ n: some.length, median: gold(some) });
    const several = rows.filter(({ tokens }) => tokens > 1);
    const together = asked
      .filter(({ row }) => row.kind === 'real')
      .map(({ bare }) => bare.right + bare.rival);
    const dots = (['gold', 'irrelevant', 'counterfactual'] as const).flatMap((passage) => {
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
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    if (place < 0) throw new RangeError(`the retrieval set has no item "${EXAMPLE}"`);
    const [item, { row: example, informed }] = [at(items, place), at(asked, place)];
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
      all: { gold: gold(rows), irrelevant: median(irrelevant), counterfactual: median(counterfactual) },
      oneToken: goldOf(rows.filter(({ tokens }) => tokens === 1)),
      severalInvented: goldOf(several.filter(({ kind }) => kind === 'invented')),
      severalReal: goldOf(several.filter(({ kind }) => kind === 'real')),
      irrelevantRange: { low: Math.min(...irrelevant), high: Math.max(...irrelevant) },
      agrees: {
        gold: rows.filter((row) => row.gold > 0).length,
        counterfactual: counterfactual.filter((evidence) => evidence < 0).length,
      },
      wrongSide: {
        none: real.filter((row) => row.none < 0).length,
        gold: real.filter((row) => row.none + row.gold < 0).length,
        counterfactual: real.filter((row) => row.none + row.counterfactual < 0).length,
      },
      bothTogether: { median: median(together), below: together.filter((share) => share < SMALL).length },
      example: {
        question: item.question,
        right: ` ${item.answer}`,
        rival: ` ${item.falseAnswer}`,
        passage: item.gold,
        rightProbability: informed.right,
        rivalProbability: informed.rival,
        rightShare: sigmoid(decibelsToNats(after)),
        rivalShare: sigmoid(-decibelsToNats(after)),
        both: either(informed.right + informed.rival < SMALL, 'rare', 'not rare'),
        tokens: example.tokens,
        none: example.none,
        gold: after,
        evidence: example.gold,
        side,
      },
    };
  },
});
