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
  /** What lies at 0 dB, in `unit`. */
  readonly reference: number;
  /** "W"; empty for a plain ratio. */
  readonly unit: string;
  readonly meaning: string;
  readonly source: string;
}

/**
 * dBu's 0.775 V makes 1 mW in 600 Ω: √0.6 V. For dBFS the reference is the largest amplitude of the format, and peaks
 * are compared with it; AES17 uses the RMS of a full-scale sine instead.
 */
export const LEVEL_UNITS = {
  dBm: {
    name: 'dBm',
    quantity: 'power',
    reference: 1e-3,
    unit: 'W',
    meaning: 'one milliwatt',
    source: 'ITU-R V.574',
  },
  dBV: {
    name: 'dBV',
    quantity: 'amplitude',
    reference: 1,
    unit: 'V',
    meaning: 'one volt',
    source: 'ITU-R V.574',
  },
  dBu: {
    name: 'dBu',
    quantity: 'amplitude',
    reference: Math.sqrt(0.6),
    unit: 'V',
    meaning: 'the voltage of one milliwatt in 600 ohm',
    source: 'ITU-R V.574',
  },
  dBSPL: {
    name: 'dB SPL',
    quantity: 'amplitude',
    reference: 20e-6,
    unit: 'Pa',
    meaning: 'about the faintest tone people hear',
    source: 'ISO 1683',
  },
  dBFS: {
    name: 'dBFS',
    quantity: 'amplitude',
    reference: 1,
    unit: '',
    meaning: 'the largest amplitude of the format',
    source: 'peak convention',
  },
} as const satisfies Readonly<Record<string, LevelUnit>>;

/** The level in dB of a value in the unit's own unit. */
export function levelOf(value: number, { quantity, reference }: LevelUnit): number {
  const ratio = value / reference;
  return quantity === 'power' ? powerToDecibels(ratio) : amplitudeToDecibels(ratio);
}
