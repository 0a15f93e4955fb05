import { describe, expect, it } from 'vitest';
import * as mark from '#report/marks';

describe('a mark', () => {
  it('without channels leaves them to the figure', () => {
    expect(mark.line({}, { style: 'muted' })).toEqual({ mark: { type: 'line', style: 'muted' } });
  });

  it('refuses a colour in the place of a field, and says where it goes', () => {
    expect(() => mark.dots({ x: 'bits', color: '$rest' })).toThrow(
      `"$rest" is a colour and no field: pass it as an option, mark.dots({ … }, { color: '$rest' })`,
    );
  });

  it('of a series has a colour and a shape, in shapes of its own if it names them', () => {
    const named = { field: 'is', type: 'nominal', title: null };
    expect(mark.series('is', { title: null }, ['circle', 'square'])).toEqual({
      color: named,
      shape: { ...named, scale: { range: ['circle', 'square'] } },
    });
  });

  it('has its labels at its places, in a look for each value of a field', () => {
    const dots = mark.dots({ x: 'bits', y: 'level' }, { data: 'marks' });
    const looks = mark.cases('side', { left: { align: 'right' }, right: { align: 'left' } });
    const labelled = (side: string, align: string) => ({
      ...mark.label({ x: 'bits', y: 'level', text: 'label' }, { data: 'marks', align }),
      transform: [{ filter: `datum.side === '${side}'` }],
    });
    expect(mark.labelled(dots, looks)).toEqual([dots, labelled('left', 'right'), labelled('right', 'left')]);
  });
});
