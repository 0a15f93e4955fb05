import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfToken, showBytes } from '#lm/token-bytes';

describe('the bytes of a token', () => {
  it('are read from the byte-level alphabet', () => {
    expect(bytesOfToken('ĠParis', 'byte-level')).toEqual([...Buffer.from(' Paris')]);
    expect(bytesOfToken('Ċ', 'byte-level')).toEqual([0x0a]);
    expect(bytesOfToken('Ã©', 'byte-level')).toEqual([0xc3, 0xa9]);
    expect(bytesOfToken('æĹ', 'byte-level')).toEqual([0xe6, 0x97]);
  });

  it('are read from the spelling of SentencePiece', () => {
    expect(bytesOfToken('▁Paris', 'sentencepiece')).toEqual([...Buffer.from(' Paris')]);
    expect(bytesOfToken('<0xE6>', 'sentencepiece')).toEqual([0xe6]);
    expect(bytesOfToken('é', 'sentencepiece')).toEqual([0xc3, 0xa9]);
  });
});

describe('bytes to look at', () => {
  it('are the text itself for whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => showBytes([...Buffer.from(text)]) === text),
    );
    expect(showBytes([0xef, 0xbb, 0xbf, 0x61])).toBe('\ufeffa');
  });

  it('show a byte that is no whole character in hexadecimal', () => {
    expect(showBytes([0x20, 0xe6])).toBe(' \\xE6');
    expect(showBytes([0xe6, 0x97])).toBe('\\xE6\\x97');
    expect(showBytes([0xa5, 0x61])).toBe('\\xA5a');
    expect(showBytes([0xff, 0xc3, 0xa9])).toBe('\\xFFé');
    expect(showBytes([0xc0, 0x80])).toBe('\\xC0\\x80'); // not UTF-8, though it looks so
    expect(showBytes([0xed, 0xa0, 0x80])).toBe('\\xED\\xA0\\x80'); // half of a surrogate pair
  });

  it('lose nothing: any bytes come out as characters or as their numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const shown = showBytes([...bytes]);
        const back = shown.includes('\\')
          ? undefined // a backslash in the text itself cannot be told from one of ours
          : [...Buffer.from(shown)];
        if (back) expect(back).toEqual([...bytes]);
        expect(shown.includes('\ufffd') && !Buffer.from(bytes).includes('\ufffd')).toBe(false);
      }),
    );
  });
});
