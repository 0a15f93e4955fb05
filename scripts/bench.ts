import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, runCommand } from '#base/command';
import { encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { wholeNumber } from '#base/whole-number';
import { openLanguageModel } from '#lm/open';
import { type BesideSpeed, benchBeside, OtherProgram } from './bench/beside.ts';
import type { BuildSpeed } from './bench/build.ts';
import { benchModel } from './bench/model.ts';
import type { PageSpeed } from './bench/pages.ts';
import { openRaw, REFERENCE_CALL, type WorkSpeed } from './bench/session-alone.ts';

const SPEC = {
  name: 'npm run bench',
  summary: 'Measures how fast the model opens, runs and scores, and where a whole build spends its time.',
  options: {
    rounds: { type: 'string', value: 'N', help: 'rounds whose median is shown (default 5)' },
    'no-build': { type: 'boolean', help: 'measure the model only, without a build' },
    beside: {
      type: 'string',
      value: 'COMMAND',
      help: 'take turns with a program that reads lines {"text": "…"} and answers each with {"tokens": N, "seconds": S}, the time of scoring alone; such as "python3 scripts/bench/beside/pytorch.py FOLDER"',
    },
    pages: {
      type: 'boolean',
      help: 'measure instead how fast the pages in output/ load in a Chromium that is slowed down to a phone',
    },
    json: { type: 'boolean', help: 'print JSON for programs' },
  },
} as const;

/** Together about 10,000 tokens: the short questions alone take about 5,000. */
const TEXT_FILES = ['docs/reproducibility.md', 'docs/authoring.md', 'docs/architecture.md'];
/** How much of the text another program scores as well: about 1,200 tokens. */
const BESIDE_CHARACTERS = 4700;

type Row = readonly [name: string, value: string, beside: string];

function row(name: string, value: number, unit: string, digits = 0, beside = ''): Row {
  const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return [name, `${value.toLocaleString('en-US', figures)} ${unit}`, beside];
}

function tableOf(rows: readonly Row[]): string {
  const left = Math.max(...rows.map(([name]) => name.length));
  const right = Math.max(...rows.map(([, value]) => value.length));
  const line = ([name, value, beside]: Row): string =>
    `${name.padEnd(left)}  ${value.padStart(right)}  ${beside}`.trimEnd();
  return rows.map((one) => `${line(one)}\n`).join('');
}

function tokenRow(who: string, { tokens, tokensPerSecond }: BesideSpeed['score']): Row {
  return row(`${who} ${tokens.toLocaleString('en-US')} tokens`, tokensPerSecond, 'tokens/s');
}

function besideRows({ score, other, ratio }: BesideSpeed): Row[] {
  return [
    tokenRow('score', score),
    tokenRow('the other program', other),
    row('score beside it', ratio, 'times', 2),
  ];
}

function pageRows(pages: readonly PageSpeed[]): Row[] {
  return pages.map(({ page, firstPaint, load }) =>
    row(page, firstPaint, 'ms to the first paint', 0, `${load.toFixed(0)} ms to load`),
  );
}

function workRow({ name, tokensPerSecond, ratioToRaw }: WorkSpeed): Row {
  return row(name, tokensPerSecond, 'tokens/s', 0, `${(100 * ratioToRaw).toFixed(0)} %`);
}

function buildRows({ measuring, figures, stages }: BuildSpeed): Row[] {
  const total = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    workRow(measuring),
    row(`each of ${figures.count} figures, on one core`, figures.millisecondsEach, 'ms'),
    ...stages.map(({ stage, seconds }) => row(`build: ${stage}`, seconds, 's', 2)),
    row('build: in all', total, 's', 2),
  ];
}

function speedRows({ openMilliseconds, model, build }: Awaited<ReturnType<typeof benchAll>>): Row[] {
  const reference = `session alone, ${REFERENCE_CALL} tokens a call`;
  return [
    row('open the model', openMilliseconds, 'ms'),
    row(reference, model.rawTokensPerSecond, 'tokens/s', 0, '100 %'),
    ...model.works.map(workRow),
    ...(build ? buildRows(build) : []),
  ];
}

async function benchAll(text: string, rounds: number, builds: boolean) {
  const start = performance.now();
  const lm = await openLanguageModel();
  const openMilliseconds = performance.now() - start;
  const ids = lm.encode(text);
  const raw = await openRaw(ids);
  const model = await benchModel(lm, raw, ids, rounds);
  await lm.close();
  // Loading it takes a while, and a mistake in the options should be told at once.
  const build = builds ? await (await import('./bench/build.ts')).benchBuild(ROOT, raw, rounds) : undefined;
  await raw.release();
  return { openMilliseconds, model, ...(build ? { build } : {}) };
}

await runCommand(SPEC, async ({ options }) => {
  const rounds = wholeNumber('--rounds', options.rounds ?? '5', 1, 9999);
  const texts = await Promise.all(TEXT_FILES.map((file) => readFile(join(ROOT, file), 'utf8')));
  const text = texts.join('\n');
  const print = <T>(speed: T, rows: (speed: T) => Row[]): void => {
    process.stdout.write(options.json ? encodeJson(speed) : tableOf(rows(speed)));
  };
  if (options.pages) {
    if (options.beside !== undefined)
      throw new UserError('--pages and --beside measure different things: give one of them.');
    const { benchPages } = await import('./bench/pages.ts');
    return print(await benchPages(join(ROOT, 'output'), rounds), pageRows);
  }
  if (options.beside !== undefined) {
    const other = new OtherProgram(options.beside);
    return print(await benchBeside(text.slice(0, BESIDE_CHARACTERS), rounds, other), besideRows);
  }
  print(await benchAll(text, rounds, !options['no-build']), speedRows);
});
