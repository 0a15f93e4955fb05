import { logSumExp } from './log-sum-exp.ts';
import { pow } from './pow.ts';
import { sigmoid } from './sigmoid.ts';

// Sources: IEC 60027-3, "Logarithmic and related quantities, and their units"; Recommendation ITU-R V.574, "Use of the
// decibel and the neper in telecommunications".

export const DECIBELS_PER_NAT = 10 / Math.LN10; // 4.342944819
export const DECIBELS_PER_BIT = DECIBELS_PER_NAT * Math.LN2; // 3.010299957

/** The level of a ratio of two powers in dB: 0 gives -Infinity, a negative ratio NaN. */
export function powerToDecibels(ratio: number): number {
  return 10 * Math.log10(ratio);
}

/** The level of a ratio of two amplitudes in dB: that of the ratio of their squares. A negative ratio gives NaN. */
export function amplitudeToDecibels(ratio: number): number {
  return 20 * Math.log10(ratio);
}

export function decibelsToPower(level: number): number {
  return pow(10, level / 10);
}

export function natsToDecibels(nats: number): number {
  return nats * DECIBELS_PER_NAT;
}

export function decibelsToNats(decibels: number): number {
  return decibels / DECIBELS_PER_NAT;
}

/**
 * The level in dB of two incoherent powers together: log-add-exp in the base 10^(1/10). Silence, -Infinity, adds
 * nothing.
 */
export function addLevels(a: number, b: number): number {
  const louder = Math.max(a, b);
  if (!Number.isFinite(louder)) return louder; // two silences
  const nat = 10 / Math.LN10; // in decibels
  return louder + nat * Math.log1p(Math.exp(-Math.abs(a - b) / nat));
}

/** The level in dB of the mean power (the energetic mean); NaN for no levels. Silence counts as a power of 0. */
export function meanLevel(levels: readonly number[]): number {
  if (levels.length === 0) return Number.NaN;
  return natsToDecibels(logSumExp(levels.map(decibelsToNats)) - Math.log(levels.length));
}

/** The odds of a probability, p against 1 - p, in dB: Turing's decibans. Outside of 0 to 1 NaN. */
export function probabilityToDecibels(p: number): number {
  return natsToDecibels(Math.log(p) - Math.log1p(-p));
}

/** The probability that has odds of so many dB. */
export function decibelsToProbability(odds: number): number {
  return sigmoid(decibelsToNats(odds));
}
