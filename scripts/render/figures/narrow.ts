import { isRecord } from '#base/json';
import { textWidth } from '../fonts/fonts.ts';
import { brokenLines } from '../shared/break-lines.ts';
import { TEXT_SIZE } from './theme.ts';

/**
 * A figure's specification for the width of a phone: the same marks and the same data with text of the same size, so
 * views side by side are stacked, and long titles are broken into lines.
 */

type Spec = Readonly<Record<string, unknown>>;

/** Views beside each other are put below each other; rows are so already. */
function stacked({ hconcat, ...spec }: Spec): Spec {
  return hconcat === undefined ? spec : { ...spec, vconcat: hconcat };
}

const linesOf = (text: string, width: number): string[] =>
  brokenLines(text.split(' '), (line) => textWidth(line, 'RptSans', 500) * TEXT_SIZE <= width);

/** Px left of a narrow drawing that a title cannot use. */
const BESIDE_TITLES = 44;
/** The part of a narrow drawing that names at the left may take before they are broken. */
const LABEL_SHARE = 0.42;
/** Px that a line of a name takes, and px between two names. */
const LINE = 17;
const BETWEEN_NAMES = 10;
/** Px from one name to the next in wide drawings. */
const ONE_LINE_STEP = 28;

interface Column {
  readonly width: number;
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many lines the broken names have that were met so far. */
  readonly lineCounts: number[];
}

function textsByField(datasets: unknown): Column['texts'] {
  const texts = new Map<string, Set<string>>();
  for (const rows of Object.values(isRecord(datasets) ? datasets : {}))
    for (const row of Array.isArray(rows) ? rows : [])
      for (const [field, value] of Object.entries(row as Spec))
        if (typeof value === 'string') texts.set(field, (texts.get(field) ?? new Set()).add(value));
  return texts;
}

/** An upward axis of names, long names broken into lines; undefined when none is long or they are shown otherwise. */
function brokenNames(y: Spec, { width, texts, lineCounts }: Column): Spec | undefined {
  const axis = y.axis === undefined ? {} : y.axis;
  if (!isRecord(axis) || 'labelExpr' in axis || 'style' in axis || typeof y.field !== 'string')
    return undefined;
  const broken = [...(texts.get(y.field) ?? [])].flatMap((text) => {
    const lines = linesOf(text, width * LABEL_SHARE);
    lineCounts.push(lines.length);
    return lines.length > 1 ? [[text, lines.join('\n')]] : [];
  });
  if (broken.length === 0) return undefined;
  const names = JSON.stringify(Object.fromEntries(broken));
  // Vega puts the first line at the mark; two lines are centred there if the first ends there.
  const labelBaseline = { condition: { test: `${names}[datum.value]`, value: 'bottom' }, value: 'middle' };
  return { ...y, axis: { ...axis, labelExpr: `${names}[datum.label] || datum.label`, labelBaseline } };
}

function withBrokenNames(spec: Spec, column: Column): Spec {
  const { encoding } = spec;
  const y = isRecord(encoding) && isRecord(encoding.y) ? brokenNames(encoding.y, column) : undefined;
  return y && isRecord(encoding) ? { ...spec, encoding: { ...encoding, y } } : spec;
}

/** Numbers along the bottom have room for fewer ticks. */
function withFewerTicks(x: Spec): Spec {
  const { axis = {} } = x;
  return x.type === 'quantitative' && isRecord(axis) ? { ...x, axis: { tickCount: 4, ...axis } } : x;
}

function adapted(value: unknown, column: Column, key = ''): unknown {
  if (key === 'title' && typeof value === 'string') {
    const lines = linesOf(value, column.width - BESIDE_TITLES);
    return lines.length === 1 ? value : lines;
  }
  if (Array.isArray(value)) return value.map((child) => adapted(child, column));
  if (!isRecord(value)) return value;
  if (key === 'x') return adapted(withFewerTicks(value), column);
  const isView = ['mark', 'layer', 'spec', 'encoding'].some((part) => part in value);
  // A width of a view's own was chosen for wide drawings.
  const entries = Object.entries(withBrokenNames(stacked(value), column)).filter(
    ([name]) => !(isView && name === 'width'),
  );
  return Object.fromEntries(entries.map(([name, child]) => [name, adapted(child, column, name)]));
}

/** A complete specification, changed to fit a column of `width` px; its data are the same objects. */
export function narrowSpec(spec: Spec, isComposed: boolean, width: number): Spec {
  const { datasets, data, width: _width, ...own } = spec;
  const lineCounts: number[] = [];
  const changed = adapted(own, { width, texts: textsByField(datasets), lineCounts }) as Spec;
  const mostLines = Math.max(1, ...lineCounts);
  const step = mostLines === 1 ? ONE_LINE_STEP : mostLines * LINE + BETWEEN_NAMES;
  const height = typeof own.height === 'number' ? (own.height * step) / ONE_LINE_STEP : { step };
  return {
    ...changed,
    ...(isComposed ? {} : { width }),
    ...(mostLines > 1 && !isComposed ? { height } : {}),
    ...(data === undefined ? {} : { data }),
    datasets,
  };
}
