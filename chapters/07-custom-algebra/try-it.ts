import { encode, inverse } from '#numerics/custom-algebra';
import { exercise, recap } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, nats, real, ref, term } from '#report/values';

const FLOORED = 10;
const TO_UNDO = 12;
const MEAN = -3;

export const algebraExercises = measurement({
  id: 'algebra-exercises',
  kinds: {
    toUndo: 'exact',
    undone: 'float64',
    k: 'exact',
    half: 'float64',
    floorLog: 'float64',
    mean: 'exact',
    tokens: 'exact',
  },
  async measure() {
    // A number just above -k keeps 1 + a/k in multiples of half the spacing below one: 2⁻⁵³, and half of that is a tie.
    const floorLog = -54 * FLOORED * Math.LN2;
    return {
      toUndo: TO_UNDO,
      undone: inverse(TO_UNDO),
      k: FLOORED,
      half: encode(0.5, FLOORED),
      floorLog,
      mean: MEAN,
      tokens: Math.floor(floorLog / MEAN),
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
            ${math`4(\tfrac{1}{4} - 1) =`} ${real(m.undone, 'float64')}.
          `,
        ],
      ),
      exercise(
        [
          prose`
            Repeat the fold of ${ref('token-fold')} with ${math`k =`} ${given(m.k)} in your head: the number for one half becomes
            ${real(m.half, 'float64')}, and the floor moves to ${math`-k`}. About how many tokens of ${given(m.mean)} nats does it take now until the
            number is stuck? Take it that ${math`1 + a/k`} reaches zero when it falls below ${math`2^{-54}`}.
          `,
        ],
        [
          prose`
            Since ${math`1 + L_k(p)/k = p^{1/k}`}, the floor in nats is ${math`-54\,k \ln 2 =`} ${nats(m.floorLog)}. That
            is about ${count(m.tokens)} tokens. A larger ${math`k`} buys room, and only ${math`k \to \infty`} buys enough.
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
        prose`Only the logarithm has no floor. The others run out of digits on long texts.`,
        prose`In floats, choose the formula by the place: sums near zero, products near the absorbing element.`,
        prose`Compute on the scale where your operation is simplest, and show the scale that people read.`,
      ]),
    ];
  },
});
