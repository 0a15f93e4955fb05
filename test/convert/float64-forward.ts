/**
 * A Llama's forward pass in float64, written from the formulas with plain loops, straight on the GGUF's weights: no
 * cache, no batches, no fused layers, and rotary positions in llama.cpp's own order (neighbouring rows form a pair).
 * It shares no code with the converter.
 */
import { dequantise } from './dequantise.ts';
import { SMALL, type StoredModel } from './small-gguf.ts';

type Vector = number[];
type Matrix = Vector[];

/** Logits [position][vocabulary] of one sequence. */
export function forward(model: StoredModel, ids: readonly number[]): Matrix {
  const weights = (name: string): Matrix => {
    const tensor = model.tensors.get(`${name}.weight`);
    if (!tensor) throw new Error(`no tensor ${name}`);
    return dequantise(tensor);
  };
  const embedding = weights('token_embd');
  let hidden = ids.map((id) => embedding[id] ?? []);
  for (let layer = 0; layer < SMALL.layers; layer++) {
    const at = `blk.${layer}`;
    const attended = attend(
      hidden.map((x) => rmsNorm(x, weights(`${at}.attn_norm`)[0] ?? [])),
      weights(`${at}.attn_q`),
      weights(`${at}.attn_k`),
      weights(`${at}.attn_v`),
    );
    const output = weights(`${at}.attn_output`);
    hidden = hidden.map((x, t) => sum(x, times(output, attended[t] ?? [])));
    const [gate, up, down] = [weights(`${at}.ffn_gate`), weights(`${at}.ffn_up`), weights(`${at}.ffn_down`)];
    const normWeight = weights(`${at}.ffn_norm`)[0] ?? [];
    hidden = hidden.map((x) => {
      const n = rmsNorm(x, normWeight);
      const opened = times(up, n);
      const gated = times(gate, n).map((g, i) => (g / (1 + Math.exp(-g))) * (opened[i] ?? 0));
      return sum(x, times(down, gated));
    });
  }
  const last = weights('output_norm')[0] ?? [];
  return hidden.map((x) => times(embedding, rmsNorm(x, last)));
}

function attend(xs: Matrix, q: Matrix, k: Matrix, v: Matrix): Matrix {
  const { heads, keyValueHeads, headSize } = SMALL;
  const queries = xs.map((x, t) => splitHeads(times(q, x)).map((head) => rotate(head, t)));
  const keys = xs.map((x, t) => splitHeads(times(k, x)).map((head) => rotate(head, t)));
  const values = xs.map((x) => splitHeads(times(v, x)));
  return xs.map((_, t) => {
    const mixed: Vector = [];
    for (let head = 0; head < heads; head++) {
      const shared = Math.floor(head / (heads / keyValueHeads));
      const scores: Vector = [];
      for (let s = 0; s <= t; s++) {
        scores.push(dot(queries[t]?.[head] ?? [], keys[s]?.[shared] ?? []) / Math.sqrt(headSize));
      }
      const highest = Math.max(...scores);
      const exponentials = scores.map((score) => Math.exp(score - highest));
      const total = exponentials.reduce((a, b) => a + b, 0);
      for (let i = 0; i < headSize; i++) {
        let value = 0;
        exponentials.forEach((e, s) => {
          value += (e / total) * (values[s]?.[shared]?.[i] ?? Number.NaN);
        });
        mixed.push(value);
      }
    }
    return mixed;
  });
}

/** Turns each pair (2i, 2i + 1) by position · theta^(-2i / headSize). */
function rotate(head: Vector, position: number): Vector {
  const turned = [...head];
  for (let i = 0; i < head.length; i += 2) {
    const angle = position * SMALL.ropeTheta ** (-i / SMALL.headSize);
    const [a, b] = [head[i] ?? Number.NaN, head[i + 1] ?? Number.NaN];
    turned[i] = a * Math.cos(angle) - b * Math.sin(angle);
    turned[i + 1] = a * Math.sin(angle) + b * Math.cos(angle);
  }
  return turned;
}

function splitHeads(x: Vector): Matrix {
  const heads: Matrix = [];
  for (let from = 0; from < x.length; from += SMALL.headSize)
    heads.push(x.slice(from, from + SMALL.headSize));
  return heads;
}

function rmsNorm(x: Vector, weight: Vector): Vector {
  const scale = 1 / Math.sqrt(dot(x, x) / x.length + SMALL.rmsEpsilon);
  return x.map((value, i) => value * scale * (weight[i] ?? Number.NaN));
}

function times(matrix: Matrix, x: Vector): Vector {
  return matrix.map((row) => dot(row, x));
}

function dot(a: Vector, b: Vector): number {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length} differ`);
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

function sum(a: Vector, b: Vector): Vector {
  return a.map((value, i) => value + (b[i] ?? Number.NaN));
}
