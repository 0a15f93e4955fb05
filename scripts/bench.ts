import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandSpec, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { EMBEDDED_MODEL } from '#lm/identity';
import { type BuildSpeed, benchBuild } from './bench-build.ts';
import { benchModel, type ModelSpeed } from './bench-model.ts';

const SPEC = {
  name: 'npm run bench',
  summary: 'Measures how fast the model opens, runs and scores, and where a whole build spends its time.',
  options: {
    rounds: { type: 'string', value: 'N', help: 'rounds whose median is shown (default 5)' },
    model: { type: 'boolean', help: 'measure the model only, without a build' },
    json: { type: 'boolean', help: 'print JSON for programs' },
  },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface Speed {
  readonly model: ModelSpeed;
  readonly build?: BuildSpeed;
}

/** A text that is always there, of a few thousand tokens: the model's licence. */
async function longText(): Promise<string> {
  return await readFile(join(ROOT, 'models', EMBEDDED_MODEL, 'LICENSE'), 'utf8');
}

function roundsOf(rounds: string | undefined): number {
  if (rounds === undefined) return 5;
  if (/^[1-9]\d{0,3}$/.test(rounds)) return Number(rounds);
  throw new UserError(`--rounds should be a whole number, 1 or more, but is "${rounds}".`);
}

function tableOf({ model, build }: Speed): string {
  const speed = (tokens: number): string => `${Math.round(tokens).toLocaleString('en-US')} tokens/s`;
  const rows: [string, string][] = [
    ['open the model', `${Math.round(model.openMilliseconds)} ms`],
    ...model.raw.map(({ tokensACall, tokensPerSecond }): [string, string] => [
      `session alone, ${tokensACall} tokens a call`,
      speed(tokensPerSecond),
    ]),
    [`score ${model.score.tokens.toLocaleString('en-US')} tokens`, speed(model.score.tokensPerSecond)],
    ['score beside 128-token calls', `${(100 * model.score.ratioToRaw128).toFixed(0)} %`],
  ];
  if (build?.figures) {
    const { count, millisecondsEach } = build.figures;
    rows.push([`each of ${count} figures`, `${Math.round(millisecondsEach)} ms`]);
  }
  if (build) {
    rows.push(
      ...build.stages.map(({ stage, seconds }): [string, string] => [
        `build: ${stage}`,
        `${seconds.toFixed(2)} s`,
      ]),
    );
    const total = build.stages.reduce((sum, { seconds }) => sum + seconds, 0);
    rows.push(['build: in all', `${total.toFixed(2)} s`]);
  }
  const left = Math.max(...rows.map(([name]) => name.length));
  const right = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([name, value]) => `${name.padEnd(left)}  ${value.padStart(right)}\n`).join('');
}

async function main(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const rounds = roundsOf(options.rounds);
  const model = await benchModel(await longText(), rounds);
  const speed: Speed = options.model ? { model } : { model, build: await benchBuild(ROOT) };
  process.stdout.write(options.json ? encodeJson(speed) : tableOf(speed));
  return 0;
}

await runCommand(SPEC, main);
