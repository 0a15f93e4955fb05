import { decibelsToNats, natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { sigmoid } from '#numerics/sigmoid';
import { signTest } from '#numerics/sign-test';
import { median } from '#numerics/statistics';
import { each, measurement } from '#report/measurement';
import { repeatedPassage } from './repeated-passage.measure.ts';
import { type Condition, RETRIEVAL_FILE, readRetrievalSet, retrievalPrompt } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

/** The question that the text follows; an id in the retrieval set. */
const EXAMPLE = 'capital-of-australia';
/** The kinds of passages, and what figure and table call them. */
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;
type Passage = (typeof PASSAGES)[number];
const NAMES: Readonly<Record<Passage, string>> = {
  gold: 'names the right answer',
  irrelevant: 'on another subject',
  counterfactual: 'names the rival',
};

const INTERVAL = each('decibels', 'estimate', 'low', 'high');

/** The median of values in dB, with its distribution-free 95% interval. */
function estimated(values: readonly number[]) {
  return { estimate: median(values), ...medianInterval(values) };
}

/** How many values are positive, of those that are not zero, and the two-sided p of a sign test. */
function positive(values: readonly number[]) {
  const [count, negative] = [values.filter((x) => x > 0).length, values.filter((x) => x < 0).length];
  return { count, of: count + negative, p: signTest(count, negative) };
}
const TALLY = { ...each('rank', 'count', 'of'), p: 'probability' } as const;

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
    ...each(each(INTERVAL, ...PASSAGES), 'real', 'invented'),
    wrong: each('rank', 'none', ...PASSAGES),
    table: { ...each('rank', 'wrong', 'towards'), ...each('decibels', 'real', 'invented') },
    falseHarder: { ...TALLY, by: INTERVAL },
    unrelated: { size: 'decibels', asLarge: 'rank' },
    second: { worth: 'decibels', first: 'decibels', ...TALLY, less: INTERVAL },
    furthest: { evidence: 'decibels', ...each('probability', 'before', 'after') },
    example: {
      ...each('probability', 'rightShare', 'rivalShare', 'right', 'rival'),
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
    const rows = items.map(({ id, kind, question }, index) => {
      const none = oddsOf(id, 'none');
      const worth = (passage: Passage): number => oddsOf(id, passage) - none;
      return {
        id,
        kind,
        question,
        none,
        gold: worth('gold'),
        irrelevant: worth('irrelevant'),
        counterfactual: worth('counterfactual'),
        second: at(twice.rows, index).second,
      };
    });
    const [real, invented] = ['real', 'invented'].map((kind) => rows.filter((row) => row.kind === kind));
    if (!real || !invented) throw new RangeError('two kinds of questions are needed');
    const intervalsOf = (some: typeof rows) => ({
      gold: estimated(some.map((row) => row.gold)),
      irrelevant: estimated(some.map((row) => row.irrelevant)),
      counterfactual: estimated(some.map((row) => row.counterfactual)),
    });
    const wrongAfter = (change: (row: (typeof rows)[number]) => number): number =>
      real.filter((row) => row.none + change(row) < 0).length;
    const summary = (passage: string, worth: (row: (typeof rows)[number]) => number, wrong: number) => ({
      passage,
      wrong,
      real: median(real.map(worth)),
      invented: median(invented.map(worth)),
      towards: positive(rows.map(worth)).count,
    });
    const wrong = {
      none: wrongAfter(() => 0),
      gold: wrongAfter((row) => row.gold),
      irrelevant: wrongAfter((row) => row.irrelevant),
      counterfactual: wrongAfter((row) => row.counterfactual),
    };
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    const [item, example] = [at(items, place), at(rows, place)];
    const after = example.none + example.gold;
    const furthest = rows.reduce((one, other) => (other.gold > one.gold ? other : one));
    const sum = real.map((row) => row.gold + row.counterfactual);
    return {
      dots: PASSAGES.flatMap((passage) =>
        rows.map(({ kind, question, ...row }) => ({
          passage: NAMES[passage],
          kind,
          question,
          evidence: row[passage],
        })),
      ),
      medians: PASSAGES.map((passage) => ({
        passage: NAMES[passage],
        median: median(real.map((row) => row[passage])),
      })),
      questions: rows.length,
      realQuestions: real.length,
      real: intervalsOf(real),
      invented: intervalsOf(invented),
      wrong,
      table: [
        { passage: 'none', wrong: wrong.none, real: null, invented: null, towards: null },
        summary(NAMES.gold, (row) => row.gold, wrong.gold),
        summary(
          'the same again, a second copy',
          (row) => row.second,
          wrongAfter((row) => row.gold + row.second),
        ),
        summary(NAMES.irrelevant, (row) => row.irrelevant, wrong.irrelevant),
        summary(NAMES.counterfactual, (row) => row.counterfactual, wrong.counterfactual),
      ],
      /** Of the real questions, paired: in how many the false passage pulls harder than the right one, and by how much. */
      falseHarder: { ...positive(sum.map((x) => -x)), by: estimated(sum.map((x) => -x)) },
      unrelated: {
        size: median(rows.map((row) => Math.abs(row.irrelevant))),
        asLarge: rows.filter((row) => Math.abs(row.irrelevant) >= Math.abs(example.gold)).length,
      },
      second: {
        worth: median(rows.map((row) => row.second)),
        first: median(rows.map((row) => row.gold)),
        ...positive(rows.map((row) => row.second)),
        /** By how much less than the first, paired. */
        less: estimated(rows.map((row) => row.gold - row.second)),
      },
      furthest: {
        question: furthest.question,
        answer: ` ${scored(furthest.id, 'gold').answerText}`,
        evidence: furthest.gold,
        before: Math.exp(scored(furthest.id, 'none').answer),
        after: Math.exp(scored(furthest.id, 'gold').answer),
      },
      example: {
        prompt: retrievalPrompt(item, 'none'),
        passage: item.gold,
        rightAnswer: ` ${item.answer}`,
        rivalAnswer: ` ${item.falseAnswer}`,
        before: example.none,
        after,
        evidence: example.gold,
        /** Of the two answers together. */
        rightShare: sigmoid(decibelsToNats(after)),
        rivalShare: sigmoid(-decibelsToNats(after)),
        right: Math.exp(scored(EXAMPLE, 'gold').answer),
        rival: Math.exp(scored(EXAMPLE, 'gold').falseAnswer),
      },
    };
  },
});
