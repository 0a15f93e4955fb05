import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { signTest } from '#numerics/sign-test';
import { median } from '#numerics/statistics';
import { each, measurement } from '#report/measurement';
import { repeatedPassage } from './repeated-passage.measure.ts';
import { type Condition, RETRIEVAL_FILE, readRetrievalSet } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

/** The question that the text follows; an id in the retrieval set. */
export const EXAMPLE = 'river-through-baghdad';
/** The kinds of passages, and what figure and table call them. */
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;
type Passage = (typeof PASSAGES)[number];
const NAMES: Readonly<Record<Condition, string>> = {
  none: 'none',
  gold: 'names the right answer',
  irrelevant: 'on another subject',
  counterfactual: 'names the rival',
};

const INTERVAL = each('decibels', 'estimate', 'low', 'high');
const PAIR = each('probability', 'right', 'rival');

/** The median of values in dB, with its distribution-free 95% interval. */
function estimated(values: readonly number[]) {
  return { estimate: median(values), ...medianInterval(values) };
}

/** How many differences are above zero, with a sign test against those below. */
function positive(differences: readonly number[]) {
  const countOf = (sign: number): number => differences.filter((x) => Math.sign(x) === sign).length;
  return { count: countOf(1), p: signTest(countOf(1), countOf(-1)) };
}

/**
 * What each retrieved passage was worth to the model, in decibels: the change of the odds of the right answer against
 * the false one, from the bare question on.
 */
export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: retrievalScores, twice: repeatedPassage },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    dots: { evidence: 'decibels' },
    medians: { median: 'decibels' },
    ...each('exact', 'questions', 'realQuestions'),
    real: each(INTERVAL, ...PASSAGES),
    table: { ahead: 'rank', ...PAIR, evidence: 'decibels' },
    overUnrelated: { count: 'rank', p: 'probability', more: INTERVAL },
    elsewhere: 'probability',
    second: { less: INTERVAL },
    invented: each('decibels', ...PASSAGES),
    unrelated: each('decibels', 'least', 'most'),
    furthest: { ...each('decibels', 'evidence', 'odds', 'right', 'rival'), after: 'probability' },
    example: {
      ...each(PAIR, 'without', 'with'),
      ...each('decibels', 'before', 'after', 'evidence'),
    },
  },
  async measure({ scores, twice, data }) {
    const items = readRetrievalSet(data.set);
    const scored = (id: string, condition: Condition) => {
      const row = scores.rows.find((one) => one.id === id && one.condition === condition);
      if (!row) throw new RangeError(`item "${id}" was not scored with the passage "${condition}"`);
      return row;
    };
    const oddsOf = (id: string, condition: Condition): number => {
      const { answer, falseAnswer } = scored(id, condition);
      return natsToDecibels(answer - falseAnswer);
    };
    const probabilitiesOf = (id: string, condition: Condition) => {
      const { answer, falseAnswer } = scored(id, condition);
      return { right: Math.exp(answer), rival: Math.exp(falseAnswer) };
    };
    const rows = items.map(({ id, kind, question }, index) => {
      const worth = (passage: Passage): number => oddsOf(id, passage) - oddsOf(id, 'none');
      return {
        id,
        kind,
        question,
        gold: worth('gold'),
        irrelevant: worth('irrelevant'),
        counterfactual: worth('counterfactual'),
        second: at(twice.rows, index).second,
      };
    });
    const real = rows.filter(({ kind }) => kind === 'real');
    const invented = rows.filter(({ kind }) => kind === 'invented');
    const worthOf = (passage: Passage, among = real): number[] => among.map((row) => row[passage]);
    const medianOf = (passage: Passage, among = real): number => median(worthOf(passage, among));
    /** Medians of the real questions, and in how many the rival is likelier. */
    const summary = (condition: Condition) => {
      const probabilities = real.map(({ id }) => probabilitiesOf(id, condition));
      return {
        passage: NAMES[condition],
        ahead: real.filter(({ id }) => oddsOf(id, condition) < 0).length,
        right: median(probabilities.map(({ right }) => right)),
        rival: median(probabilities.map(({ rival }) => rival)),
        evidence: condition === 'none' ? null : medianOf(condition),
      };
    };
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    const [item, example] = [at(items, place), at(rows, place)];
    const after = oddsOf(EXAMPLE, 'gold');
    const furthest = invented.reduce((one, other) => (other.gold > one.gold ? other : one));
    const [far, near] = [scored(furthest.id, 'gold'), scored(furthest.id, 'none')];
    const overUnrelated = real.map((row) => row.gold - row.irrelevant);
    return {
      dots: PASSAGES.flatMap((passage) =>
        rows.map(({ kind, question, ...row }) => ({
          passage: NAMES[passage],
          kind,
          question,
          evidence: row[passage],
        })),
      ),
      medians: PASSAGES.map((passage) => ({ passage: NAMES[passage], median: medianOf(passage) })),
      questions: rows.length,
      realQuestions: real.length,
      real: {
        gold: estimated(worthOf('gold')),
        irrelevant: estimated(worthOf('irrelevant')),
        counterfactual: estimated(worthOf('counterfactual')),
      },
      invented: {
        gold: medianOf('gold', invented),
        irrelevant: medianOf('irrelevant', invented),
        counterfactual: medianOf('counterfactual', invented),
      },
      /** What the unrelated passages before the real questions are worth, from the least to the most. */
      unrelated: {
        least: Math.min(...worthOf('irrelevant')),
        most: Math.max(...worthOf('irrelevant')),
      },
      table: [summary('none'), ...PASSAGES.map(summary)],
      /** Of the real questions, paired: in how many the right passage is worth more than the unrelated one, and by how much. */
      overUnrelated: { ...positive(overUnrelated), more: estimated(overUnrelated) },
      /** With the right passage: the median probability of a reply that begins with neither answer. */
      elsewhere: median(
        real.map(({ id }) => {
          const { right, rival } = probabilitiesOf(id, 'gold');
          return 1 - right - rival;
        }),
      ),
      /** By how much less the second copy is worth than the first, paired. */
      second: { less: estimated(real.map((row) => row.gold - row.second)) },
      furthest: {
        id: furthest.id,
        question: furthest.question,
        evidence: furthest.gold,
        odds: oddsOf(furthest.id, 'gold'),
        /** What the passage adds to the right answer, and to its rival. */
        right: natsToDecibels(far.answer - near.answer),
        rival: natsToDecibels(far.falseAnswer - near.falseAnswer),
        rivalAnswer: ` ${at(items, rows.indexOf(furthest)).falseAnswer}`,
        after: Math.exp(far.answer),
      },
      example: {
        question: item.question,
        /** The first sentence of the passage. */
        opening: item.gold.slice(0, item.gold.indexOf('.') + 1),
        rightAnswer: ` ${item.answer}`,
        rivalAnswer: ` ${item.falseAnswer}`,
        before: oddsOf(EXAMPLE, 'none'),
        after,
        evidence: example.gold,
        without: probabilitiesOf(EXAMPLE, 'none'),
        with: probabilitiesOf(EXAMPLE, 'gold'),
      },
    };
  },
});
