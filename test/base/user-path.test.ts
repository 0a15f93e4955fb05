import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { userModel, userPath } from '#base/user-path';
import { sharedFolder } from '../temporary.ts';

const HERE = sharedFolder();
mkdirSync(join(HERE, 'own-model'));

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
