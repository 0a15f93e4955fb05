import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { factScores, judge, shares } from './fact-scores.measure.ts';

/** Questions of dev: an easy one, a close one, and one with a famous wrong answer. */
const SHOWN = ['city-kyoto', 'capital-australia', 'capital-nigeria'];

export const confidenceSignal = measurement({
  id: 'confidence-signal',
  needs: { scores: factScores },
  kinds: {
    model: 'exact',
    facts: {
      prompt: 'exact',
      right: 'exact',
      chosen: 'exact',
      confidence: 'probability',
      verdict: 'exact',
    },
    answers: {
      prompt: 'exact',
      answer: 'exact',
      sum: 'nats',
      share: 'probability',
      isRight: 'exact',
      isChosen: 'exact',
    },
  },
  async measure({ lm, scores }) {
    const items = SHOWN.map((id) => {
      const item = scores.items.find((one) => one.id === id);
      if (item === undefined) throw new RangeError(`no fact has the id ${id}`);
      return item;
    });
    const facts = items.map(({ prompt, answers }) => {
      const { chosen, confidence, right } = judge(answers.map(({ sum }) => sum));
      const verdict: 'right' | 'wrong' = right ? 'right' : 'wrong';
      return { prompt, right: at(answers, 0).text, chosen: at(answers, chosen).text, confidence, verdict };
    });
    const answers = items.flatMap(({ prompt, answers }) => {
      const sums = answers.map(({ sum }) => sum);
      const [ownShares, { chosen }] = [shares(sums), judge(sums)];
      return answers.map(({ text, sum }, place) => ({
        prompt,
        answer: text,
        sum,
        share: at(ownShares, place),
        isRight: place === 0,
        isChosen: place === chosen,
      }));
    });
    return { model: lm.id, facts, answers };
  },
});
