import { equalMassMembers } from '#numerics/calibration';
import { RELIABILITY_BINS, reliabilityIn } from '#numerics/reliability';
import { each, measurement, statisticOf } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { TEST_ITEMS } from './fact-scores.measure.ts';

export const GROUPS = [3, RELIABILITY_BINS, 8, 12];

/** The reliability diagram of the finished answers of test, for several numbers of groups. */
export const reliabilityGroups = measurement({
  id: 'reliability-groups',
  needs: { chat: chatAnswers },
  kinds: {
    rows: {
      ...each('rank', 'groups', 'n'),
      ...each(statisticOf(TEST_ITEMS), 'confidence', 'accuracy', 'low', 'high', 'bandLow', 'bandHigh'),
    },
  },
  async measure({ chat }) {
    const test = finished(chat.rows, 'test');
    const confidences = test.map(({ confidence }) => confidence);
    const outcomes = test.map(({ right }) => right);
    if (test.length === 0) return { rows: [] };
    return {
      rows: GROUPS.flatMap((groups) =>
        reliabilityIn(equalMassMembers(confidences, groups), confidences, outcomes).bins.map(
          ({ from: _from, to: _to, ...bin }) => ({ groups, ...bin }),
        ),
      ),
    };
  },
});
