import { renderMarkdown } from './markdown/markdown.ts';
import { renderPages } from './page/page.ts';
import type { Format } from './shared/format.ts';

/** The formats of the report. Another one is a folder beside these and a line here. */
export const FORMATS: readonly Format[] = [renderMarkdown, renderPages];
