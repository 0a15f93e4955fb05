import { bootstrapInterval } from '#numerics/bootstrap';
import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { seededRandom } from '#numerics/seeded-random';
import { median } from '#numerics/statistics';
import { mean } from '#numerics/sum';
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

/** The passages that decide whether retrieval helps. */
const DECISIVE = ['none', 'gold', 'counterfactual'] as const;
type Decisive = (typeof DECISIVE)[number];

/** The probabilities that a reply to one question begins with the right answer, and with the rival. */
type Reply = { readonly right: number; readonly rival: number };

/** What a reply is worth on average. A right one is worth 1, a false one -1. */
const SCORES = {
  once: ({ right, rival }: Reply) => right - rival,
  /** Every reply that is not the right one is false. */
  others: ({ right }: Reply) => right - (1 - right),
} as const;
type Score = keyof typeof SCORES;
const SCORE_NAMES = Object.keys(SCORES) as readonly Score[];
const SEED = 17;

const INTERVAL = each('decibels', 'estimate', 'low', 'high');
const STATISTIC = statisticOf(20);
const ODDS = each('probability', 'right', 'rival', 'together');
const SHARES = { ahead: 'rank', ...ODDS } as const;
const WORDING = {
  ...each(SHARES, 'none', ...PASSAGE_KINDS),
  evidence: each(INTERVAL, ...PASSAGE_KINDS),
  ...each(INTERVAL, 'secondLess', 'nameSwapped'),
  beyondSubject: each(INTERVAL, 'denied', 'rivalDenied'),
  replies: each(each('probability', 'right', 'rival'), ...DECISIVE),
  net: each(STATISTIC, ...DECISIVE),
  breakEven: each(each(STATISTIC, 'estimate', 'low', 'high'), ...SCORE_NAMES),
} as const;

/** The median of values in dB, with its distribution-free 95% interval. */
const estimated = (values: readonly number[]) => ({ estimate: median(values), ...medianInterval(values) });

const differences = (a: readonly number[], b: readonly number[]) => a.map((x, index) => x - at(b, index));

/** An object with a value for each name. */
const byName = <Name extends string, T>(names: readonly Name[], of: (name: Name) => T) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;

type Replies = Readonly<Record<Decisive, Reply>>;

const meanScore = (questions: readonly Replies[], condition: Decisive, score: Score) =>
  mean(questions.map((question) => SCORES[score](question[condition])));

/** The share of false passages at which retrieval is worth as much as no passage. */
function breakEvenOf(questions: readonly Replies[], score: Score): number {
  const { none, gold, counterfactual } = byName(DECISIVE, (condition) =>
    meanScore(questions, condition, score),
  );
  return (gold - none) / (gold - counterfactual);
}

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
    medians: INTERVAL,
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
      const replies = items.map((_, index) =>
        byName(DECISIVE, (condition) => at(scored(wording, condition).probabilities, index)),
      );
      const than = (one: Passage, other: Passage) =>
        estimated(differences(scored(wording, one).odds, scored(wording, other).odds));
      return {
        ...all,
        evidence: byName(PASSAGE_KINDS, (passage) => estimated(worth[passage])),
        /** By how much less the second copy is worth than the first, paired. */
        secondLess: estimated(differences(worth.gold, worth.twice)),
        /** What another name in the same denial changes, paired: the denied right answer against the denied rival. */
        nameSwapped: than('denied', 'rivalDenied'),
        /** The odds after a denial, less those after a passage on another subject, paired. */
        beyondSubject: byName(['denied', 'rivalDenied'], (denial) => than(denial, 'irrelevant')),
        /** Mean probabilities: of so many replies, so many begin with each answer. */
        replies: byName(DECISIVE, (condition) =>
          byName(['right', 'rival'], (answer) => mean(replies.map((one) => one[condition][answer]))),
        ),
        net: byName(DECISIVE, (condition) => meanScore(replies, condition, 'once')),
        breakEven: byName(SCORE_NAMES, (score) => ({
          estimate: breakEvenOf(replies, score),
          ...bootstrapInterval(replies, (sample) => breakEvenOf(sample, score), {
            random: seededRandom(SEED).next,
          }),
        })),
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
          ...estimated(worthOf(wording, passage)),
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
