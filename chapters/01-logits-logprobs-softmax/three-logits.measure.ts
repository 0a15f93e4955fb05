import { logSumExp } from '#numerics/log-sum-exp';
import { softmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

const LOGITS = [2, 1, 0];
const SHIFT = 100;
/** What the shown program adds to these logits. */
const CONSTANTS = [0, 1000, -1000];

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Why softmax exponentiates, on three logits: by arithmetic alone, without the model. */
export const threeLogits = measurement({
  id: 'three-logits',
  kinds: {
    shift: 'exact',
    ...each('float64', 'sum', 'twoSteps'),
    rows: {
      ...each('exact', 'logit', 'shifted'),
      ...each('float64', 'exponential', 'probability', 'shiftedProbability', 'share', 'shiftedShare'),
    },
    stable: { constant: 'exact', logprob: 'float64' },
  },
  async measure() {
    const shifted = LOGITS.map((logit) => logit + SHIFT);
    const [plain, moved] = [softmax(LOGITS), softmax(shifted)];
    return {
      shift: SHIFT,
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
      stable: CONSTANTS.map((constant) => {
        const logits = LOGITS.map((logit) => logit + constant);
        return { constant, logprob: (logits[0] ?? Number.NaN) - logSumExp(logits) };
      }),
    };
  },
});
