import { encodeJson } from '#base/json';
import { renderChapterApart } from '#render/report';
import { serializedModel } from '#report/serialize';
import type { Comparison, SideData } from './compare-reports.ts';

/** The files of a comparison: index.html, comparison.md, comparison.json, figures. */

export const COMPARISON_JSON = 'comparison.json';

type Rendering = Omit<Parameters<typeof renderChapterApart>[0], 'report' | 'models'>;

const facts = ({ model, recorded }: SideData): object => ({
  ...serializedModel(model),
  ...(recorded ? { recorded } : {}),
});

/** Everything by its path. The same reports give the same bytes (PNGs may differ between platforms). */
export async function comparisonFiles(
  { report, sides: [a, b], results, older }: Comparison,
  rendering: Rendering,
): Promise<Map<string, string | Uint8Array>> {
  const models = `${a.model.id} and ${b.model.id}`;
  const files = await renderChapterApart({ ...rendering, report, models });
  const json = { comparison: [facts(a), facts(b)], older, results: Object.fromEntries(results) };
  return files.set(COMPARISON_JSON, encodeJson(json));
}
