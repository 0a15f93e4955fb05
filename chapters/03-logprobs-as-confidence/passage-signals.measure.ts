import { auroc } from '#numerics/auroc';
import { aurocDrawing, aurocInterval } from '#numerics/auroc-interval';
import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { signTest } from '#numerics/sign-test';
import { median } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { passageAnswers } from './passage-answers.measure.ts';
import {
  CONDITIONS,
  ITEMS_OF_A_KIND,
  PASSAGE_KINDS,
  PASSAGES_FILE,
  passageOf,
  readPassages,
  rightComesFirst,
} from './passages.ts';
import {
  aurocDifference,
  correctedLevel,
  interval,
  orNull,
  PAIRED_OUTCOMES,
  pairedOutcomes,
  RARE,
  separates,
  verdictOf,
  withSeparation,
} from './statistics.ts';

const QUESTIONS = PASSAGE_KINDS.length * ITEMS_OF_A_KIND;
const STATISTIC = statisticOf(QUESTIONS);

interface Row {
  readonly id: string;
  readonly tokens: number;
  readonly sum: number;
  readonly entropy: number;
  readonly right: number | null;
  readonly inSource: number | null;
  readonly without: number | null;
}

/** Where both are minus infinity neither is larger. */
const difference = (one: number, other: number) => (one === other ? 0 : one - other);

/** What can be read off an answer, larger where one would trust it more; null where the condition does not give it. */
const SIGNALS: Readonly<Record<string, (row: Row) => number | null>> = {
  'log-probability': ({ sum }) => sum,
  'log-probability per token': ({ sum, tokens }) => (tokens === 0 ? 0 : sum / tokens),
  'sharpness of the first token': ({ entropy }) => -entropy,
  'P(True)': ({ right }) => right,
  'passage has it': ({ inSource }) => inSource,
  'gain from passage': ({ sum, without }) => (without === null ? null : difference(sum, without)),
};

/** What may be wrong with what a search brought back, and the condition that stands for it. */
const FAILURES = { missing: 'none', irrelevant: 'irrelevant', untrue: 'untrue' } as const;
type Failure = keyof typeof FAILURES;
const FAILURE_NAMES = Object.keys(FAILURES) as Failure[];

/** Enough for the far ends of an interval that many comparisons share one error of a twentieth for. */
const RESAMPLES = 10_000;

/**
 * How well a signal tells answers with a right passage from those with another, over all pairs: questions are drawn with
 * both their answers. The verdict is that of an interval which so many comparisons share, by Bonferroni.
 */
function telling(
  rights: readonly Row[],
  others: readonly Row[],
  signal: (row: Row) => number | null,
  comparisons: number,
) {
  const scored = (rows: readonly Row[], right: boolean) =>
    rows.flatMap((row) => {
      const score = signal(row);
      return score === null ? [] : [{ id: row.id, score, right }];
    });
  const rows = [...scored(rights, true), ...scored(others, false)];
  if (rows.length < rights.length + others.length) return null;
  const { estimate, low, high } = aurocInterval(rows);
  const shared = aurocInterval(rows, {
    ...aurocDrawing(),
    resamples: RESAMPLES,
    level: correctedLevel(comparisons),
  });
  return { estimate, low, high, verdict: separates(shared) };
}

/** Which of two passages an answer follows more often than a coin would. */
function orderOf(first: number, second: number) {
  if (signTest(first, second) >= RARE) return 'neither' as const;
  return either(second > first, 'the last', 'the first');
}

const AREA = interval('estimate', STATISTIC);

/** A median probability of “Yes” and “No” together below which a model would hardly say either. */
const NEXT_TO_NOTHING = 0.01;

export const passageSignals = measurement({
  id: 'passage-signals',
  needs: { answers: passageAnswers },
  data: { set: PASSAGES_FILE },
  kinds: {
    ...each('exact', 'questions', 'ofAKind', 'comparisons', 'asked'),
    conditions: {
      ...each('rank', 'right', 'untrue', 'another', 'nothing', 'ended', 'rightInvented', 'rightReal'),
      probability: 'probability',
    },
    ...each(PAIRED_OUTCOMES, 'passage', 'wording', 'distraction'),
    known: each('rank', 'n', 'misled', 'kept', 'distracted'),
    example: { rows: { probability: 'probability' } },
    contradicted: each('rank', 'first', 'second', 'neither'),
    signals: each(AREA, ...FAILURE_NAMES),
    level: 'float64',
    reversed: 'rank',
    mass: each('probability', 'right', 'inSource'),
    bestReal: AREA,
    told: each('rank', 'asked', 'byHowMany'),
    ...each(AREA, 'whenRight', 'whenUntrue', 'mixed'),
    asking: {
      right: 'rank',
      yes: 'rank',
      ...each('probability', 'meanYes', 'meanProbability'),
      meanRating: STATISTIC,
      rows: { ...AREA, ...each(STATISTIC, 'difference', 'differenceLow', 'differenceHigh') },
    },
  },
  async measure({ lm, answers, data }) {
    const { rows } = answers;
    const under = (condition: string) => rows.filter((row) => row.condition === condition);
    const isRight = (row: (typeof rows)[number]) => row.verdict === 'right';
    const rightUnder = (condition: string) => under(condition).map(isRight);
    const conditions = CONDITIONS.map((name) => {
      const own = under(name);
      const count = (verdict: string, kind?: string) =>
        own.filter((row) => row.verdict === verdict && (kind === undefined || row.kind === kind)).length;
      return {
        name: name as string,
        right: count('right'),
        untrue: count('false'),
        another: count('another'),
        nothing: count('nothing'),
        ended: own.filter(({ ended }) => ended === 'by itself').length,
        rightInvented: count('right', 'invented'),
        rightReal: count('right', 'real'),
        probability: median(own.map(({ sum }) => Math.exp(sum))),
      };
    });
    const comparable = Object.entries(SIGNALS).flatMap(([name, signal]) =>
      FAILURE_NAMES.filter((failure) => under(FAILURES[failure]).every((row) => signal(row) !== null)).map(
        (failure) => [name, failure] as const,
      ),
    );
    const signals = Object.entries(SIGNALS).map(([name, signal]) => {
      const against = (failure: Failure) =>
        telling(under('right'), under(FAILURES[failure]), signal, comparable.length);
      return {
        name,
        missing: against('missing'),
        irrelevant: against('irrelevant'),
        untrue: against('untrue'),
      };
    });
    const real = (condition: string) => under(condition).filter(({ kind }) => kind === 'real');
    const amongReal = Object.entries(SIGNALS).flatMap(([name, signal]) => {
      const area = telling(real('right'), real('untrue'), signal, Object.keys(SIGNALS).length);
      return area === null ? [] : [{ name, ...area }];
    });
    const bestReal = at(
      amongReal.sort((one, other) => other.estimate - one.estimate),
      0,
    );
    const backwards = signals.flatMap((signal) =>
      FAILURE_NAMES.filter((failure) => signal[failure]?.verdict === 'reversed'),
    );
    const massOf = (which: 'rightMass' | 'inSourceMass') =>
      median(
        rows.flatMap((row) => {
          const mass = row[which];
          return mass === null ? [] : [mass];
        }),
      );
    const mass = { right: massOf('rightMass'), inSource: massOf('inSourceMass') };
    const tells = (failure: Failure) =>
      signals.filter((signal) => signal[failure]?.verdict === 'separates').map(({ name }) => name);
    const best = (failure: Failure) =>
      at(
        [...signals].sort((one, other) => (other[failure]?.estimate ?? 0) - (one[failure]?.estimate ?? 0)),
        0,
      );
    const known = under('none').filter((row) => row.kind === 'real' && isRight(row));
    const ofKnown = (condition: string, verdict: string) =>
      under(condition).filter((row) => row.verdict === verdict && known.some(({ id }) => id === row.id))
        .length;
    const items = readPassages(data.set);
    const says = ({ id }: { readonly id: string }, condition: string) =>
      under(condition).find((row) => row.id === id)?.verdict;
    /** Answers that run on until they are cut have a sum that does not compare. */
    const ends = ({ id }: { readonly id: string }) =>
      rows.every((row) => row.id !== id || !isRight(row) || row.ended === 'by itself');
    const isTelling = (item: (typeof items)[number]) =>
      says(item, 'right') === 'right' && says(item, 'untrue') === 'false';
    const shown =
      items.find(
        (item) => item.kind === 'real' && says(item, 'none') === 'right' && isTelling(item) && ends(item),
      ) ??
      items.find(isTelling) ??
      at(items, 0);
    const saysFirst = under('contradictory').map(({ verdict }, place) => {
      if (verdict !== 'right' && verdict !== 'false') return 'neither';
      return either((verdict === 'right') === rightComesFirst(place), 'first', 'second');
    });
    const said = (which: string) => saysFirst.filter((one) => one === which).length;
    const bySum = (some: readonly (typeof rows)[number][], right: (row: (typeof rows)[number]) => boolean) =>
      withSeparation(aurocInterval(some.map((row) => ({ id: row.id, score: row.sum, right: right(row) }))));

    const rated = rows.flatMap(({ rating, right: odds, ...row }) =>
      rating === null || odds === null
        ? []
        : [{ ...row, rating, odds, right: isRight({ ...row, rating, right: odds }) }],
    );
    type Rated = (typeof rated)[number];
    const own: Readonly<Record<string, (row: Rated) => number>> = {
      'log-probability of the answer': ({ sum }) => sum,
      'P(True)': ({ odds }) => odds,
      'rating from 0 to 9': ({ rating }) => rating,
    };
    const aurocBy = (score: (row: Rated) => number) => (some: readonly Rated[]) =>
      some.length === 0
        ? Number.NaN
        : auroc(
            some.map(score),
            some.map(({ right }) => right),
          );
    const comparedBy = ({ estimate, ...ends }: ReturnType<typeof aurocDifference>) => {
      if (Number.isNaN(estimate)) return 'no pairs' as const;
      return Number.isNaN(ends.low) ? ('no interval' as const) : verdictOf(ends);
    };
    const [[, sumOf] = []] = Object.entries(own);
    const asking = Object.entries(own).map(([name, score], place) => {
      const area = aurocInterval(rated.map((row) => ({ id: row.id, score: score(row), right: row.right })));
      const toItself = Number.isNaN(area.estimate) ? Number.NaN : 0;
      const less =
        place === 0 || sumOf === undefined
          ? { estimate: toItself, low: toItself, high: toItself }
          : aurocDifference(rated, aurocBy(score), aurocBy(sumOf));
      return {
        name,
        estimate: orNull(area.estimate),
        low: orNull(area.low),
        high: orNull(area.high),
        difference: orNull(less.estimate),
        differenceLow: orNull(less.low),
        differenceHigh: orNull(less.high),
        verdict: comparedBy(less),
        tells: separates(area),
      };
    });
    return {
      questions: answers.questions,
      ofAKind: ITEMS_OF_A_KIND,
      asked: rated.length,
      prompts: either(lm.chat([{ role: 'user', content: 'Hello' }]) !== null, 'chat template', 'plain'),
      comparisons: comparable.length,
      level: correctedLevel(comparable.length),
      conditions,
      example: {
        untrueIs: either(
          Math.min(...rows.filter(({ id }) => id === shown.id).map(({ sum }) => sum)) ===
            at(
              under('untrue').filter(({ id }) => id === shown.id),
              0,
            ).sum,
          'least likely',
          'not least likely',
        ),
        question: shown.question,
        rows: CONDITIONS.map((condition) => {
          const { answer, sum, verdict } = at(
            under(condition).filter(({ id }) => id === shown.id),
            0,
          );
          const passage = passageOf(shown, items.indexOf(shown), condition);
          return { condition: condition as string, passage, answer, probability: Math.exp(sum), verdict };
        }),
      },
      passage: pairedOutcomes(rightUnder('none'), rightUnder('right')),
      wording: pairedOutcomes(rightUnder('right'), rightUnder('reworded')),
      distraction: pairedOutcomes(rightUnder('none'), rightUnder('irrelevant')),
      known: {
        n: known.length,
        misled: ofKnown('untrue', 'false'),
        kept: ofKnown('untrue', 'right'),
        distracted: known.length - ofKnown('irrelevant', 'right'),
      },
      contradicted: { first: said('first'), second: said('second'), neither: said('neither') },
      signals,
      untrueTold: either(tells('untrue').length > 0, 'by some', 'by none'),
      lastWins: orderOf(said('first'), said('second')),
      reversed: backwards.length,
      mass: {
        ...mass,
        is:
          Math.max(mass.right, mass.inSource) < NEXT_TO_NOTHING
            ? ('next to nothing' as const)
            : either(
                Math.min(mass.right, mass.inSource) < NEXT_TO_NOTHING,
                'one next to nothing',
                'something',
              ),
      },
      /** With what its interval says if it were the only one tried. */
      bestReal: { ...bestReal, alone: either(bestReal.low > 0.5, 'clear', 'not clear') },
      told: FAILURE_NAMES.map((failure) => ({
        failure: failure as string,
        asked: signals.filter((signal) => signal[failure] !== null).length,
        by: tells(failure),
        byHowMany: tells(failure).length,
        best: best(failure).name,
      })),
      whenRight: bySum(under('right'), isRight),
      whenUntrue: bySum(under('untrue'), ({ verdict }) => verdict === 'false'),
      mixed: bySum([...under('right'), ...under('untrue')], isRight),
      asking: {
        right: rated.filter(({ right }) => right).length,
        yes: rated.filter(({ odds }) => odds > 0).length,
        meanYes: mean(rated.map(({ odds }) => sigmoid(odds))),
        meanProbability: mean(rated.map(({ sum }) => Math.exp(sum))),
        meanRating: mean(rated.map(({ rating }) => rating)),
        rows: asking,
      },
    };
  },
});
