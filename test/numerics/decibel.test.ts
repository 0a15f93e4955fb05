import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLevels,
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  decibelsToNats,
  decibelsToPower,
  meanLevel,
  natsToDecibels,
  powerToDecibels,
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
});

describe('nats and bits in decibels', () => {
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

  it('is log-add-exp on a scale of which ten steps are a factor of ten', () => {
    fc.assert(
      fc.property(level, level, (a, b) => {
        const nats = logAddExp((a * Math.LN10) / 10, (b * Math.LN10) / 10);
        expect(addLevels(a, b)).toBeCloseTo((nats * 10) / Math.LN10, 9);
      }),
    );
  });
});

describe('the mean of levels', () => {
  it('is the level of the mean power', () => {
    fc.assert(
      fc.property(levels, (list) => {
        const power = list.map(decibelsToPower).reduce((sum, one) => sum + one, 0) / list.length;
        expect(meanLevel(list)).toBeCloseTo(powerToDecibels(power), 9);
      }),
    );
  });

  it('of nothing is NaN, and silence counts', () => {
    expect(meanLevel([])).toBeNaN();
    expect(meanLevel([20, -Infinity])).toBeCloseTo(20 - DECIBELS_PER_BIT, 9);
  });
});
