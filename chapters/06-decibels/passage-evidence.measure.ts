import { natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { medianInterval } from '#numerics/median-interval';
import { signTest } from '#numerics/sign-test';
import { median } from '#numerics/statistics';
import { each, measurement, statisticOf } from '#report/measurement';
import { EXAMPLE, passageScores } from './passage-scores.measure.ts';
import { type Condition, passageOf, RETRIEVAL_FILE, readRetrievalSet, type Wording } from './retrieval.ts';

/** The passages, and what figure and table call them. A second copy counts from the first one on. */
const NAMES = {
  gold: 'names the right answer',
  counterfactual: 'names the rival',
  denied: 'denies the right answer',
  rivalDenied: 'denies the rival',
  irrelevant: 'on another subject',
  twice: 'second copy of the first',
} as const;
type Passage = keyof typeof NAMES;
const PASSAGES = Object.keys(NAMES) as Passage[];

const WITH_EXAMPLES = { paragraph: 'paragraphs', sentence: 'sentences' } as const;

const INTERVAL = each('decibels', 'estimate', 'low', 'high');
const SHARES = { ahead: 'rank', ...each('probability', 'right', 'rival', 'together') } as const;
const ODDS = each('probability', 'right', 'rival', 'together');
const WORDING = {
  ...each(SHARES, 'none', ...PASSAGES),
  evidence: each(INTERVAL, ...PASSAGES),
  named: each(INTERVAL, 'denied', 'rivalDenied'),
  overUnrelated: { count: 'rank', p: 'probability', more: INTERVAL },
  ...each(INTERVAL, 'secondLess', 'falseFurther'),
  breakEven: statisticOf(10),
} as const;

/** The median of values in dB, with its distribution-free 95% interval. */
const estimated = (values: readonly number[]) => ({ estimate: median(values), ...medianInterval(values) });

const differences = (a: readonly number[], b: readonly number[]) => a.map((x, index) => x - at(b, index));

/** How many differences are above zero, with a sign test against those below. */
function positive(values: readonly number[]) {
  const countOf = (sign: number): number => values.filter((x) => Math.sign(x) === sign).length;
  return { count: countOf(1), p: signTest(countOf(1), countOf(-1)) };
}

/** An object with a value for each name. */
const byName = <Name extends string, T>(names: readonly Name[], of: (name: Name) => T) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, T>;

/**
 * What each passage was worth to the model, in decibels: the change of the odds of the right answer against the rival,
 * from the bare question on; and how probable the two answers are.
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
    bare: { ...each(SHARES, 'none', 'gold'), evidence: INTERVAL },
    example: {
      ...each(ODDS, 'without', 'with', 'bare'),
      ...each('decibels', 'before', 'after', 'worth', 'odds'),
    },
  },
  async measure({ scores, data }) {
    const items = readRetrievalSet(data.set);
    /** Both answers to each question in dB, and their probabilities. */
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
        right: rows.map(({ right }) => natsToDecibels(right)),
        rival: rows.map(({ rival }) => natsToDecibels(rival)),
        probabilities: rows.map(({ right, rival }) => ({
          right: Math.exp(right),
          rival: Math.exp(rival),
          together: Math.exp(right) + Math.exp(rival),
        })),
      };
    };
    /** On how many questions the rival is likelier, and median probabilities. */
    const shares = (wording: Wording, condition: Condition) => {
      const { odds, probabilities } = scored(wording, condition);
      return {
        ahead: odds.filter((level) => level < 0).length,
        right: median(probabilities.map(({ right }) => right)),
        rival: median(probabilities.map(({ rival }) => rival)),
        together: median(probabilities.map(({ together }) => together)),
      };
    };
    const worthOf = (wording: Wording, condition: Passage) =>
      differences(
        scored(wording, condition).odds,
        scored(wording, condition === 'twice' ? 'gold' : 'none').odds,
      );
    const summary = (wording: Wording) => {
      const none = scored(wording, 'none');
      const worth = byName(PASSAGES, (passage) => worthOf(wording, passage));
      const all = byName(['none', ...PASSAGES], (condition) => shares(wording, condition));
      const overUnrelated = differences(worth.gold, worth.irrelevant);
      return {
        ...all,
        evidence: byName(PASSAGES, (passage) => estimated(worth[passage])),
        /** How much likelier a denied answer became. */
        named: {
          denied: estimated(differences(scored(wording, 'denied').right, none.right)),
          rivalDenied: estimated(differences(scored(wording, 'rivalDenied').rival, none.rival)),
        },
        overUnrelated: { ...positive(overUnrelated), more: estimated(overUnrelated) },
        /** By how much less the second copy is worth than the first, paired. */
        secondLess: estimated(differences(worth.gold, worth.twice)),
        /** How much further than the right passage the one that names the rival moves the odds, its own way. */
        falseFurther: estimated(worth.gold.map((x, index) => -at(worth.counterfactual, index) - x)),
        /** The share of false passages among passages at which as many rivals lead as without any. */
        breakEven: (all.none.ahead - all.gold.ahead) / (all.counterfactual.ahead - all.gold.ahead),
      };
    };
    const place = items.findIndex(({ id }) => id === EXAMPLE);
    const item = at(items, place);
    const exampleOf = (wording: Wording, condition: Condition) => {
      const { odds, probabilities } = scored(wording, condition);
      return { odds: at(odds, place), probabilities: at(probabilities, place) };
    };
    const [without, informed, bare] = [
      exampleOf('paragraph', 'none'),
      exampleOf('paragraph', 'gold'),
      exampleOf('bare', 'gold'),
    ];
    const wordings = Object.entries(WITH_EXAMPLES) as [Wording, string][];
    return {
      questions: items.length,
      dots: PASSAGES.flatMap((passage) =>
        wordings.flatMap(([wording, name]) =>
          worthOf(wording, passage).map((evidence, index) => ({
            passage: NAMES[passage] as string,
            wording: name,
            question: at(items, index).question,
            evidence,
          })),
        ),
      ),
      medians: PASSAGES.flatMap((passage) =>
        wordings.map(([wording, name]) => ({
          passage: NAMES[passage] as string,
          wording: name,
          median: median(worthOf(wording, passage)),
        })),
      ),
      paragraph: summary('paragraph'),
      sentence: summary('sentence'),
      /** Without examples before the question. */
      bare: {
        none: shares('bare', 'none'),
        gold: shares('bare', 'gold'),
        evidence: estimated(worthOf('bare', 'gold')),
      },
      example: {
        question: item.question,
        rightAnswer: ` ${item.answer}`,
        rivalAnswer: ` ${item.falseAnswer}`,
        passage: item.gold,
        denial: passageOf(item, 'rivalDenied', 'sentence'),
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
