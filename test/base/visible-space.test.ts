import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { visible } from '#base/visible-space';

it('every character that cannot be seen is shown by the same sign in the report and in the Lab', async () => {
  const entryPoints = ['templates/client/lab/number-and-token-text.ts'];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', write: false });
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const lab: { visible: typeof visible } = await import(`data:text/javascript;base64,${source}`);
  expect(visible(' a\n\t\r\u00a0\u0007\u2003')).toBe('␣a⏎⇥\\r⍽\\x07\\u2003');
  for (let code = 0; code < 0x3100; code++)
    expect(lab.visible(String.fromCharCode(code))).toBe(visible(String.fromCharCode(code)));
  expect(lab.visible('')).toBe('∅');
});
