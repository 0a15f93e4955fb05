import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FACTS_FILE } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { readFacts } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { calibrationOf } from '../../scripts/calibrate/answer.ts';
import { judgedAnswers } from '../../scripts/calibrate/input.ts';
import { committedOutputs } from './committed.ts';

/** Recomputes what the sections on decisions and labels store, from scores and by counting. */

const outputs = committedOutputs();
const stored = <T>(id: string): T => outputs.get(id) as T;

const free = stored<{
  readonly rows: readonly { id: string; prompt: string; answer: string; sum: number; verdict: string }[];
}>('free-answers');
const decided = stored<{
  readonly accepted: number;
  readonly threshold: number | null;
  readonly content: readonly { token: string; logprob: number }[];
  readonly example: {
    prompt: string;
    answer: string;
    truth: string;
    probability: number;
    verdict: string;
    place: string;
    action: string;
  };
  readonly lessSure: {
    n: number;
    all: number;
    closest: { prompt: string; answer: string; probability: number } | null;
  };
  readonly dev: {
    n: number;
    answered: number;
    wrong: number;
    cautious: string;
    probabilities: readonly number[];
    outcomes: readonly boolean[];
  };
  readonly test: Record<
    'n' | 'wrong' | 'answered' | 'answeredWrong' | 'handedOver' | 'rightHandedOver' | 'risk' | 'low' | 'high',
    number | null
  >;
}>('decision');

/** The largest share that z standard errors still reach from the seen one, by bisection. */
function upperEnd(errors: number, n: number): number {
  const z = 1.959963984540054;
  let [low, high] = [errors / n, 1];
  for (let step = 0; step < 100; step++) {
    const share = (low + high) / 2;
    if (share - errors / n <= z * Math.sqrt((share * (1 - share)) / n)) low = share;
    else high = share;
  }
  return low;
}

describe('the decision', () => {
  const test = free.rows.map((row) => ({
    ...row,
    probability: row.answer === '' ? 0 : Math.E ** row.sum,
    right: row.verdict === 'right',
  }));
  const dev = decided.dev.probabilities.map((probability, i) => ({
    probability,
    right: decided.dev.outcomes[i] === true,
  }));
  const at = (rows: readonly { probability: number; right: boolean }[], threshold: number) => {
    const passed = rows.filter(({ probability }) => probability >= threshold);
    return { answered: passed.length, wrong: passed.filter(({ right }) => !right).length };
  };
  const kept = dev
    .map(({ probability }) => probability)
    .filter((threshold) => {
      const { answered, wrong } = at(dev, threshold);
      return wrong / answered <= decided.accepted;
    });

  it('is about all capitals and elements of dev', () => {
    const facts = readFacts(readFileSync(FACTS_FILE, 'utf8'));
    const asked = facts.filter(({ id, half }) => half === 'dev' && /^(capital|element)-/.test(id));
    expect([decided.dev.n, dev.length]).toEqual([asked.length, asked.length]);
  });

  it('has the lowest threshold of dev that keeps the risk', () => {
    expect(decided.threshold).toBe(kept.length === 0 ? null : Math.min(...kept));
    const { answered, wrong } = at(dev, decided.threshold ?? 2);
    expect(decided.dev).toMatchObject({ answered, wrong });
    const sure = dev.some(({ probability }) => {
      const passed = at(dev, probability);
      return upperEnd(passed.wrong, passed.answered) <= decided.accepted;
    });
    expect(decided.dev.cautious).toBe(sure ? 'a threshold' : 'no threshold');
  });

  it('comes to what counting the free answers gives', () => {
    const { answered, wrong } = at(test, decided.threshold ?? 2);
    const rights = test.filter(({ right }) => right).length;
    expect(decided.test).toMatchObject({
      n: test.length,
      wrong: test.length - rights,
      answered,
      answeredWrong: wrong,
      handedOver: test.length - answered,
      rightHandedOver: rights - (answered - wrong),
    });
    if (answered === 0) return expect(decided.test).toMatchObject({ risk: null, low: null, high: null });
    expect(decided.test.risk).toBeCloseTo(wrong / answered, 12);
    expect(decided.test.high).toBeCloseTo(upperEnd(wrong, answered), 9);
    expect(decided.test.low).toBeCloseTo(1 - upperEnd(answered - wrong, answered), 9);
  });

  it('is shown for the surest wrong answer, by its own tokens', () => {
    const { example, lessSure, content } = decided;
    const wrongs = test.filter(({ right }) => !right);
    const rights = test.filter(({ right }) => right);
    const surest = (wrongs.length > 0 ? wrongs : rights).toSorted((a, b) => b.probability - a.probability)[0];
    expect(example).toMatchObject({ prompt: surest?.prompt, answer: surest?.answer });
    const below = rights.filter(({ probability }) => probability < (surest?.probability ?? 0));
    expect([lessSure.n, lessSure.all]).toEqual([below.length, rights.length]);
    expect(lessSure.closest?.probability).toBe(
      below.length === 0 ? undefined : Math.max(...below.map(({ probability }) => probability)),
    );
    // The tokens that spell the answer, and no further.
    let [spelled, product] = ['', 1];
    for (const { token, logprob } of content) {
      if (spelled.trim() === example.answer) break;
      spelled += token;
      product *= Math.exp(logprob);
    }
    expect(spelled.trim()).toBe(example.answer);
    if (example.answer !== '') expect(example.probability).toBeCloseTo(product, 3);
    expect(example.action).toBe(
      decided.threshold !== null && example.probability >= decided.threshold ? 'answer' : 'hand over',
    );
  });
});

/** The probability of at most so many errors among n answers: Clopper and Pearson's upper end is the risk at 2.5%. */
function atMostErrors(errors: number, n: number, risk: number): number {
  let [term, total] = [(1 - risk) ** n, 0];
  for (let k = 0; k <= errors; k++) {
    total += term;
    term *= ((n - k) / (k + 1)) * (risk / (1 - risk));
  }
  return total;
}

describe('the number of labelled questions', () => {
  const { rows } = stored<{
    readonly rows: readonly Record<'percent' | 'none' | 'one' | 'two' | 'five', number>[];
  }>('labels-needed');
  const ERRORS = { none: 0, one: 1, two: 2, five: 5 } as const;

  it('is the first at which the upper end of the interval lies within the risk', () => {
    expect(rows.map(({ percent }) => percent)).toEqual([25, 10, 5, 1]);
    for (const row of rows) {
      for (const [name, errors] of Object.entries(ERRORS)) {
        const n = row[name as keyof typeof ERRORS];
        expect(upperEnd(errors, n)).toBeLessThanOrEqual(row.percent / 100);
        expect(upperEnd(errors, n - 1)).toBeGreaterThan(row.percent / 100);
      }
    }
  });

  it('is what a hand gets without an error: z² (1 − r) / r, rounded up', () => {
    // 1.96² is 3.8416, and (1 - r) / r is 3, 9, 19, 99: 11.5, 34.6, 73.0 (72.99), 380.3.
    expect(rows.map(({ none }) => none)).toEqual([12, 35, 73, 381]);
  });

  it('differs from that of the exact interval by one or two more in some cells, by fewer in others', () => {
    const more = rows.flatMap((row) =>
      Object.entries(ERRORS).map(([name, errors]) => {
        const risk = row.percent / 100;
        let n = errors + 1;
        while (atMostErrors(errors, n, risk) > 0.025) n++;
        return n - row[name as keyof typeof ERRORS];
      }),
    );
    expect(new Set(more.filter((extra) => extra > 0))).toEqual(new Set([1, 2]));
    expect(Math.min(...more)).toBeLessThan(0);
  });

  it('is what the chapter says that its own thresholds would have taken', () => {
    const { accepted, rules } = stored<{
      readonly accepted: number;
      readonly rules: readonly {
        answered: number;
        wrong: number;
        needed: number | null;
        checked: string;
      }[];
    }>('confidence-thresholds');
    expect(rules).toHaveLength(2);
    for (const { answered, wrong, needed, checked } of rules) {
      if (needed === null) {
        expect([answered, checked]).toEqual([0, 'none']);
        continue;
      }
      expect(upperEnd(wrong, needed)).toBeLessThanOrEqual(accepted);
      if (needed > Math.max(1, wrong)) expect(upperEnd(wrong, needed - 1)).toBeGreaterThan(accepted);
      expect(checked).toBe(answered < needed ? 'too few' : 'enough');
    }
  });

  it('is what the chapter tells its readers to remember', () => {
    const tenth = rows.find(({ percent }) => percent === 10);
    expect([tenth?.none, tenth?.one]).toEqual([35, 53]);
    const source = readFileSync(
      new URL('../../chapters/03-logprobs-as-confidence/remember.ts', import.meta.url),
      'utf8',
    );
    expect(source).toContain('given(35)');
    expect(source).toContain('given(53)');
  });
});

describe('the exercise with the sample', () => {
  const { calibrated } = stored<{
    readonly calibrated: {
      risk: number;
      n: number;
      simple: { answered: number; wrong: number; found: string };
      cautious: { answered: number; wrong: number; found: string };
      rightAtFirst: number;
      beginsWith: string;
    };
  }>('confidence-exercises');
  const lines = free.rows.map(({ prompt, sum, verdict }) =>
    JSON.stringify({ question: prompt, logprob: sum, right: verdict === 'right' }),
  );

  it('tells what the command answers', () => {
    const found = calibrationOf(judgedAnswers('sample', lines.join('\n')), calibrated.risk);
    const [simple, cautious] = found.rules.map(({ threshold, answered, wrong }) => ({
      answered,
      wrong,
      found: threshold === null ? 'none' : 'some',
    }));
    expect(calibrated).toMatchObject({ n: found.items, simple, cautious });
  });

  it('counts the right answers before the first mistake', () => {
    const surestWrong = Math.max(...free.rows.filter((row) => row.verdict !== 'right').map(({ sum }) => sum));
    const before = free.rows.filter(({ sum }) => sum > surestWrong).length;
    expect(calibrated).toMatchObject({
      rightAtFirst: before,
      beginsWith: before === 0 ? 'a mistake' : 'right answers',
    });
  });

  it('has the sigmoid, the AUROC and the risk after twenty right answers that a hand gets', () => {
    const { share, area, twenty } =
      stored<Record<'share' | 'area' | 'twenty', number>>('confidence-exercises');
    // 3.8416 / 23.8416
    expect(twenty).toBeCloseTo(0.1611, 4);
    expect(share).toBeCloseTo(0.731, 3);
    // 90 beats both; 60 loses to 80 and ties with 60.
    expect(area).toBe(2.5 / 4);
  });
});
