import { describe, expect, test } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { minifySvg } from '#render/svg/minify';
import { SAMPLE_FIGURES } from './sample-figures.ts';
import type { XmlElement } from './xml.ts';
import { readXml } from './xml.ts';

const LOOKS = 'fill stroke stroke-width stroke-dasharray opacity font-size font-weight text-anchor'.split(
  ' ',
);
const DRAWN = ['path', 'line', 'rect', 'circle', 'text'];

interface Drawn {
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly turn: string;
  readonly looks: Readonly<Record<string, string>>;
}

/** What is drawn, each with its place on the drawing and its looks, those taken from groups included. */
function drawn(element: XmlElement, x = 0, y = 0, above: Readonly<Record<string, string>> = {}): Drawn[] {
  const attribute = (name: string): string => element.attributes.get(name) ?? '';
  const transform = attribute('transform');
  const [, dx = 0, dy = 0] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(transform) ?? [];
  const isText = element.name === 'text';
  const moved = {
    x: x + Number(dx) + Number(isText ? attribute('x') : attribute('cx')),
    y: y + Number(dy) + Number(isText ? attribute('y') : attribute('cy')),
  };
  const looks = { ...above };
  for (const name of LOOKS) if (element.attributes.has(name)) looks[name] = attribute(name);
  // A width of no line is none.
  const seen: Record<string, string> = { ...looks };
  if (!('stroke' in seen) || seen.stroke === 'none') delete seen['stroke-width'];
  if (seen.stroke === 'none') delete seen.stroke;
  const disc = /^M([\d.]+),0A/.exec(attribute('d'))?.[1];
  const isDisc =
    element.name === 'circle' || (disc !== undefined && (attribute('d').match(/A/g) ?? []).length === 2);
  const what = isDisc
    ? `disc of ${disc ?? attribute('r')}`
    : `${element.name} ${attribute('d')}${element.text}`;
  const own: Drawn = {
    what,
    x: Math.round(moved.x * 20) / 20,
    y: Math.round(moved.y * 20) / 20,
    turn: /rotate\([^)]*\)/.exec(transform)?.[0] ?? '',
    looks: seen,
  };
  const inside = element.children.flatMap((child) => drawn(child, moved.x, moved.y, looks));
  return DRAWN.includes(element.name) ? [own, ...inside] : inside;
}

const svgOf = async (block: (typeof SAMPLE_FIGURES)[number]): Promise<string> => {
  const { svgFile } = await renderFigure(block, { title: 'Figure', description: 'd' });
  return svgFile.trimEnd().replace(/<title.*?<\/style>/s, '');
};

describe.each(SAMPLE_FIGURES.map((block) => [block.id, block] as const))(
  'figure %s, slimmed',
  (_id, block) => {
    test('draws the same things at the same places in the same looks, in fewer characters', async () => {
      const before = await svgOf(block);
      const after = minifySvg(before);
      const order = (a: Drawn, b: Drawn): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
      expect(drawn(readXml(after)).toSorted(order)).toEqual(drawn(readXml(before)).toSorted(order));
      expect(after.length).toBeLessThan(before.length);
    });
  },
);

describe('a slimmed drawing', () => {
  test('has its common words said by the group', () => {
    expect(minifySvg('<svg><g><line y2="1" stroke="#aaa"/><line y2="2" stroke="#aaa"/></g></svg>')).toBe(
      '<svg><line y2="1" stroke="#aaa"/><line y2="2" stroke="#aaa"/></svg>',
    );
    expect(
      minifySvg('<svg><g opacity="0.5"><line y2="1" stroke="#aaa"/><line y2="2" stroke="#aaa"/></g></svg>'),
    ).toBe('<svg><g opacity="0.5" stroke="#aaa"><line y2="1"/><line y2="2"/></g></svg>');
  });

  test('keeps the width of a line whose group has the colour, and of no other', () => {
    const svg = '<svg><g stroke="#aaa" opacity="0.5"><line y2="1" stroke-width="2"/></g></svg>';
    expect(minifySvg(svg)).toBe(svg);
    expect(minifySvg(svg.replace('#aaa', 'none'))).not.toContain('stroke-width');
  });

  test('keeps a group that does more than move, and what stands in texts', () => {
    const svg =
      '<svg><g transform="rotate(-90)"><text text-anchor="end" transform="translate(1,2) rotate(3)">a &lt; b</text></g></svg>';
    expect(minifySvg(svg)).toBe(svg);
    const faded = '<svg><g transform="translate(1,2)" opacity="0.5"><line y2="1"/></g></svg>';
    expect(minifySvg(faded)).toBe(faded);
  });
});
