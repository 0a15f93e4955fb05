/** What the instruments of a served page get from `npm run serve`. */

/** A token of a scored text: id, number of bytes, and three numbers that are null where nothing predicted it. */
export type LabToken = readonly [
  id: number,
  bytes: number,
  logprob: number | null,
  rank: number | null,
  entropy: number | null,
];

/** New tokens of one of the texts that were sent. */
export interface LabTokens {
  readonly part: number;
  readonly tokens: readonly LabToken[];
}
