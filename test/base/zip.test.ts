import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { zipOf } from '#base/zip';
import { hasPython } from '../chapters/shown.ts';

/** Reads an archive from its standard input, checks it, and prints its names, dates and texts. */
const READER = `
import io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
print(json.dumps([[one.filename, one.date_time[0], archive.read(one).decode()] for one in archive.infolist()]))
`;

it.runIf(hasPython)('Python reads an archive of files, sorted and without a date of its making', () => {
  const input = zipOf(
    new Map<string, string | Uint8Array>([
      ['data/é.json', '{"token": " Paris"}\n'],
      ['a.csv', new Uint8Array([97, 10])],
      ['empty', ''],
    ]),
  );
  const { stdout, stderr } = spawnSync('python3', ['-c', READER], { input });
  expect(String(stderr)).toBe('');
  expect(JSON.parse(String(stdout))).toEqual([
    ['a.csv', 1980, 'a\n'],
    ['data/é.json', 1980, '{"token": " Paris"}\n'],
    ['empty', 1980, ''],
  ]);
});
