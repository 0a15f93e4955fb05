import { describe, expect, it } from 'vitest';
import { prose } from '#report/prose';
import { readingMinutes } from '#report/reading-time';
import { type SceneMark, type Sheet, scene } from '#report/scene';
import { percent, set } from '#report/values';
import { measured } from './measured-values.ts';

const rows = (share = 0.25) => [
  { share: measured('probability', share), label: percent(measured('probability', share)) },
];

const bar = (x: number): SceneMark => ({ key: 'bar', shape: 'rect', x: 0, y: 0, width: x, height: 9 });

const SPEC = {
  id: 'a-scene',
  caption: prose`c`,
  data: { rows: rows() },
  states: { still: prose`whole`, part: prose`a part` },
  draw: (state: 'still' | 'part', { rows: [row] }: { rows: readonly { share: number }[] }, sheet: Sheet) => [
    bar(state === 'still' ? sheet.width : sheet.width * (row?.share ?? 0)),
  ],
  sentences: [prose`Take ${set('part', 'a part')} or ${set('still', 'all')}.`],
} as const;

const widths = (share: number) =>
  scene({ ...SPEC, data: { rows: rows(share) } }).scene?.drawings.wide.frames.map(
    ([mark]) => mark?.shape === 'rect' && mark.width,
  );

describe('a scene', () => {
  it('draws each state from the plain numbers of its data, which lie beside it', () => {
    expect(widths(0.25)).toEqual([580, 145]);
    expect(widths(0.5)).toEqual([580, 290]);
    expect(scene(SPEC).data.rows).toEqual([{ share: 0.25, label: '25.0%' }]);
  });

  it('draws the states off its dial, and then the frames in their order', () => {
    const dial = {
      title: prose`share`,
      frames: ['half', 'part'].map((name) => ({ name, label: prose`l` })),
    };
    const draw = (frame: string) => [bar(frame.length)];
    const made = scene({ ...SPEC, dial, draw }).scene;
    expect(made?.frames).toEqual(['still', 'half', 'part']);
    expect(made?.drawings.narrow.frames).toEqual(made?.frames.map((name) => draw(name)));
  });

  const drawing = (...marks: SceneMark[]) => ({ ...SPEC, draw: () => marks });
  const words = (text: string): SceneMark => ({ key: text, shape: 'text', x: 0, y: 20, text });

  it('shows numbers that are labels of its data', () => {
    expect(() => scene(drawing(words('25.0%')))).not.toThrow();
  });

  it.each([
    [
      'with a number that is in no label of its data',
      drawing(words('26%')),
      'writes "26%", which is no text',
    ],
    ['with two marks of one key', drawing(bar(1), bar(2)), 'has two marks of the key "bar"'],
    ['whose words set no state', { ...SPEC, sentences: [prose`${set('x', 'y')}`] }, 'its sentences set "x"'],
    [
      'with a state that no words set',
      { ...SPEC, sentences: [prose`${set('still', 's')}`] },
      'no word of its sentences sets "part"',
    ],
    [
      'whose dial has a frame twice',
      {
        ...SPEC,
        dial: { title: prose`share`, frames: ['part', 'part'].map((name) => ({ name, label: prose`l` })) },
      },
      'has the frame "part" twice',
    ],
    [
      'with a frame that has two marks of one key',
      {
        ...SPEC,
        dial: { title: prose`share`, frames: ['part', 'more'].map((name) => ({ name, label: prose`l` })) },
        draw: (frame: string) => (frame === 'more' ? [bar(1), bar(2)] : [bar(1)]),
      },
      'frame more of scene a-scene has two marks',
    ],
    [
      'without words for a state',
      { ...SPEC, states: { still: prose``, part: prose`p` } },
      'is missing or empty',
    ],
  ])('is refused %s', (_what, spec, message) => {
    expect(() => scene(spec)).toThrow(message);
  });

  it('takes the time to read its sentences', () => {
    const minutes = (sentence: string) => {
      const [block] = [
        scene({
          ...SPEC,
          sentences: [...SPEC.sentences, { ...prose``, parts: [{ type: 'literal', markdown: sentence }] }],
        }),
      ];
      return readingMinutes(
        { sections: [{ id: 's', number: '1', title: prose`t`, blocks: [block] }] },
        () => '',
      ).core;
    };
    expect(minutes('word '.repeat(440))).toBeGreaterThanOrEqual(minutes('word') + 2);
  });
});
