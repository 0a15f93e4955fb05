import { describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { measurementIds } from '#pipeline/arguments';

/** The sentence that an option's value is refused with. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('the value was taken');
}

describe('the ids of measurements', () => {
  it('have commas between them, spaces or not', () => {
    expect(measurementIds('b, a', ['a', 'b', 'c'])).toEqual(['b', 'a']);
  });

  it.each(['x', 'a,x', 'a,', ''])('are refused as "%s", beside those there are', (text) => {
    expect(refusal(() => measurementIds(text, ['a', 'b']))).toMatch(
      /^--measurements names .* none of a, b\.$/,
    );
  });
});
