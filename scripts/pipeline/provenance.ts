import { encodeJson } from '#base/json';
import type { ModelIdentity } from '#lm/identity';
import { serializedModel } from '#report/serialize';
import { sha256 } from './code-hash.ts';
import type { ChapterData, Toolchain } from './data-store.ts';

/** What identifies a report: nothing in it depends on when, where or how fast it was made. */
export interface Provenance {
  readonly model: ModelIdentity;
  /** Of the packages that measured, and of those that draw, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly forwardTokens: number;
}

/** Marks provenance.json as ours. */
export const REPORT = 'nats-and-bits';

export function totalForwardTokens(files: readonly ChapterData[]): number {
  const all = files.flatMap((file) => file.measurements);
  return all.reduce((sum, { forwardTokens }) => sum + forwardTokens, 0);
}

export function provenanceOf(
  { model, measuredWith }: Toolchain,
  files: readonly ChapterData[],
  drawingVersions: Readonly<Record<string, string>>,
): Provenance {
  const versions = { ...measuredWith, ...drawingVersions };
  return { model, versions, forwardTokens: totalForwardTokens(files) };
}

/** The data files as they are written: each with its path and text. */
type EncodedData = readonly { readonly file: ChapterData; readonly path: string; readonly text: string }[];

export function encodeProvenance(provenance: Provenance, data: EncodedData): string {
  const { model, versions, forwardTokens } = provenance;
  const checksums = data.map(({ file, path, text }) => [
    path,
    { forwardTokens: totalForwardTokens([file]), sha256: sha256(text) },
  ]);
  return encodeJson({
    report: REPORT,
    model: serializedModel(model),
    versions,
    forwardTokens,
    data: Object.fromEntries(checksums),
  });
}
