import { madeHere } from '#base/source-location';
import {
  assertSaysSomething,
  type DataRow,
  type Drawable,
  type DrawableRow,
  type FigureBlock,
  figure,
} from './block.ts';
import { standingNumber } from './prose.ts';
import { allParts } from './prose-contents.ts';
import type { ColourRole, GivenPart, Prose, ValuePart } from './prose-parts.ts';
import type { Drawn, Quantity } from './quantity.ts';

/** A scene: a figure with a few states, between which its marks move, and the sentences or the dial that set them. */

type Ink = 'ink' | 'soft' | 'faint' | 'rule' | 'grid' | 'panel' | 'paper';
/** For series without a meaning of their own. */
type Series = 'gold' | 'violet' | 'plum' | 'slate';
type Paint = `$${ColourRole | Ink | Series}` | 'none';

interface Look {
  /** Marks of one key are one mark, which moves from state to state. Its shape and style stay. */
  readonly key: string;
  readonly fill?: Paint;
  readonly stroke?: Paint;
  readonly strokeWidth?: number;
  readonly opacity?: number;
}

/** A mark, with the attributes that SVG has for it, in px. */
export type SceneMark = Look &
  (
    | {
        readonly shape: 'rect';
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
        readonly rx?: number;
      }
    | { readonly shape: 'circle'; readonly cx: number; readonly cy: number; readonly r: number }
    | { readonly shape: 'path'; readonly d: string; readonly strokeDasharray?: string }
    | {
        readonly shape: 'text';
        /** Of its baseline. */
        readonly x: number;
        readonly y: number;
        readonly text: string;
        readonly style?: 'label' | 'value' | 'token' | 'formula';
        readonly anchor?: 'start' | 'middle' | 'end';
        /** Of its letters; 14 unless told. */
        readonly size?: number;
      }
  );

/** The sheet that a frame is drawn on: wide beside the sentences, narrow above them on a phone. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly isNarrow: boolean;
}

const SHEETS: Readonly<Record<'wide' | 'narrow', Sheet>> = {
  wide: { width: 580, height: 430, isNarrow: false },
  narrow: { width: 344, height: 280, isNarrow: true },
};

export interface SceneDrawing {
  readonly sheet: Sheet;
  /** The marks of each frame, in the order of the frames. */
  readonly frames: readonly (readonly SceneMark[])[];
}

/** Frames along one number, through which a reader can drag. */
interface Dial<Frame extends string = string> {
  /** What the number is. */
  readonly title: Prose;
  /** In their order along it, each with its number in words. Those of a state have its name. */
  readonly frames: readonly { readonly name: Frame; readonly label: Prose }[];
}

export interface Scene {
  /** The first is the still. */
  readonly states: readonly { readonly name: string; readonly alt: Prose }[];
  readonly dial?: Dial;
  /** The names of all that is drawn: the states that are not on the dial, then the dial's frames. */
  readonly frames: readonly string[];
  readonly drawings: Readonly<Record<keyof typeof SHEETS, SceneDrawing>>;
  readonly sentences: readonly Prose[];
}

type Plain<Value> = Value extends GivenPart
  ? number
  : Value extends Prose | ValuePart
    ? string
    : Value extends Quantity | Drawn
      ? number
      : Value;

/** Rows as drawings and files have them: results and chosen numbers as numbers, printed values as texts. */
type PlainSets<Sets> = {
  readonly [Name in keyof Sets]: Sets[Name] extends readonly (infer Row)[]
    ? readonly { readonly [Field in keyof Row]: Plain<Row[Field]> }[]
    : never;
};

interface SceneSpec<Sets, State extends string, Frame extends string>
  extends Pick<FigureBlock, 'id' | 'caption'> {
  /** What the files beside the figure hold, and all that `draw` knows. */
  readonly data: Sets;
  /** What each state shows, in words. The first is the still: on paper, in Markdown and without a script. */
  readonly states: Readonly<Record<State, Prose>>;
  readonly dial?: Dial<Frame>;
  /** The marks of a state or frame, the lowest first. Pure; called for each of them and every sheet. */
  draw(frame: State | Frame, data: PlainSets<Sets>, sheet: Sheet): readonly SceneMark[];
  /** A paragraph each. Their `set('hot', …)` are the words that set the states. */
  readonly sentences: readonly Prose[];
}

/** Throws an Error unless the marks of a frame are told apart, and show no number that is not in the data. */
function assertDrawn(marks: readonly SceneMark[], texts: ReadonlySet<unknown>, where: string): void {
  const keys = new Set<string>();
  for (const mark of marks) {
    if (keys.has(mark.key)) throw new Error(`${where} has two marks of the key "${mark.key}"`);
    keys.add(mark.key);
    if (mark.shape === 'text' && standingNumber(mark.text) !== undefined && !texts.has(mark.text))
      throw new Error(`${where} writes "${mark.text}", which is no text of its data; make it a label there`);
  }
}

/** Throws an Error unless each state has words that set it, and all words set one. */
function assertSet(names: readonly string[], sentences: readonly Prose[], id: string): void {
  const parts = sentences.flatMap(allParts);
  const set = parts.flatMap((part) => (part.type === 'setting' ? [part.state] : []));
  const unknown = set.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`scene ${id}: its sentences set "${unknown}"; it has the states ${names.join(', ')}`);
  const unset = names.find((name) => !set.includes(name));
  if (unset !== undefined) throw new Error(`scene ${id}: no word of its sentences sets "${unset}"`);
}

function assertDial({ title, frames }: Dial, id: string): void {
  assertSaysSomething(title, `the title of the dial of scene ${id}`);
  if (frames.length < 2) throw new Error(`the dial of scene ${id} has fewer than two frames`);
  for (const [index, { name, label }] of frames.entries()) {
    assertSaysSomething(label, `the label of frame ${name} of scene ${id}`);
    if (frames.findIndex((frame) => frame.name === name) < index)
      throw new Error(`the dial of scene ${id} has the frame "${name}" twice`);
  }
}

/** A figure whose marks move between states. Throws an Error as `figure` does, and on marks or words that do not fit. */
export function scene<
  const Sets extends Readonly<Record<string, readonly Readonly<Record<string, Drawable>>[]>>,
  State extends string,
  Frame extends string = never,
>({ id, caption, data, states: said, dial, draw, sentences }: SceneSpec<Sets, State, Frame>): FigureBlock {
  const names = Object.keys(said) as State[];
  const states = names.map((name) => ({ name, alt: said[name] }));
  const [still] = states;
  if (!still || states.length < 2) throw new Error(`scene ${id} has fewer than two states`);
  for (const { name, alt } of states) assertSaysSomething(alt, `the words for state ${name} of scene ${id}`);
  for (const one of sentences) assertSaysSomething(one, `a sentence of scene ${id}`);
  if (dial) assertDial(dial, id);
  const onDial: readonly (State | Frame)[] = dial?.frames.map(({ name }) => name) ?? [];
  const frames = [...names.filter((name) => !onDial.includes(name)), ...onDial];
  const sets = data as Readonly<Record<string, readonly DrawableRow[]>>;
  const block = figure({ id, caption, alt: still.alt, data: sets, spec: {} });
  assertSet(names, sentences, id);
  const rows: readonly DataRow[] = Object.values(block.data).flat();
  const texts = new Set(rows.flatMap((row) => Object.values(row)));
  const drawn = (sheet: Sheet): SceneDrawing => ({
    sheet,
    frames: frames.map((name) => {
      const marks = draw(name, block.data as PlainSets<Sets>, sheet);
      assertDrawn(marks, texts, `frame ${name} of scene ${id}`);
      return marks;
    }),
  });
  const drawings = { wide: drawn(SHEETS.wide), narrow: drawn(SHEETS.narrow) };
  return madeHere({ ...block, scene: { states, ...(dial && { dial }), frames, drawings, sentences } }, scene);
}
