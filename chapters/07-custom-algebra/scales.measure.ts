import { decode, encode } from '#numerics/custom-algebra';
import { sigmoid } from '#numerics/sigmoid';
import type { MathPart } from '#report/part';
import { math } from '#report/values';

/**
 * The scales of the report, on which one event of probability p can be written down, with the way there and back. For
 * the two that are averages, the event is a text of n tokens and B bytes.
 */

/** The size of the event: what perplexity and bits per byte are averaged over. */
export interface Size {
  readonly tokens: number;
  readonly bytes: number;
}

export type ScaleName =
  | 'probability'
  | 'odds'
  | 'nats'
  | 'bits'
  | 'logit'
  | 'decibels'
  | 'perplexity'
  | 'bits per byte'
  | 'L₄';

export interface Scale {
  readonly name: ScaleName;
  readonly symbol: MathPart;
  readonly there: MathPart;
  readonly back: MathPart;
  fromProbability(p: number, size: Size): number;
  toProbability(x: number, size: Size): number;
}

export const SCALES: readonly Scale[] = [
  {
    name: 'probability',
    symbol: math`p`,
    there: math`p`,
    back: math`p`,
    fromProbability: (p) => p,
    toProbability: (p) => p,
  },
  {
    name: 'odds',
    symbol: math`o`,
    there: math`\frac{p}{1 - p}`,
    back: math`\frac{o}{1 + o}`,
    fromProbability: (p) => p / (1 - p),
    toProbability: (o) => o / (1 + o),
  },
  {
    name: 'nats',
    symbol: math`\ell`,
    there: math`\ln p`,
    back: math`e^{\ell}`,
    fromProbability: (p) => Math.log(p),
    toProbability: (l) => Math.exp(l),
  },
  {
    name: 'bits',
    symbol: math`s`,
    there: math`-\log_2 p`,
    back: math`2^{-s}`,
    fromProbability: (p) => -Math.log2(p),
    toProbability: (s) => 2 ** -s,
  },
  {
    name: 'logit',
    symbol: math`z`,
    there: math`\ln \frac{p}{1 - p}`,
    back: math`\sigma(z)`,
    fromProbability: (p) => Math.log(p / (1 - p)),
    toProbability: (z) => sigmoid(z),
  },
  {
    name: 'decibels',
    symbol: math`d`,
    there: math`10 \log_{10} \frac{p}{1 - p}`,
    back: math`\frac{1}{1 + 10^{-d/10}}`,
    fromProbability: (p) => 10 * Math.log10(p / (1 - p)),
    toProbability: (d) => 1 / (1 + 10 ** (-d / 10)),
  },
  {
    name: 'perplexity',
    symbol: math`P`,
    there: math`p^{-1/n}`,
    back: math`P^{-n}`,
    fromProbability: (p, { tokens }) => p ** (-1 / tokens),
    toProbability: (perplexity, { tokens }) => perplexity ** -tokens,
  },
  {
    name: 'bits per byte',
    symbol: math`b`,
    there: math`-\frac{1}{B} \log_2 p`,
    back: math`2^{-bB}`,
    fromProbability: (p, { bytes }) => -Math.log2(p) / bytes,
    toProbability: (b, { bytes }) => 2 ** (-b * bytes),
  },
  {
    name: 'L₄',
    symbol: math`a`,
    there: math`4\,(p^{1/4} - 1)`,
    back: math`(1 + a/4)^4`,
    fromProbability: (p) => encode(p),
    toProbability: (a) => decode(a),
  },
];

/** The scale of a name. */
export function scaleNamed(name: ScaleName): Scale {
  const found = SCALES.find((scale) => scale.name === name);
  if (!found) throw new Error(`there is no scale "${name}"`);
  return found;
}
