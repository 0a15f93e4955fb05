import { describe, expect, it } from 'vitest';
import { helpText, parseCommand } from '#base/command';
import { UserError } from '#base/user-error';

const SPEC = {
  name: 'npm run build',
  summary: 'Builds.',
  options: {
    chapter: { type: 'string', value: 'N', help: 'one chapter only' },
    'dry-run': { type: 'boolean', help: 'write nothing' },
  },
} as const;

const TEXT_SPEC = {
  ...SPEC,
  name: 'npm run score',
  positional: { value: 'TEXT', help: 'the text' },
} as const;

const parse = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
  parseCommand(SPEC, args, env);

/** The sentence that a command line is refused with. */
function refusal(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): string {
  try {
    parse(args, env);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).exitCode).toBe(2);
    expect((error as UserError).message).toMatch(/^[^\n]*\.$/);
    return (error as UserError).message;
  }
  throw new Error('the command line was taken');
}

describe('a command line', () => {
  it('gives options by name, and undefined for those left out', () => {
    expect({ ...parse(['--chapter', '3']).options }).toEqual({ chapter: '3' });
    expect({ ...parse(['--chapter=3', '--dry-run']).options }).toEqual({ chapter: '3', 'dry-run': true });
    expect(parse([]).options.chapter).toBeUndefined();
  });
});

describe('a command line is refused in one sentence', () => {
  it('for an unknown option, which it names beside those there are', () => {
    const sentence = refusal(['--chaptr', '3']);
    expect(sentence).toContain('no option --chaptr');
    expect(sentence).toContain('--chapter, --dry-run, --trace, --help');
  });

  it('for a missing value', () => {
    expect(refusal(['--chapter'])).toBe('--chapter needs a value: --chapter N.');
    expect(refusal(['--chapter', '--dry-run'])).toContain('--chapter=VALUE');
  });

  it('for a value where none belongs', () => {
    expect(refusal(['--dry-run=yes'])).toBe('--dry-run takes no value.');
  });

  it('for an option that npm took for itself, with the right spelling', () => {
    const env = { npm_lifecycle_event: 'build', npm_config_chapter: 'true' };
    expect(refusal(['3'], env)).toBe(
      'npm took --chapter for itself; put -- before the options: npm run build -- --chapter N.',
    );
    expect(refusal([], { npm_lifecycle_event: 'build', npm_config_dry_run: 'true' })).toContain(
      'npm run build -- --dry-run.',
    );
  });

  it('but not for what npm has in its environment outside of npm run, nor when the option came through', () => {
    expect(parse([], { npm_config_chapter: 'true' }).options.chapter).toBeUndefined();
    const env = { npm_lifecycle_event: 'build', npm_config_chapter: 'true' };
    expect(parse(['--chapter', '3'], env).options.chapter).toBe('3');
  });
});

describe('a word or a value that begins with a dash', () => {
  it('is told how it is written', () => {
    expect(() => parseCommand(TEXT_SPEC, ['-5 degrees'], {})).toThrow('npm run score -- -- "-5 …"');
    expect(() => parseCommand(SPEC, ['--chapter', '-1'], {})).toThrow(
      'with an equals sign: --chapter=VALUE.',
    );
    expect(parseCommand(TEXT_SPEC, ['--', '-5 degrees'], {}).positionals).toEqual(['-5 degrees']);
  });
});

describe('a command without options', () => {
  it('says that it takes none but those that every command takes', () => {
    const bare = { ...SPEC, name: 'npm run render', options: {} } as const;
    expect(() => parseCommand(bare, ['foo'], {})).toThrow(
      'npm run render takes no word such as "foo"; it takes --trace, --help, and -- before them: npm run render -- --trace.',
    );
    expect(() => parseCommand(bare, ['--chapter', '3'], {})).toThrow(
      'npm run render has no option --chapter; it takes --trace, --help.',
    );
  });
});

describe('the help', () => {
  it('shows usage, summary and a line an option, aligned', () => {
    expect(helpText(TEXT_SPEC)).toBe(
      [
        'Usage: npm run score -- [options] [TEXT]',
        '',
        'Builds.',
        '',
        '  TEXT         the text',
        '  --chapter N  one chapter only',
        '  --dry-run    write nothing',
        '  --trace      show where in the code an error arose',
        '  --help       show this help',
        '',
      ].join('\n'),
    );
  });
});
