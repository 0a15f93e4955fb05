/** What sections are written with; what goes into their sentences is in `#report/values`. */

export { visible } from '#base/visible-space';
export { barChart } from './bar-chart.ts';
export {
  always,
  type Block,
  box,
  type CuriousBlock,
  code,
  curious,
  type Drawable,
  type DrawableRow,
  exercise,
  type FigureBlock,
  figure,
  instrument,
  measured,
  output,
  pitfall,
  recap,
  type SourcesBlock,
  sources,
  type TableBlock,
  type Takeaway,
  type TokenInsight,
  table,
  tokenStrip,
  type VegaLiteSpec,
  type Work,
} from './block.ts';
export { all, and, clearly, finding, firstOf, greater, less, most, none, within } from './finding.ts';
export type { Seen } from './measurement.ts';
export type { KindName } from './number-kinds.ts';
export { join, list, prose } from './prose.ts';
export type { FindingPart, Inline, MathPart, Prose, ValuePart } from './prose-parts.ts';
export { type DataText, layout, type Quantity } from './quantity.ts';
export { type Scene, type SceneMark, type Sheet, scene } from './scene.ts';
export { type Chapter, chapter, headline, sample, section } from './section.ts';
export { source } from './sources.ts';
