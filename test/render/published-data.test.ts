import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { inputsOf } from '#pipeline/data-archive';
import { measurementsOf } from '#pipeline/project';
import { chapters } from '../../chapters/index.ts';
import { hasPython } from '../chapters/shown.ts';

const OUTPUT = fileURLToPath(new URL('../../output/', import.meta.url));

const paths = readdirSync(OUTPUT, { recursive: true, encoding: 'utf8' }).map((path) =>
  path.replaceAll('\\', '/'),
);
const data = paths
  .filter((path) => /^(data\/.*json|samples\/.*jsonl|figures\/.*csv|[^/]*\.(json|csv))$/.test(path))
  .sort();

const HASHES = `
import hashlib, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(json.dumps({name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}))
`;

/** The checksums of all that stored measurements read. */
const inputHashes = () =>
  new Set(
    data.flatMap((path) => {
      if (!path.startsWith('data/')) return [];
      const { measurements } = JSON.parse(readFileSync(OUTPUT + path, 'utf8'));
      return measurements.flatMap((one: { data: object }) => Object.values(one.data));
    }),
  );

it.runIf(hasPython)(
  'the archive of the data has every file of data as it is in the folder, what was read for them, and a README',
  () => {
    const { stdout } = spawnSync('python3', ['-c', HASHES, `${OUTPUT}data.zip`], { encoding: 'utf8' });
    const { 'README.txt': readme, ...all } = JSON.parse(stdout) as Record<string, string>;
    expect(readme).toBeDefined();
    const isInput = ([path]: readonly [string, string]) => path.startsWith('inputs/');
    const hashes = Object.fromEntries(Object.entries(all).filter((one) => !isInput(one)));
    const inputs = Object.entries(all).filter(isInput);
    expect(new Set(inputs.map(([, hash]) => hash))).toEqual(inputHashes());
    const hashOf = (path: string) =>
      createHash('sha256')
        .update(readFileSync(OUTPUT + path))
        .digest('hex');
    expect(hashes).toEqual(Object.fromEntries(data.map((path) => [path, hashOf(path)])));
  },
);

it('an input is told to be read by every measurement that reads it', async () => {
  const inputs = await inputsOf({ root: ROOT, chapters });
  const readings = [...inputs.values()].flatMap(({ readBy }) => readBy);
  const expected = measurementsOf(chapters).flatMap(({ id, data }) => Object.keys(data).map(() => id));
  expect(readings.sort()).toEqual(expected.sort());
});

it('the page about the data lists every file of data', () => {
  const page = readFileSync(`${OUTPUT}data.html`, 'utf8');
  expect(data.filter((path) => !page.includes(`href="${path}"`))).toEqual([]);
});

it('the dictionary knows every file of data but those about the report, and the kind of each result', () => {
  const [, ...rows] = readFileSync(`${OUTPUT}dictionary.csv`, 'utf8').trim().split('\n');
  const files = new Set(rows.map((row) => row.split(',')[0] ?? ''));
  const inputs = [...files].filter((path) => path.startsWith('inputs/'));
  expect(inputs).toHaveLength(inputHashes().size);
  expect([...files].filter((path) => !inputs.includes(path)).sort()).toEqual(
    data.filter((path) => path.includes('/')),
  );
  const isResult = (row: string) => /^data\/.*,number( or null)?,/.test(row);
  expect(rows.filter(isResult).length).toBeGreaterThan(500);
  expect(rows.filter((row) => isResult(row) && /,number( or null)?,,/.test(row))).toEqual([]);
});
