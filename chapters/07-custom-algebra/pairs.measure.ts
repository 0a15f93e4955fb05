import { lambda, lambdaInverse } from '#numerics/custom-algebra';
import { sigmoid } from '#numerics/sigmoid';
import type { MathPart } from '#report/part';
import { math } from '#report/values';
import type { ScaleName, Size } from './scales.measure.ts';
import { SCALES } from './scales.measure.ts';

/**
 * The direct map between each pair of scales, both ways, as a formula and as a function beside it. Each is tested against the way
 * over the probability.
 */

export interface Rule {
  readonly formula: MathPart;
  readonly map: (x: number, size: Size) => number;
}

export interface Pair {
  readonly from: ScaleName;
  readonly to: ScaleName;
  readonly there: Rule;
  readonly back: Rule;
}

const rule = (formula: MathPart, map: Rule['map']): Rule => ({ formula, map });

const { exp, expm1, log, log1p, log2, log10, LN2, LN10 } = Math;

/** Natural logarithm of the odds of an event whose log-probability is given. */
const logOdds = (l: number): number => l - log(-expm1(l));

/** The logarithm of a probability, of odds o. */
const logOfOdds = (o: number): number => -log1p(1 / o);

const softplus = (x: number): number => log1p(exp(x));

const fourth = (a: number): number => (1 + a / 4) ** 4;

/** Decibels to a natural logarithm. */
const neper = (d: number): number => (d * LN10) / 10;

const fromProbability: readonly Pair[] = SCALES.filter(({ name }) => name !== 'probability').map((scale) => ({
  from: 'probability',
  to: scale.name,
  there: rule(scale.there, scale.fromProbability),
  back: rule(scale.back, scale.toProbability),
}));

const fromOdds: readonly Pair[] = [
  {
    from: 'odds',
    to: 'nats',
    there: rule(math`-\ln(1 + 1/o)`, logOfOdds),
    back: rule(math`\frac{e^{\ell}}{1 - e^{\ell}}`, (l) => exp(l) / -expm1(l)),
  },
  {
    from: 'odds',
    to: 'bits',
    there: rule(math`\log_2(1 + 1/o)`, (o) => log2(1 + 1 / o)),
    back: rule(math`\frac{1}{2^{s} - 1}`, (s) => 1 / (2 ** s - 1)),
  },
  {
    from: 'odds',
    to: 'logit',
    there: rule(math`\ln o`, (o) => log(o)),
    back: rule(math`e^{z}`, (z) => exp(z)),
  },
  {
    from: 'odds',
    to: 'decibels',
    there: rule(math`10 \log_{10} o`, (o) => 10 * log10(o)),
    back: rule(math`10^{d/10}`, (d) => 10 ** (d / 10)),
  },
  {
    from: 'odds',
    to: 'perplexity',
    there: rule(math`(1 + 1/o)^{1/n}`, (o, { tokens }) => (1 + 1 / o) ** (1 / tokens)),
    back: rule(math`\frac{1}{P^{n} - 1}`, (perplexity, { tokens }) => 1 / (perplexity ** tokens - 1)),
  },
  {
    from: 'odds',
    to: 'bits per byte',
    there: rule(math`\tfrac{1}{B} \log_2(1 + 1/o)`, (o, { bytes }) => log2(1 + 1 / o) / bytes),
    back: rule(math`\frac{1}{2^{bB} - 1}`, (b, { bytes }) => 1 / (2 ** (b * bytes) - 1)),
  },
  {
    from: 'odds',
    to: 'L₄',
    there: rule(math`4\left((1 + 1/o)^{-1/4} - 1\right)`, (o) => 4 * ((1 + 1 / o) ** -0.25 - 1)),
    back: rule(math`\frac{(1 + a/4)^4}{1 - (1 + a/4)^4}`, (a) => fourth(a) / (1 - fourth(a))),
  },
];

const fromNats: readonly Pair[] = [
  {
    from: 'nats',
    to: 'bits',
    there: rule(math`-\ell / \ln 2`, (l) => -l / LN2),
    back: rule(math`-s \ln 2`, (s) => -s * LN2),
  },
  {
    from: 'nats',
    to: 'logit',
    there: rule(math`\ell - \ln(1 - e^{\ell})`, logOdds),
    back: rule(math`-\ln(1 + e^{-z})`, (z) => -softplus(-z)),
  },
  {
    from: 'nats',
    to: 'decibels',
    there: rule(
      math`\tfrac{10}{\ln 10}\left(\ell - \ln(1 - e^{\ell})\right)`,
      (l) => (10 / LN10) * logOdds(l),
    ),
    back: rule(math`-\ln(1 + 10^{-d/10})`, (d) => -log1p(10 ** (-d / 10))),
  },
  {
    from: 'nats',
    to: 'perplexity',
    there: rule(math`e^{-\ell/n}`, (l, { tokens }) => exp(-l / tokens)),
    back: rule(math`-n \ln P`, (perplexity, { tokens }) => -tokens * log(perplexity)),
  },
  {
    from: 'nats',
    to: 'bits per byte',
    there: rule(math`-\frac{\ell}{B \ln 2}`, (l, { bytes }) => -l / (bytes * LN2)),
    back: rule(math`-bB \ln 2`, (b, { bytes }) => -b * bytes * LN2),
  },
  {
    from: 'nats',
    to: 'L₄',
    there: rule(math`4\,(e^{\ell/4} - 1)`, (l) => lambdaInverse(l)),
    back: rule(math`4 \ln(1 + a/4)`, (a) => lambda(a)),
  },
];

const fromBits: readonly Pair[] = [
  {
    from: 'bits',
    to: 'logit',
    there: rule(math`-\ln(2^{s} - 1)`, (s) => -log(2 ** s - 1)),
    back: rule(math`\log_2(1 + e^{-z})`, (z) => softplus(-z) / LN2),
  },
  {
    from: 'bits',
    to: 'decibels',
    there: rule(math`-10 \log_{10}(2^{s} - 1)`, (s) => -10 * log10(2 ** s - 1)),
    back: rule(math`\log_2(1 + 10^{-d/10})`, (d) => log2(1 + 10 ** (-d / 10))),
  },
  {
    from: 'bits',
    to: 'perplexity',
    there: rule(math`2^{s/n}`, (s, { tokens }) => 2 ** (s / tokens)),
    back: rule(math`n \log_2 P`, (perplexity, { tokens }) => tokens * log2(perplexity)),
  },
  {
    from: 'bits',
    to: 'bits per byte',
    there: rule(math`s / B`, (s, { bytes }) => s / bytes),
    back: rule(math`bB`, (b, { bytes }) => b * bytes),
  },
  {
    from: 'bits',
    to: 'L₄',
    there: rule(math`4\,(2^{-s/4} - 1)`, (s) => 4 * (2 ** (-s / 4) - 1)),
    back: rule(math`-4 \log_2(1 + a/4)`, (a) => -4 * log2(1 + a / 4)),
  },
];

const fromLogit: readonly Pair[] = [
  {
    from: 'logit',
    to: 'decibels',
    there: rule(math`\frac{10\,z}{\ln 10}`, (z) => (10 * z) / LN10),
    back: rule(math`\frac{d \ln 10}{10}`, neper),
  },
  {
    from: 'logit',
    to: 'perplexity',
    there: rule(math`(1 + e^{-z})^{1/n}`, (z, { tokens }) => (1 + exp(-z)) ** (1 / tokens)),
    back: rule(math`-\ln(P^{n} - 1)`, (perplexity, { tokens }) => -log(perplexity ** tokens - 1)),
  },
  {
    from: 'logit',
    to: 'bits per byte',
    there: rule(math`\tfrac{1}{B} \log_2(1 + e^{-z})`, (z, { bytes }) => softplus(-z) / (LN2 * bytes)),
    back: rule(math`-\ln(2^{bB} - 1)`, (b, { bytes }) => -log(2 ** (b * bytes) - 1)),
  },
  {
    from: 'logit',
    to: 'L₄',
    there: rule(math`4\left(\sigma(z)^{1/4} - 1\right)`, (z) => 4 * (sigmoid(z) ** 0.25 - 1)),
    back: rule(math`\lambda(a) - \ln\left(1 - (1 + a/4)^4\right)`, (a) => logOdds(lambda(a))),
  },
];

const fromDecibels: readonly Pair[] = [
  {
    from: 'decibels',
    to: 'perplexity',
    there: rule(math`(1 + 10^{-d/10})^{1/n}`, (d, { tokens }) => (1 + 10 ** (-d / 10)) ** (1 / tokens)),
    back: rule(
      math`-10 \log_{10}(P^{n} - 1)`,
      (perplexity, { tokens }) => -10 * log10(perplexity ** tokens - 1),
    ),
  },
  {
    from: 'decibels',
    to: 'bits per byte',
    there: rule(
      math`\tfrac{1}{B} \log_2(1 + 10^{-d/10})`,
      (d, { bytes }) => log2(1 + 10 ** (-d / 10)) / bytes,
    ),
    back: rule(math`-10 \log_{10}(2^{bB} - 1)`, (b, { bytes }) => -10 * log10(2 ** (b * bytes) - 1)),
  },
  {
    from: 'decibels',
    to: 'L₄',
    there: rule(
      math`4\left((1 + 10^{-d/10})^{-1/4} - 1\right)`,
      (d) => 4 * ((1 + 10 ** (-d / 10)) ** -0.25 - 1),
    ),
    back: rule(
      math`\tfrac{10}{\ln 10}\left(\lambda(a) - \ln\left(1 - (1 + a/4)^4\right)\right)`,
      (a) => (10 / LN10) * logOdds(lambda(a)),
    ),
  },
];

const amongAverages: readonly Pair[] = [
  {
    from: 'perplexity',
    to: 'bits per byte',
    there: rule(
      math`\tfrac{n}{B} \log_2 P`,
      (perplexity, { tokens, bytes }) => (tokens * log2(perplexity)) / bytes,
    ),
    back: rule(math`2^{bB/n}`, (b, { tokens, bytes }) => 2 ** ((b * bytes) / tokens)),
  },
  {
    from: 'perplexity',
    to: 'L₄',
    there: rule(math`4\,(P^{-n/4} - 1)`, (perplexity, { tokens }) => 4 * (perplexity ** (-tokens / 4) - 1)),
    back: rule(math`(1 + a/4)^{-4/n}`, (a, { tokens }) => (1 + a / 4) ** (-4 / tokens)),
  },
  {
    from: 'bits per byte',
    to: 'L₄',
    there: rule(math`4\,(2^{-bB/4} - 1)`, (b, { bytes }) => 4 * (2 ** ((-b * bytes) / 4) - 1)),
    back: rule(math`-\tfrac{4}{B} \log_2(1 + a/4)`, (a, { bytes }) => (-4 / bytes) * log2(1 + a / 4)),
  },
];

/** Each pair of scales once. */
export const PAIRS: readonly Pair[] = [
  ...fromProbability,
  ...fromOdds,
  ...fromNats,
  ...fromBits,
  ...fromLogit,
  ...fromDecibels,
  ...amongAverages,
];
