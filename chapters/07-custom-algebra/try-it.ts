import { composeFactors, IDENTITY, inverse, K, lambdaInverse } from '#numerics/custom-algebra';
import { exercise, recap } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, real, term } from '#report/values';

const LARGER_K = 10;
const TO_UNDO = 12;
const MEAN = -3;

/** After how many equal factors a composition on the scale Lₖ no longer changes: at -k, or a last step above it. */
export function stuckAfter(logprob: number, k: number): number {
  const step = lambdaInverse(logprob, k);
  let folded = IDENTITY;
  for (let factors = 0; ; factors++) {
    const next = composeFactors(folded, step, k);
    if (next === folded) return factors;
    folded = next;
  }
}

export const algebraExercises = measurement({
  id: 'algebra-exercises',
  kinds: {
    toUndo: 'exact',
    undone: 'exact',
    k: 'exact',
    mean: 'exact',
    estimate: 'float64',
    four: 'exact',
    ten: 'exact',
  },
  async measure() {
    const four = stuckAfter(MEAN, K);
    return {
      toUndo: TO_UNDO,
      undone: inverse(TO_UNDO),
      k: LARGER_K,
      mean: MEAN,
      estimate: (four * LARGER_K) / K,
      four,
      ten: stuckAfter(MEAN, LARGER_K),
    };
  },
});

export const tryAlgebra = section({
  id: 'try-algebra',
  title: prose`Try it`,
  needs: { m: algebraExercises },
  write({ m }) {
    return [
      exercise(
        [
          prose`
            Which number does ${math`\oplus_4`} undo ${given(m.toUndo)} with? Use the disguise ${math`\varphi(a) = 1 + a/4`}, not the
            formula.
          `,
        ],
        [
          prose`
            ${given(m.toUndo)} is the factor ${math`4`}, so its inverse is the factor ${math`\tfrac{1}{4}`}, which is the number
            ${math`4(\tfrac{1}{4} - 1) =`} ${real(m.undone, 'exact')}.
          `,
        ],
      ),
      exercise(
        [
          prose`
            Suppose that every token of a text has ${given(m.mean)} nats. On the scale ${math`L_4`} the composition is stuck
            after ${count(m.four)} tokens. About how many does it take on the scale with ${math`k =`} ${given(m.k)}?
          `,
        ],
        [
          prose`
            ${math`1 + L_k(p)/k = p^{1/k}`}, and the number is stuck when this is too small for a float beside one. So
            ${math`\frac{1}{k} \ln p`} decides, and the room grows in proportion to ${math`k`}: about
            ${real(m.estimate, 'float64', { digits: 3 })}. A program that tries it counts ${count(m.ten)}. A larger
            ${math`k`} buys room; only ${math`k \to \infty`} buys enough for every text.
          `,
        ],
      ),
      exercise(
        [
          prose`
            How far does your own text get? Score its first sentences:

            \`\`\`sh
            npm run score -- "Nobody had ordered the piano. It stood on the pier one wet Tuesday."
            \`\`\`

            Add up the log-probabilities from the first token on. At which token would the scale ${math`L_4`} be stuck?
          `,
        ],
        [
          prose`
            The table that the command prints has one log-probability a token. The scale is stuck where their sum passes
            ${math`-216 \ln 2`}, about ${math`-150`} nats. Surprising texts get there after a few dozen tokens, predictable ones later.
          `,
        ],
      ),
    ];
  },
});

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: {},
  write() {
    return [
      recap([
        prose`A few examples can refute a law, never establish it. Letters can: expand both sides.`,
        prose`${math`a \oplus_4 b = a + b + ab/4`} is multiplication in disguise: ${math`1 + a/4`} takes the disguise off. So ${math`0`} is its one and ${math`-4`} its zero.`,
        prose`Carry the structure over: go to a scale where the operation is known, do it there, come back.`,
        prose`The scales ${math`L_k(p) = k(p^{1/k} - 1)`} lead from plain change at ${math`k = 1`} to the ${term('log-probability')} as ${math`k \to \infty`}.`,
        prose`For every positive ${math`k`} the scale has a floor, where long texts run out of digits. The logarithm has none.`,
        prose`In floats, choose the formula by the place: sums near zero, products near the absorbing element.`,
        prose`Compute on the scale where your operation is simplest, and show the scale that people read.`,
      ]),
    ];
  },
});
