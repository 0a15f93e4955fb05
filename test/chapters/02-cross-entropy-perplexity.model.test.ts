import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { ownWriting } from '../../chapters/02-cross-entropy-perplexity/low-perplexity.measure.ts';
import {
  candidates,
  ownTexts,
  TEXT_FILES,
} from '../../chapters/02-cross-entropy-perplexity/texts.measure.ts';
import { slidingWindows } from '../../chapters/02-cross-entropy-perplexity/windows.measure.ts';
import { embeddedModel } from '../lm/embedded-model.ts';
import { type ResultOf, resultOf } from './committed.ts';

const lm = await embeddedModel();

const START = '<|endoftext|>';

/** What `npm run score -- --json --context START --file …` prints. */
function scoreCommand(file: URL): unknown {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/score.ts', '--json', '--context', START, '--file', fileURLToPath(file)],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('chapter 2 with the real model', () => {
  let texts: ResultOf<typeof ownTexts>['texts'];
  let harbour: ResultOf<typeof ownTexts>['harbour'];
  let thought: ResultOf<typeof candidates>;
  const data = Object.fromEntries(
    Object.entries(TEXT_FILES).map(([name, file]) => [name, readFileSync(file, 'utf8')]),
  );

  beforeAll(async () => {
    thought = await resultOf(candidates, { lm, data });
    ({ texts, harbour } = await resultOf(ownTexts, { lm, data, thought }));
  });

  it('expects at each place of the strip what the scores of its tokens say', async () => {
    const { places } = thought;
    const { tokens } = await lm.score(lm.encode(data.harbour ?? ''), [lm.specialTokens[START] ?? -1]);
    expect(places).toHaveLength(tokens.length);
    expect(harbour.map(({ entropy }) => entropy)).toEqual(tokens.map(({ entropy }) => entropy));
    let among = 0;
    for (const [index, { text, rank, logprob }] of tokens.entries()) {
      const { likeliest = [], probabilities = [], others = Number.NaN } = places[index] ?? {};
      expect(likeliest).toHaveLength(5);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
      expect(probabilities.reduce((sum, p) => sum + p, others)).toBeCloseTo(1, 12);
      if (rank === null || logprob === null || rank > 5) continue;
      among += 1;
      expect(likeliest[rank - 1]).toBe(text);
      expect(probabilities[rank - 1]).toBeCloseTo(Math.exp(logprob), 12);
    }
    expect(among).toBeGreaterThan(100);
  });

  it.each(['harbour', 'travel'] as const)('tells the perplexity of %s that npm run score tells', (name) => {
    const printed = scoreCommand(TEXT_FILES[name]) as Record<string, number>;
    const own = texts.find((text) => text.name === name);
    expect(own?.perplexity).toBeCloseTo(printed.perplexity ?? Number.NaN, 9);
    expect(own?.bitsPerByte).toBeCloseTo(printed.bits_per_byte ?? Number.NaN, 9);
  });

  it('gives a target the same surprisal through a window as a text of that window alone', async () => {
    const start = lm.specialTokens[START] ?? -1;
    const ids = [start, ...lm.encode(data.harbour ?? '').slice(0, 80)];
    for (const { start: first, from, to } of slidingWindows(ids.length, 32, 16)) {
      const [context, continuation] = [ids.slice(first, from), ids.slice(from, to + 1)];
      const [through] = await lm.scoreMany([{ context, continuation }]);
      const { tokens } = await lm.score(continuation, context);
      for (const [place, logprob] of (through?.logprobs ?? []).entries()) {
        expect(logprob).toBeCloseTo(tokens[place]?.logprob ?? Number.NaN, 3);
      }
    }
  });

  it('is scored on what it wrote as a text of its own would be', async () => {
    const own = { texts: texts.slice(0, 1) };
    const { rows, people } = await resultOf(ownWriting, { lm, data, own });
    const [cool] = rows.filter(({ temperature }) => temperature < 1);
    expect(cool?.texts).toHaveLength(8);
    expect(new Set(cool?.texts.flat()).size).toBeGreaterThan(1);
    const ids = [lm.specialTokens[START] ?? -1, ...lm.encode(data.harbour ?? '').slice(0, 32)];
    const again = await lm.generate([ids], { maxTokens: 20, temperature: 0.7, seed: 11, stop: [] });
    expect(cool?.texts[0]).toEqual([lm.decode(again[0]?.ids ?? [])]);
    const { meanLogprob } = await lm.score(again[0]?.ids ?? [], ids);
    const first = Math.exp(-(meanLogprob ?? Number.NaN));
    expect(first).toBeGreaterThan((cool?.lowest ?? Number.NaN) - 1e-3);
    expect(first).toBeLessThan((cool?.highest ?? Number.NaN) + 1e-3);
    expect(people).toBeGreaterThan(cool?.highest ?? Number.NaN);
  });
});
