import { describe, expect, it } from 'vitest';
import { signTest } from '#numerics/sign-test';

/** The same by looking at every sequence of tosses. */
function byEnumeration(gained: number, lost: number): number {
  const tosses = gained + lost;
  const oneSided = (heads: number) => Math.abs(2 * heads - tosses);
  let asOneSided = 0;
  for (let sequence = 0; sequence < 2 ** tosses; sequence++) {
    const heads = [...sequence.toString(2)].filter((toss) => toss === '1').length;
    if (oneSided(heads) >= oneSided(gained)) asOneSided += 1;
  }
  return asOneSided / 2 ** tosses;
}

describe('signTest', () => {
  it('counts the sequences of tosses that are as one-sided', () => {
    for (let tosses = 0; tosses <= 11; tosses++) {
      for (let gained = 0; gained <= tosses; gained++)
        expect(signTest(gained, tosses - gained)).toBeCloseTo(byEnumeration(gained, tosses - gained), 14);
    }
  });
});
