import { cautiousThreshold, thresholdForRisk } from '#numerics/risk-coverage';
import { each, measurement, statisticOf } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { TEST_ITEMS } from './fact-scores.measure.ts';
import { curveOf, judgedAt } from './selected-answers.ts';

export const ACCEPTED = 0.25;
const STATISTIC = statisticOf(TEST_ITEMS);

/** Thresholds of the sum for an accepted error rate, chosen on dev by two rules and judged on test. */
export const answerThreshold = measurement({
  id: 'answer-threshold',
  needs: { chat: chatAnswers },
  kinds: {
    accepted: 'exact',
    dev: 'rank',
    rules: {
      threshold: 'probability',
      logprob: 'nats',
      ...each('rank', 'devAnswered', 'devWrong', 'answered', 'wrong', 'accepted', 'unchosen'),
      ...each(STATISTIC, 'risk', 'atMost'),
    },
    curves: { threshold: 'probability', ...each(STATISTIC, 'coverage', 'risk') },
    withoutThreshold: STATISTIC,
  },
  async measure({ chat }) {
    const [dev, test] = [finished(chat.rows, 'dev'), finished(chat.rows, 'test')];
    const curve = curveOf(dev);
    const thresholds = {
      simple: thresholdForRisk(curve, ACCEPTED),
      cautious: cautiousThreshold(curve, dev.length, ACCEPTED),
    };
    const withoutThreshold =
      test.length === 0 ? null : 1 - test.filter(({ right }) => right).length / test.length;
    return {
      accepted: ACCEPTED,
      dev: dev.length,
      withoutThreshold,
      rules: Object.entries(thresholds).map(([name, threshold]) => {
        const [chosen, judged] = [judgedAt(dev, threshold), judgedAt(test, threshold)];
        const { answered = 0, wrong = 0, risk = null } = judged ?? {};
        return {
          name,
          threshold,
          logprob: threshold === null ? null : Math.log(threshold),
          devAnswered: chosen?.answered ?? 0,
          devWrong: chosen?.wrong ?? 0,
          answered,
          wrong,
          /** As many wrong ones as are accepted among so many. */
          accepted: Math.floor(ACCEPTED * answered),
          /** As many as would be wrong among so many answers that nothing chose. */
          unchosen: Math.floor(answered * (withoutThreshold ?? 0)),
          risk: risk?.estimate ?? null,
          atMost: risk?.atMost ?? null,
        };
      }),
      curves: (
        [
          ['dev', curve],
          ['test', curveOf(test)],
        ] as const
      ).flatMap(([half, points]) => points.map((point) => ({ half: half as string, ...point }))),
    };
  },
});
