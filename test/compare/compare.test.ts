import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultsOf, isBrowserMissing, unfold, useBrowser } from '../render/browser.ts';
import { runScript } from '../run-score.ts';
import { sharedFolder } from '../temporary.ts';

const OUTPUT = fileURLToPath(new URL('../../output', import.meta.url));
const DATA = 'data/03-logprobs-as-confidence.json';

const scratch = sharedFolder();

/** A copy of the published data with one file changed as text. */
function reportWith(name: string, change: (data: string) => string, file = DATA): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  cpSync(join(OUTPUT, 'data'), join(folder, 'data'), { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(join(folder, file), changed);
  return folder;
}

const compare = (...args: string[]) => runScript('compare', args, { env: { INIT_CWD: scratch } });

interface Json {
  readonly older: readonly string[];
  readonly results: {
    readonly 'compared-reports': {
      readonly all: number;
      readonly bothHold: number;
      readonly findings: readonly { readonly id: string; readonly first: string; readonly second: string }[];
    };
    readonly 'paired-shares'?: object;
    readonly 'paired-passages'?: object;
  };
}

const jsonIn = (folder: string): Json => JSON.parse(readFileSync(join(folder, 'comparison.json'), 'utf8'));

describe('a comparison', () => {
  it('of a report with itself finds that all holds for both, and writes the same files twice', async () => {
    const [first, second] = [join(scratch, 'same'), join(scratch, 'same-again')];
    for (const out of [first, second]) {
      const { code, stdout, stderr } = await compare(OUTPUT, OUTPUT, '--out', out);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('hold for both');
    }
    const files = readdirSync(first, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.\w+$/.test(path),
    );
    expect(files).toEqual(expect.arrayContaining(['index.html', 'comparison.md', 'comparison.json']));
    for (const file of files)
      expect(readFileSync(join(first, file)).equals(readFileSync(join(second, file))), file).toBe(true);
    // No report lies beside it that a link could lead to.
    for (const file of ['index.html', 'comparison.md'])
      expect(readFileSync(join(first, file), 'utf8')).not.toMatch(/chapters\/\d\d-/);
    const { all, bothHold } = jsonIn(first).results['compared-reports'];
    expect(all).toBeGreaterThan(5);
    expect(bothHold).toBe(all);
  });

  it('tells a finding that is withdrawn from one whose opposite clearly holds', async () => {
    const turned = reportWith(
      'turned',
      (data) =>
        data.replace(
          /("secondLess": \{\s*"estimate": )[^,]*(,\s*"low": )[^,]*(,\s*"high": )[^\s}]*/g,
          '$1-9$2-11$3-5',
        ),
      'data/06-decibels.json',
    );
    const out = join(scratch, 'turned-compared');
    expect((await compare(OUTPUT, turned, '--out', out)).code).toBe(0);
    const { findings } = jsonIn(out).results['compared-reports'];
    const outcomeOf = (id: string) => findings.find((one) => one.id === id);
    expect(outcomeOf('second-copy-less')).toMatchObject({ first: 'holds', second: 'the opposite holds' });
    expect(outcomeOf('passages-pull')).toMatchObject({ first: 'holds', second: 'holds' });
    expect(readFileSync(join(out, 'comparison.md'), 'utf8')).toContain('**the opposite holds**');
  });

  it('of reports by different code is made of what they share, and lists the rest', async () => {
    const older = reportWith('older', (data) =>
      data
        .replace(/("id": "chat-answers",\n\s*"code": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`)
        .replace('"id": "passage-replies"', '"id": "something-else"'),
    );
    const out = join(scratch, 'older-compared');
    const { code, stdout } = await compare(OUTPUT, older, '--out', out);
    expect(code).toBe(0);
    expect(stdout).toContain('other code: chat-answers, passage-replies.');
    const { older: listed, results } = jsonIn(out);
    expect(listed).toEqual(['chat-answers', 'passage-replies']);
    // What needs a result that one of them does not have is left out.
    expect(results['paired-shares']).toBeDefined();
    expect(results['paired-passages']).toBeUndefined();
    expect(results['compared-reports'].all).toBeGreaterThan(5);
  });
});

describe('the comparison in the report', () => {
  it('leads from each finding to the section or the headline that states it', () => {
    const page = readFileSync(join(OUTPUT, 'comparison/index.html'), 'utf8');
    const links = [...page.matchAll(/href="\.\.\/(chapters\/[\w-]+\.html)(?:#([\w-]+))?"/g)];
    const { all } = jsonIn(join(OUTPUT, 'comparison')).results['compared-reports'];
    expect(links.length).toBeGreaterThanOrEqual(all);
    const lost = links.filter(
      ([, file = '', id]) => id && !readFileSync(join(OUTPUT, file), 'utf8').includes(`id="${id}"`),
    );
    expect(lost.map(([link]) => link)).toEqual([]);
  });
});

/** The first test has written it. */
describe.skipIf(isBrowserMissing())('the page of a comparison', () => {
  const browser = useBrowser();

  it.each([390, 1280])(
    'has nothing that axe finds fault with, asks for nothing, and fits a window of %i px',
    async (width) => {
      const address = pathToFileURL(join(scratch, 'same', 'index.html')).href;
      const page = await browser.openSilent(address, { viewport: { width, height: 800 } });
      await unfold(page);
      expect(await faultsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const lost = `[...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1))
          .filter((id) => !document.getElementById(decodeURIComponent(id)))`;
      expect(await page.evaluate(lost)).toEqual([]);
    },
  );
});

describe('what cannot be compared', () => {
  it.each([
    [[], /^npm run compare takes the folders of two reports, got none: /],
    [['output'], /^npm run compare takes the folders of two reports, got output: /],
    [['nowhere', OUTPUT], /^There is no report in nowhere: /],
    [[OUTPUT, OUTPUT, '--out', ''], /^--out takes the name of a folder, not nothing\.\n$/],
  ] as const)('is refused in a sentence: %j', async (args, sentence) => {
    const { code, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('is not written over a folder that holds something else', async () => {
    const folder = join(scratch, 'mine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'letter.txt'), 'Dear reader');
    const { code, stderr } = await compare(OUTPUT, OUTPUT, '--out', folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/holds something other than a comparison/);
    expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('Dear reader');
  });
});
