import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { factScores, judge, shares } from './fact-scores.measure.ts';

/** Questions of dev: an easy one, a close one, and one with a famous wrong answer. */
const SHOWN = ['city-kyoto', 'capital-australia', 'capital-nigeria'];

export const confidenceSignal = measurement({
  id: 'confidence-signal',
  needs: { scores: factScores },
  kinds: { facts: { confidence: 'probability' }, answers: { sum: 'nats', share: 'probability' } },
  async measure({ lm, scores }) {
    const shown = SHOWN.map((id) => {
      const found = scores.items.filter((one) => one.id === id);
      const item = at(found, 0);
      const sums = item.answers.map(({ sum }) => sum);
      return { ...item, ...judge(sums), ownShares: shares(sums) };
    });
    return {
      model: lm.id,
      size: either(isEmbedded(lm), 'known', 'unknown'),
      facts: shown.map(({ prompt, answers, chosen, tied, confidence, right }) => ({
        prompt,
        right: at(answers, 0).text,
        chosen: at(answers, chosen).text,
        confidence,
        verdict: tied ? ('tied' as const) : either(right, 'right', 'wrong'),
      })),
      answers: shown.flatMap(({ prompt, answers, chosen, ownShares }) =>
        answers.map(({ text, sum }, place) => ({
          prompt,
          answer: text,
          sum,
          share: at(ownShares, place),
          isRight: place === 0,
          isChosen: place === chosen,
        })),
      ),
    };
  },
});
