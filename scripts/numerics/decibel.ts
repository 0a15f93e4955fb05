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
// #region add-levels
export function addLevels(a: number, b: number): number {
  const louder = Math.max(a, b);
  if (!Number.isFinite(louder)) return louder; // two silences
  const nat = 10 / Math.LN10; // in decibels
  return louder + nat * Math.log1p(Math.exp(-Math.abs(a - b) / nat));
}
// #endregion add-levels

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

/** A level with a name, whose reference is agreed upon. */
interface LevelUnit {
  readonly name: string;
  readonly quantity: 'power' | 'amplitude';
  /** What lies at 0 dB, in watts or volts. */
  readonly reference: number;
}

/** As in ITU-R V.574. dBu's reference of 0.775 V makes 1 mW in 600 Ω: √0.6 V. */
export const LEVEL_UNITS = {
  dBm: { name: 'dBm', quantity: 'power', reference: 1e-3 },
  dBV: { name: 'dBV', quantity: 'amplitude', reference: 1 },
  dBu: { name: 'dBu', quantity: 'amplitude', reference: Math.sqrt(0.6) },
} as const satisfies Readonly<Record<string, LevelUnit>>;

/** The level in dB of a value in watts or volts. */
export function levelOf(value: number, { quantity, reference }: LevelUnit): number {
  const ratio = value / reference;
  return quantity === 'power' ? powerToDecibels(ratio) : amplitudeToDecibels(ratio);
}
