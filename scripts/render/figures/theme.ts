import type { Config } from 'vega-lite';
import type { ColourName } from '#page-model/colours';
import { CATEGORICAL, COLOUR_ROLES, COLOURS } from '#page-model/colours';

/**
 * How figures look: calm, with letters of one size on every screen. Specifications choose by meaning
 * (`style: 'reference'`, `"$wrong"`) where a colour has one.
 */

/** The width of every figure in px, a little more than that of a column of text. */
export const FIGURE_WIDTH = 760;

/**
 * The widths in px that are tried for the second drawing of each figure, which phones show: in the first its text is as
 * large there as here, in the last it still measures more than 12 px on a phone of 390, where a drawing has 382.
 */
export const NARROW_WIDTHS: readonly number[] = [344, 382, 440];

export const TEXT_SIZE = 14;

/** Families in the order they are tried. The page and the SVG files bring the first; the rest is for emergencies. */
export const SANS = 'RptSans, RptMath, RptFallback, sans-serif';
export const MONO = 'RptMono, RptSans, RptMath, RptFallback, monospace';
/** The font of the page's formulas, whose letters are lower than those of the others, and so set in a larger size. */
const MATH = 'RptMath, RptSans, RptFallback, serif';
const MATH_SIZE = TEXT_SIZE + 2;

const hex = (name: ColourName): string => COLOURS[name].light;

const EXPONENT = 'abs(round(log(datum.value) / LN10))';
const SUPERSCRIPTS = "['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']";

/** "1", "10⁻³", "10¹²" for values that are powers of ten; a Vega expression for `labelExpr`. */
const POWER_OF_TEN =
  `datum.value === 1 ? '1' : '10' + (datum.value < 1 ? '⁻' : '') + ` +
  `(${EXPONENT} < 10 ? '' : ${SUPERSCRIPTS}[floor(${EXPONENT} / 10)]) + ${SUPERSCRIPTS}[${EXPONENT} % 10]`;

/** What an axis of `"$powerOfTen"` is set in. */
export const POWER_LABELS = { labelExpr: POWER_OF_TEN, labelFont: MATH, labelFontSize: MATH_SIZE };

/** Names that specifications may use instead of a value, with a dollar sign before them. */
export const SPEC_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(COLOURS).map(([name, { light }]): [string, string] => [name, light]),
  ...Object.entries(COLOUR_ROLES).map(([role, name]): [string, string] => [role, hex(name)]),
  ['sans', SANS],
  ['mono', MONO],
  ['powerOfTen', POWER_LABELS.labelExpr],
]);

const axisText = { labelFontSize: TEXT_SIZE, labelColor: hex('soft'), titleFontSize: TEXT_SIZE };

export const THEME: Config = {
  aria: false,
  background: 'transparent',
  lineBreak: '\n',
  font: SANS,
  padding: 4,
  view: { stroke: null, continuousHeight: 300, discreteHeight: { step: 28 } },
  axis: {
    ...axisText,
    titleColor: hex('ink'),
    titleFontWeight: 500,
    titlePadding: 10,
    labelPadding: 7,
    labelLimit: 0,
    titleLimit: 0,
    labelOverlap: 'greedy',
    labelSeparation: 6,
    grid: true,
    gridColor: hex('grid'),
    gridWidth: 1,
    domainColor: hex('rule'),
    domainWidth: 1,
    tickColor: hex('rule'),
    tickSize: 5,
    tickWidth: 1,
    tickCount: 6,
  },
  axisX: { labelFlush: false, labelAngle: 0 },
  axisY: {
    domain: false,
    ticks: false,
    titleAngle: 0,
    titleAlign: 'left',
    titleBaseline: 'bottom',
    titleAnchor: 'end',
    titleX: 0,
    titleY: -12,
  },
  axisBand: { grid: false, ticks: false, domain: false },
  axisPoint: { grid: false },
  header: {
    labelFontSize: TEXT_SIZE,
    labelFontWeight: 600,
    labelColor: hex('ink'),
    labelAnchor: 'start',
    labelPadding: 8,
    titleFontSize: TEXT_SIZE,
    titleFontWeight: 500,
    titleColor: hex('soft'),
    titleAnchor: 'start',
    labelLimit: 0,
  },
  title: {
    anchor: 'start',
    frame: 'group',
    fontSize: TEXT_SIZE + 2,
    fontWeight: 600,
    color: hex('ink'),
    subtitleFontSize: TEXT_SIZE,
    subtitleColor: hex('soft'),
    subtitlePadding: 6,
    offset: 16,
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    titleOrient: 'left',
    titleAnchor: 'middle',
    titleBaseline: 'middle',
    titleFontSize: TEXT_SIZE,
    titleFontWeight: 500,
    titleColor: hex('ink'),
    labelFontSize: TEXT_SIZE,
    labelColor: hex('soft'),
    labelLimit: 0,
    titleLimit: 0,
    columnPadding: 18,
    // Clears the title of the vertical axis, which is above the axis and which Vega leaves out of account.
    offset: 34,
    symbolSize: 110,
    symbolBaseFillColor: hex('soft'),
    symbolBaseStrokeColor: hex('soft'),
    symbolStrokeWidth: 2.5,
    gradientLength: 220,
    gradientThickness: 12,
    gradientStrokeWidth: 0,
    gradientStrokeColor: hex('paper'),
    titlePadding: 12,
  },
  range: {
    category: CATEGORICAL.map(hex),
    ordinal: CATEGORICAL.map(hex),
  },
  scale: { bandPaddingInner: 0.28, bandPaddingOuter: 0.14, barBandPaddingInner: 0.28 },
  facet: { spacing: 36 },
  concat: { spacing: 32 },
  mark: { color: hex('blue') },
  line: { strokeWidth: 2.5, strokeCap: 'round', strokeJoin: 'round' },
  point: { filled: true, size: 60, opacity: 1 },
  circle: { size: 60, opacity: 1 },
  area: { opacity: 1, fillOpacity: 0.14 },
  rule: { color: hex('faint'), strokeWidth: 1.25 },
  tick: { thickness: 2 },
  text: { fontSize: TEXT_SIZE, color: hex('soft') },
  style: {
    reference: { color: hex('faint'), strokeWidth: 1.25, strokeDash: [5, 4], strokeCap: 'butt' },
    annotation: { fontSize: TEXT_SIZE, color: hex('soft') },
    label: { fontSize: TEXT_SIZE, fontWeight: 500, color: hex('ink') },
    value: { fontSize: TEXT_SIZE, color: hex('soft') },
    formula: { font: MATH, fontSize: MATH_SIZE, color: hex('ink') },
    token: { fontSize: TEXT_SIZE, font: MONO, color: hex('ink') },
    muted: { color: hex('rule') },
    tokens: { labelFont: MONO, labelFontSize: TEXT_SIZE, labelColor: hex('ink') },
    'guide-label': { fontSize: TEXT_SIZE },
    'guide-title': { fontSize: TEXT_SIZE },
  } as NonNullable<Config['style']>,
};
