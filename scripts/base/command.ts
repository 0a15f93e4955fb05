import { once } from 'node:events';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import { mistakeOf } from '#base/author-mistake';
import { UserError } from '#base/user-error';

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly help: string;
  /** The value's name in the help: `--out DIR`. */
  readonly value?: string;
}

type Options = Readonly<Record<string, OptionSpec>>;

interface CommandSpec<O extends Options> {
  /** As the user calls it: "npm run build". */
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  /** What comes without an option, if anything may: "TEXT". */
  readonly positional?: { readonly value: string; readonly help: string };
}

interface ParsedCommand<O extends Options> {
  readonly options: {
    readonly [K in keyof O]: (O[K]['type'] extends 'boolean' ? boolean : string) | undefined;
  };
  readonly positionals: readonly string[];
  readonly asksForHelp: boolean;
}

/** What every command takes. */
const COMMON = {
  trace: { type: 'boolean', help: 'show where in the code an error arose' },
  help: { type: 'boolean', help: 'show this help' },
} as const satisfies Options;

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// What is imported from here on is compiled once: most of what a short command would spend its time with.
enableCompileCache(join(ROOT, 'node_modules', '.cache', 'nats-and-bits'));
/** Enough to reach the chapter behind an error deep inside what it calls. */
const FRAMES = 50;

/** The beginning of a command line: npm takes options before a `--` for its own. */
const beforeOptions = (name: string): string => (name.startsWith('npm run ') ? `${name} --` : name);

function spelled(name: string, { type, value = 'VALUE' }: OptionSpec): string {
  return type === 'string' ? `--${name} ${value}` : `--${name}`;
}

/** A usage line, the summary, one line an option. */
export function helpText({ name, summary, options, positional }: CommandSpec<Options>): string {
  const rows = [
    ...(positional ? [[positional.value, positional.help]] : []),
    ...Object.entries({ ...options, ...COMMON }).map(([option, spec]) => [spelled(option, spec), spec.help]),
  ];
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', right]) => `  ${left.padEnd(width)}  ${right}`);
  const words = positional ? ` [${positional.value}]` : '';
  return `Usage: ${beforeOptions(name)} [options]${words}\n\n${summary}\n\n${lines.join('\n')}\n`;
}

/** An option that npm took for itself: `npm run build --chapter 3` only sets npm_config_chapter. */
function swallowedOption(
  options: Options,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (env.npm_lifecycle_event === undefined) return undefined;
  const given = new Set(args.map((arg) => arg.split('=')[0]));
  return Object.keys(options).find(
    (name) => env[`npm_config_${name.replaceAll('-', '_')}`] && !given.has(`--${name}`),
  );
}

/** How many letters must be added, removed or replaced to make one word of the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 1; j < row.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const FARTHEST_GUESS = 2;

/** The first word that a command does not take, in a sentence without its end; undefined where there is none. */
function unknownWord(options: Options, args: readonly string[], takesWords: boolean): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional' && !takesWords)
      return `Unexpected word "${token.value}": this command takes only options`;
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue;
    const distances = Object.keys(options).map((name) => ({ name, by: editDistance(token.name, name) }));
    const [nearest] = distances.sort((a, b) => a.by - b.by);
    const isNear = nearest && nearest.by <= Math.min(FARTHEST_GUESS, token.name.length - 1);
    return `Unknown option ${token.rawName}${isNear ? `: did you mean --${nearest.name}?` : ''}`;
  }
  return undefined;
}

/** Ends with Ctrl-C, or when the process is told to end. */
export const untilStopped = () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

/** The options and words of a command line. Throws a UserError for anything that the command does not take. */
export function parseCommand<const O extends Options>(
  spec: CommandSpec<O>,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ParsedCommand<O> {
  const { name, positional } = spec;
  const options: Options = { ...spec.options, ...COMMON };
  const swallowed = swallowedOption(options, args, env);
  if (swallowed !== undefined)
    throw new UserError(
      `npm took --${swallowed} for itself; put -- before the options: ${name} -- --${swallowed}.`,
    );
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: positional !== undefined });
    const { values, positionals } = parsed;
    return { options: values as ParsedCommand<O>['options'], positionals, asksForHelp: values.help === true };
  } catch (cause) {
    const unknown = unknownWord(options, args, positional !== undefined);
    if (unknown?.endsWith('?')) throw new UserError(unknown, { cause });
    const nodes = cause instanceof Error ? cause.message.replaceAll('\n', ' ').replace(/\.$/, '') : cause;
    const what = unknown ?? nodes;
    const known = Object.keys(options)
      .map((option) => `--${option}`)
      .join(', ');
    throw new UserError(`${what} (${beforeOptions(name)} takes ${known}).`, { cause });
  }
}

/** A UserError or an author's mistake becomes one sentence, exit code 2; other errors keep their stack, exit code 70. */
export async function runCommand<const O extends Options>(
  spec: CommandSpec<O>,
  main: (command: ParsedCommand<O>) => Promise<void>,
): Promise<void> {
  const args = process.argv.slice(2);
  // A reader that has seen enough and leaves, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  Error.stackTraceLimit = FRAMES;
  try {
    const command = parseCommand(spec, args);
    if (command.asksForHelp) process.stdout.write(helpText(spec));
    else await main(command);
  } catch (error) {
    const mistake = mistakeOf(error, ROOT);
    const isTheirs = mistake !== undefined || error instanceof UserError;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const sentence = mistake ?? (error instanceof UserError ? error.message : stack);
    process.stderr.write(`${sentence}\n`);
    if (isTheirs && args.includes('--trace')) process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = isTheirs ? 2 : 70;
  }
}
