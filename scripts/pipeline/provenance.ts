import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeJson } from '#base/json';
import { sha256 } from './code-hash.ts';
import type { DataFile, Make } from './data-store.ts';
import { dataPath, encodeDataFile } from './data-store.ts';

/** What identifies a run: nothing in it depends on when, where or how fast it ran. */

/** Packages that compute what is measured, and packages that draw what is shown. */
const MEASURING = ['onnxruntime-node', '@huggingface/transformers'] as const;
const DRAWING = ['vega', 'vega-lite'] as const;

function installedVersion(root: string, name: string): string {
  const path = join(root, 'node_modules', name, 'package.json');
  const { version }: { version?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof version !== 'string') throw new Error(`${path} names no version`);
  return version;
}

function versionsOf(root: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, installedVersion(root, name)]));
}

/** The installed versions of the packages that decide what the model computes. */
export function measuringVersions(root: string): Record<string, string> {
  return versionsOf(root, MEASURING);
}

/** The installed versions of the packages that decide what the figures look like. */
export function drawingVersions(root: string): Record<string, string> {
  return versionsOf(root, DRAWING);
}

export interface Provenance {
  readonly model: Make['model'];
  readonly versions: Readonly<Record<string, string>>;
  readonly forwardTokens: number;
}

const REPORT = 'nats-and-bits';

/** Tokens the model computed for all that is stored. */
export function totalForwardTokens(files: readonly DataFile[]): number {
  return files
    .flatMap((file) => file.measurements)
    .reduce((sum, { forwardTokens }) => sum + forwardTokens, 0);
}

/** The text of provenance.json: the run, and for each chapter its cost and its data's checksum. */
export function encodeProvenance(provenance: Provenance, files: readonly DataFile[]): string {
  const { model, versions, forwardTokens } = provenance;
  return encodeJson({
    report: REPORT,
    model: { id: model.id, sha256: model.sha256 },
    versions,
    forwardTokens,
    data: Object.fromEntries(
      files.map((file) => [
        dataPath(file.chapter),
        { forwardTokens: totalForwardTokens([file]), sha256: sha256(encodeDataFile(file)) },
      ]),
    ),
  });
}

/** Whether the text of a provenance.json says that a folder is a report of ours. */
export function isOurProvenance(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'report' in value && value.report === REPORT;
  } catch {
    return false;
  }
}
