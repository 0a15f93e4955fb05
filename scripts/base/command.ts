import { parseArgs } from 'node:util';
import { UserError } from '#base/user-error';

/** One option of a command, as its help shows it. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly help: string;
  /** What stands for the value in the help: `--out DIR`. */
  readonly value?: string;
}

export interface CommandSpec<O extends Readonly<Record<string, OptionSpec>>> {
  /** As the user calls it: "npm run build". */
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  /** What stands without an option, if anything may: "TEXT". */
  readonly positional?: { readonly value: string; readonly help: string };
}

export type OptionValues<O extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof O]: (O[K]['type'] extends 'boolean' ? boolean : string) | undefined;
};

export interface ParsedCommand<O extends Readonly<Record<string, OptionSpec>>> {
  readonly options: OptionValues<O>;
  readonly positionals: readonly string[];
}

/** What stands between a command's name and its options: npm would take them for its own. */
function beforeOptions(name: string): string {
  return name.startsWith('npm run ') ? ' --' : '';
}

/** The help text of a command: a usage line, the summary, one line an option. */
export function helpText(spec: CommandSpec<Readonly<Record<string, OptionSpec>>>): string {
  const rows = Object.entries(spec.options).map(([name, option]): [string, string] => {
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    return [`--${name}${value}`, option.help];
  });
  if (spec.positional) rows.unshift([spec.positional.value, spec.positional.help]);
  rows.push(['--help', 'show this help']);
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  const positional = spec.positional ? ` [${spec.positional.value}]` : '';
  return `Usage: ${spec.name}${beforeOptions(spec.name)} [options]${positional}\n\n${spec.summary}\n\n${lines.join('\n')}\n`;
}

/**
 * Options that npm took for itself: `npm run build --chapter 3` sets npm_config_chapter (and leaves "3" as a stray
 * word) and the command sees no --chapter at all.
 */
function swallowedOption(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  given: ReadonlySet<string>,
): string | undefined {
  if (env.npm_lifecycle_event === undefined) return undefined;
  return names.find((name) => {
    const key = `npm_config_${name.replaceAll('-', '_')}`;
    return env[key] !== undefined && env[key] !== '' && !given.has(name);
  });
}

/**
 * The options and words of a command line. Throws a UserError for an unknown option, a missing value, a stray word,
 * or an option that npm swallowed because the `--` before it was forgotten.
 */
export function parseCommand<const O extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<O>,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): ParsedCommand<O> {
  const names = Object.keys(spec.options);
  const dashes = beforeOptions(spec.name);
  const known = [...names, 'help'].map((name) => `--${name}`).join(', ');
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        names.map((name) => [name, { type: spec.options[name]?.type ?? 'string' }]),
      ),
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /Unknown option '([^']+)'/.exec(message)?.[1];
    if (unknown !== undefined) {
      const asWord = spec.positional
        ? ` A word that begins with a dash is written behind one more --: ${spec.name}${dashes} -- "${unknown} …".`
        : '';
      throw new UserError(`${spec.name} has no option ${unknown}; it takes ${known}.${asWord}`, {
        cause: error,
      });
    }
    const dashed = /Option '(?:-\w, )?(--[^ ']+)[^']*' argument is ambiguous/.exec(message)?.[1];
    if (dashed !== undefined) {
      throw new UserError(
        `A value that begins with a dash is written with an equals sign: ${dashed}=VALUE.`,
        {
          cause: error,
        },
      );
    }
    throw new UserError(`${spec.name}: ${(message.split('\n')[0] ?? message).replace(/\.?$/, '.')}`, {
      cause: error,
    });
  }
  const swallowed =
    dashes === '' ? undefined : swallowedOption(names, env, new Set(Object.keys(parsed.values)));
  if (swallowed !== undefined) {
    const value =
      spec.options[swallowed]?.type === 'string' ? ` ${spec.options[swallowed]?.value ?? 'VALUE'}` : '';
    throw new UserError(
      `npm took --${swallowed} for itself; put -- before the options: ${spec.name} -- --${swallowed}${value}.`,
    );
  }
  if (!spec.positional && parsed.positionals.length > 0) {
    const spelling =
      dashes === '' || names.length === 0 ? '' : `, and -- before them: ${spec.name} -- --${names[0]}`;
    throw new UserError(
      `${spec.name} takes no word such as "${parsed.positionals[0]}"; it takes ${known}${spelling}.`,
    );
  }
  return { options: parsed.values as OptionValues<O>, positionals: parsed.positionals };
}

/**
 * Runs a command to its exit code. A UserError becomes one sentence on standard error and its exit code; anything
 * else is a defect of ours and keeps its stack trace (exit code 70).
 */
export async function runCommand(
  spec: CommandSpec<Readonly<Record<string, OptionSpec>>>,
  main: () => Promise<number>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  if (args.includes('--help') && !args.slice(0, args.indexOf('--help')).includes('--')) {
    process.stdout.write(helpText(spec));
    return;
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error.exitCode;
      return;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 70;
  }
}
