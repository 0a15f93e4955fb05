import { prose, section, table } from '#report';
import { cite, count, given, percent, ref } from '#report/values';
import { labelsNeeded } from './labels-needed.measure.ts';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production: monitoring, larger models, guarantees`,
  needs: { labels: labelsNeeded },
  write: ({ labels: { watch } }) => [
    prose`A threshold is valid for one model, prompt, format and mix of questions.

      - Pin the model version. Before a switch, run the labelled questions again.
      - Watch the coverage and the share of cut-off replies, which need no labels.
      - Each month, check a fixed number of random answers above the threshold. Raise the alarm when so many errors would be improbable at the promised rate.

      How many is that? Suppose you promise ${given(10)}% and check ${count(watch.answers)} answers each month (${ref('alarms')}).`,
    table({
      id: 'alarms',
      caption: prose`Two alarms for monthly checks. A good system keeps the promise of ${given(10)}% exactly, a bad one has ${given(20)}% errors.`,
      rows: watch.alarms,
      columns: [
        ['alarm from so many errors', (row) => count(row.alarm)],
        ['a good system raises one within a year', (row) => percent(row.falseAlarms, 2)],
        ['a bad system is found in one check', (row) => percent(row.found, 2)],
        ['a bad system is found within a year', (row) => percent(row.foundInYear, 2)],
      ],
    }),
    prose`The first alarm is right for a single check, in which a good system raises it in fewer than ${given(5)}% of cases. Over a year of checks, false alarms add up; the second alarm keeps them below ${given(5)}% for the whole year. The price is that a bad system is found later. Check more answers if you need to know sooner.

      What about answers below the threshold? They need not go to a person. A larger model can answer them, and its own threshold decides what is left: measure the two together, as one system, because the questions that are left are the hard ones.

      A bound like ours covers one threshold that was fixed before the check. To choose among many thresholds and still keep a promise, use a method that allows for the choice, such as selective classification with guaranteed risk (${cite('geifman-2017')}).`,
  ],
});
