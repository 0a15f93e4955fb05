import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { assertReplaceable, currentPaths, otherOutput, publish, whileWriting } from '#pipeline/publish';
import { scratchFolder } from './fixtures/scratch.ts';

async function published(files: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const place = otherOutput(folder, 'report');
  await whileWriting(place, async () => publish(place, new Map(Object.entries(files))));
}

it('a link that leads nowhere is replaced like any file, and refused as the folder itself', async () => {
  const scratch = scratchFolder();
  const folder = join(scratch, 'report');
  await published({ first: 'a' }, folder);
  symlinkSync('nowhere', join(folder, 'broken'));
  const place = otherOutput(folder, 'report');
  expect(() => assertReplaceable({ ...place, isOwn: true })).not.toThrow();
  expect(currentPaths(place)).toEqual(['first']);
  symlinkSync('nowhere', join(scratch, 'link'));
  expect(() => assertReplaceable(otherOutput(join(scratch, 'link'), 'link'))).toThrow(
    new UserError('The output folder link is a link that leads nowhere; name a folder.'),
  );
});
