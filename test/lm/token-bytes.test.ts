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
