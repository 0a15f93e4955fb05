import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { count, given, ref } from '#report/values';
import { labelsNeeded, promisePlans } from './labels-needed.measure.ts';
import { withPart } from './number-formats.ts';

export const monday = section({
  id: 'plan-for-monday',
  title: prose`On Monday: how many answers to label`,
  needs: { labels: labelsNeeded, m: promisePlans },
  write({ labels, m }) {
    const few = at(labels.allowed, 0);
    return [
      prose`What does this take for your own API (${ref('monday')})?

        1. Label the answers to real questions, and choose a threshold by the cautious rule.
        2. Fix how many new answers above it you will check, and add none later.
        3. If there are more errors than planned, begin again with a higher threshold and new questions (${ref('plan-a-check')}).
        4. Go on checking once the gate is open (${ref('in-production')}).`,
      table({
        id: 'monday',
        caption: prose`What a promise takes, if the chosen threshold has half the accepted risk and is to pass the check in ${given(80)}% of cases. The monthly checks find twice the risk within a year in ${given(95)}% of cases.`,
        rows: m.plans,
        columns: [
          ['accepted risk', (row) => prose`${count(row.percent)}%`, 'right'],
          ['coverage', (row) => prose`${count(row.coverage)}%`, 'right'],
          ['labels to choose with', (row) => count(row.chosenWith)],
          ['labels to check with (errors allowed)', (row) => withPart(row.checked, row.errors), 'right'],
          ['questions to ask in all', (row) => count(row.asked)],
          ['checks a month', (row) => count(row.monthly)],
        ],
      }),
      prose`With fewer labels, the cautious rule may find nothing, as on our dev half. At a coverage of ${given(20)}%, ${given(150)} labels leave ${count(few.checked)} answers, and a promise of ${given(10)}% allows ${count(at(few.errors, 1) ?? undefined)} errors among them.`,
    ];
  },
});
