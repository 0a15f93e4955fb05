/** The parts of Vega that bring no types of their own. */
declare module 'vega-dataflow' {
  /** Every transform that specifications may name. */
  export const transforms: Record<string, unknown>;
}
declare module 'vega-encode';
declare module 'vega-transforms';
declare module 'vega-view-transforms';
declare module 'vega-parser' {
  export { parse } from 'vega';
}
declare module 'vega-view' {
  export { View } from 'vega';
}
