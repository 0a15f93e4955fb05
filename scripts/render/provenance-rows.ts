import { withThousands } from '#report/format';

/** What identifies a run: no date, no machine. */
export interface Provenance {
  readonly model: { readonly id: string; readonly sha256: string };
  readonly versions: Readonly<Record<string, string>>;
  readonly forwardTokens: number;
}

/** The lines of the colophon, in a fixed order. */
export function provenanceRows({
  model,
  versions,
  forwardTokens,
}: Provenance): { what: string; value: string }[] {
  return [
    { what: 'language model', value: model.id },
    { what: 'its SHA-256', value: model.sha256 },
    { what: 'tokens it computed', value: withThousands(String(forwardTokens)) },
    ...Object.entries(versions).map(([name, version]) => ({ what: name, value: version })),
  ];
}
