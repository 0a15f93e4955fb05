import { type Bijection, type Operation, transport } from '#numerics/transport-of-structure';
import { measurement } from '#report/measurement';

const plus: Operation = (x, y) => x + y;
const { atanh, exp, expm1, log, log1p, sqrt, tanh } = Math;
const logit = (p: number): number => log(p / (1 - p));
const reciprocal = (x: number): number => 1 / x;
const power = (level: number): number => exp((level * Math.LN10) / 10);
const level = (p: number): number => 10 * Math.log10(p);

interface Rule {
  /** To lengths, which add. */
  readonly map: Bijection;
  /** The same operation in one step, without the map. */
  readonly direct: Operation;
  /** The identity, whose length is zero. */
  readonly neutral: number;
  /** The number that is composed with itself. */
  readonly example: number;
  /** Other numbers for a ruler. */
  readonly marks: readonly number[];
}

/** Nine rules that people use and the one of this chapter, each of them addition in disguise. */
export const RULES = {
  probabilities: {
    map: { to: (p) => -log(p), back: (s) => exp(-s) },
    direct: (p, q) => p * q,
    neutral: 1,
    example: 0.5,
    marks: [0.35, 0.15],
  },
  levels: {
    map: { to: power, back: level },
    direct: (a, b) => Math.max(a, b) + 10 * Math.log10(1 + power(-Math.abs(a - b))),
    neutral: -Infinity,
    example: 60,
    marks: [57, 65],
  },
  alternatives: {
    map: { to: exp, back: log },
    direct: (a, b) => Math.max(a, b) + log1p(exp(-Math.abs(a - b))),
    neutral: -Infinity,
    example: -1,
    marks: [-2, 0],
  },
  resistors: {
    map: { to: reciprocal, back: reciprocal },
    direct: (r, s) => (r * s) / (r + s),
    neutral: Infinity,
    example: 100,
    marks: [200, 35],
  },
  errors: {
    map: { to: (x) => x * x, back: sqrt },
    direct: Math.hypot,
    neutral: 0,
    example: 3,
    marks: [2, 5],
  },
  velocities: {
    map: { to: atanh, back: tanh },
    direct: (u, v) => (u + v) / (1 + u * v),
    neutral: 0,
    example: 0.5,
    marks: [-0.3, 0.9],
  },
  beliefs: {
    map: { to: logit, back: (z) => 1 / (1 + exp(-z)) },
    direct: (p, q) => (p * q) / (p * q + (1 - p) * (1 - q)),
    neutral: 0.5,
    example: 0.9,
    marks: [0.2, 0.998],
  },
  growth: {
    map: { to: log1p, back: expm1 },
    direct: (a, b) => a + b + a * b,
    neutral: 0,
    example: 0.1,
    marks: [0.05, 0.3],
  },
  tests: {
    map: { to: (p) => -log1p(-p), back: (s) => -expm1(-s) },
    direct: (p, q) => p + q - p * q,
    neutral: 0,
    example: 0.9,
    marks: [0.5, 0.999],
  },
  invented: {
    map: { to: (a) => 4 * log1p(a / 4), back: (s) => 4 * expm1(s / 4) },
    direct: (a, b) => a + b + (a * b) / 4,
    neutral: 0,
    example: 2,
    marks: [-1, 1, 8],
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES;

export const rulesInUse = measurement({
  id: 'rules-in-use',
  kinds: {
    rules: {
      example: 'exact',
      twice: 'float64',
      marks: { value: 'exact', length: 'float64' },
    },
  },
  async measure() {
    const rules = Object.entries<Rule>(RULES).map(([rule, { map, example, marks }]) => {
      const combine = transport(plus, map);
      const twice = combine(example, example);
      const length = (value: number) => map.to(value) / map.to(example);
      return {
        rule,
        example,
        twice,
        marks: marks.map((value) => ({ value, length: length(value) })),
      };
    });
    return { rules };
  },
});
