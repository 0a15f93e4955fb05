import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import wabt from 'wabt';

const NAME = '../../scripts/numerics/log-softmax-kernel';

it('the committed kernel is its text, assembled', async () => {
  const source = fileURLToPath(new URL(`${NAME}.wat`, import.meta.url));
  const module = (await wabt()).parseWat(source, readFileSync(source, 'utf8'));
  module.validate();
  const bytes = Buffer.from(module.toBinary({}).buffer);
  const lines = [
    '/** log-softmax-kernel.wat, assembled by log-softmax-kernel.test.ts. Do not edit. */',
    `export const KERNEL =\n  '${bytes.toString('base64')}';`,
    '',
  ];
  await expect(lines.join('\n')).toMatchFileSnapshot(`${NAME}.ts`);
});
