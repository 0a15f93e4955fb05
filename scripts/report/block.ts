import { madeHere } from '#base/source-location';
import { assertId, idFrom } from './ids.ts';
import { KINDS, kindName } from './number-kinds.ts';
import { plainText } from './plain-text.ts';
import { asProse, prose, standingNumber } from './prose.ts';
import { contentsOfPart, restsOnResult } from './prose-contents.ts';
import type { Inline, MathPart, Part, Prose, TokenPart, ValuePart } from './prose-parts.ts';
import { Drawn, described, notAResult, numberOf, Quantity, type Source } from './quantity.ts';
import type { Scene } from './scene.ts';

/** What a section is made of. The function that makes a block checks what types cannot, or casts got around. */

export interface CodeBlock {
  readonly type: 'code';
  /** As chapters import it: '#numerics/softmax', or a file beside the chapter: '#chapters/01-…/next-token'. */
  readonly module: string;
  readonly region: string;
}

/** What the code before it prints, a line each. */
export interface OutputBlock {
  readonly type: 'output';
  readonly lines: readonly Prose[];
  /** What the code was given, where it does not say so itself. */
  readonly from: Prose | null;
}

export interface TableBlock {
  readonly type: 'table';
  readonly id: string;
  readonly caption: Prose;
  readonly columns: readonly { readonly head: Prose; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly Prose[])[];
}

export type Datum = string | number | boolean | null;
export type DataRow = Readonly<Record<string, Datum>>;

/** A Vega-Lite specification without its data, size theme and schema, which the figure and the theme supply. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export interface FigureBlock {
  readonly type: 'figure';
  readonly id: string;
  readonly caption: Prose;
  /** The figure's message in words, computed from its data, for those who cannot see it. */
  readonly alt: Prose;
  /** Named data sets; the one called `rows` is the specification's own unless it names another. */
  readonly data: Readonly<Record<string, readonly DataRow[]>>;
  /** The texts in its data that were printed by helpers; any other with a number in it must be a stored one. */
  readonly printed: ReadonlySet<string>;
  readonly spec: VegaLiteSpec;
  /** What is drawn in place of a specification, and the sentences that belong to it. */
  readonly scene?: Scene;
}

export type DrawnFigure = Pick<FigureBlock, 'id' | 'data' | 'spec' | 'scene'>;

/** What a model thought at the place of one token: the probability and rank are of the token that came. */
export interface TokenInsight {
  readonly probability: ValuePart;
  readonly rank: ValuePart;
  readonly entropy: ValuePart;
  /** The likeliest tokens at this place, the likeliest first. */
  readonly candidates: readonly { readonly token: TokenPart; readonly probability: ValuePart }[];
  /** What all other tokens had together. */
  readonly others: ValuePart;
}

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
    readonly source?: Source;
    /** Shown when a reader points at the token. */
    readonly detail: Prose;
    /** Shown when a reader chooses the token. */
    readonly insight?: TokenInsight;
  }[];
  /** The values that the ends of the colour scale stand for. */
  readonly domain: readonly [number, number];
}

/** What an instrument starts with: strings that were stored or typed in. Numbers come from the model. */
interface InstrumentExamples {
  /** What comes next? */
  readonly next: { readonly text: string };
  /** How surprised is the model by a text, or by each of two? */
  readonly score: { readonly before: string; readonly texts: readonly string[] };
  /** Which answer does it prefer? With a passage, with and without it. */
  readonly answers: {
    readonly question: string;
    readonly answers: readonly string[];
    readonly passage?: string;
  };
  /** A text, written step by step. */
  readonly generate: { readonly text: string };
  /** All the ways to write a word. */
  readonly cuts: { readonly before: string; readonly word: string };
}

/** An instrument that asks the model, on the pages of `npm run serve`; elsewhere it is one line that says so. */
export type InstrumentBlock = InstrumentSpec & { readonly type: 'instrument' };

type InstrumentSpec = {
  readonly [Kind in keyof InstrumentExamples]: {
    readonly kind: Kind;
    readonly example: InstrumentExamples[Kind];
  };
}[keyof InstrumentExamples];

interface TitledBlock<Type> {
  readonly type: Type;
  readonly title: Prose;
  readonly body: readonly Block[];
}

export type CuriousBlock = TitledBlock<'curious'> & { readonly label: string };
type PitfallBlock = TitledBlock<'pitfall'>;
type BoxBlock = TitledBlock<'box'> & { readonly id: string };

export interface ExerciseBlock {
  readonly type: 'exercise';
  readonly task: readonly Block[];
  /** Folded away until the reader asks. */
  readonly answer: readonly Block[];
}

/** One point of a recap, made by `always` or `measured`. */
export interface Takeaway {
  readonly basis: 'always' | 'measured';
  readonly prose: Prose;
}

export interface RecapBlock {
  readonly type: 'recap';
  readonly points: readonly Takeaway[];
}

export interface Work {
  /** What `cite` names it by, in its chapter. */
  readonly id: string;
  /** As in BibTeX: "Guo, Chuan"; one without a comma is an organization; "others" at the end shortens a long list. */
  readonly authors: readonly [string, ...string[]];
  readonly year: number;
  readonly title: string;
  /** The journal, conference or publisher. */
  readonly where: string;
  readonly url?: `https://${string}` | `http://${string}`;
  /** What a reader finds there and not here, in a sentence. */
  readonly adds: Prose;
}

export interface SourcesBlock {
  readonly type: 'sources';
  readonly works: readonly Work[];
}

export type Block =
  | Prose
  | MathPart
  | CodeBlock
  | OutputBlock
  | TableBlock
  | FigureBlock
  | TokenStripBlock
  | PitfallBlock
  | BoxBlock
  | ExerciseBlock
  | RecapBlock
  | SourcesBlock
  | CuriousBlock
  | InstrumentBlock;

/** Throws a TypeError unless a value is prose: types can be cast away, a report cannot. */
export function assertProse(value: unknown, what: string): asserts value is Prose {
  if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'prose') return;
  throw new TypeError(`${what} is ${described(value)}; write it as prose\`…\``);
}

/** Throws an Error unless prose says something: a figure without a caption or an alternative text is not one. */
export function assertSaysSomething(value: Prose | undefined, what: string): asserts value is Prose {
  if (value !== undefined) assertProse(value, what);
  const says = value?.parts.some((part) => part.type !== 'literal' || part.markdown.trim() !== '');
  if (!says) throw new Error(`${what} is missing or empty; write it as prose\`…\``);
}

/** Throws a TypeError unless a value is a list of blocks, which it gives back; `what` returned or took it. */
export function blocksIn(value: unknown, what: string): readonly Block[] {
  if (!Array.isArray(value))
    throw new TypeError(`${what} a list of blocks, such as [prose\`…\`], got ${described(value)}`);
  const isInline = (one: Part) => one.type !== 'math' && contentsOfPart(one) !== undefined;
  const odd = value.findIndex((one) => !one?.type || isInline(one));
  if (odd === -1) return value;
  throw new TypeError(
    `${what} a list of blocks, and number ${odd + 1} of them is ${described(value[odd])}; words and values go into prose\`…\``,
  );
}

/** A region of a source file between `// #region name` and `// #endregion name`, in Python without the slashes. */
export function code(module: `#${string}`, region: string): CodeBlock {
  return madeHere({ type: 'code', module, region }, code);
}

/** What the code before it prints, given what `from` names. Tokens stand in quotation marks. */
export function output(
  lines: readonly Prose[],
  { from = null }: { readonly from?: Prose | null } = {},
): OutputBlock {
  for (const line of lines) assertProse(line, 'a line of output');
  if (from !== null) assertSaysSomething(from, 'what output was made from');
  return madeHere({ type: 'output', lines, from }, output);
}

/** A value with every result in it as a plain number, as Vega takes it. */
function plainValue(value: unknown): unknown {
  if (value instanceof Quantity) return numberOf(value);
  if (value instanceof Drawn) return value.value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  const { type, kind, value: chosen } = value as Partial<ValuePart>;
  if (type === 'value' && kind === 'given') return chosen;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plainValue(child)]));
}

/** The id of a block without one of its own. Throws an Error without a caption. */
function named(caption: Prose, what: string): string {
  assertSaysSomething(caption, `the caption of a ${what}`);
  return idFrom(caption);
}

type Head = Prose | MathPart | string;
type Cell = Inline | '' | boolean | null;

/** A column: its head and how its cells are written, or the name of a field that both are made of. */
type Column<Row> =
  | readonly [head: Head, cell: (row: Row, index: number) => Cell, align?: 'left' | 'right']
  | (keyof Row & string);

/** The column of a field, its head with the unit that values in cells go without. */
function columnOf<Row>(field: keyof Row & string, rows: readonly Row[]) {
  const result = rows.map((row) => row[field]).find((value) => value instanceof Quantity);
  const { unit = '' } = result ? KINDS[kindName(result.source.kind)] : {};
  return [unit === '' ? field : `${field} (${unit})`, (row: Row) => row[field] as Cell] as const;
}

/** What goes into a cell; nothing where there was nothing to measure. */
const cellProse = (cell: Cell): Prose =>
  cell === null || cell === '' ? prose`` : typeof cell === 'boolean' ? asProse(String(cell)) : prose`${cell}`;

/**
 * A table of all fields of its rows unless `columns` names some, or says how they are written. Values in its cells print
 * without their unit. Its id is by default made of its caption. Throws an Error without a caption or rows.
 */
export function table<Row>({
  caption,
  id = named(caption, 'table'),
  rows,
  columns = Object.keys(rows[0] ?? {}) as (keyof Row & string)[],
}: {
  readonly id?: string;
  readonly caption: Prose;
  readonly rows: readonly Row[];
  readonly columns?: readonly Column<Row>[];
}): TableBlock {
  assertId(id, 'the table id');
  assertSaysSomething(caption, `the caption of table ${id}`);
  if (rows.length === 0) throw new Error(`table ${id} has no rows`);
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row as object)))];
  const unknown = columns.find((column) => typeof column === 'string' && !fields.includes(column));
  if (unknown !== undefined)
    throw new Error(`table ${id} has a column "${String(unknown)}", but its rows have ${fields.join(', ')}`);
  const written = columns.map((column) => (typeof column === 'string' ? columnOf(column, rows) : column));
  const cells = rows.map((row, index) => written.map(([, cell]) => cell(row, index)));
  const isValue = (cell: Cell = '') =>
    cell instanceof Quantity || (typeof cell === 'object' && cell?.type === 'value');
  const heads = written.map(([head, , align], column) => ({
    head: asProse(head),
    align: align ?? (cells.some((row) => isValue(row[column])) ? 'right' : 'left'),
  }));
  const printed = cells.map((row) => row.map(cellProse));
  return madeHere({ type: 'table', id, caption, columns: heads, rows: printed }, table);
}

/** A value of figure data: a result, a `given` number, a place by `layout`, a string, or a label of printed values. */
export type Drawable = Quantity | Drawn | ValuePart | Prose | string | boolean | null;
export type DrawableRow = Readonly<Record<string, Drawable>>;

type FigureSpec = Partial<Pick<FigureBlock, 'id'>> &
  Pick<FigureBlock, 'caption' | 'alt' | 'spec'> & {
    readonly data: readonly DrawableRow[] | Readonly<Record<string, readonly DrawableRow[]>>;
  };

/** A datum as Vega takes it; labels are added to `printed`. */
function datumOf(value: Drawable, where: string, printed: Set<string>): Datum {
  if (value instanceof Quantity) return numberOf(value);
  if (value instanceof Drawn) return value.value;
  if (typeof value === 'object' && value !== null) {
    if (value.type === 'value' && value.kind === 'given') return value.value;
    const label = plainText(asProse(value), { withoutUnits: true });
    printed.add(label);
    return label;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  throw new TypeError(`${where} takes results of measurements, got ${notAResult(value)}`);
}

/** Rows as plain numbers and texts; `where` names a field in messages. Labels are added to `printed`. */
export function plainRows(
  rows: readonly DrawableRow[],
  where: (key: string) => string,
  printed = new Set<string>(),
): DataRow[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, datumOf(value, where(key), printed)])),
  );
}

const TITLE_KEYS = new Set(['title', 'subtitle', 'text']);

/** Throws an Error when a title in a specification carries a number, or data of its own: no run produced them. */
function assertTitlesWithoutNumbers(value: unknown, id: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'data' && child?.values !== undefined)
      throw new Error(`figure ${id}: its specification holds data; hand them to figure in data`);
    const shown = key === 'text' ? (child?.value ?? child) : child;
    for (const line of TITLE_KEYS.has(key) ? [shown].flat() : []) {
      const number = typeof line === 'string' ? standingNumber(line) : undefined;
      if (number !== undefined)
        throw new Error(`figure ${id}: the number ${number} is typed into a title ("${line}")`);
    }
    assertTitlesWithoutNumbers(child, id);
  }
}

/** A figure. Throws an Error without a caption, alternative text or data, or with a number typed into a title. */
export function figure({ caption, id = named(caption, 'figure'), alt, data, spec }: FigureSpec): FigureBlock {
  assertId(id, 'the figure id');
  assertSaysSomething(caption, `the caption of figure ${id}`);
  assertSaysSomething(alt, `the alternative text of figure ${id}`);
  type Sets = Exclude<FigureSpec['data'], readonly DrawableRow[]>;
  const printed = new Set<string>();
  const plain: Record<string, DataRow[]> = {};
  for (const [name, rows] of Object.entries((Array.isArray(data) ? { rows: data } : data) as Sets)) {
    if (rows.length === 0) throw new Error(`figure ${id}: data set "${name}" is empty`);
    plain[name] = plainRows(rows, (key) => `figure ${id}: field "${key}" of ${name}`, printed);
  }
  const drawn = plainValue(spec) as VegaLiteSpec;
  assertTitlesWithoutNumbers(drawn, id);
  return madeHere({ type: 'figure', id, caption, alt, data: plain, printed, spec: drawn }, figure);
}

type StripSpec = Omit<TokenStripBlock, 'type' | 'tokens' | 'domain'> & {
  readonly tokens: readonly (Omit<TokenStripBlock['tokens'][number], 'value' | 'source'> & {
    readonly value: Quantity | null;
  })[];
  readonly domain: readonly [Quantity | ValuePart, Quantity | ValuePart];
};

/** A text whose tokens are coloured by a value. Throws an Error without tokens, caption, legend or alternative text. */
export function tokenStrip(spec: StripSpec): TokenStripBlock {
  assertId(spec.id, 'the token strip id');
  assertSaysSomething(spec.caption, `the caption of token strip ${spec.id}`);
  assertSaysSomething(spec.alt, `the alternative text of token strip ${spec.id}`);
  assertSaysSomething(spec.legend, `the legend of token strip ${spec.id}`);
  if (spec.tokens.length === 0) throw new Error(`token strip ${spec.id} has no tokens`);
  const tokens = spec.tokens.map(({ value, ...token }) => {
    if (value === null) return { ...token, value };
    if (value instanceof Quantity) return { ...token, value: numberOf(value), source: value.source };
    throw new TypeError(`tokenStrip ${spec.id} takes results of measurements, got ${notAResult(value)}`);
  });
  const domain = plainValue(spec.domain) as [number, number];
  return madeHere({ type: 'tokenStrip', ...spec, tokens, domain }, tokenStrip);
}

export function instrument(spec: InstrumentSpec): InstrumentBlock {
  return madeHere({ type: 'instrument', ...spec }, instrument);
}

type Body = Block | readonly Block[];

const blocksOf = (body: Body, what: string): readonly Block[] =>
  blocksIn(Array.isArray(body) ? body : [body], `${what} takes`);

export function pitfall(title: Prose, body: Body): PitfallBlock {
  assertSaysSomething(title, 'the title of a pitfall');
  return madeHere({ type: 'pitfall', title, body: blocksOf(body, 'pitfall') }, pitfall);
}

/** A box with an id that `ref` can name. */
export function box(id: string, title: Prose, body: Body): BoxBlock {
  assertId(id, 'the box id');
  assertSaysSomething(title, `the title of box ${id}`);
  return madeHere({ type: 'box', id, title, body: blocksOf(body, `box ${id}`) }, box);
}

export function exercise(task: Body, answer: Body): ExerciseBlock {
  const asked = blocksOf(task, 'the task of an exercise');
  const answered = blocksOf(answer, 'the answer of an exercise');
  return madeHere({ type: 'exercise', task: asked, answer: answered }, exercise);
}

/** A takeaway that is true of any model. Throws an Error if it prints a result. */
export function always(point: Prose): Takeaway {
  assertSaysSomething(point, 'a takeaway');
  if (restsOnResult(point))
    throw new Error(
      'always takes what is true of any model, and this takeaway prints a result; use measured(…), or split it',
    );
  return madeHere({ basis: 'always', prose: point }, always);
}

/** A takeaway that was measured on this model. Throws an Error unless it prints a result. */
export function measured(point: Prose): Takeaway {
  assertSaysSomething(point, 'a takeaway');
  if (!restsOnResult(point))
    throw new Error(
      'measured takes what this model showed, and this takeaway does not print a result; use always(…), or let it print one',
    );
  return madeHere({ basis: 'measured', prose: point }, measured);
}

export function recap(points: readonly Takeaway[]): RecapBlock {
  return madeHere({ type: 'recap', points }, recap);
}

/** What a reader can look up: three to five works, made by `source`, each cited in the chapter's text. */
export function sources(works: readonly Work[]): SourcesBlock {
  if (works.length < 3 || works.length > 5)
    throw new RangeError(`sources takes three to five sources, got ${works.length}`);
  return madeHere({ type: 'sources', works }, sources);
}

/** A folded part, by default for the curious; printed and indexed all the same. */
export function curious(title: Prose, body: Body, label = 'For the curious'): CuriousBlock {
  assertSaysSomething(title, 'the title of a part for the curious');
  return madeHere({ type: 'curious', label, title, body: blocksOf(body, 'curious') }, curious);
}
