import { describe, expect, it } from 'vitest';
import { mistakeOf } from '#base/author-mistake';
import { about, lookingAt } from '#base/source-location';
import { UserError } from '#base/user-error';

const ROOT = '/home/author/report';
const IN_CHAPTER = `    at write (${ROOT}/chapters/01-ships/ships.ts:14:39)`;
const IN_OURS = `    at nats (${ROOT}/scripts/report/values.ts:60:11)`;

/** An error of a stack; `cause` as in its options. */
function thrown(message: string, frames: readonly string[], cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { stack: [`Error: ${message}`, ...frames].join('\n') });
}

describe('an error is a mistake of an author', () => {
  const PLACE = 'chapters/01-ships/ships.ts:14:39: ';

  it('when a file of chapters/ is in its stack, the innermost', () => {
    const outer = IN_CHAPTER.replace('ships.ts:14', 'index.ts:3');
    expect(mistakeOf(thrown('wrong', [IN_OURS, IN_CHAPTER, outer]), ROOT)).toBe(`${PLACE}wrong.`);
    expect(mistakeOf(thrown('wrong', [IN_OURS]), ROOT)).toBeUndefined();
    expect(mistakeOf(thrown(`wrong in ${ROOT}/chapters/a.ts:1:1`, [IN_OURS]), ROOT)).toBeUndefined();
    expect(mistakeOf('wrong', ROOT)).toBeUndefined();
  });

  it.each([
    ['as an address', `    at async file://${ROOT}/chapters/01-ships/ships.ts:14:39`],
    ['that was loaded anew', IN_CHAPTER.replace('ships.ts:', 'ships.ts?edition=2:')],
  ])('when that file is named %s', (_how, frame) => {
    expect(mistakeOf(thrown('wrong', [frame]), ROOT)).toContain(PLACE);
  });

  it('when it was caused by one, unless it tells of something else', () => {
    const cause = thrown('wrong', [IN_CHAPTER]);
    expect(mistakeOf(thrown('not drawn', [IN_OURS], cause), ROOT)).toContain(PLACE);
    expect(mistakeOf(new UserError('The server is gone.', { cause }), ROOT)).toBeUndefined();
    expect(mistakeOf(about(new UserError('Chapter 1: wrong.', { cause }), cause), ROOT)).toContain(PLACE);
  });

  it('when esbuild found it in a source, whose columns are bytes', () => {
    const location = { file: 'chapters/a.ts', line: 2, column: 8, lineText: 'const ä€ = ;' };
    const found = Object.assign(new Error('Build failed'), {
      errors: [{ text: 'Unexpected ";"', location }],
    });
    expect(mistakeOf(found, ROOT)).toBe('chapters/a.ts:2:8: Unexpected ";".');
    location.file = 'scripts/a.ts';
    expect(mistakeOf(found, ROOT)).toBeUndefined();
  });

  it.each([
    [
      'Chapter 1: __vite_ssr_import_2__.lines is not a function.',
      'Chapter 1: the imported module exports no function lines.',
    ],
    ['(0 , __vite_ssr_import_13__.nats) is not a function', 'the imported module exports no function nats.'],
    ["Cannot use '__vite_ssr_import_2__.a.b'", "Cannot use 'a.b'."],
  ])('in words without names of the preview server: %s', (message, ours) => {
    expect(mistakeOf(thrown(message, [IN_CHAPTER]), ROOT)).toBe(PLACE + ours);
  });

  it('when all of several errors are, or are told in a sentence already', () => {
    const [own, told] = [thrown('wrong', [IN_CHAPTER]), new UserError('The file is gone.')];
    expect(mistakeOf(new AggregateError([told, own], 'two failed'), ROOT)).toBe(`${PLACE}two failed.`);
    expect(
      mistakeOf(new AggregateError([own, thrown('ours', [IN_OURS])], 'two failed'), ROOT),
    ).toBeUndefined();
  });
});

describe('what was made somewhere', () => {
  it('gives its place to an error about it, which keeps the first that it got', () => {
    const [ship, sea] = [thrown('ship', [IN_CHAPTER]), thrown('sea', [IN_CHAPTER.replace('14', '20')])];
    const [shipMade, seaMade] = [about({}, ship), about({}, sea)];
    const look = (thing: object) => () =>
      lookingAt(thing, () => {
        throw new Error('wrong');
      });
    const error = (() => {
      try {
        return lookingAt(seaMade, look(shipMade));
      } catch (caught) {
        return caught;
      }
    })();
    expect(mistakeOf(error, ROOT)).toContain('ships.ts:14:');
    expect(mistakeOf(about(new Error('one id'), seaMade, shipMade), ROOT)).toBe(
      'chapters/01-ships/ships.ts:20:39: one id; the other is at chapters/01-ships/ships.ts:14:39.',
    );
  });
});
