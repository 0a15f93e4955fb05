import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { median } from '#numerics/statistics';
import { each, measurement, statisticOf } from '#report/measurement';
import { EXAMPLE, passageScores } from './passage-scores.measure.ts';
import {
  type Condition,
  PASSAGE_KINDS,
  PASSAGES,
  type Passage,
  passageOf,
  RETRIEVAL_FILE,
  readRetrievalSet,
  type Wording,
} from './retrieval.ts';

const WORDINGS = [
  ['paragraph', 'paragraphs'],
  ['sentence', 'sentences'],
] as const;

const INTERVAL = each('decibels', 'estimate', 'low', 'high');
const ODDS = each('probability', 'right', 'rival', 'together');
const SHARES = { ahead: 'rank', ...ODDS } as const;
const WORDING = {
  ...each(SHARES, 'none', ...PASSAGE_KINDS),
  evidence: each(INTERVAL, ...PASSAGE_KINDS),
  ...each(INTERVAL, 'secondLess', 'deniedName'),
  breakEven: statisticOf(10),
} as const;

/** The median of values in dB, with its distribution-free 95% interval. */
const estimated = (values: readonly number[]) => ({ estimate: median(values), ...medianInterval(values) });

const differences = (a: readonly number[], b: readonly number[]) => a.map((x, index) => x - at(b, index));

/** An object with a value for each name. */
const byName = <Name extends string, T>(names: readonly Name[], of: (name: Name) => T) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;

/**
 * What each passage was worth to the model, in decibels: the change of the odds of the right answer against the rival;
 * and how probable the two answers are.
 */
export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: passageScores },
  data: { set: RETRIEVAL_FILE },
  kinds: {
    questions: 'exact',
    dots: { evidence: 'decibels' },
    medians: { median: 'decibels' },
    ...each(WORDING, 'paragraph', 'sentence'),
    bare: { gold: SHARES, evidence: INTERVAL },
    example: {
      ...each(ODDS, 'without', 'with', 'bare'),
      ...each('decibels', 'before', 'after', 'worth', 'odds'),
    },
  },
  async measure({ scores, data }) {
    const items = readRetrievalSet(data.set);
    /** Of each question: the odds and the rival's log-probability in dB, and probabilities. */
    const scored = (wording: Wording, condition: Condition) => {
      const rows = items.map(({ id }) => {
        const found = scores.rows.find(
          (row) => row.id === id && row.wording === wording && row.condition === condition,
        );
        if (!found) throw new RangeError(`item "${id}" was not scored under ${wording}, ${condition}`);
        return found;
      });
      return {
        odds: rows.map(({ right, rival }) => natsToDecibels(right - rival)),
        rival: rows.map(({ rival }) => natsToDecibels(rival)),
        probabilities: rows.map((row) => {
          const [right, rival] = [Math.exp(row.right), Math.exp(row.rival)];
          return { right, rival, together: right + rival };
        }),
      };
    };
    /** On how many questions the rival is likelier, and median probabilities. */
    const shares = (wording: Wording, condition: Condition) => {
      const { odds, probabilities } = scored(wording, condition);
      const ahead = odds.filter((level) => level < 0).length;
      const medianOf = (name: keyof typeof ODDS) => median(probabilities.map((row) => row[name]));
      return { ahead, ...byName(['right', 'rival', 'together'], medianOf) };
    };
    /** A second copy is compared with the first one alone, all else with no passage. */
    const worthOf = (wording: Wording, passage: Passage) => {
      const before = passage === 'twice' ? 'gold' : 'none';
      return differences(scored(wording, passage).odds, scored(wording, before).odds);
    };
    const summary = (wording: Wording) => {
      const worth = byName(PASSAGE_KINDS, (passage) => worthOf(wording, passage));
      const all = byName(['none', ...PASSAGE_KINDS], (condition) => shares(wording, condition));
      const { none, gold, counterfactual } = all;
      return {
        ...all,
        evidence: byName(PASSAGE_KINDS, (passage) => estimated(worth[passage])),
        /** By how much less the second copy is worth than the first, paired. */
        secondLess: estimated(differences(worth.gold, worth.twice)),
        /** How much likelier the rival became by being denied. */
        deniedName: estimated(
          differences(scored(wording, 'rivalDenied').rival, scored(wording, 'none').rival),
        ),
        /** The share of false passages among passages at which as many rivals lead as without any. */
        breakEven: (none.ahead - gold.ahead) / (counterfactual.ahead - gold.ahead),
      };
    };
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    const item = at(items, place);
    const exampleOf = (wording: Wording, condition: Condition) => {
      const { odds, probabilities } = scored(wording, condition);
      return { odds: at(odds, place), probabilities: at(probabilities, place) };
    };
    const [without, informed] = [exampleOf('paragraph', 'none'), exampleOf('paragraph', 'gold')];
    const bare = exampleOf('bare', 'gold');
    return {
      questions: items.length,
      dots: PASSAGE_KINDS.flatMap((passage) =>
        WORDINGS.flatMap(([wording, name]) =>
          worthOf(wording, passage).map((evidence, index) => ({
            passage: PASSAGES[passage] as string,
            wording: name as string,
            question: at(items, index).question,
            evidence,
          })),
        ),
      ),
      medians: PASSAGE_KINDS.flatMap((passage) =>
        WORDINGS.map(([wording, name]) => ({
          passage: PASSAGES[passage] as string,
          wording: name as string,
          median: median(worthOf(wording, passage)),
        })),
      ),
      paragraph: summary('paragraph'),
      sentence: summary('sentence'),
      /** Without examples before the question. */
      bare: { gold: shares('bare', 'gold'), evidence: estimated(worthOf('bare', 'gold')) },
      example: {
        question: item.question,
        rightAnswer: ` ${item.answer}`,
        rivalAnswer: ` ${item.falseAnswer}`,
        passage: item.gold,
        denial: passageOf(item, 'rivalDenied', 'sentence'),
        longDenial: passageOf(item, 'rivalDenied', 'paragraph'),
        sentence: passageOf(item, 'gold', 'bare'),
        without: without.probabilities,
        with: informed.probabilities,
        bare: bare.probabilities,
        before: without.odds,
        after: informed.odds,
        worth: informed.odds - without.odds,
        odds: bare.odds,
      },
    };
  },
});
