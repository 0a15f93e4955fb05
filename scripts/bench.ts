import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runCommand } from '#base/command';
import { encodeJson } from '#base/json';
import { wholeNumber } from '#base/whole-number';
import { openLanguageModel } from '#lm/open';
import { type Progress, progressFor, watching } from '#pipeline/progress';
import { benchModel } from './bench/model.ts';
import type { PageSpeed } from './bench/pages.ts';

const SPEC = {
  name: 'npm run bench',
  summary: 'Measures how fast the model opens and scores.',
  options: {
    rounds: { type: 'string', value: 'N', help: 'rounds whose median is shown (default 5)' },
    pages: {
      type: 'boolean',
      help: 'measure instead how fast the pages in output/ load in a Chromium that is slowed down to a phone',
    },
    json: { type: 'boolean', help: 'print JSON for programs' },
  },
} as const;

/** Together about 10,000 tokens: the short questions alone take about 5,000. */
const TEXT_FILES = ['docs/reproducibility.md', 'docs/authoring.md', 'docs/architecture.md'];

type Row = readonly [name: string, value: string, beside: string];

function row(name: string, value: number, unit: string, beside = ''): Row {
  return [name, `${Math.round(value).toLocaleString('en-US')} ${unit}`, beside];
}

function tableOf(rows: readonly Row[]): string {
  const left = Math.max(...rows.map(([name]) => name.length));
  const right = Math.max(...rows.map(([, value]) => value.length));
  const line = ([name, value, beside]: Row): string =>
    `${name.padEnd(left)}  ${value.padStart(right)}  ${beside}`.trimEnd();
  return rows.map((one) => `${line(one)}\n`).join('');
}

function pageRows(pages: readonly PageSpeed[]): Row[] {
  return pages.map(({ page, firstPaint, load }) =>
    row(page, firstPaint, 'ms to the first paint', `${load.toFixed(0)} ms to load`),
  );
}

function speedRows({ openMilliseconds, works }: Awaited<ReturnType<typeof benchAll>>): Row[] {
  return [
    row('open the model', openMilliseconds, 'ms'),
    ...works.map(({ name, tokensPerSecond }) => row(name, tokensPerSecond, 'tokens/s')),
  ];
}

async function benchAll(rounds: number, progress: Progress) {
  const texts = await Promise.all(TEXT_FILES.map((file) => readFile(join(ROOT, file), 'utf8')));
  const start = performance.now();
  const lm = await openLanguageModel();
  const openMilliseconds = performance.now() - start;
  const works = await benchModel(lm, lm.encode(texts.join('\n')), rounds, (name, round) => {
    progress.show(() => `Measuring · ${name} · round ${round} of ${rounds}`);
  });
  await lm.close();
  return { openMilliseconds, works };
}

await runCommand(SPEC, async ({ options }) => {
  const rounds = wholeNumber('--rounds', options.rounds ?? '5', 1, 9999);
  const progress = progressFor(process.stderr);
  const print = <T>(speed: T, rows: (speed: T) => Row[]): void => {
    process.stdout.write(options.json ? encodeJson(speed) : tableOf(rows(speed)));
  };
  if (options.pages) {
    const { benchPages } = await import('./bench/pages.ts');
    progress.stage(`Loading the pages, rounds: ${rounds}`);
    const onRound = (round: number): void =>
      progress.show(() => `Loading the pages · round ${round} of ${rounds}`);
    return print(await watching(progress, () => benchPages(join(ROOT, 'output'), rounds, onRound)), pageRows);
  }
  progress.stage(`Measuring the model, rounds: ${rounds}`);
  print(await watching(progress, () => benchAll(rounds, progress)), speedRows);
});
