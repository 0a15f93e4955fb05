import { binaryLogLoss } from '#numerics/calibration';
import { fitPlatt, logOdds, plattProbability } from '#numerics/platt-scaling';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import type { JudgedAnswer } from './input.ts';

/** The least that a half must hold of either kind of answer, or nothing is fitted. */
const FEWEST = 5;

/** Questions in a random order that is always the same, so that neither half holds one end of the file. */
function halvesOf(answers: readonly JudgedAnswer[]) {
  const { next } = seededRandom(8);
  const ids = [...new Set(answers.map(({ id }) => id))].map((id) => ({ id, place: next() }));
  ids.sort((one, other) => one.place - other.place);
  const first = new Set(ids.slice(0, Math.ceil(ids.length / 2)).map(({ id }) => id));
  return [answers.filter(({ id }) => first.has(id)), answers.filter(({ id }) => !first.has(id))] as const;
}

const scoresOf = (answers: readonly JudgedAnswer[]) =>
  answers.map(({ logprob, confidence }) => logOdds(logprob ?? Math.log(confidence)));

/** Fitted on one half of the questions, judged on the other. Null where a half has too few right or wrong answers. */
export function plattOnHalves(answers: readonly JudgedAnswer[]) {
  const [fitted, judged] = halvesOf(answers);
  const enough = (half: readonly JudgedAnswer[]) => {
    const right = half.filter((answer) => answer.right).length;
    return right >= FEWEST && half.length - right >= FEWEST;
  };
  if (!enough(fitted) || !enough(judged)) return null;
  const fit = fitPlatt(
    scoresOf(fitted),
    fitted.map(({ right }) => right),
  );
  const outcomes = judged.map(({ right }) => right);
  const baseRate = mean(fitted.map(({ right }) => Number(right)));
  const loss = (confidences: readonly number[]) => binaryLogLoss(confidences, outcomes);
  return {
    fitted: fitted.length,
    judged: judged.length,
    ...fit,
    baseRate,
    loss: {
      asItIs: loss(judged.map(({ confidence }) => confidence)),
      scaled: loss(scoresOf(judged).map((score) => plattProbability(fit, score))),
      baseRate: loss(judged.map(() => baseRate)),
    },
  };
}
