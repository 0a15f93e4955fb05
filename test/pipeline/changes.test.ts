import { describe, expect, it } from 'vitest';
import { fileChanges } from '#pipeline/changes';

describe('what changed', () => {
  const before = new Map<string, Uint8Array>([
    ['same', Buffer.from('ế')],
    ['other', Buffer.from('b')],
    ['gone', Buffer.from('c')],
  ]);

  it('is told file by file', () => {
    const files = new Map<string, string | Uint8Array>([
      ['same', 'ế'],
      ['other', new Uint8Array([1])],
      ['new', ''],
    ]);
    expect(fileChanges(files, [...before.keys()], (path) => before.get(path))).toEqual({
      added: ['new'],
      changed: ['other'],
      removed: ['gone'],
    });
  });
});
