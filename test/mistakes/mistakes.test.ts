import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { contents, edit } from '../pipeline/fixtures/scratch.ts';
import { sharedFolder } from '../temporary.ts';

/** Mistakes that an author makes, each alone in a small report that was built before, and what is said of it. */

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));
const root = sharedFolder();

const INDEX = 'chapters/index.ts';
const HARBOUR = 'chapters/01-harbour/index.ts';
const SHIPS = 'chapters/01-harbour/ships.ts';
const MEASURE = 'chapters/01-harbour/ships.measure.ts';
const SEA = 'chapters/02-sea/index.ts';
const WAVES = 'chapters/02-sea/waves.measure.ts';

/** A file, what stands in it, and what the author wrote instead. */
type Edit = readonly [path: string, from: string, to: string];
type Case = readonly [what: string, ...edits: Edit[]];

const HIGH = 'prose`They are high.`';
const HIGH_LIST = `[${HIGH}]`;

const WHEN_RENDERED: readonly Case[] = [
  ['a syntax error', [SHIPS, '{ m: ships },', '{ m: ships ,']],
  ['a missing file', [SHIPS, './ships.m', './boats.m']],
  ['a missing contract', [SHIPS, '#numerics/list', '#numerics/lists']],
  ['a missing export', [SHIPS, 'ref, term, text,', 'ref, tern, text,']],
  ['a misspelt measurement', [HARBOUR, '{ ships }', '{ boats as ships }']],
  ['an unknown kind', [MEASURE, "'probability'", "'probabilty'"]],
  ['the machinery', [SHIPS, '#numerics/list', '#pipeline/measure']],
  ['the machinery by its path', [SHIPS, '#numerics/list', '../../scripts/numerics/list.ts']],
  ['a module of Node', [SHIPS, 'import {', "import 'node:fs';\nimport {"]],
  ['a package', [MEASURE, 'import {', "import 'vega';\nimport {"]],
  ['what writes', [MEASURE, 'import {', "import '#report';\nimport {"]],
  ['a typed number', [SHIPS, 'The ships in', 'The 3 ships in']],
  ['a typed number in write', [SHIPS, '} has ', '} has 3 or ']],
  ['a misspelt field', [SHIPS, 'nats(first.entropy)', 'nats(first.entropi)']],
  ['an entry too far', [SHIPS, 'at(m.rows, 1)', 'at(m.rows, 2)']],
  ['a calculation', [SHIPS, 'first.entropy)', 'first.entropy / 2)']],
  [
    'a finding with an untested number',
    [SHIPS, '{ figure, prose', '{ figure, finding, greater, prose'],
    [
      SHIPS,
      'prose`The last one is $',
      "finding({ id: 'surer', when: greater('x', first.entropy, -1), text: () => prose`$",
    ],
    [SHIPS, 'token(last.name)}.`', 'nats(last.entropy)}` })'],
  ],
  ['an unknown reference', [SHIPS, "ref('harbour-drawn", "ref('harbour-drwan"]],
  ['an unknown term', [SHIPS, "term('entropy')", "term('entropie')"]],
  ['a headline of a string', [HARBOUR, 'prose`There are brigs.`', "'Brigs.'"]],
  ['two abilities', [HARBOUR, 'prose`count`, ', '']],
  ['no sections', [HARBOUR, '[shipsSection]', '[]']],
  ['an undefined section', [HARBOUR, '[shipsSection]', '[shipsSection, undefined]']],
  ['an undefined chapter', [INDEX, '[harbour, sea]', '[harbour, undefined]']],
  ['no list of chapters', [INDEX, 'const chapters', 'const chaptres']],
  ['a section without needs', [SHIPS, 'needs: { m: ships },', '']],
  ['an undefined need', [SHIPS, '{ m: ships }', '{ m: undefined }']],
  [
    'files that import each other',
    [MEASURE, 'import { m', "import { waves } from '../02-sea/waves.measure.ts';\nimport { m"],
    [MEASURE, 'kinds:', 'needs: { waves },\n  kinds:'],
    [WAVES, 'import { m', "import { ships } from '../01-harbour/ships.measure.ts';\nimport { m"],
    [WAVES, 'kinds:', 'needs: { ships },\n  kinds:'],
  ],
  [
    'a measurement that no .measure.ts exports',
    [
      SEA,
      "import { waves } from './waves.measure.ts';",
      "import { measurement } from '#report/measurement';\n\nconst waves = measurement({\n  id: 'sea-waves',\n  kinds: { height: 'exact' },\n  measure: async () => ({ height: 3 }),\n});",
    ],
  ],
  [
    'a data file that is not there',
    [MEASURE, 'kinds:', "data: { poem: new URL('./poem.txt', import.meta.url) },\n  kinds:"],
  ],
  ['no caption', [SHIPS, 'caption: prose`The share of each ship.`,', '']],
  ['a field that is not drawn', [SHIPS, "mark.q('share'", "mark.q('shares'"]],
  ['bad Vega-Lite', [SHIPS, "{ title: 'share' }", "{ titel: 'share' }"]],
  ['an unknown colour', [SHIPS, "{ title: 'share' }", "{ title: '$pink' }"]],
  ['two measurements of one id', [WAVES, 'sea-waves', 'harbour-ships']],
  ['two sections of one id', [SEA, 'sea-waves-seen', 'harbour-ships-seen']],
  ['two chapters of one number', [SEA, "id: '02-", "id: '01-"]],
  ['an id with a capital', [SHIPS, "id: 'harbour-drawn'", "id: 'Harbour-drawn'"]],
  ['an async write', [SHIPS, 'write({ m }) {', 'async write({ m }) {']],
  ['an async headline', [HARBOUR, 'write: () =>', 'write: async () =>']],
  ['no blocks', [SEA, `=> ${HIGH_LIST}`, '=> {}']],
  ['a string for a block', [SHIPS, 'return [', "return [\n      'Ships.',"]],
  [
    'a measured takeaway without a result',
    [SEA, HIGH, `recap([measured(${HIGH})])`],
    [SEA, '{ chapter,', '{ measured, chapter,'],
    [SEA, 'prose,', 'prose, recap,'],
  ],
  [
    'a citation of a work that is not listed',
    [SEA, HIGH_LIST, "[join([cite('stokes-1847')])]"],
    [SEA, '{ count }', '{ cite, count }'],
    [SEA, 'headline, prose,', 'headline, join, prose,'],
  ],
  [
    'a formula that is no TeX',
    [SEA, HIGH_LIST, '[join([math`\\frac{`])]'],
    [SEA, '{ count }', '{ count, math }'],
    [SEA, 'headline, prose,', 'headline, join, prose,'],
  ],
  [
    'a region of code that is not there',
    [SEA, HIGH, "code('#numerics/softmax', 'softmacks')"],
    [SEA, '{ chapter,', '{ code, chapter,'],
  ],
];

const WHEN_MEASURED: readonly Case[] = [
  ['undefined in a result', [MEASURE, 'share: 0.25', 'share: undefined']],
  ['NaN in a result', [MEASURE, 'share: 0.25', 'share: Number.NaN']],
  ['an infinity in a figure', [MEASURE, 'share: 0.25', 'share: 1 / 0']],
  ['no kind', [MEASURE, 'return { rows }', 'return { rows, mean: 0.5 }']],
  ['an error', [MEASURE, 'return { rows }', "throw new Error('no ship\\n  in sight')"]],
  ['a thrown string', [MEASURE, 'return { rows }', "throw 'no ship'"]],
];

function node(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [...args], { cwd: root, encoding: 'utf8', input });
}

/** What is said of projects, which are rendered or else built. */
function saidOf(projects: readonly { readonly root: string; readonly measures: boolean }[]): string[] {
  const { stdout, stderr } = node(['one-by-one.ts', root], JSON.stringify(projects));
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function write(folder: string, edits: readonly Edit[]): void {
  for (const [path, from, to] of edits) edit(folder, path, (text) => text.replace(from, () => to));
}

const CASES = [...WHEN_RENDERED, ...WHEN_MEASURED];
const folderOf = (what: string): string => join(root, 'test', what.replaceAll(' ', '-'));
let sentences: string[] = [];

beforeAll(() => {
  for (const name of ['scripts', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  for (const name of ['node_modules', 'models', 'templates']) symlinkSync(join(ROOT, name), join(root, name));
  cpSync(FIXTURES, root, { recursive: true });
  expect(saidOf([{ root, measures: true }])).toEqual(['nothing']);
  for (const [what, ...edits] of CASES) {
    for (const folder of ['chapters', 'output/data'])
      cpSync(join(root, folder), join(folderOf(what), folder), { recursive: true });
    write(folderOf(what), edits);
  }
  sentences = saidOf(CASES.map((one) => ({ root: folderOf(one[0]), measures: WHEN_MEASURED.includes(one) })));
});

describe('an author reads in one sentence where a mistake is, and what', () => {
  it('as said.txt has it', async () => {
    const said = CASES.map(([what], index) => `${what}:\n  ${sentences[index]?.replaceAll(root, '')}\n`);
    await expect(said.join('')).toMatchFileSnapshot('said.txt');
  });

  it.each(CASES.map(([what], index) => [what, index] as const))(
    'and nothing is written: %s',
    (what, index) => {
      expect(sentences[index]).toMatch(/^chapters\/[^\n]+[.?:{]$/);
      expect(readdirSync(join(folderOf(what), 'output'))).toEqual(['data']);
      expect(contents(join(folderOf(what), 'output/data'))).toEqual(contents(join(root, 'output/data')));
    },
  );
});

describe('a command that meets a mistake', () => {
  const MISTAKE: Edit = [SHIPS, 'nats(first.entropy)', 'nats(first.entropi)'];
  const SENTENCE = /^chapters\/01-harbour\/ships\.ts:14:39: [^\n]*got undefined[^\n]*\n/;

  /** Runs a command in the project while a file of it is changed. */
  function run([path, from, to]: Edit, script: string, ...options: string[]) {
    const before = readFileSync(join(root, path), 'utf8');
    const output = contents(join(root, 'output'));
    write(root, [[path, from, to]]);
    try {
      const { status, stdout, stderr } = node([`scripts/${script}.ts`, ...options]);
      expect(contents(join(root, 'output'))).toEqual(output);
      return { status, stdout, stderr };
    } finally {
      writeFileSync(join(root, path), before);
    }
  }

  it('says it on one line, ends with exit code 2, and leaves the output as it is', () => {
    const { status, stdout, stderr } = run(MISTAKE, 'render');
    expect([status, stdout, stderr.replace(SENTENCE, '')]).toEqual([2, '', '']);
  });

  it('shows the stack as well with --trace', () => {
    const { status, stderr } = run(MISTAKE, 'render', '--trace');
    expect(status).toBe(2);
    expect(stderr).toMatch(SENTENCE);
    expect(stderr).toMatch(/\n +at .*scripts\/report\/values\.ts:\d+:\d+/);
    expect(stderr).toMatch(/\n +at .*chapters\/01-harbour\/ships\.ts:14:39/);
  });

  it('says it before the model is opened, where that is not needed to find it', () => {
    const { status, stderr } = run([HARBOUR, 'prose`count`, ', ''], 'build');
    expect(stderr).toMatch(/^chapters\/01-harbour\/index\.ts:5:24: [^\n]*2 abilities[^\n]*\n$/);
    expect(status).toBe(2);
  });

  it('says it when it checks, too', () => {
    const { status, stdout } = run(MISTAKE, 'check', '--render');
    expect(stdout).toMatch(/ships\.ts:14:39: .*got undefined/);
    expect(status).toBe(1);
  });

  it('finds one changed digit of stored data when it checks, and leaves a record of what differs', () => {
    const path = 'output/data/01-harbour.json';
    const before = readFileSync(join(root, path), 'utf8');
    expect(node(['scripts/render.ts']).status).toBe(0);
    expect(node(['scripts/check.ts', '--render']).status).toBe(0);
    edit(root, path, (text) => text.replace('0.25', '0.26'));
    const { status, stdout } = node(['scripts/check.ts', '--render']);
    writeFileSync(join(root, path), before);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Chapter 1 {2}changed /m);
    expect(JSON.parse(readFileSync(join(root, '.check/result.json'), 'utf8'))).toMatchObject({
      verdict: 'changed',
    });
    expect(existsSync(join(root, '.check/rendered/figures/01-harbour/harbour-drawn.csv'))).toBe(true);
  });

  it('keeps the stack trace and exit code 70 of an error that comes from nowhere in chapters/', () => {
    const ours: Edit = [
      'scripts/pipeline/report-from-data.ts',
      'const kinds = ',
      "throw new Error('ours');\nconst kinds = ",
    ];
    const { status, stderr } = run(ours, 'render');
    expect(stderr).toMatch(/^Error: ours\n +at writeFromData .*scripts\/pipeline\/report-from-data\.ts/);
    expect(status).toBe(70);
  });
});
