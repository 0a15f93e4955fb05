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
    expect((error as UserError).message).toMatch(/^[^\n]*[.?]$/);
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

describe('a command line is refused in one line', () => {
  it.each([
    ['an option unlike all others', ['--verbose'], 'Unknown option --verbose ('],
    ['an option three letters from another', ['--chaps'], 'Unknown option --chaps ('],
    ['a letter that is no option', ['-x'], 'Unknown option -x ('],
    ['a missing value', ['--chapter'], "'--chapter <value>' argument missing"],
    ['a value that looks like an option', ['--chapter', '--dry-run'], "'--chapter=-XYZ'"],
    ['a value where none belongs', ['--dry-run=yes'], 'does not take an argument'],
    ['a word where none belongs', ['foo'], 'Unexpected word "foo": this command takes only options ('],
    ['a word behind a lone --', ['--', 'foo'], 'Unexpected word "foo"'],
  ])('for %s, beside the options there are', (_what, args, words) => {
    const sentence = refusal(args);
    expect(sentence).toContain(words);
    expect(sentence).toContain('(npm run build -- takes --chapter, --dry-run, --trace, --help).');
  });

  it('for a misspelt option, with the option that is meant', () => {
    for (const [misspelt, meant] of [
      ['--chaptr', '--chapter'],
      ['--chpater=3', '--chapter'],
      ['--dryrun', '--dry-run'],
      ['--hlep', '--help'],
    ])
      expect(refusal([misspelt ?? ''])).toBe(
        `Unknown option ${misspelt?.split('=')[0]}: did you mean ${meant}?`,
      );
  });

  it('for an option that npm took for itself, with the right spelling', () => {
    const env = { npm_lifecycle_event: 'build', npm_config_chapter: 'true' };
    expect(refusal(['3'], env)).toBe(
      'npm took --chapter for itself; put -- before the options: npm run build -- --chapter.',
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

it('a word that begins with a dash is taken behind --', () => {
  expect(parseCommand(TEXT_SPEC, ['--', '-5 degrees'], {}).positionals).toEqual(['-5 degrees']);
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
