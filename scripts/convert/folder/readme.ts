/** README.md of a converted model: what it is, where it comes from, what was changed, how to make it again. */
import { basename } from 'node:path';
import type { LlamaShape } from '../gguf/llama-shape.ts';
import type { KnownSource } from './known-sources.ts';

interface ModelOrigin {
  readonly ggufPath: string;
  readonly ggufSha256: string;
  /** general.license of the GGUF, an SPDX name in small letters. */
  readonly licence: string | undefined;
  readonly shape: LlamaShape;
  readonly source: KnownSource | undefined;
}

export function modelReadme(model: ModelOrigin): string {
  const { source } = model;
  const title = source?.modelId ?? basename(model.ggufPath, '.gguf');
  return `${[
    `# ${title}, in ONNX form`,
    whatItIs(model.shape),
    `## Where it comes from\n\n${origin(model)}`,
    `## Licence\n\n${licence(model)}`,
    `## What was changed\n\n${CHANGES}`,
    `## How to make it again\n\n${rebuild(model)}`,
    `## How it was checked\n\n${checks(model)}`,
  ].join('\n\n')}\n`;
}

function whatItIs(shape: LlamaShape): string {
  return (
    `A Llama with ${shape.layers} layers, hidden size ${shape.hidden}, ${shape.heads} query heads and ${shape.keyValueHeads} ` +
    `key/value heads of size ${shape.headSize}, feed-forward size ${shape.intermediate}, ${shape.vocabulary} tokens, ` +
    `trained for ${shape.context} positions.\nThe folder is laid out as transformers.js reads it (dtype "q4"). ` +
    'With the session option `session.disable_quant_qdq` set to 1 the output matrix is made once instead of in every ' +
    'call.\n`SHA256SUMS` holds the checksums of all other files: `sha256sum --check SHA256SUMS`.'
  );
}

function origin({ source, ggufPath, ggufSha256 }: ModelOrigin): string {
  const file = source?.fileName ?? basename(ggufPath);
  const lines = source
    ? [
        `- Model: ${source.modelId}.`,
        `- Taken from ${source.origin}.`,
        `- File: \`${file}\`, ${source.fileBytes.toLocaleString('en-US')} bytes.`,
      ]
    : [`- File: \`${file}\`.`];
  return [...lines, `- SHA-256 of the file: \`${ggufSha256}\`.`].join('\n');
}

function licence({ licence: name }: ModelOrigin): string {
  if (name === 'apache-2.0') return 'Apache License, Version 2.0: see `LICENSE`.';
  return name === undefined
    ? 'The GGUF file names no licence.'
    : `The GGUF file names this licence: ${name}.`;
}

const CHANGES = [
  'The weights were not quantised again: the four-bit and eight-bit numbers, their scales and their minimums are those',
  'of the GGUF file, in the order that ONNX Runtime wants (nibbles of a block interleaved, signed bytes stored with',
  '128 added, query and key rows in rotate-half order; query, key and value stacked, gate and up stacked). The graph',
  'around them was written by the converter. `tokenizer.json` and the other JSON files were rebuilt from the metadata',
  'of the GGUF file.',
].join('\n');

function rebuild({ source, ggufPath }: ModelOrigin): string {
  const file = source?.fileName ?? basename(ggufPath);
  const out = source ? '' : ' --out DIR';
  return ['```sh', ...(source?.commands ?? []), `npm run convert-model -- ${file}${out}`, '```'].join('\n');
}

function checks({ source }: ModelOrigin): string {
  const sentences = [
    ...(source?.checks ?? []),
    'The converter is tested on a small GGUF file against a forward pass in float64 that shares no code with it.',
    'Converting twice gives the same bytes.',
    '`node scripts/check/elsewhere.ts` compares the results on an emulated processor with the committed ones.',
  ];
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}
