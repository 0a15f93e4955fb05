import { describe, expect, test } from 'vitest';
import { textWidth } from '#render/fonts/fonts';
import { textBoxes, textClashes } from '#render/svg/text-boxes';

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">${content}</svg>`;

const word = (x: number, y: number, text: string, more = ''): string =>
  `<text transform="translate(${x},${y})${more}" font-size="10px">${text}</text>`;

const width = (text: string): number => textWidth(text, 'RptSans', 400) * 10;

describe('the boxes around texts', () => {
  test('stand where groups and texts are moved to', () => {
    const [box] = textBoxes(
      svg(
        `<g transform="translate(20,30)"><g><g transform="translate(5,0)">${word(1, 2, 'word')}</g></g></g>`,
      ),
    );
    expect(box?.left).toBeCloseTo(26, 9);
    expect(box?.right).toBeCloseTo(26 + width('word'), 9);
    expect(box?.bottom).toBeCloseTo(34, 9);
    expect(box?.top).toBeCloseTo(24.6, 9);
  });

  test('reach to the left of an end anchor and to both sides of a middle one', () => {
    const [end, middle] = textBoxes(
      svg(
        '<text text-anchor="end" transform="translate(90,50)" font-size="10px">end</text>' +
          '<text text-anchor="middle" transform="translate(90,80)" font-size="10px">mid</text>',
      ),
    );
    expect(end?.right).toBeCloseTo(90, 9);
    expect(((middle?.left ?? 0) + (middle?.right ?? 0)) / 2).toBeCloseTo(90, 9);
  });

  test('are one a line, each below the last', () => {
    const boxes = textBoxes(
      svg(
        '<text transform="translate(10,20)" font-size="10px"><tspan>one</tspan><tspan x="0" dy="12">two</tspan></text>',
      ),
    );
    expect(boxes.map(({ text, bottom }) => [text, bottom])).toEqual([
      ['one', 22],
      ['two', 34],
    ]);
  });
});

describe('words that cannot be read', () => {
  test('are those that run over each other', () => {
    expect(textClashes(svg(word(10, 20, 'first') + word(20, 22, 'second')))).toEqual([
      '“first” runs over “second”',
    ]);
    expect(textClashes(svg(word(10, 20, 'first') + word(10, 34, 'second')))).toEqual([]);
    const end = 10 + width('first');
    expect(textClashes(svg(word(10, 20, 'first') + word(end + 0.25, 20, 'second')))).toHaveLength(1);
    expect(textClashes(svg(word(10, 20, 'first') + word(end + 1, 20, 'second')))).toEqual([]);
  });

  test('are those that run over an edge of the drawing', () => {
    expect(textClashes(svg(word(190, 50, 'sideways')))).toEqual(['“sideways” runs over the edge']);
    expect(textClashes(svg(word(-9, 50, 'sideways')))).toEqual(['“sideways” runs over the edge']);
    expect(textClashes(svg(word(50, 2, 'above')))).toEqual(['“above” runs over the edge']);
    expect(textClashes(svg(word(50, 50, 'within')))).toEqual([]);
  });
});
