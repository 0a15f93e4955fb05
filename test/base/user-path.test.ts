import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { userModel, userPath } from '#base/user-path';

const HERE = mkdtempSync(join(tmpdir(), 'user-path-'));
mkdirSync(join(HERE, 'own-model'));
afterAll(() => rmSync(HERE, { recursive: true }));

describe('a path that a user gives', () => {
  it('starts where npm was called, not where it runs the command', () => {
    expect(userPath('a/b.txt', { INIT_CWD: HERE })).toBe(join(HERE, 'a', 'b.txt'));
    expect(userPath('b.txt', {})).toBe(join(process.cwd(), 'b.txt'));
    expect(userPath(HERE, { INIT_CWD: '/' })).toBe(HERE);
  });

  it('names a model only where there is such a folder', () => {
    expect(userModel('own-model', { INIT_CWD: HERE })).toBe(join(HERE, 'own-model'));
    expect(userModel('somebody/a-model', { INIT_CWD: HERE })).toBe('somebody/a-model');
    expect(userModel(undefined, { INIT_CWD: HERE })).toBeUndefined();
  });
});
