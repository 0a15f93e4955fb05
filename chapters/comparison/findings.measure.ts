import { auroc } from '#numerics/auroc';
import { type Interval, percentileInterval } from '#numerics/interval';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { comparison, each, statisticOf } from '#report/measurement';
import { twoAnswers } from '../01-logits-logprobs-softmax/two-answers.measure.ts';
import { factScores, judged } from '../03-logprobs-as-confidence/fact-scores.measure.ts';
import { freeAnswers } from '../03-logprobs-as-confidence/free-answers.measure.ts';
import { passageAnswers } from '../03-logprobs-as-confidence/passage-answers.measure.ts';
import { verdictOf } from '../03-logprobs-as-confidence/statistics.ts';

/** The same question, put to both models. */
export interface PairOf<Row> {
  readonly a: Row;
  readonly b: Row;
}

const SEED = 17;
const RESAMPLES = 4000;

/** Findings that may hold or be reversed, each with three intervals, and changes with one. */
const [FINDINGS, CHANGES] = [7, 5];
const INTERVALS = 3 * FINDINGS + CHANGES;
/** Of each interval, so that all of them together hold at 95 % (Bonferroni). */
const LEVEL = 1 - 0.05 / INTERVALS;

/** JSON knows no NaN: without an estimate there is none. */
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

const stored = (estimate: number, { low, high }: Interval) => ({
  estimate: orNull(estimate),
  low: orNull(low),
  high: orNull(high),
});

/** Of drawn questions, by their places: a statistic of the first model, and of the second. */
type Drawn = (places: Int32Array) => { readonly first: number; readonly second: number };

/** A statistic of the first, of the second, and their difference, all on the same draws of `n` questions. */
export function pairedEstimates(n: number, drawn: Drawn) {
  const valuesOf = (places: Int32Array) => {
    const { first, second } = drawn(places);
    return { first, second, difference: second - first };
  };
  const { next } = seededRandom(SEED);
  const whole = valuesOf(Int32Array.from({ length: n }, (_, place) => place));
  const places = new Int32Array(n);
  const draws = Array.from({ length: RESAMPLES }, () => valuesOf(places.map(() => Math.floor(next() * n))));
  const estimate = (of: keyof typeof whole) => {
    const values = draws.map((one) => one[of]);
    return stored(whole[of], percentileInterval(values, LEVEL));
  };
  return { first: estimate('first'), second: estimate('second'), difference: estimate('difference') };
}

type Estimated = ReturnType<typeof stored>;

/** On which side of `nil` an interval lies. */
function sideOf({ low, high }: Estimated, nil: number) {
  if (low === null || high === null) return 'unclear' as const;
  const side = verdictOf({ low: low - nil, high: high - nil });
  return side === 'up' ? ('yes' as const) : side === 'down' ? ('no' as const) : ('unclear' as const);
}

type SideOf = ReturnType<typeof sideOf>;
type Direction = ReturnType<typeof directionOf>;

/** What two clear sides say together; where one is not clear, whether at least their difference is. */
export function outcomeOf(first: SideOf, second: SideOf, direction: Direction) {
  if (first === 'unclear' || second === 'unclear')
    return direction === 'no clear effect' ? ('open' as const) : ('differs' as const);
  return first === second ? ('holds' as const) : ('reversed' as const);
}

const directionOf = ({ low, high }: Estimated) =>
  low === null || high === null ? ('no clear effect' as const) : verdictOf({ low, high });

type FindingName = 'overconfident' | 'separates' | 'passage' | 'untrue' | 'irrelevant' | 'no' | 'length';
type ChangeName = 'choices' | 'confidence' | 'written' | 'with passage' | 'ended';

function finding<Row>(name: FindingName, pairs: readonly PairOf<Row>[], statistic: Statistic<Row>, nil = 0) {
  const estimates = pairedEstimates(pairs.length, statistic(pairs));
  const [first, second] = [sideOf(estimates.first, nil), sideOf(estimates.second, nil)];
  const direction = directionOf(estimates.difference);
  return {
    name,
    n: pairs.length,
    ...estimates,
    firstIs: first,
    secondIs: second,
    outcome: outcomeOf(first, second, direction),
    direction,
  };
}

function change<Row>(name: ChangeName, pairs: readonly PairOf<Row>[], statistic: Statistic<Row>) {
  const estimates = pairedEstimates(pairs.length, statistic(pairs));
  return { name, n: pairs.length, ...estimates, direction: directionOf(estimates.difference) };
}

/** Rows of both with one id. */
export function joined<Row>(a: readonly Row[], b: readonly Row[], idOf: (row: Row) => string): PairOf<Row>[] {
  const others = new Map(b.map((row) => [idOf(row), row]));
  return a.flatMap((row) => {
    const other = others.get(idOf(row));
    return other === undefined ? [] : [{ a: row, b: other }];
  });
}

/** What is taken of draws, once the rows are looked at. */
type Statistic<Row> = (pairs: readonly PairOf<Row>[]) => Drawn;

/** The mean of a number of each row. */
const meanOf =
  <Row>(take: (row: Row) => number): Statistic<Row> =>
  (pairs) => {
    const [first, second] = [pairs.map(({ a }) => take(a)), pairs.map(({ b }) => take(b))];
    const meanAt = (values: readonly number[], places: Int32Array): number => {
      let sum = 0;
      for (const place of places) sum += at(values, place);
      return sum / places.length;
    };
    return (places) => ({ first: meanAt(first, places), second: meanAt(second, places) });
  };

interface Choice {
  readonly confidence: number;
  readonly right: boolean;
}

const aurocOf: Statistic<Choice> = (pairs) => {
  const ofRows = (rows: readonly Choice[]): number =>
    auroc(
      rows.map(({ confidence }) => confidence),
      rows.map(({ right }) => right),
    );
  const [first, second] = [pairs.map(({ a }) => a), pairs.map(({ b }) => b)];
  const drawnOf = (rows: readonly Choice[], places: Int32Array) =>
    Array.from(places, (place) => at(rows, place));
  return (places) => ({ first: ofRows(drawnOf(first, places)), second: ofRows(drawnOf(second, places)) });
};

interface PassageRow {
  readonly id: string;
  readonly condition: string;
  readonly verdict: string;
  readonly ended: string;
}

/** What was answered to each question, by what stood beside it. */
function byQuestion(rows: readonly PassageRow[]) {
  const questions = new Map<string, Map<string, string>>();
  for (const { id, condition, verdict } of rows)
    questions.set(id, (questions.get(id) ?? new Map()).set(condition, verdict));
  const endedOf = (id: string): number =>
    mean(rows.filter((row) => row.id === id).map(({ ended }) => Number(ended === 'by itself')));
  const is = (verdicts: ReadonlyMap<string, string>, condition: string, verdict: string): number =>
    Number(verdicts.get(condition) === verdict);
  return [...questions].map(([id, verdicts]) => ({
    id,
    none: is(verdicts, 'none', 'right'),
    passage: is(verdicts, 'right', 'right'),
    irrelevant: is(verdicts, 'irrelevant', 'right'),
    misled: is(verdicts, 'untrue', 'false'),
    kept: is(verdicts, 'untrue', 'right'),
    /** Of its answers, the share that the model ended. */
    ended: endedOf(id),
  }));
}

interface Judged {
  readonly item: { readonly answers: readonly { readonly bytes: number }[] };
  readonly chosen: number;
}

/** −1 where a shorter answer was taken for the right one, 1 where a longer one, in bytes; 0 where it was right. */
function lengthError({ item, chosen }: Judged): number {
  const bytes = item.answers.map((answer) => answer.bytes);
  return Math.sign(at(bytes, chosen) - at(bytes, 0));
}

const STATISTIC = statisticOf(80);
const ESTIMATE = each(STATISTIC, 'estimate', 'low', 'high');
const ESTIMATES = { n: 'exact', ...each(ESTIMATE, 'first', 'second', 'difference') } as const;

/** What was found about both models, on the same questions. */
export const comparedFindings = comparison({
  id: 'compared-findings',
  needs: { facts: factScores, passages: passageAnswers, free: freeAnswers, capitals: twoAnswers },
  kinds: {
    ...each('exact', 'mostTokens', 'intervals', 'all', 'holding', 'turned', 'differing', 'open'),
    level: 'exact',
    asked: each('exact', 'facts', 'passages', 'yesOrNo'),
    findings: ESTIMATES,
    changes: ESTIMATES,
  },
  compare({ a, b }) {
    const chosen = joined(
      judged(a.facts.items, 'test'),
      judged(b.facts.items, 'test'),
      ({ item }) => item.id,
    );
    const rows = joined(byQuestion(a.passages.rows), byQuestion(b.passages.rows), ({ id }) => id);
    const written = joined(a.free.rows, b.free.rows, ({ id }) => id);
    const asked = ({ capitals: { askedOfCapital, askedOfOther } }: Pick<typeof a, 'capitals'>) =>
      [...askedOfCapital, ...askedOfOther].map(({ difference }, place) => ({
        id: String(place),
        difference,
      }));
    const questions = joined(asked(a), asked(b), ({ id }) => id);
    const findings = [
      finding(
        'overconfident',
        chosen,
        meanOf(({ confidence, right }) => confidence - Number(right)),
      ),
      finding('separates', chosen, aurocOf, 0.5),
      finding(
        'passage',
        rows,
        meanOf(({ passage, none }) => passage - none),
      ),
      finding(
        'untrue',
        rows,
        meanOf(({ misled, kept }) => misled - kept),
      ),
      finding(
        'irrelevant',
        rows,
        meanOf(({ irrelevant, none }) => none - irrelevant),
      ),
      finding(
        'no',
        questions,
        meanOf(({ difference }) => (1 - Math.sign(difference)) / 2),
        0.5,
      ),
      finding(
        'length',
        chosen,
        meanOf((row) => -lengthError(row)),
      ),
    ];
    const changes = [
      change(
        'choices',
        chosen,
        meanOf(({ right }) => Number(right)),
      ),
      change(
        'confidence',
        chosen,
        meanOf(({ confidence }) => confidence),
      ),
      change(
        'written',
        written,
        meanOf(({ verdict }) => Number(verdict === 'right')),
      ),
      change(
        'with passage',
        rows,
        meanOf(({ passage }) => passage),
      ),
      change(
        'ended',
        rows,
        meanOf(({ ended }) => ended),
      ),
    ];
    const withOutcome = (wanted: string) => findings.filter(({ outcome }) => outcome === wanted).length;
    return {
      mostTokens: a.passages.mostTokens,
      intervals: INTERVALS,
      asked: { facts: chosen.length, passages: rows.length, yesOrNo: questions.length },
      all: findings.length,
      level: LEVEL,
      findings,
      changes,
      holding: withOutcome('holds'),
      turned: withOutcome('reversed'),
      differing: withOutcome('differs'),
      open: withOutcome('open'),
    };
  },
});
