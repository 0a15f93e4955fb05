import { encodeJson } from '#base/json';
import type { Provenance } from '#render/shared/format-input';
import { serializedModel } from '#report/serialize';
import { sha256 } from './code-hash.ts';
import type { ChapterData } from './data-store.ts';
import { REPORT } from './publish.ts';

export function totalForwardTokens(files: readonly ChapterData[]): number {
  const all = files.flatMap((file) => file.measurements);
  return all.reduce((sum, { forwardTokens }) => sum + forwardTokens, 0);
}

export function provenanceOf(
  files: readonly ChapterData[],
  drawingVersions: Readonly<Record<string, string>>,
): Provenance {
  const [first] = files;
  if (!first) throw new Error('there are no data');
  const versions = { ...first.measuredWith, ...drawingVersions };
  return { model: first.model, versions, forwardTokens: totalForwardTokens(files) };
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
