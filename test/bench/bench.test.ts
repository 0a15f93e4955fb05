import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { benchBeside, OtherProgram } from '../../scripts/bench/beside.ts';
import { benchPages } from '../../scripts/bench/pages.ts';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';
import { isBrowserMissing } from '../render/browser.ts';

describe.skipIf(isBrowserMissing())('benchPages', () => {
  it('opens every page of a report, and an empty one', async () => {
    const output = scratchFolder();
    mkdirSync(join(output, 'chapters'));
    const long = '<p>Some words.</p>'.repeat(20_000);
    writeFileSync(join(output, 'index.html'), '<!doctype html><p>Some words.</p>');
    writeFileSync(join(output, 'chapters', '01-long.html'), `<!doctype html>${long}`);
    writeFileSync(join(output, 'chapters', '01-long.md'), 'Some words.');
    const speeds = await benchPages(output, 1);
    expect(speeds.map(({ page }) => page)).toEqual(['an empty page', 'index.html', '01-long.html']);
    for (const { firstPaint, load } of speeds) {
      expect(firstPaint).toBeGreaterThan(0);
      expect(load).toBeGreaterThan(0);
    }
  }, 120_000);
});

/** What a program beside score does with the lines that it reads, as the body of a function of `n`, from 0, and `text`. */
function programThat(body: string): string {
  const script = join(scratchFolder(), 'beside.mjs');
  writeFileSync(
    script,
    `import { createInterface } from 'node:readline';
     const say = (answer) => console.log(JSON.stringify(answer));
     let n = 0;
     for await (const line of createInterface(process.stdin)) {
       const { text } = JSON.parse(line);
       ${body}
       n++;
     }`,
  );
  return `${JSON.stringify(process.execPath)} ${JSON.stringify(script)}`;
}

/** Scores a token for each character, in a millisecond or more each. */
function slowScorer() {
  const did = { scored: 0, closed: false };
  const lm = {
    encode: (text: string) => [...text].map((character) => character.charCodeAt(0)),
    score: async (ids: readonly number[]) => {
      did.scored++;
      await delay(ids.length);
      return {} as never;
    },
    close: async () => {
      did.closed = true;
    },
  };
  return { did, open: async () => lm };
}

describe('a program beside score', () => {
  it('scores the same text by turns, the first time without being measured', async () => {
    // Opening takes as long as it takes; line breaks and quotes arrive; a thousand tokens a second.
    const text = 'Zwölf\n"Boxkämpfer"';
    const other = new OtherProgram(
      programThat(
        `if (text !== ${JSON.stringify(text)}) process.exit(1); say({ tokens: 10, seconds: n === 0 ? 9 : 0.001 });`,
      ),
    );
    const { did, open } = slowScorer();
    const speed = await benchBeside(text, 3, other, open);
    expect(speed.other).toEqual({ tokens: 10, tokensPerSecond: 10_000 });
    expect(speed.score.tokens).toBe(text.length);
    expect(speed.score.tokensPerSecond).toBeGreaterThan(0);
    expect(speed.score.tokensPerSecond).toBeLessThan(1100);
    expect(speed.ratio).toBeCloseTo(speed.score.tokensPerSecond / 10_000, 10);
    expect(did).toEqual({ scored: 4, closed: true });
  });

  it.each([
    ['writes no JSON', "console.log('Loading …');", /should answer with .* but wrote "Loading …"\.$/],
    ['leaves something out', 'say({ tokens: 3 });', /but wrote .*tokens/],
    ['fails at once', 'process.exit(3);', /, ended without an answer \(exit code 3\)\.$/],
    [
      'dies in the middle',
      "say({ tokens: 3, seconds: 1 }); if (n === 1) process.kill(process.pid, 'SIGKILL');",
      /, ended without an answer \(.+\)\.$/,
    ],
  ])('that %s is told in one sentence', async (_what, body, sentence) => {
    const { did, open } = slowScorer();
    const measured = benchBeside('text', 5, new OtherProgram(programThat(body)), open);
    await expect(measured).rejects.toThrow(sentence);
    await expect(measured).rejects.toThrow(/^The program beside score, [^\n]*\.$/);
    expect(did.closed).toBe(did.scored > 0);
  });
});
