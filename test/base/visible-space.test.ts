import { expect, it } from 'vitest';
import { visible } from '#base/visible-space';
import { visible as visibleInLab } from '../../templates/client/lab/number-and-token-text.ts';

it('every character that cannot be seen is shown by the same sign in the report and in the Lab', () => {
  expect(visible(' a\n\t\r\u00a0\u0007\u2003')).toBe('␣a⏎⇥\\r⍽\\x07\\u2003');
  for (let code = 0; code < 0x3100; code++)
    expect(visibleInLab(String.fromCharCode(code))).toBe(visible(String.fromCharCode(code)));
  expect(visibleInLab('')).toBe('∅');
});
