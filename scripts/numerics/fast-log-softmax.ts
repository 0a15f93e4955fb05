import { KERNEL } from './log-softmax-kernel.ts';

/**
 * The hot loop of scoring: what one prediction [V] of float32 logits says about the next token. The same numbers as
 * `logSoftmax` and `entropyOfLogits` in a thirtieth of the time, from exponentials in float32. These leave the
 * normaliser a relative error of at most (13 + ln V) 2^-24: for 49,152 tokens a log-probability is within 1.5e-6 nats,
 * and the entropy within 1.2e-5. A NaN, a +Infinity or nothing but -Infinity among the logits makes normaliser, entropy
 * and log-probability NaN.
 */
export interface Prediction {
  readonly largest: number;
  /** ln Σ exp(z - largest) in nats: log p = (z - largest) - logNormalizer. Between 0 and ln V. */
  readonly logNormalizer: number;
  /** In nats, of the whole prediction. */
  readonly entropy: number;
}

interface TargetPrediction extends Prediction {
  /** In nats. */
  readonly logprob: number;
  /** 1 + the number of tokens with a higher logit, or with the same logit and a smaller id. */
  readonly rank: number;
}

/** What log-softmax-kernel.wat exports: loops over the floats in its memory before the address `end`. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  largest(end: number): number;
  ahead(end: number, target: number): number;
  sums(end: number, top: number): readonly [weights: number, distances: number];
}

/** Node has it; its types leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const BLOCK = 32; // logits that the kernel reads at a time
const PAGE = 65536; // bytes that its memory grows by

let kernel: Kernel | undefined;
/** The kernel's copy of a prediction, up to a whole block. */
let copy = new Float32Array(0);

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** Copies the logits to where the kernel reads them. */
function load(logits: Float32Array): Kernel {
  kernel ??= new WebAssembly.Instance(new WebAssembly.Module(bytesOf(KERNEL))).exports as Kernel;
  const { memory } = kernel;
  const length = Math.ceil(logits.length / BLOCK) * BLOCK;
  if (copy.length !== length) {
    const missing = length * copy.BYTES_PER_ELEMENT - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    copy = new Float32Array(memory.buffer, 0, length);
  }
  copy.set(logits);
  copy.fill(Number.NEGATIVE_INFINITY, logits.length);
  return kernel;
}

/**
 * Normaliser and entropy of the loaded logits; changes the copy. The winner's own term is exactly 1 and goes into
 * log1p. The others are summed by their distance from the runner-up, so that they keep their digits however far the
 * winner is ahead: exp(z - largest) = exp(-lead) exp(z - runnerUp).
 */
function summarize({ largest: largestOf, sums }: Kernel): Prediction {
  const end = copy.byteLength;
  const winner = copy.indexOf(largestOf(end));
  const largest = copy[winner] ?? Number.NaN; // of nothing but NaN and -Infinity there is none
  copy[winner] = Number.NEGATIVE_INFINITY;
  const runnerUp = largestOf(end);
  const [weights, distances] = sums(end, runnerUp);

  const lead = largest - runnerUp;
  const scale = Math.exp(-lead);
  const rest = scale * weights + (largest - largest); // NaN for a largest of +Infinity
  const logNormalizer = Math.log1p(rest);
  return {
    largest,
    logNormalizer,
    entropy: logNormalizer + (scale * (lead * weights + distances)) / (1 + rest),
  };
}

/** Normaliser and entropy of one prediction. Throws a RangeError when there are no logits. */
export function summarizePrediction(logits: Float32Array): Prediction {
  if (logits.length === 0) throw new RangeError('a prediction needs at least one logit, got none');
  return summarize(load(logits));
}

/**
 * Log-probability and rank of the token `target`, with normaliser and entropy. Throws a RangeError unless `target` is
 * the index of a logit.
 */
export function predictionOf(logits: Float32Array, target: number): TargetPrediction {
  const z = Number.isInteger(target) ? logits[target] : undefined;
  if (z === undefined) throw new RangeError(`target must be from 0 to ${logits.length - 1}, got ${target}`);
  const loaded = load(logits);
  const rank = 1 + loaded.ahead(copy.byteLength, target);
  const prediction = summarize(loaded);
  return { ...prediction, logprob: z - prediction.largest - prediction.logNormalizer, rank };
}
