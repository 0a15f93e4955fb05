import { encodeJson } from '#base/json';
import type { Provenance } from '#render/shared/format';
import { serializedModel } from '#report/serialize';
import { sha256 } from './code-hash.ts';
import { type ChapterData, dataPath, encodeChapterData } from './data-store.ts';

/** Marks provenance.json as ours. */
export const REPORT = 'nats-and-bits';

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

export function encodeProvenance(provenance: Provenance, files: readonly ChapterData[]): string {
  const { model, versions, forwardTokens } = provenance;
  const data = files.map((file) => {
    const content = { forwardTokens: totalForwardTokens([file]), sha256: sha256(encodeChapterData(file)) };
    return [dataPath(file.chapter), content];
  });
  return encodeJson({
    report: REPORT,
    model: serializedModel(model),
    versions,
    forwardTokens,
    data: Object.fromEntries(data),
  });
}
