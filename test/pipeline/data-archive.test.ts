import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { archiveOf } from '#pipeline/data-archive';
import { hasPython } from '../chapters/shown.ts';

/** Reads an archive from its standard input, checks it, and prints its names, dates and texts. */
const READER = `
import io, json, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
print(json.dumps([[one.filename, one.date_time[0], archive.read(one).decode()] for one in archive.infolist()]))
`;

it.runIf(hasPython)('Python reads the archive of the data, sorted and without a date of its making', () => {
  const files = new Map<string, string | Uint8Array>([
    ['data/é.json', '{"token": " Paris"}\n'],
    ['index.html', '<p>'],
    ['dictionary.csv', new Uint8Array([97, 10])],
    ['data/empty', ''],
  ]);
  const { stdout, stderr } = spawnSync('python3', ['-c', READER], { input: archiveOf(files, new Map()) });
  expect(String(stderr)).toBe('');
  expect(JSON.parse(String(stdout))).toEqual([
    ['README.txt', 1980, expect.stringContaining('Nats & Bits')],
    ['data/empty', 1980, ''],
    ['data/é.json', 1980, '{"token": " Paris"}\n'],
    ['dictionary.csv', 1980, 'a\n'],
  ]);
});
