import { decode, encode, lambda, lambdaInverse } from '#numerics/custom-algebra';
import { pow } from '#numerics/pow';
import { sigmoid } from '#numerics/sigmoid';

/** The scales of the report, on which one event of probability p can be written down, and the maps between them. */

/** The size of the event as a text, which perplexity and bits per byte are averaged over. */
export interface Size {
  readonly tokens: number;
  readonly bytes: number;
}

/** A map as a formula in TeX and as a function. */
export type Rule = readonly [formula: string, map: (x: number, size: Size) => number];
const tex = String.raw;
const { exp, expm1, log, log1p, log2, log10, LN2, LN10 } = Math;
/** Natural logarithm of the odds of an event whose log-probability is given. */
const logOdds = (l: number): number => l - log(-expm1(l));
const softplus = (x: number): number => log1p(exp(x));
const fourth = (a: number): number => pow(1 + a / 4, 4);

/** Each scale by the one that it leads from. */
const RULES = {
  probability: {
    probability: [tex`p`, (p) => p],
    odds: [tex`\frac{p}{1 - p}`, (p) => p / (1 - p)],
    nats: [tex`\ln p`, (p) => log(p)],
    bits: [tex`-\log_2 p`, (p) => -log2(p)],
    logit: [tex`\ln \frac{p}{1 - p}`, (p) => log(p / (1 - p))],
    decibels: [tex`10 \log_{10} \frac{p}{1 - p}`, (p) => 10 * log10(p / (1 - p))],
    perplexity: [tex`p^{-1/n}`, (p, { tokens }) => pow(p, -1 / tokens)],
    'bits per byte': [tex`-\frac{1}{B} \log_2 p`, (p, { bytes }) => -log2(p) / bytes],
    'L₄': [tex`4\,(p^{1/4} - 1)`, (p) => encode(p)],
  },
  odds: {
    probability: [tex`\frac{o}{1 + o}`, (o) => o / (1 + o)],
    nats: [tex`-\ln(1 + 1/o)`, (o) => -log1p(1 / o)],
    bits: [tex`\log_2(1 + 1/o)`, (o) => log2(1 + 1 / o)],
    logit: [tex`\ln o`, (o) => log(o)],
    decibels: [tex`10 \log_{10} o`, (o) => 10 * log10(o)],
    perplexity: [tex`(1 + 1/o)^{1/n}`, (o, { tokens }) => pow(1 + 1 / o, 1 / tokens)],
    'bits per byte': [tex`\tfrac{1}{B} \log_2(1 + 1/o)`, (o, { bytes }) => log2(1 + 1 / o) / bytes],
    'L₄': [tex`4\left((1 + 1/o)^{-1/4} - 1\right)`, (o) => 4 * (pow(1 + 1 / o, -0.25) - 1)],
  },
  nats: {
    probability: [tex`e^{\ell}`, (l) => exp(l)],
    odds: [tex`\frac{e^{\ell}}{1 - e^{\ell}}`, (l) => exp(l) / -expm1(l)],
    bits: [tex`-\ell / \ln 2`, (l) => -l / LN2],
    logit: [tex`\ell - \ln(1 - e^{\ell})`, (l) => logOdds(l)],
    decibels: [tex`\tfrac{10}{\ln 10}\left(\ell - \ln(1 - e^{\ell})\right)`, (l) => (10 / LN10) * logOdds(l)],
    perplexity: [tex`e^{-\ell/n}`, (l, { tokens }) => exp(-l / tokens)],
    'bits per byte': [tex`-\frac{\ell}{B \ln 2}`, (l, { bytes }) => -l / (bytes * LN2)],
    'L₄': [tex`4\,(e^{\ell/4} - 1)`, (l) => lambdaInverse(l)],
  },
  bits: {
    probability: [tex`2^{-s}`, (s) => pow(2, -s)],
    odds: [tex`\frac{1}{2^{s} - 1}`, (s) => 1 / (pow(2, s) - 1)],
    nats: [tex`-s \ln 2`, (s) => -s * LN2],
    logit: [tex`-\ln(2^{s} - 1)`, (s) => -log(pow(2, s) - 1)],
    decibels: [tex`-10 \log_{10}(2^{s} - 1)`, (s) => -10 * log10(pow(2, s) - 1)],
    perplexity: [tex`2^{s/n}`, (s, { tokens }) => pow(2, s / tokens)],
    'bits per byte': [tex`s / B`, (s, { bytes }) => s / bytes],
    'L₄': [tex`4\,(2^{-s/4} - 1)`, (s) => 4 * (pow(2, -s / 4) - 1)],
  },
  logit: {
    probability: [tex`\sigma(z)`, (z) => sigmoid(z)],
    odds: [tex`e^{z}`, (z) => exp(z)],
    nats: [tex`-\ln(1 + e^{-z})`, (z) => -softplus(-z)],
    bits: [tex`\log_2(1 + e^{-z})`, (z) => softplus(-z) / LN2],
    decibels: [tex`\frac{10\,z}{\ln 10}`, (z) => (10 * z) / LN10],
    perplexity: [tex`(1 + e^{-z})^{1/n}`, (z, { tokens }) => pow(1 + exp(-z), 1 / tokens)],
    'bits per byte': [tex`\tfrac{1}{B} \log_2(1 + e^{-z})`, (z, { bytes }) => softplus(-z) / (LN2 * bytes)],
    'L₄': [tex`4\left(\sigma(z)^{1/4} - 1\right)`, (z) => 4 * (pow(sigmoid(z), 0.25) - 1)],
  },
  decibels: {
    probability: [tex`\frac{1}{1 + 10^{-d/10}}`, (d) => 1 / (1 + pow(10, -d / 10))],
    odds: [tex`10^{d/10}`, (d) => pow(10, d / 10)],
    nats: [tex`-\ln(1 + 10^{-d/10})`, (d) => -log1p(pow(10, -d / 10))],
    bits: [tex`\log_2(1 + 10^{-d/10})`, (d) => log2(1 + pow(10, -d / 10))],
    logit: [tex`\frac{d \ln 10}{10}`, (d) => (d * LN10) / 10],
    perplexity: [tex`(1 + 10^{-d/10})^{1/n}`, (d, { tokens }) => pow(1 + pow(10, -d / 10), 1 / tokens)],
    'bits per byte': [
      tex`\tfrac{1}{B} \log_2(1 + 10^{-d/10})`,
      (d, { bytes }) => log2(1 + pow(10, -d / 10)) / bytes,
    ],
    'L₄': [tex`4\left((1 + 10^{-d/10})^{-1/4} - 1\right)`, (d) => 4 * (pow(1 + pow(10, -d / 10), -0.25) - 1)],
  },
  perplexity: {
    probability: [tex`P^{-n}`, (P, { tokens }) => pow(P, -tokens)],
    odds: [tex`\frac{1}{P^{n} - 1}`, (P, { tokens }) => 1 / (pow(P, tokens) - 1)],
    nats: [tex`-n \ln P`, (P, { tokens }) => -tokens * log(P)],
    bits: [tex`n \log_2 P`, (P, { tokens }) => tokens * log2(P)],
    logit: [tex`-\ln(P^{n} - 1)`, (P, { tokens }) => -log(pow(P, tokens) - 1)],
    decibels: [tex`-10 \log_{10}(P^{n} - 1)`, (P, { tokens }) => -10 * log10(pow(P, tokens) - 1)],
    'bits per byte': [tex`\tfrac{n}{B} \log_2 P`, (P, { tokens, bytes }) => (tokens * log2(P)) / bytes],
    'L₄': [tex`4\,(P^{-n/4} - 1)`, (P, { tokens }) => 4 * (pow(P, -tokens / 4) - 1)],
  },
  'bits per byte': {
    probability: [tex`2^{-bB}`, (b, { bytes }) => pow(2, -b * bytes)],
    odds: [tex`\frac{1}{2^{bB} - 1}`, (b, { bytes }) => 1 / (pow(2, b * bytes) - 1)],
    nats: [tex`-bB \ln 2`, (b, { bytes }) => -b * bytes * LN2],
    bits: [tex`bB`, (b, { bytes }) => b * bytes],
    logit: [tex`-\ln(2^{bB} - 1)`, (b, { bytes }) => -log(pow(2, b * bytes) - 1)],
    decibels: [tex`-10 \log_{10}(2^{bB} - 1)`, (b, { bytes }) => -10 * log10(pow(2, b * bytes) - 1)],
    perplexity: [tex`2^{bB/n}`, (b, { tokens, bytes }) => pow(2, (b * bytes) / tokens)],
    'L₄': [tex`4\,(2^{-bB/4} - 1)`, (b, { bytes }) => 4 * (pow(2, (-b * bytes) / 4) - 1)],
  },
  'L₄': {
    probability: [tex`(1 + a/4)^4`, (a) => decode(a)],
    odds: [tex`\frac{(1 + a/4)^4}{1 - (1 + a/4)^4}`, (a) => fourth(a) / (1 - fourth(a))],
    nats: [tex`4 \ln(1 + a/4)`, (a) => lambda(a)],
    bits: [tex`-4 \log_2(1 + a/4)`, (a) => -4 * log2(1 + a / 4)],
    logit: [tex`\lambda(a) - \ln\left(1 - (1 + a/4)^4\right)`, (a) => logOdds(lambda(a))],
    decibels: [
      tex`\tfrac{10}{\ln 10}\left(\lambda(a) - \ln\left(1 - (1 + a/4)^4\right)\right)`,
      (a) => (10 / LN10) * logOdds(lambda(a)),
    ],
    perplexity: [tex`(1 + a/4)^{-4/n}`, (a, { tokens }) => pow(1 + a / 4, -4 / tokens)],
    'bits per byte': [tex`-\tfrac{4}{B} \log_2(1 + a/4)`, (a, { bytes }) => (-4 / bytes) * log2(1 + a / 4)],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Rule>>>>;

export type ScaleName = keyof typeof RULES;
export const SCALES = Object.keys(RULES) as readonly ScaleName[];

/** The map from one scale to another. Throws an Error when there is none. */
export function ruleBetween(from: ScaleName, to: ScaleName): Rule {
  const rules: Readonly<Partial<Record<ScaleName, Rule>>> = RULES[from];
  const rule = rules[to];
  if (!rule) throw new Error(`there is no map from "${from}" to "${to}"`);
  return rule;
}

/** Each pair of scales once, with the maps both ways. */
export const PAIRS = SCALES.flatMap((from, index) =>
  SCALES.slice(index + 1).map((to) => ({
    from,
    to,
    there: ruleBetween(from, to),
    back: ruleBetween(to, from),
  })),
);
