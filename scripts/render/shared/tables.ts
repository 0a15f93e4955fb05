import type { TableBlock, TokenStripBlock } from '#report/block';
import type { Prose, TokenPart, ValuePart } from '#report/prose-parts';
import type { Source } from '#report/quantity';

/** A table before a format lays it out; each cell is written by the format. */
export interface RenderedTable {
  readonly heads: readonly { readonly text: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/** Values in cells go without their unit, which the head of their column names. */
export function renderTable(
  { columns, rows }: TableBlock,
  write: (prose: Prose, options: { readonly withoutUnits: boolean }) => string,
): RenderedTable {
  return {
    heads: columns.map(({ head, align }) => ({ text: write(head, { withoutUnits: false }), align })),
    rows: rows.map((row) => row.map((cell) => write(cell, { withoutUnits: true }))),
  };
}

interface StripWriter {
  readonly prose: (prose: Prose) => string;
  readonly token: (token: Pick<TokenPart, 'text'>) => string;
  readonly value: (value: number, source?: Source) => string;
  readonly probability: (part: ValuePart) => string;
}

/** A token strip as a table; what the model expected only where the strip knows it. */
export function stripTable({ legend, tokens }: TokenStripBlock, write: StripWriter): RenderedTable {
  const inspected = tokens.some(({ insight }) => insight);
  const left = (text: string) => ({ text, align: 'left' as const });
  const right = (text: string) => ({ text, align: 'right' as const });
  const heads = [left('token'), right(write.prose(legend)), left('details')];
  const expected = [left('expected most'), right('its probability')];
  const rows = tokens.map((token) => {
    const { value, source, detail, insight } = token;
    const cells = [write.token(token), value === null ? '' : write.value(value, source), write.prose(detail)];
    if (!inspected) return cells;
    const [likeliest] = insight?.candidates ?? [];
    if (!likeliest) return [...cells, '', ''];
    return [...cells, write.token(likeliest.token), write.probability(likeliest.probability)];
  });
  return { heads: inspected ? [...heads, ...expected] : heads, rows };
}
