import type { SceneData, SceneTrack } from '#page-model/scene-data';
import type { DrawnFigure } from '#report/block';
import { plainText } from '#report/report-tree';
import type { Scene, SceneDrawing, SceneMark } from '#report/scene';
import { type FigureText, inline, standAlone } from '../svg/inline-or-standalone.ts';
import { normaliseSvg } from '../svg/normalise.ts';
import { textClashes } from '../svg/text-boxes.ts';
import { escapeXml } from '../svg/tree.ts';
import { Drawer } from './drawer.ts';
import type { RenderedFigure } from './figure.ts';
import { SANS, SPEC_NAMES, TEXT_SIZE, THEME } from './theme.ts';

/** Scenes as SVG, one for each sheet, with what differs between their frames; their still as PNG. */

type Attributes = Readonly<Record<string, string | number>>;

interface TextLook {
  readonly font: string;
  readonly fontSize: number;
  readonly fontWeight: number;
  readonly color: string;
}

function textLook(style: string): TextLook {
  const styles = (THEME.style ?? {}) as Readonly<Record<string, Partial<TextLook> | undefined>>;
  const color = String(SPEC_NAMES.get('soft'));
  return { font: SANS, fontSize: TEXT_SIZE, fontWeight: 400, color, ...styles[style] };
}

function colourOf(paint: string): string {
  return paint.startsWith('$') ? (SPEC_NAMES.get(paint.slice(1)) ?? paint) : paint;
}

/** A mark's attributes as SVG has them; `text` is its text. */
function attributesOf(mark: SceneMark): Attributes {
  const { key: _key, shape: _shape, ...own } = mark;
  const { fill = mark.stroke ? 'none' : '$model', ...rest } = own;
  const given = { ...rest, fill };
  if (mark.shape !== 'text') return svgNames(given);
  const { style = 'value', anchor = 'start', size, ...words } = given as Partial<typeof mark>;
  const look = textLook(style);
  return svgNames({
    ...words,
    fill: mark.fill ?? look.color,
    fontFamily: look.font,
    fontSize: size ?? look.fontSize,
    fontWeight: look.fontWeight,
    textAnchor: anchor,
  });
}

const svgNames = (attributes: object): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`),
      name === 'fill' || name === 'stroke' ? colourOf(value) : value,
    ]),
  );

/** A mark with its attributes in each frame. Where it is absent it is where it was last, or will be, and cannot be seen. */
interface MovingMark {
  readonly shape: SceneMark['shape'];
  readonly frames: readonly Attributes[];
}

/** Every mark of every frame, the lowest first; those of no frame but later ones lie on top. */
function movingMarks({ frames }: SceneDrawing): MovingMark[] {
  const keys = [...new Set(frames.flatMap((marks) => marks.map(({ key }) => key)))];
  return keys.map((key) => {
    const own = frames.map((marks) => marks.find((mark) => mark.key === key));
    const first = own.find((mark) => mark !== undefined);
    if (!first) throw new Error(`no frame has the mark "${key}"`);
    let last = attributesOf(first);
    const inFrames = own.map((mark) => {
      if (!mark) return { ...last, opacity: 0 };
      if (mark.shape !== first.shape) throw new Error(`the mark "${key}" changes its shape`);
      last = { opacity: 1, ...attributesOf(mark) };
      return last;
    });
    return { shape: first.shape, frames: inFrames };
  });
}

function elementOf(shape: SceneMark['shape'], { text, ...attributes }: Attributes): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`);
  const words = text === undefined ? '' : escapeXml(String(text));
  return `<${shape}${written.join('')}${words === '' ? '/>' : `>${words}</${shape}>`}`;
}

function svgOf({ sheet }: SceneDrawing, marks: readonly string[]): string {
  const { width, height } = sheet;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${marks.join('')}</svg>`;
  // On the page, a later frame may show what the still does not.
  return normaliseSvg(svg, SANS, () => false);
}

const isShown = ({ opacity }: Attributes): boolean => opacity !== 0;

/** One frame of a drawing as SVG, without what it does not show. */
function frameSvg(drawing: SceneDrawing, marks: readonly MovingMark[], frame: number): string {
  const shown = marks.flatMap(({ shape, frames }) => {
    const attributes = frames[frame] ?? {};
    return isShown(attributes) ? [elementOf(shape, attributes)] : [];
  });
  return svgOf(drawing, shown);
}

const twoDecimals = (number: string | number): string => String(Number(Number(number).toFixed(2)));

/** A value with two decimals, as drawings have them; texts stay as they are. */
const rounded = (name: string, value: string | number): string | number =>
  typeof value === 'number'
    ? Number(twoDecimals(value))
    : name === 'd'
      ? value.replace(/\d+\.\d{3,}/g, twoDecimals)
      : value;

function tracksOf(marks: readonly MovingMark[]): SceneTrack[] {
  return marks.flatMap(({ frames }, index) => {
    const names = new Set(frames.flatMap((attributes) => Object.keys(attributes)));
    return [...names].flatMap((name): SceneTrack[] => {
      const values = frames.map((attributes) =>
        rounded(name, attributes[name] ?? (name === 'text' ? '' : 'none')),
      );
      return new Set(values).size > 1 ? [[index, name, values]] : [];
    });
  });
}

/** Throws an Error when in some frame words run over each other or over the edge. */
function assertLegible(drawing: SceneDrawing, marks: readonly MovingMark[], { frames }: Scene): void {
  for (const [index, name] of frames.entries()) {
    const [clash] = textClashes(frameSvg(drawing, marks, index));
    if (clash === undefined) continue;
    const { width } = drawing.sheet;
    throw new Error(`in frame ${name}, ${width} px wide, ${clash}`);
  }
}

const stillOf = ({ states, frames }: Scene): number => frames.indexOf(states[0]?.name ?? '');

/** The frames in words. */
function framesOf({ states, dial, frames }: Scene): SceneData['frames'] {
  return frames.map((name) => {
    const said = states.find((state) => state.name === name);
    const own = dial?.frames.find((frame) => frame.name === name);
    const label = own && plainText(own.label);
    const words = said ? plainText(said.alt) : `${dial ? plainText(dial.title) : ''}: ${label}`;
    return { name, words, ...(label !== undefined && { label }) };
  });
}

/** A figure that is a scene. Throws an Error that begins with its id on what cannot be drawn or read. */
export async function renderScene(
  { id, scene }: DrawnFigure & { readonly scene: Scene },
  text: FigureText,
): Promise<RenderedFigure> {
  try {
    const still = stillOf(scene);
    const [wide, narrow] = [scene.drawings.wide, scene.drawings.narrow].map((drawing) => {
      const marks = movingMarks(drawing);
      assertLegible(drawing, marks, scene);
      // The page has all marks from the start: an index names each.
      const all = marks.map(({ shape, frames }) => elementOf(shape, frames[still] ?? {}));
      return { all: svgOf(drawing, all), still: frameSvg(drawing, marks, still), tracks: tracksOf(marks) };
    });
    if (!wide || !narrow) throw new Error('a sheet is missing');
    return {
      svgFile: await standAlone(wide.still, text),
      svgInline: inline(wide.all, id, text),
      svgNarrow: inline(narrow.all, id, 'narrow'),
      width: scene.drawings.wide.sheet.width,
      height: scene.drawings.wide.sheet.height,
      scene: { frames: framesOf(scene), still, tracks: [wide.tracks, narrow.tracks] } satisfies SceneData,
    };
  } catch (error) {
    throw new Error(`figure ${id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const ALIGN: Readonly<Record<string, string>> = { start: 'left', middle: 'center', end: 'right' };

/** A mark as Vega draws it. */
function vegaMark(shape: SceneMark['shape'], attributes: Attributes): object {
  const {
    opacity,
    fill,
    stroke,
    'stroke-width': strokeWidth,
    x,
    y,
    width,
    height,
    rx,
    cx,
    cy,
    r,
  } = attributes;
  const { d, text, 'stroke-dasharray': dash } = attributes;
  const paint = {
    opacity,
    strokeWidth,
    ...(fill !== 'none' && { fill }),
    ...(stroke !== 'none' && { stroke }),
  };
  const forms = {
    rect: { type: 'rect', own: { x, y, width, height, cornerRadius: rx } },
    circle: { type: 'symbol', own: { x: cx, y: cy, size: (2 * Number(r)) ** 2, shape: 'circle' } },
    path: { type: 'path', own: { path: d, strokeDash: dash && String(dash).split(/[ ,]+/).map(Number) } },
    text: {
      type: 'text',
      own: {
        x,
        y,
        text,
        font: attributes['font-family'],
        fontSize: attributes['font-size'],
        fontWeight: attributes['font-weight'],
        align: ALIGN[String(attributes['text-anchor'])],
      },
    },
  };
  const { type, own } = forms[shape];
  const set = Object.entries({ ...paint, ...own }).filter(([, value]) => value !== undefined);
  return { type, encode: { enter: Object.fromEntries(set.map(([name, value]) => [name, { value }])) } };
}

/** The still of a scene as PNG, on paper of its own. */
export async function renderScenePng(figure: DrawnFigure & { readonly scene: Scene }): Promise<Uint8Array> {
  const { wide } = figure.scene.drawings;
  const still = stillOf(figure.scene);
  const shown = movingMarks(wide).filter(({ frames }) => isShown(frames[still] ?? {}));
  const marks = shown.map(({ shape, frames }) => vegaMark(shape, frames[still] ?? {}));
  const { width, height } = wide.sheet;
  const drawer = new Drawer(figure);
  try {
    return await drawer.drawPng({ width, height, marks }, width);
  } finally {
    drawer.close();
  }
}
