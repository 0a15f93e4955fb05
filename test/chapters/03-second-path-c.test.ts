import { describe, expect, it } from 'vitest';
import { committedOutputs } from './committed.ts';

/**
 * Recomputes what chapter 3 stores of free answers, lengths, samples and wordings from the scores that it stores, by
 * counting: no function of the project that computes a statistic is used.
 */

const outputs = committedOutputs();
const stored = <T>(id: string) => outputs.get(id) as T;

interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}
interface Auroc extends Interval {
  readonly estimate: number | null;
}
interface Judged {
  readonly score: number;
  readonly right: boolean;
}

/** The share of pairs of a right and a wrong answer in which the right one scores higher; half for a tie. */
function pairsInOrder(rows: readonly Judged[]): number | null {
  let [inOrder, pairs] = [0, 0];
  for (const one of rows)
    for (const other of rows) {
      if (!one.right || other.right) continue;
      pairs++;
      inOrder += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
    }
  return pairs === 0 ? null : inOrder / pairs;
}

/** Numbers in [0, 1) of a generator that the project does not use: the minimal standard of Park and Miller. */
function parkMiller(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** The middle share `level` of a statistic over samples of the rows. */
function drawn<Row>(
  rows: readonly Row[],
  statistic: (rows: readonly Row[]) => number,
  level: number,
): [number, number] {
  const random = parkMiller(7);
  const results = Array.from({ length: 4000 }, () =>
    statistic(rows.map(() => rows[Math.floor(random() * rows.length)] as Row)),
  ).sort((one, other) => one - other);
  const at = (share: number) => results[Math.round(share * (results.length - 1))] as number;
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

/** Two bootstraps of a thousand samples and more, from other random numbers, agree to about this. */
const DRAWING = 0.025;

function expectInterval({ low, high }: Interval, [otherLow, otherHigh]: [number, number]) {
  expect(Math.abs((low ?? Number.NaN) - otherLow)).toBeLessThan(DRAWING);
  expect(Math.abs((high ?? Number.NaN) - otherHigh)).toBeLessThan(DRAWING);
}

function expectAuroc(found: Auroc, rows: readonly Judged[]) {
  expect(found.estimate).toBeCloseTo(pairsInOrder(rows) ?? Number.NaN, 12);
  expectInterval(
    found,
    drawn(rows, (some) => pairsInOrder(some) ?? Number.NaN, 0.95),
  );
}

/** Twice the chance of so few heads or fewer, with Pascal's triangle in whole numbers. */
function coin(gained: number, lost: number): number {
  const tosses = gained + lost;
  let row = [1n];
  for (let i = 0; i < tosses; i++) row = [...row, 0n].map((one, k) => one + (row[k - 1] ?? 0n));
  const tail = row.slice(0, Math.min(gained, lost) + 1).reduce((sum, one) => sum + one, 0n);
  return Math.min(1, (2 * Number(tail)) / 2 ** tosses);
}

interface Shift {
  readonly gained: number;
  readonly lost: number;
  readonly p: number;
}

function shiftOf(before: readonly boolean[], after: readonly boolean[]): Shift {
  const gained = after.filter((right, i) => right && !before[i]).length;
  const lost = before.filter((right, i) => right && !after[i]).length;
  return { gained, lost, p: coin(gained, lost) };
}

function expectShift({ gained, lost, p }: Shift, other: Shift) {
  expect([gained, lost]).toEqual([other.gained, other.lost]);
  expect(p).toBeCloseTo(other.p, 10);
}

interface Answer {
  readonly text: string;
  readonly tokens: number;
  readonly sum: number;
  readonly first: number;
  readonly neutral: number;
}
interface Item {
  readonly id: string;
  readonly half: string;
  readonly lengths: string;
  readonly prompt: string;
  readonly answers: readonly Answer[];
}

const items = stored<{ items: readonly Item[] }>('fact-scores').items.filter(({ half }) => half === 'test');

/** Scores in whole billionths of a nat: equal means are equal, whatever their last bits. */
const SCORES: Readonly<Record<string, (answer: Answer) => number>> = {
  sum: ({ sum }) => sum,
  'mean per token': ({ sum, tokens }) => sum / tokens,
  'mean per character': ({ sum, text }) => sum / Array.from(text).length,
  'sum minus prior': ({ sum, neutral }) => sum - neutral,
  'first token': ({ first }) => first,
};

/** The place of the only best answer, or null where several are best. */
function pick({ answers }: Item, rule: string): number | null {
  const scores = answers.map((answer) => Math.round((SCORES[rule]?.(answer) ?? Number.NaN) * 1e9));
  const best = scores.flatMap((score, place) => (score === Math.max(...scores) ? [place] : []));
  return best.length === 1 ? (best[0] ?? null) : null;
}

describe('answers by other scores than the sum', () => {
  interface Row extends Shift, Interval {
    readonly rule: string;
    readonly n: number;
    readonly right: number;
    readonly sum: number;
    readonly shorter: number;
    readonly longer: number;
    readonly difference: number;
    readonly verdict: string;
    readonly spoilt: { prompt: string; chosen: string; tied: string } | null;
  }
  const lengths = stored<{
    sum: Pick<Row, 'n' | 'right' | 'shorter' | 'longer'>;
    byChance: { wrong: number; shorter: number; longer: number; favours: string };
    remedies: readonly Row[];
    sharing: { n: number };
    level: number;
    comparisons: number;
  }>('answer-lengths');
  const beginAlike = (item: Item) => item.answers.every(({ first }) => first === item.answers[0]?.first);
  const others = items.filter((item) => !beginAlike(item));
  const judgedBy = (rule: string) => (rule === 'first token' ? others : items);
  const isRightBy = (rule: string) => (item: Item) => pick(item, rule) === 0;

  it.each([{ ...lengths.sum, rule: 'sum' }, ...lengths.remedies])('are counted: $rule', (row) => {
    const own = judgedBy(row.rule);
    const picks = own.map((item) => pick(item, row.rule));
    const tokens = own.map(({ answers }, i) => {
      const place = picks[i];
      return place === null || place === undefined
        ? 0
        : (answers[place]?.tokens ?? 0) - (answers[0]?.tokens ?? 0);
    });
    expect(row).toMatchObject({
      n: own.length,
      right: picks.filter((place) => place === 0).length,
      shorter: tokens.filter((more) => more < 0).length,
      longer: tokens.filter((more) => more > 0).length,
    });
  });

  it('lean to short answers against wrong answers that are picked blindly', () => {
    const wrongs = items.filter((item) => ![0, null].includes(pick(item, 'sum')));
    const expected = (sign: number) =>
      wrongs
        .flatMap(({ answers }) => answers.slice(1).map(({ tokens }) => tokens - (answers[0]?.tokens ?? 0)))
        .filter((more) => Math.sign(more) === sign).length / 3;
    expect(lengths.byChance.wrong).toBe(wrongs.length);
    expect(lengths.byChance.shorter).toBeCloseTo(expected(-1), 10);
    expect(lengths.byChance.longer).toBeCloseTo(expected(1), 10);
    const { shorter, longer } = lengths.sum;
    const favoursShort = shorter > expected(-1) && longer < expected(1);
    expect(lengths.byChance.favours).toBe(favoursShort ? 'short' : 'no side');
  });

  it.each(lengths.remedies)('are compared with the sum question by question: $rule', (row) => {
    const compared = judgedBy(row.rule);
    const [own, sums] = [compared.map(isRightBy(row.rule)), compared.map(isRightBy('sum'))];
    expect(row.sum).toBe(sums.filter(Boolean).length);
    expectShift(row, shiftOf(sums, own));
    const differences = own.map((right, i) => Number(right) - Number(sums[i]));
    const average = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
    expect(row.difference).toBeCloseTo(average(differences), 12);
    expectInterval(row, drawn(differences, average, 1 - 0.05 / 4));
    const isClear = row.p < 0.05 / 4 && (row.low ?? 0) * (row.high ?? 0) > 0;
    expect(row.verdict).toBe(isClear ? (row.difference > 0 ? 'better' : 'worse') : 'not clear');
  });

  it('have an example that the sum gets right and they do not', () => {
    for (const { rule, spoilt } of lengths.remedies) {
      const item = items.find(({ prompt }) => prompt === spoilt?.prompt);
      if (!item || !spoilt) throw new Error(`no example for ${rule}`);
      const place = pick(item, rule);
      expect(pick(item, 'sum')).toBe(0);
      expect(place).not.toBe(0);
      expect(spoilt.tied).toBe(place === null ? 'yes' : 'no');
      if (place !== null) expect(spoilt.chosen).toBe(item.answers[place]?.text);
    }
  });

  it('leave out questions whose four answers begin alike, for the first token', () => {
    expect(lengths.sharing.n).toBe(items.length - others.length);
    expect(lengths.comparisons).toBe(lengths.remedies.length);
  });

  it('end where the same two answers end among the facts', () => {
    interface Added {
      readonly text: string;
      readonly sum: number;
      readonly tokens: number;
      readonly steps: readonly { readonly logprob: number; readonly sum: number }[];
    }
    const two = stored<{ prompt: string; right: Added; rival: Added; atEqualLength: number; course: string }>(
      'two-answers-token-by-token',
    );
    const item = items.find(({ prompt }) => prompt === two.prompt);
    for (const { text, sum, tokens, steps } of [two.right, two.rival]) {
      const fact = item?.answers.find((answer) => answer.text === text);
      expect(sum).toBeCloseTo(fact?.sum ?? Number.NaN, 6);
      expect([tokens, steps.length]).toEqual([fact?.tokens, fact?.tokens]);
      steps.forEach((step, i) => {
        expect(step.sum).toBeCloseTo((steps[i - 1]?.sum ?? 0) + step.logprob, 12);
      });
      expect(steps.at(-1)?.sum).toBeCloseTo(sum, 9);
    }
    expect(item?.answers[0]?.text).toBe(two.right.text);
    expect(two.course).toBe('overtaken');
    expect(item?.answers[(item && pick(item, 'sum')) ?? 0]?.text).toBe(two.rival.text);
    expect(two.atEqualLength).toBe(two.right.steps[two.rival.tokens - 1]?.sum);
    expect(two.atEqualLength).toBeGreaterThan(two.rival.sum);
    expect(two.right.sum).toBeLessThan(two.rival.sum);
  });
});

interface FreeRow {
  readonly answer: string;
  readonly sum: number;
  readonly tokens: number;
  readonly verdict: string;
}
interface Separations {
  readonly auroc: Auroc;
  readonly ofNames: Auroc;
}

const free = stored<
  Separations & {
    rows: readonly FreeRow[];
    right: number;
    accuracy: number;
    names: number;
    wrong: { all: number; phrases: number };
    mean: Separations & { advantage: Auroc };
  }
>('free-answers');
const agreement = stored<
  Separations & {
    rows: readonly { answer: string; agreement: number; greedyVerdict: string }[];
    lead: Auroc;
    bands: readonly { from: number; to: number; n: number; right: number }[];
    surestWrong: { agreement: number } | null;
  }
>('sampling-agreement');
const wordsOf = (answer: string) => answer.split(' ').filter((word) => word !== '').length;
const hasName = ({ answer }: { readonly answer: string }) => [1, 2].includes(wordsOf(answer));

/** The difference of two scores' AUROCs on the same answers, and its interval at the level of one of two. */
function expectLead(found: Auroc, rows: readonly { one: number; other: number; right: boolean }[]) {
  type Rows = typeof rows;
  const by = (score: (row: Rows[number]) => number) => (some: Rows) =>
    pairsInOrder(some.map((row) => ({ score: score(row), right: row.right }))) ?? Number.NaN;
  const lead = (some: Rows) => by(({ one }) => one)(some) - by(({ other }) => other)(some);
  expect(found.estimate).toBeCloseTo(lead(rows), 12);
  expectInterval(found, drawn(rows, lead, 0.975));
}

describe('free answers', () => {
  const rowsBy = (score: (row: FreeRow) => number, rows = free.rows) =>
    rows.map((row) => ({ score: score(row), right: row.verdict === 'right' }));
  const sum = (row: FreeRow) => row.sum;
  const mean = (row: FreeRow) => row.sum / row.tokens;

  it('are counted', () => {
    const right = free.rows.filter(({ verdict }) => verdict === 'right').length;
    expect([free.right, free.accuracy]).toEqual([right, right / free.rows.length]);
    expect(free.names).toBe(free.rows.filter(hasName).length);
    const wrong = free.rows.filter(({ verdict }) => verdict === 'wrong');
    expect(free.wrong).toMatchObject({
      all: wrong.length,
      phrases: wrong.filter(({ answer }) => wordsOf(answer) > 2).length,
    });
  });

  it('are separated by their sum and by their mean, all and names alone', () => {
    expectAuroc(free.auroc, rowsBy(sum));
    expectAuroc(free.ofNames, rowsBy(sum, free.rows.filter(hasName)));
    expectAuroc(free.mean.auroc, rowsBy(mean));
    expectAuroc(free.mean.ofNames, rowsBy(mean, free.rows.filter(hasName)));
    expectLead(
      free.mean.advantage,
      free.rows.map((row) => ({ one: sum(row), other: mean(row), right: row.verdict === 'right' })),
    );
  });

  it('are separated by how many samples agree', () => {
    const judged = agreement.rows.map((row, i) => ({
      answer: row.answer,
      score: row.agreement,
      one: free.rows[i]?.sum ?? Number.NaN,
      other: row.agreement,
      right: row.greedyVerdict === 'right',
    }));
    expect(agreement.rows.map(({ answer }) => answer)).toEqual(free.rows.map(({ answer }) => answer));
    expectAuroc(agreement.auroc, judged);
    expectAuroc(agreement.ofNames, judged.filter(hasName));
    expectLead(agreement.lead, judged);
    for (const { from, to, n, right } of agreement.bands) {
      const within = judged.filter(({ score }) => score > (from - 0.5) / 10 && score < (to + 0.5) / 10);
      expect([n, right]).toEqual([within.length, within.filter((row) => row.right).length]);
    }
    expect(agreement.bands.reduce((total, { n }) => total + n, 0)).toBe(judged.length);
    const wrongs = judged.filter(({ right }) => !right).map(({ score }) => score);
    expect(agreement.surestWrong?.agreement).toBe(Math.max(...wrongs));
  });
});

describe('facts asked as questions', () => {
  const wording = stored<{
    n: number;
    right: { statement: number; question: number };
    same: number;
    change: number;
    shift: Shift;
    rows: readonly { id: string; chosen: number; isRight: boolean }[];
  }>('phrasings');

  it('are all test items, each compared with itself as a statement', () => {
    expect(wording.rows.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    const statement = items.map((item) => pick(item, 'sum'));
    const question = wording.rows.map(({ isRight }) => isRight);
    const before = statement.map((place) => place === 0);
    const same = wording.rows.filter(({ chosen }, i) => chosen === statement[i]).length;
    expect(wording).toMatchObject({
      n: items.length,
      right: { statement: before.filter(Boolean).length, question: question.filter(Boolean).length },
      same,
    });
    expect(wording.change).toBeCloseTo(1 - same / items.length, 12);
    expectShift(wording.shift, shiftOf(before, question));
    for (const { chosen, isRight } of wording.rows) expect(isRight).toBe(chosen === 0);
  });
});

describe('what limits confidence', () => {
  it('adds up the spellings of an answer', () => {
    const forms = stored<{
      forms: readonly { form: string; logprob: number }[];
      listed: string;
      fitting: string;
      listedProbability: number;
      fittingProbability: number;
      allProbability: number;
    }>('surface-forms-of-an-answer');
    const probability = (form: string) =>
      Math.E ** (forms.forms.find((one) => one.form === form)?.logprob ?? Number.NaN);
    expect(forms.listedProbability).toBeCloseTo(probability(forms.listed), 12);
    expect(forms.fittingProbability).toBeCloseTo(probability(forms.fitting), 12);
    const all = forms.forms.reduce((total, { form }) => total + probability(form), 0);
    expect(forms.allProbability).toBeCloseTo(all, 12);
  });

  it('calls first tokens of labels the same only where they are', () => {
    const { labels, token, first, extent } = stored<{
      labels: readonly { pieces: readonly string[]; first: number; sum: number }[];
      token: string;
      first: number;
      extent: string;
    }>('first-tokens-of-labels');
    const same = labels.every(({ pieces }) => pieces[0] === labels[0]?.pieces[0]);
    expect(extent).toBe(same ? 'same' : 'different');
    expect([token, first]).toEqual([labels[0]?.pieces[0], labels[0]?.first]);
    if (same) for (const label of labels) expect(label.first).toBe(first);
    for (const label of labels) expect(label.sum).toBeLessThanOrEqual(label.first);
  });
});
