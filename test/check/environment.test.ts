import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { currentPlatform, isLikeReference } from '#check/environment';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';
import { copyProject, FOREIGN_LOCALE, runProgram } from './project-copy.ts';

const checkIn = (root: string, ...args: string[]) =>
  runProgram(join(root, 'scripts', 'check.ts'), args, { env: FOREIGN_LOCALE });

describe('the check of the committed output, in another folder, time zone and language', () => {
  it('finds every file the same, without a model, and says so with exit code 0', () => {
    const root = copyProject(['node_modules']);
    const { status, stdout, stderr } = checkIn(root, '--render');
    const verdict = isLikeReference(currentPlatform()) ? 'same' : '(same|drift)';
    expect(stdout, stderr).toMatch(new RegExp(`^Chapter 1 {2}${verdict} .* files$`, 'm'));
    expect(stdout).not.toMatch(/changed|structure/);
    expect(status).toBe(0);
  });

  it('ends with exit code 2 and a sentence when there is no model', () => {
    const root = copyProject(['node_modules']);
    const { status, stdout, stderr } = checkIn(root, '--measure');
    expect(stderr).toMatch(/^[^\n]*SmolLM2[^\n]*\.\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

const PICTURES = fileURLToPath(new URL('./render-pictures.ts', import.meta.url));

/** The checksums of some drawings and pictures, made under other circumstances. */
function picturesUnder(options: Parameters<typeof runProgram>[2]): Record<string, string> {
  const { status, stdout, stderr } = runProgram(PICTURES, [], options);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Whether we may put an empty folder over that of the system's fonts. */
const mayHideFonts =
  existsSync('/usr/share/fonts') &&
  spawnSync('unshare', ['-m', 'true']).status === 0 &&
  process.getuid?.() === 0;

describe('the fonts of the system', () => {
  let usual: Record<string, string>;
  beforeAll(() => {
    usual = picturesUnder({});
  }, 120_000);

  it('change neither a drawing nor a picture when there are more', () => {
    const home = scratchFolder();
    const fonts = join(home, '.fonts');
    mkdirSync(fonts);
    const require = createRequire(import.meta.url);
    const serif = require.resolve(
      '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
    );
    for (const name of ['Inter.ttf', 'RptSans.ttf', 'sans-serif.ttf']) cpSync(serif, join(fonts, name));
    const config = join(home, 'fonts.conf');
    writeFileSync(config, `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir></fontconfig>`);
    const env = { HOME: home, XDG_DATA_HOME: home, FONTCONFIG_FILE: config };
    expect(picturesUnder({ env })).toEqual(usual);
  });

  it.runIf(mayHideFonts)('change neither a drawing nor a picture when there are none', () => {
    const script = 'mount -t tmpfs none /usr/share/fonts && exec "$0" "$@"';
    expect(picturesUnder({ before: ['unshare', '-m', 'sh', '-c', script] })).toEqual(usual);
  });
});
