import { each, measurement, statisticOf } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { answerThreshold } from './answer-threshold.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { TEST_ITEMS } from './fact-scores.measure.ts';
import { judgedAt } from './selected-answers.ts';

/** From none to one that hardly an answer passes. */
const PERCENTS = Array.from({ length: 20 }, (_, step) => 5 * step);
/** How near to a rule's threshold none of these is taken besides, in percentage points. */
const NEAR = 2.5;

type Rule = 'simple' | 'cautious';

/** What passes each of some thresholds on test, in their order: those of the rules, and between them every five percent. */
export const thresholdSweep = measurement({
  id: 'threshold-sweep',
  needs: { chat: chatAnswers, chosen: answerThreshold },
  kinds: {
    ...each('rank', 'finished'),
    steps: {
      percent: 'exact',
      threshold: 'probability',
      ...each('rank', 'answered', 'wrong', 'handed'),
      ...each(statisticOf(TEST_ITEMS), 'risk', 'atMost'),
    },
  },
  async measure({ chat, chosen }) {
    const test = finished(chat.rows, 'test');
    const ofRules = chosen.rules.flatMap(({ name, threshold }) =>
      threshold === null ? [] : [{ state: name as Rule, threshold, percent: null }],
    );
    const between = PERCENTS.filter((percent) =>
      ofRules.every(({ threshold }) => Math.abs(100 * threshold - percent) > NEAR),
    ).map((percent) => ({
      state: percent === 0 ? ('all' as const) : ('between' as const),
      threshold: percent / 100,
      percent,
    }));
    return {
      finished: test.length,
      steps: [...ofRules, ...between]
        .sort((a, b) => a.threshold - b.threshold)
        .map((step) => {
          const { answered = 0, wrong = 0, risk = null } = judgedAt(test, step.threshold) ?? {};
          return {
            ...step,
            answered,
            wrong,
            handed: test.length - answered,
            risk: risk?.estimate ?? null,
            atMost: risk?.atMost ?? null,
          };
        }),
    };
  },
});
