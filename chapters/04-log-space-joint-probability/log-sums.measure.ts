import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import { logSubExp } from '#numerics/log-sub-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { mean } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { candidates, QUESTION, RIGHT } from './candidates.measure.ts';
import { tokensAfter } from './continuation-tokens.ts';
import { logSumExp } from './short-log-sum-exp.ts';

/** Its exponential is too large for a float. */
export const OVERFLOW = 1000;

/** Four values a decade, at about equal distances on a logarithmic scale. */
const STEPS = [1, 1.78, 3.16, 5.62];
const DECADES = Array.from({ length: 18 }, (_, index) => index - 16);
/** From nearly certain to nearly impossible: distances below zero, in nats. */
const DISTANCES = [...DECADES.flatMap((power) => STEPS.map((step) => Number(`${step}e${power}`))), 100];

const naive1mExp = (x: number) => Math.log(1 - Math.exp(x));

/** Ways to compute ln(1 - exp(x)). */
const COMPLEMENTS = {
  'as the formula stands': naive1mExp,
  'log1p(-exp(x))': (x: number) => Math.log1p(-Math.exp(x)),
  'log(-expm1(x))': (x: number) => Math.log(-Math.expm1(x)),
};
export const FORMULAS = Object.keys(COMPLEMENTS);

/** The relative error of a value, against one that is right to the last digits. */
function relativeError(value: number, right: number): number | null {
  const error = Math.abs((value - right) / right);
  return Number.isFinite(error) && error > 0 ? error : null;
}

type Operation<A extends number[]> = (...args: A) => number;

/** Makes rows of one function: an expression, by the formula as it is and by ours. */
function rowsOf<A extends number[]>(name: string, naive: Operation<A>, stable: Operation<A>) {
  return (...args: A) => ({
    expression: `${name}(${args.join(', ')})`,
    naive: naive(...args),
    stable: stable(...args),
  });
}

export const logSums = measurement({
  id: 'log-sums',
  kinds: {
    rows: { naive: 'float64', stable: 'float64' },
    change: 'float64',
    errors: { distance: 'float64', error: 'float64' },
  },
  async measure() {
    const add = rowsOf('logAddExp', (a, b) => Math.log(Math.exp(a) + Math.exp(b)), logAddExp);
    const sub = rowsOf('logSubExp', (a, b) => Math.log(Math.exp(a) - Math.exp(b)), logSubExp);
    const oneMinus = rowsOf('log1mExp', naive1mExp, log1mExp);
    return {
      rows: [
        add(-1000, -1000),
        add(OVERFLOW, 0),
        add(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
        sub(-1000, -1001),
        oneMinus(-1e-20),
        oneMinus(-50),
      ],
      change: Math.LN2,
      errors: DISTANCES.flatMap((distance) =>
        Object.entries(COMPLEMENTS).map(([formula, complement]) => ({
          distance,
          formula,
          error: relativeError(complement(-distance), log1mExp(-distance)),
        })),
      ),
    };
  },
});

/** Two endings of which neither begins the other, so that they exclude each other. */
const EITHER = ['bread', 'fish'];
const WORDINGS = [
  QUESTION,
  'With the money from the market, the people from the island buy',
  'With their money, the islanders buy',
];
const ROOM = 64;

export const logSpaceInUse = measurement({
  id: 'log-space-in-use',
  data: { story: new URL('./texts/ferry.txt', import.meta.url) },
  needs: { decision: candidates },
  kinds: {
    one: 'nats',
    other: 'nats',
    whole: 'nats',
    together: 'nats',
    or: 'nats',
    share: 'probability',
    neither: 'nats',
    exclusive: 'exact',
    shareOfOne: 'probability',
    wordings: 'exact',
    each: { total: 'nats' },
    mean: 'nats',
    meanOfLogs: 'nats',
  },
  async measure({ lm, data, decision }) {
    const [one = Number.NaN, other = Number.NaN] = EITHER.map(
      (name) => decision.rows.find(({ text }) => text === name)?.sum,
    );
    const or = logAddExp(one, other);
    const [first, second] = [decision.before + one, decision.before + other];
    const items = WORDINGS.map((question) => {
      const prompt = `${data.story.trim()}\n\n${question}`;
      return {
        context: lm.encode(prompt).slice(-(lm.contextLength - ROOM)),
        continuation: tokensAfter(lm, prompt, RIGHT).ids,
      };
    });
    const scores = await lm.scoreMany(items);
    const each = scores.map(({ total }) => total);
    const whole = decision.rows.filter(
      (row) => !decision.rows.some((other) => other !== row && row.text.startsWith(other.text)),
    );
    const all = logSumExp(whole.map(({ sum }) => sum));
    const covered = decision.rows.find((row) => !whole.includes(row));
    const covers = decision.rows.find((row) => row !== covered && covered?.text.startsWith(row.text));
    return {
      names: EITHER,
      read: decision.read,
      one,
      other,
      whole: first,
      together: logAddExp(first, second),
      or,
      share: Math.exp(or),
      neither: log1mExp(Math.min(or, 0)),
      naive: either(Math.exp(first) + Math.exp(second) === 0, 'nothing', 'a number'),
      right: RIGHT.trim(),
      exclusive: whole.length,
      covers: covers?.text ?? '',
      shareOfOne: Number.isFinite(all) ? Math.exp(one - all) : null,
      wordings: each.length,
      each: WORDINGS.map((question, index) => ({ question, total: at(each, index) })),
      mean: logMeanExp(each),
      meanOfLogs: mean(each),
    };
  },
});
