import { linkSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import { assertReplaceable, currentPaths, otherOutput, publish, whileWriting } from '#pipeline/publish';
import { scratchFolder } from './fixtures/scratch.ts';

async function published(files: Readonly<Record<string, string>>, folder: string): Promise<void> {
  const place = otherOutput(folder, 'report');
  await whileWriting(place, async () => publish(place, new Map(Object.entries(files))));
}

it('a file that is the same is taken over, and no file is written over where it lies', async () => {
  const scratch = scratchFolder();
  const folder = join(scratch, 'report');
  await published({ same: 'a', 'below/other': 'b' }, folder);
  const before = statSync(join(folder, 'same')).ino;
  linkSync(join(folder, 'below/other'), join(scratch, 'kept'));
  await published({ same: 'a', 'below/other': 'c', fresh: 'd' }, folder);
  expect(statSync(join(folder, 'same')).ino).toBe(before);
  const texts = ['same', 'below/other', 'fresh'].map((path) => readFileSync(join(folder, path), 'utf8'));
  expect(texts).toEqual(['a', 'c', 'd']);
  expect(readFileSync(join(scratch, 'kept'), 'utf8')).toBe('b');
});

it('a link to a file is not taken for the file', async () => {
  const scratch = scratchFolder();
  const folder = join(scratch, 'report');
  await published({ first: 'a' }, folder);
  writeFileSync(join(scratch, 'elsewhere'), 'b');
  symlinkSync('../elsewhere', join(folder, 'second'));
  await published({ first: 'a', second: 'b' }, folder);
  writeFileSync(join(scratch, 'elsewhere'), 'c');
  expect(readFileSync(join(folder, 'second'), 'utf8')).toBe('b');
});

it('a link that leads nowhere is replaced like any file, and refused as the folder itself', async () => {
  const scratch = scratchFolder();
  const folder = join(scratch, 'report');
  await published({ first: 'a' }, folder);
  symlinkSync('nowhere', join(folder, 'broken'));
  const place = otherOutput(folder, 'report');
  expect(() => assertReplaceable(place, () => undefined)).not.toThrow();
  expect(currentPaths(place)).toEqual(['first']);
  symlinkSync('nowhere', join(scratch, 'link'));
  expect(() => assertReplaceable(otherOutput(join(scratch, 'link'), 'link'))).toThrow(
    new UserError('The output folder link is a link that leads nowhere; name a folder.'),
  );
});
