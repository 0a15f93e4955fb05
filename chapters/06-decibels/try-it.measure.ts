import { decibelsToPower, natsToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const PROMPT = 'The capital of Australia is';
const PASSAGE = 'The parliament meets in Canberra.';
const ANSWERS = [' Canberra', ' Sydney'] as const;
const GAIN = 46;

/** What the exercises ask for: a factor, and two answers without and with a passage. */
export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    gain: 'exact',
    ...each('float64', 'factor', 'natInDecibels'),
    ...each({ difference: 'nats', level: 'decibels' }, 'without', 'informed'),
    evidence: 'decibels',
    ...each('probability', 'right', 'wrong'),
  },
  async measure({ lm }) {
    const scored = async (context: string) => {
      const scores = await lm.scoreContinuations(
        lm.encode(context),
        ANSWERS.map((answer) => lm.encode(answer)),
      );
      const [right, wrong] = [at(scores, 0).total, at(scores, 1).total];
      return { right, wrong, difference: right - wrong };
    };
    const [plain, informed] = [await scored(PROMPT), await scored(`${PASSAGE} ${PROMPT}`)];
    const asLevel = ({ difference }: typeof plain) => ({ difference, level: natsToDecibels(difference) });
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      gain: GAIN,
      factor: decibelsToPower(GAIN),
      natInDecibels: natsToDecibels(1),
      without: asLevel(plain),
      informed: asLevel(informed),
      evidence: natsToDecibels(informed.difference - plain.difference),
      right: Math.exp(informed.right),
      wrong: Math.exp(informed.wrong),
    };
  },
});
