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

/** A scene: a figure with a few states, between which its marks move, and the sentences that set them. */

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

/** The sheet that a state is drawn on: wide beside the sentences, narrow above them on a phone. */
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
  /** The marks of each state, in the order of the states. */
  readonly states: readonly (readonly SceneMark[])[];
}

export interface Scene {
  /** The first is the still. */
  readonly states: readonly { readonly name: string; readonly alt: Prose }[];
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

interface SceneSpec<Sets, State extends string> extends Pick<FigureBlock, 'id' | 'caption'> {
  /** What the files beside the figure hold, and all that `draw` knows. */
  readonly data: Sets;
  /** What each state shows, in words. The first is the still: on paper, in Markdown and without a script. */
  readonly states: Readonly<Record<State, Prose>>;
  /** The marks of a state, the lowest first. Pure; called for every state and sheet. */
  draw(state: State, data: PlainSets<Sets>, sheet: Sheet): readonly SceneMark[];
  /** A paragraph each. Their `set('hot', …)` are the words that set the states. */
  readonly sentences: readonly Prose[];
}

/** Throws an Error unless the marks of a state are told apart, and show no number that is not in the data. */
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

/** A figure whose marks move between states. Throws an Error as `figure` does, and on marks or words that do not fit. */
export function scene<
  const Sets extends Readonly<Record<string, readonly Readonly<Record<string, Drawable>>[]>>,
  State extends string,
>({ id, caption, data, states: said, draw, sentences }: SceneSpec<Sets, State>): FigureBlock {
  const names = Object.keys(said) as State[];
  const states = names.map((name) => ({ name, alt: said[name] }));
  const [still] = states;
  if (!still || states.length < 2) throw new Error(`scene ${id} has fewer than two states`);
  for (const { name, alt } of states) assertSaysSomething(alt, `the words for state ${name} of scene ${id}`);
  for (const one of sentences) assertSaysSomething(one, `a sentence of scene ${id}`);
  const sets = data as Readonly<Record<string, readonly DrawableRow[]>>;
  const block = figure({ id, caption, alt: still.alt, data: sets, spec: {} });
  assertSet(names, sentences, id);
  const rows: readonly DataRow[] = Object.values(block.data).flat();
  const texts = new Set(rows.flatMap((row) => Object.values(row)));
  const drawn = (sheet: Sheet): SceneDrawing => ({
    sheet,
    states: names.map((name) => {
      const marks = draw(name, block.data as PlainSets<Sets>, sheet);
      assertDrawn(marks, texts, `state ${name} of scene ${id}`);
      return marks;
    }),
  });
  const drawings = { wide: drawn(SHEETS.wide), narrow: drawn(SHEETS.narrow) };
  return madeHere({ ...block, scene: { states, drawings, sentences } }, scene);
}
