import { fromProbability, toProbability } from '#numerics/custom-algebra';
import { sigmoid } from '#numerics/sigmoid';

/** The scales of the report, on which one event of probability p can be written down. */

/** The size of the event as a text, which perplexity and bits per byte are averaged over. */
export interface Size {
  readonly tokens: number;
  readonly bytes: number;
}

/** A map as a formula in TeX and as a function. */
export type Rule = readonly [formula: string, map: (x: number, size: Size) => number];
const tex = String.raw;
const { exp, log, log2, log10, LN2, LN10 } = Math;

/** How each scale is reached from the probability, and how it leads back. */
export const SCALES = {
  probability: { to: [tex`p`, (p) => p], back: [tex`p`, (p) => p] },
  odds: { to: [tex`\frac{p}{1 - p}`, (p) => p / (1 - p)], back: [tex`\frac{o}{1 + o}`, (o) => o / (1 + o)] },
  nats: { to: [tex`\ln p`, (p) => log(p)], back: [tex`e^{\ell}`, (l) => exp(l)] },
  bits: { to: [tex`-\log_2 p`, (p) => -log2(p)], back: [tex`2^{-s}`, (s) => exp(-s * LN2)] },
  logit: {
    to: [tex`\ln \frac{p}{1 - p}`, (p) => log(p / (1 - p))],
    back: [tex`\frac{1}{1 + e^{-z}}`, (z) => sigmoid(z)],
  },
  decibels: {
    to: [tex`10 \log_{10} \frac{p}{1 - p}`, (p) => 10 * log10(p / (1 - p))],
    back: [tex`\frac{1}{1 + 10^{-d/10}}`, (d) => sigmoid((d * LN10) / 10)],
  },
  perplexity: {
    to: [tex`p^{-1/n}`, (p, { tokens }) => exp(-log(p) / tokens)],
    back: [tex`P^{-n}`, (P, { tokens }) => exp(-tokens * log(P))],
  },
  'bits per byte': {
    to: [tex`-\frac{1}{B} \log_2 p`, (p, { bytes }) => -log2(p) / bytes],
    back: [tex`2^{-bB}`, (b, { bytes }) => exp(-b * bytes * LN2)],
  },
  'L¼': {
    to: [tex`4\,(p^{1/4} - 1)`, (p) => fromProbability(p)],
    back: [tex`(1 + a/4)^4`, (a) => toProbability(a)],
  },
} as const satisfies Readonly<Record<string, { readonly to: Rule; readonly back: Rule }>>;

export type ScaleName = keyof typeof SCALES;
export const SCALE_NAMES = Object.keys(SCALES) as readonly ScaleName[];

// #region from-log
/** A log-probability in nats on other scales, without a detour through the probability. */
export const fromLogprob = (logprob: number, tokens: number) => ({
  bits: -logprob / Math.LN2,
  perplexity: Math.exp(-logprob / tokens),
  logOdds: logprob - Math.log(-Math.expm1(logprob)), // in decibels: times 10 / Math.LN10
});
// #endregion from-log
