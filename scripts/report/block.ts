import type { DataText, Quantity } from './kind.ts';
import { assertId } from './measurement.ts';
import type { MathPart, Prose, TokenPart, ValuePart } from './part.ts';
import { standingNumber } from './prose.ts';

/**
 * What a section is made of. Prose and display equations stand by themselves; everything else is made by the function
 * of its name, which checks what types cannot.
 */

/** A marked region of a source file, shown as it stands there. */
export interface CodeBlock {
  readonly type: 'code';
  /** As chapters import it: '#numerics/softmax', or a file beside the chapter: '#chapters/01-…/next-token'. */
  readonly module: string;
  readonly region: string;
}

/** Data from a measurement, shown as JSON. */
export interface ListingBlock {
  readonly type: 'listing';
  readonly caption: Prose;
  readonly value: unknown;
}

export interface TableBlock {
  readonly type: 'table';
  readonly id: string;
  readonly caption: Prose;
  readonly columns: readonly { readonly head: Prose; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly Prose[])[];
}

/** One value of a row of figure data. */
export type Datum = string | number | boolean | null;
export type DataRow = Readonly<Record<string, Datum>>;

/** A Vega-Lite specification without its data, size theme and schema, which the figure and the theme supply. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export interface FigureBlock {
  readonly type: 'figure';
  readonly id: string;
  readonly caption: Prose;
  readonly alt: Prose;
  /** Named data sets; the one called `rows` is the specification's own unless it names another. */
  readonly data: Readonly<Record<string, readonly DataRow[]>>;
  readonly spec: VegaLiteSpec;
}

/** What a model thought at the place of one token, for readers who look into it. */
export interface TokenInsight {
  /** Of the token that came. */
  readonly probability: ValuePart;
  /** Of the token that came. */
  readonly rank: ValuePart;
  /** Of the whole prediction. */
  readonly entropy: ValuePart;
  /** The likeliest tokens at this place, the likeliest first. */
  readonly candidates: readonly { readonly token: TokenPart; readonly probability: ValuePart }[];
  /** What all other tokens had together. */
  readonly others: ValuePart;
}

/** A text coloured token by token by a value. */
export interface TokenStripBlock {
  readonly type: 'tokenStrip';
  readonly id: string;
  readonly caption: Prose;
  readonly alt: Prose;
  /** What the colour means, for the legend: "surprisal in nats". */
  readonly legend: Prose;
  readonly tokens: readonly {
    readonly text: string;
    /** Decides the colour; null for a token that has none. */
    readonly value: number | null;
    /** Shown when a reader points at the token. */
    readonly detail: Prose;
    /** Shown when a reader chooses the token. */
    readonly insight?: TokenInsight;
  }[];
  /** The values that the ends of the colour scale stand for. */
  readonly domain: readonly [number, number];
}

export interface PitfallBlock {
  readonly type: 'pitfall';
  readonly title: Prose;
  readonly body: readonly Block[];
}

/** A box that other places link to. */
export interface BoxBlock {
  readonly type: 'box';
  readonly id: string;
  readonly title: Prose;
  readonly body: readonly Block[];
}

export interface ExerciseBlock {
  readonly type: 'exercise';
  readonly task: readonly Block[];
  /** Folded away until the reader asks. */
  readonly answer: readonly Block[];
}

export interface RecapBlock {
  readonly type: 'recap';
  readonly points: readonly Prose[];
}

/** Folded: what goes beyond the main line. */
export interface CuriousBlock {
  readonly type: 'curious';
  readonly title: Prose;
  readonly body: readonly Block[];
}

export type Block =
  | Prose
  | MathPart
  | CodeBlock
  | ListingBlock
  | TableBlock
  | FigureBlock
  | TokenStripBlock
  | PitfallBlock
  | BoxBlock
  | ExerciseBlock
  | RecapBlock
  | CuriousBlock;

/** Throws an Error unless prose says something: a figure without a caption or an alternative text is not one. */
function assertSaysSomething(value: Prose | undefined, what: string): asserts value is Prose {
  const empty =
    value === undefined ||
    value.parts.every((part) => part.type === 'literal' && part.markdown.trim() === '');
  if (empty) throw new Error(`${what} is missing or empty`);
}

/** A region of a source file between `// #region name` and `// #endregion name`. */
export function code(module: string, region: string): CodeBlock {
  if (!module.startsWith('#'))
    throw new TypeError(`code needs a module such as '#numerics/softmax', got '${module}'`);
  return { type: 'code', module, region };
}

/** Stored data as JSON, in a reader's eyes: what an API would send. */
export function listing(spec: {
  readonly caption: Prose;
  readonly value: object | DataText | Quantity;
}): ListingBlock {
  assertSaysSomething(spec.caption, 'the caption of a listing');
  return { type: 'listing', ...spec };
}

export interface TableSpec<Row> {
  readonly id: string;
  readonly caption: Prose;
  readonly rows: readonly Row[];
  readonly columns: readonly {
    readonly head: Prose;
    /** Numbers stand right, words left (the default). */
    readonly align?: 'left' | 'right';
    /** One cell; values in cells print without their unit, which belongs into `head`. */
    readonly cell: (row: Row, index: number) => Prose;
  }[];
}

/** A table, a column at a time. Throws an Error without a caption, columns or rows. */
export function table<Row>(spec: TableSpec<Row>): TableBlock {
  assertId(spec.id, 'the table id');
  assertSaysSomething(spec.caption, `the caption of table ${spec.id}`);
  if (spec.columns.length === 0) throw new Error(`table ${spec.id} has no columns`);
  if (spec.rows.length === 0) throw new Error(`table ${spec.id} has no rows`);
  return {
    type: 'table',
    id: spec.id,
    caption: spec.caption,
    columns: spec.columns.map((column) => ({ head: column.head, align: column.align ?? 'left' })),
    rows: spec.rows.map((row, index) => spec.columns.map((column) => column.cell(row, index))),
  };
}

export interface FigureSpec {
  readonly id: string;
  /** What to see, in a sentence or two. */
  readonly caption: Prose;
  /** The figure's message in words, computed from its data, for those who cannot see it. */
  readonly alt: Prose;
  /** Rows, or several named data sets. */
  readonly data: readonly DataRow[] | Readonly<Record<string, readonly DataRow[]>>;
  readonly spec: VegaLiteSpec;
}

const TITLE_KEYS = new Set(['title', 'subtitle', 'text']);

/** Throws an Error when a title in a specification carries a number: no run would have produced it. */
function assertTitlesWithoutNumbers(value: unknown, id: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const lines: readonly unknown[] = TITLE_KEYS.has(key) ? [child].flat() : [];
    for (const line of lines) {
      const number = typeof line === 'string' ? standingNumber(line) : undefined;
      if (number !== undefined)
        throw new Error(`figure ${id}: the number ${number} stands in a title ("${line}")`);
    }
    assertTitlesWithoutNumbers(child, id);
  }
}

/** A figure. Throws an Error without a caption, alternative text or data, or with a number typed into a title. */
export function figure(spec: FigureSpec): FigureBlock {
  assertId(spec.id, 'the figure id');
  assertSaysSomething(spec.caption, `the caption of figure ${spec.id}`);
  assertSaysSomething(spec.alt, `the alternative text of figure ${spec.id}`);
  const data = Array.isArray(spec.data)
    ? { rows: spec.data as readonly DataRow[] }
    : (spec.data as Readonly<Record<string, readonly DataRow[]>>);
  for (const [name, rows] of Object.entries(data)) {
    if (rows.length === 0) throw new Error(`figure ${spec.id}: data set "${name}" is empty`);
  }
  assertTitlesWithoutNumbers(spec.spec, spec.id);
  return { type: 'figure', id: spec.id, caption: spec.caption, alt: spec.alt, data, spec: spec.spec };
}

/**
 * A text coloured by a value a token. Throws an Error without tokens, caption, legend or alternative text, and on an
 * insight into a token that names no candidates.
 */
export function tokenStrip(spec: Omit<TokenStripBlock, 'type'>): TokenStripBlock {
  assertId(spec.id, 'the token strip id');
  assertSaysSomething(spec.caption, `the caption of token strip ${spec.id}`);
  assertSaysSomething(spec.alt, `the alternative text of token strip ${spec.id}`);
  assertSaysSomething(spec.legend, `the legend of token strip ${spec.id}`);
  if (spec.tokens.length === 0) throw new Error(`token strip ${spec.id} has no tokens`);
  if (spec.tokens.some(({ insight }) => insight?.candidates.length === 0))
    throw new Error(`token strip ${spec.id} has an insight without candidates`);
  return { type: 'tokenStrip', ...spec };
}

/** Something that goes wrong, shown. */
export function pitfall(title: Prose, body: readonly Block[]): PitfallBlock {
  assertSaysSomething(title, 'the title of a pitfall');
  return { type: 'pitfall', title, body };
}

/** A box with an id that `ref` can name. */
export function box(id: string, title: Prose, body: readonly Block[]): BoxBlock {
  assertId(id, 'the box id');
  assertSaysSomething(title, `the title of box ${id}`);
  return { type: 'box', id, title, body };
}

/** Something to try, and its answer. */
export function exercise(task: readonly Block[], answer: readonly Block[]): ExerciseBlock {
  if (task.length === 0 || answer.length === 0) throw new Error('an exercise needs a task and an answer');
  return { type: 'exercise', task, answer };
}

/** The points to take home. */
export function recap(points: readonly Prose[]): RecapBlock {
  if (points.length === 0) throw new Error('a recap needs points');
  return { type: 'recap', points };
}

/** A folded part for the curious; printed and indexed all the same. */
export function curious(title: Prose, body: readonly Block[]): CuriousBlock {
  assertSaysSomething(title, 'the title of a part for the curious');
  return { type: 'curious', title, body };
}

/** The blocks inside a block: what walks over a section must not forget. */
export function innerBlocks(block: Block): readonly Block[] {
  switch (block.type) {
    case 'pitfall':
    case 'box':
    case 'curious':
      return block.body;
    case 'exercise':
      return [...block.task, ...block.answer];
    default:
      return [];
  }
}
