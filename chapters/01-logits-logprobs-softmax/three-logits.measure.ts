import { logSumExp } from '#numerics/log-sum-exp';
import { softmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

const LOGITS = [2, 1, 0];
const SHIFT = 100;
/** What a figure adds to these logits. */
const CONSTANTS = Array.from({ length: 21 }, (_, step) => 100 * (step - 10));

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The whole exponent farthest from zero whose exponential a float still holds. */
function last(step: 1 | -1): number {
  let exponent = 0;
  while (Number.isFinite(Math.exp(exponent + step)) && Math.exp(exponent + step) > 0) exponent += step;
  return exponent;
}

/** Why softmax exponentiates, on three logits: by arithmetic alone, without the model. */
export const threeLogits = measurement({
  id: 'three-logits',
  kinds: {
    ...each('exact', 'shift', 'largest', 'smallest'),
    ...each('float64', 'sum', 'twoSteps'),
    rows: {
      ...each('exact', 'logit', 'shifted'),
      ...each('float64', 'exponential', 'probability', 'shiftedProbability', 'share', 'shiftedShare'),
    },
    shifts: {
      constant: 'exact',
      ...each('float64', 'naive', 'stable'),
      rows: {
        ...each('exact', 'logit', 'fromLargest'),
        ...each('float64', 'exponential', 'stableExponential'),
      },
    },
  },
  async measure() {
    const shifted = LOGITS.map((logit) => logit + SHIFT);
    const [plain, moved] = [softmax(LOGITS), softmax(shifted)];
    return {
      shift: SHIFT,
      largest: last(1),
      smallest: last(-1),
      sum: total(LOGITS.map(Math.exp)),
      twoSteps: Math.exp(2),
      rows: LOGITS.map((logit, place) => ({
        logit,
        shifted: logit + SHIFT,
        exponential: Math.exp(logit),
        probability: plain[place] ?? Number.NaN,
        shiftedProbability: moved[place] ?? Number.NaN,
        share: logit / total(LOGITS),
        shiftedShare: (logit + SHIFT) / total(shifted),
      })),
      /** The log-probability of the first token by the formula as written, and by the stable one. */
      shifts: CONSTANTS.map((constant) => {
        const logits = LOGITS.map((logit) => logit + constant);
        const [first, largest] = [logits[0] ?? Number.NaN, Math.max(...logits)];
        return {
          constant,
          naive: first - Math.log(total(logits.map(Math.exp))),
          stable: first - logSumExp(logits),
          rows: logits.map((logit) => ({
            logit,
            fromLargest: logit - largest,
            exponential: Math.exp(logit),
            stableExponential: Math.exp(logit - largest),
          })),
        };
      }),
    };
  },
});
