import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLevels,
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  DECIBELS_PER_NAT,
  decibelsToNats,
  decibelsToPower,
  decibelsToProbability,
  LEVEL_UNITS,
  levelOf,
  meanLevel,
  natsToDecibels,
  powerToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { logAddExp } from '#numerics/log-add-exp';

const level = fc.double({ min: -150, max: 150, noNaN: true });
const levels = fc.array(level, { minLength: 1, maxLength: 12 });
const ratio = fc.double({ min: 1e-12, max: 1e12, noNaN: true });

describe('ratios in decibels', () => {
  it('have the published values: ten for powers, twenty for amplitudes', () => {
    expect(powerToDecibels(2)).toBeCloseTo(3.0103, 5);
    expect(amplitudeToDecibels(2)).toBeCloseTo(6.0206, 5);
    expect(powerToDecibels(100)).toBe(20);
    expect(amplitudeToDecibels(100)).toBe(40);
    expect(decibelsToPower(-3)).toBeCloseTo(0.501187, 6);
    expect(decibelsToPower(1)).toBeCloseTo(1.258925, 6);
  });

  it('give the same level for an amplitude as for the power it makes, which is its square', () => {
    fc.assert(
      fc.property(ratio, (a) => {
        expect(amplitudeToDecibels(a)).toBeCloseTo(powerToDecibels(a * a), 9);
      }),
    );
  });

  it('turn a product into a sum', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        expect(powerToDecibels(a * b)).toBeCloseTo(powerToDecibels(a) + powerToDecibels(b), 9);
      }),
    );
  });

  it('come back as the same ratio', () => {
    fc.assert(
      fc.property(ratio, (a) => {
        expect(decibelsToPower(powerToDecibels(a)) / a).toBeCloseTo(1, 12);
      }),
    );
  });

  it('have silence at -Infinity, and nothing for a negative ratio', () => {
    expect(powerToDecibels(0)).toBe(-Infinity);
    expect(amplitudeToDecibels(0)).toBe(-Infinity);
    expect(decibelsToPower(-Infinity)).toBe(0);
    expect(powerToDecibels(-1)).toBeNaN();
    expect(amplitudeToDecibels(-1)).toBeNaN();
  });
});

describe('nats and bits in decibels', () => {
  it('have the published sizes', () => {
    expect(DECIBELS_PER_NAT).toBeCloseTo(4.342945, 6);
    expect(DECIBELS_PER_BIT).toBeCloseTo(3.0103, 5);
    expect(natsToDecibels(1)).toBe(DECIBELS_PER_NAT);
  });

  it('are the level of the ratio whose logarithm they are, and come back', () => {
    fc.assert(
      fc.property(ratio, (a) => {
        expect(natsToDecibels(Math.log(a))).toBeCloseTo(powerToDecibels(a), 9);
        expect(decibelsToNats(powerToDecibels(a))).toBeCloseTo(Math.log(a), 9);
      }),
    );
  });
});

describe('adding levels', () => {
  it('has the published values', () => {
    expect(addLevels(60, 60)).toBeCloseTo(63.0103, 4);
    expect(addLevels(80, 85)).toBeCloseTo(86.1933, 4);
  });

  it('adds the powers', () => {
    fc.assert(
      fc.property(level, level, (a, b) => {
        expect(addLevels(a, b)).toBeCloseTo(powerToDecibels(decibelsToPower(a) + decibelsToPower(b)), 9);
      }),
    );
  });

  it('is log-add-exp on a scale of which ten steps are a factor of ten', () => {
    fc.assert(
      fc.property(level, level, (a, b) => {
        const nats = logAddExp((a * Math.LN10) / 10, (b * Math.LN10) / 10);
        expect(addLevels(a, b)).toBeCloseTo((nats * 10) / Math.LN10, 9);
      }),
    );
  });

  it('is commutative, associative up to rounding, and silence adds nothing', () => {
    fc.assert(
      fc.property(level, level, level, (a, b, c) => {
        expect(addLevels(a, b)).toBe(addLevels(b, a));
        expect(addLevels(addLevels(a, b), c)).toBeCloseTo(addLevels(a, addLevels(b, c)), 10);
        expect(addLevels(a, -Infinity)).toBeCloseTo(a, 10);
      }),
    );
    expect(addLevels(-Infinity, -Infinity)).toBe(-Infinity);
  });

  it('does not overflow where the powers would', () => {
    expect(addLevels(5000, 5000)).toBeCloseTo(5000 + DECIBELS_PER_BIT, 9);
  });
});

describe('the mean of levels', () => {
  it('of 0 and 10 dB is 7.4036 dB', () => {
    expect(meanLevel([0, 10])).toBeCloseTo(7.4036, 4);
  });

  it('is the level of the mean power', () => {
    fc.assert(
      fc.property(levels, (list) => {
        const power = list.map(decibelsToPower).reduce((sum, one) => sum + one, 0) / list.length;
        expect(meanLevel(list)).toBeCloseTo(powerToDecibels(power), 9);
      }),
    );
  });

  it('is never below the arithmetic mean, and never above the loudest', () => {
    fc.assert(
      fc.property(levels, (list) => {
        const arithmetic = list.reduce((sum, one) => sum + one, 0) / list.length;
        expect(meanLevel(list)).toBeGreaterThanOrEqual(arithmetic - 1e-9);
        expect(meanLevel(list)).toBeLessThanOrEqual(Math.max(...list) + 1e-9);
      }),
    );
  });

  it('of nothing is NaN, and silence counts', () => {
    expect(meanLevel([])).toBeNaN();
    expect(meanLevel([20, -Infinity])).toBeCloseTo(20 - DECIBELS_PER_BIT, 9);
  });
});

describe('odds in decibels', () => {
  it('of .9 are 9.54 dB, of a half 0 dB', () => {
    expect(probabilityToDecibels(0.9)).toBeCloseTo(9.54, 2);
    expect(probabilityToDecibels(0.5)).toBe(0);
  });

  it('come back as the probability, and change sign when it is negated', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(decibelsToProbability(probabilityToDecibels(p))).toBeCloseTo(p, 12);
        expect(probabilityToDecibels(1 - p)).toBeCloseTo(-probabilityToDecibels(p), 5);
        expect(probabilityToDecibels(p)).toBeCloseTo(powerToDecibels(p / (1 - p)), 9);
      }),
    );
  });

  it('are infinite at both ends and NaN outside', () => {
    expect(probabilityToDecibels(0)).toBe(-Infinity);
    expect(probabilityToDecibels(1)).toBe(Infinity);
    expect(probabilityToDecibels(-0.1)).toBeNaN();
    expect(probabilityToDecibels(1.1)).toBeNaN();
  });

  it('follow the rule of Bayes: evidence of so many decibels is added', () => {
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(probability, probability, probability, (prior, ifTrue, ifFalse) => {
        const posterior = (prior * ifTrue) / (prior * ifTrue + (1 - prior) * ifFalse);
        const evidence = powerToDecibels(ifTrue / ifFalse);
        expect(decibelsToProbability(probabilityToDecibels(prior) + evidence)).toBeCloseTo(posterior, 9);
      }),
    );
  });
});

describe('levels with a reference', () => {
  it('have the published values', () => {
    expect(levelOf(1, LEVEL_UNITS.dBm)).toBeCloseTo(30, 10);
    expect(levelOf(20, LEVEL_UNITS.dBSPL)).toBeCloseTo(120, 10);
    expect(LEVEL_UNITS.dBu.reference).toBeCloseTo(0.7746, 4);
    expect(levelOf(1, LEVEL_UNITS.dBu)).toBeCloseTo(2.2185, 4);
  });

  it('are at 0 dB at their reference, and at 20 dB at ten times an amplitude or a hundred times a power', () => {
    for (const unit of Object.values(LEVEL_UNITS)) {
      expect(levelOf(unit.reference, unit)).toBe(0);
      const times = unit.quantity === 'power' ? 100 : 10;
      expect(levelOf(times * unit.reference, unit)).toBeCloseTo(20, 12);
    }
  });
});
