import { renderFigure, renderPng } from './figure.ts';
import type { Files, RenderInput } from './report-files.ts';
import { renderReportWith } from './report-files.ts';

export type { RenderInput } from './report-files.ts';

/**
 * Every file that shows the report, by its path below output/: report.html, report.md, chapters, glossary.md, figures
 * with their data, claims.json. The same input gives the same bytes (PNGs may differ between platforms). Throws an
 * Error that names what cannot be shown.
 */
export function renderReport(input: RenderInput): Promise<Files> {
  return renderReportWith(input, { renderFigure, renderPng });
}
