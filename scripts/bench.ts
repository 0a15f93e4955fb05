import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandSpec, type OptionSpec, parseCommand, runCommand } from '#base/command';
import { encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { EMBEDDED_MODEL } from '#lm/identity';
import { MODEL_OPTIONS, modelRequest } from '#lm/request';
import { type BuildSpeed, benchBuild } from './bench-build.ts';
import { benchEngine, type EngineSpeed } from './bench-engine.ts';
import { benchModel, type ModelSpeed } from './bench-model.ts';

const SPEC = {
  name: 'npm run bench',
  summary: 'Measures how fast the model opens, runs and scores, and where a whole build spends its time.',
  options: {
    rounds: { type: 'string', value: 'N', help: 'rounds whose median is shown (default 5)' },
    'no-build': { type: 'boolean', help: 'measure the model only, without a build' },
    engine: { ...MODEL_OPTIONS.engine, help: 'measure a vLLM server instead, such as http://127.0.0.1:8000' },
    model: { ...MODEL_OPTIONS.model, help: "the model's name at the engine" },
    tokenizer: MODEL_OPTIONS.tokenizer,
    json: { type: 'boolean', help: 'print JSON for programs' },
  },
} as const satisfies CommandSpec<Record<string, OptionSpec>>;

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A text that is always there, of a few thousand tokens: the model's licence. */
const LONG_TEXT = join(ROOT, 'models', EMBEDDED_MODEL, 'LICENSE');

interface Speed {
  readonly model: ModelSpeed;
  readonly build?: BuildSpeed;
}

function roundsOf(rounds = '5'): number {
  if (/^[1-9]\d{0,3}$/.test(rounds)) return Number(rounds);
  throw new UserError(`--rounds should be a whole number, 1 or more, but is "${rounds}".`);
}

type Add = (name: string, value: number, unit: string, digits?: number) => void;

function tableOf(fill: (add: Add) => void): string {
  const rows: [string, string][] = [];
  fill((name, value, unit, digits = 0) => {
    const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    rows.push([name, `${value.toLocaleString('en-US', figures)} ${unit}`]);
  });
  const left = Math.max(...rows.map(([name]) => name.length));
  const right = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([name, value]) => `${name.padEnd(left)}  ${value.padStart(right)}\n`).join('');
}

function addEngine({ openMilliseconds, score, predictions }: EngineSpeed, add: Add): void {
  add('open the engine', openMilliseconds, 'ms');
  add(`score ${score.tokens.toLocaleString('en-US')} tokens`, score.tokensPerSecond, 'tokens/s');
  add(`each of ${predictions.count} whole predictions`, predictions.millisecondsEach, 'ms');
}

function addSpeed({ model, build }: Speed, add: Add): void {
  add('open the model', model.openMilliseconds, 'ms');
  for (const { tokensACall, tokensPerSecond } of model.raw)
    add(`session alone, ${tokensACall} tokens a call`, tokensPerSecond, 'tokens/s');
  const { tokens, tokensPerSecond, ratioToRaw128 } = model.score;
  add(`score ${tokens.toLocaleString('en-US')} tokens`, tokensPerSecond, 'tokens/s');
  add('score beside 128-token calls', 100 * ratioToRaw128, '%');
  if (build?.figures) add(`each of ${build.figures.count} figures`, build.figures.millisecondsEach, 'ms');
  if (build) {
    for (const { stage, seconds } of build.stages) add(`build: ${stage}`, seconds, 's', 2);
    const total = build.stages.reduce((sum, { seconds }) => sum + seconds, 0);
    add('build: in all', total, 's', 2);
  }
}

async function main(): Promise<number> {
  const { options } = parseCommand(SPEC, process.argv.slice(2));
  const rounds = roundsOf(options.rounds);
  const text = await readFile(LONG_TEXT, 'utf8');
  const asked = modelRequest(options);
  if (asked.engine !== undefined) {
    const engine = await benchEngine(text, rounds, asked);
    process.stdout.write(options.json ? encodeJson({ engine }) : tableOf((add) => addEngine(engine, add)));
    return 0;
  }
  if (asked.model !== undefined)
    throw new UserError('--model is the name of a model at an engine: give its address with --engine.');
  const model = await benchModel(text, rounds);
  const speed: Speed = options['no-build'] ? { model } : { model, build: await benchBuild(ROOT) };
  process.stdout.write(options.json ? encodeJson(speed) : tableOf((add) => addSpeed(speed, add)));
  return 0;
}

await runCommand(SPEC, main);
