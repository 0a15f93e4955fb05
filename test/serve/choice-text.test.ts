import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceText, type Delta } from '../../scripts/serve/choice-text.ts';

/** Tokens of single bytes, so that a character may need several. */
const pieceOf = (id: number) => ({ id, text: `<${id}>`, bytes: [id], special: false });

/** What a choice gives out for a text that is written byte by byte, up to its end. */
function write(text: string, stops: readonly string[]): Delta[] {
  const choice = choiceText(0, stops, pieceOf);
  const bytes = [...Buffer.from(text)];
  return bytes.flatMap((id, place) => {
    const end = place === bytes.length - 1 ? 'length' : undefined;
    return choice.add({ sample: 0, id, logprob: -1, likeliest: [], end }) ?? [];
  });
}

const textOf = (deltas: readonly Delta[]) => deltas.map(({ text }) => text).join('');
const tokensOf = (deltas: readonly Delta[]) =>
  deltas.flatMap(({ tokens }) => tokens.map(({ piece }) => piece.id));

describe('the text of a choice', () => {
  it('ends before the stop string that is complete first, however tokens split it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '🦙'), minLength: 1, maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, (text, ends) => {
        const begun = [...text].map((_, i, letters) => letters.slice(0, i + 1).join(''));
        const stopped = begun.find((beginning) => ends.some((end) => beginning.includes(end)));
        const places = ends.map((end) => stopped?.indexOf(end) ?? -1).filter((place) => place >= 0);
        const expected = stopped === undefined ? text : text.slice(0, Math.min(...places));
        const deltas = write(text, ends);
        expect(textOf(deltas)).toBe(expected);
        expect(tokensOf(deltas)).toEqual([...Buffer.from(expected)]);
        expect(deltas.at(-1)?.end).toBe(stopped === undefined ? 'length' : 'stop');
        expect(deltas.slice(0, -1).every(({ end }) => end === null)).toBe(true);
      }),
    );
  });

  it('is given out as soon as it is sure, in whole characters', () => {
    expect(write('aé!', []).map(({ text }) => text)).toEqual(['a', '', 'é', '!']);
    expect(write('abxy', ['xz']).map(({ text }) => text)).toEqual(['a', 'b', '', 'xy']);
  });

  it('counts offsets in characters, as Python does', () => {
    const tokens = write('🦙é', []).flatMap((delta) => delta.tokens);
    expect(tokens.map(({ offset }) => offset)).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('shows bytes at its end that are no character', () => {
    const choice = choiceText(0, [], pieceOf);
    const event = { sample: 0, id: 0xe6, logprob: -1, likeliest: [], end: 'length' } as const;
    expect(choice.add(event)).toMatchObject({ text: '\uFFFD', end: 'length' });
    expect(choice.add(event)).toBeNull();
  });

  it('is not ended by a stop string in the prompt', () => {
    const choice = choiceText(0, ['a'], pieceOf);
    const token = { id: 97, logprob: -1, likeliest: [] };
    expect(choice.add({ ...token, sample: null })).toMatchObject({ text: 'a', end: null });
    expect(choice.add({ ...token, sample: 0 })).toMatchObject({ text: '', end: 'stop' });
  });
});
