import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages whose versions are recorded next to the results. */

/** Every package that the code behind `lm` imports must be here. */
export const MEASURING_PACKAGES = [
  'onnxruntime-node',
  '@huggingface/tokenizers',
  '@huggingface/jinja',
  'onnx-proto',
];
/** The same for a model behind a server. */
export const ENGINE_PACKAGES = ['@huggingface/tokenizers', '@huggingface/jinja', 'onnx-proto'];
export const DRAWING_PACKAGES = ['vega', 'vega-lite'];

/** The installed version of each package. */
export function versionsOf(root: string, names: readonly string[]): Record<string, string> {
  const versions = names.map((name) => {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    const { version }: { version: string } = JSON.parse(text);
    return [name, version];
  });
  return Object.fromEntries(versions);
}
