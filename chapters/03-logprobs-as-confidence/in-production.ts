import { prose, section } from '#report';
import { cite, count, given, percent } from '#report/values';
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

      How many is that? Suppose you promise ${given(10)}% and check ${count(watch.answers)} answers. In a single check, ${count(watch.alarm)} errors or more have a probability below ${given(5)}%. But with ${count(watch.looks)} checks a year, a system that keeps its promise exactly raises at least one false alarm in ${percent(watch.falseAlarms, 2)} of years. To keep that below ${given(5)}% for the whole year, wait for ${count(watch.yearlyAlarm)} errors.

      The price: a system with ${given(20)}% errors is then found in ${percent(watch.found, 2)} of single checks, and within a year in ${percent(watch.foundInYear, 2)} of cases. Check more answers if you need to know sooner.

      What about answers below the threshold? They need not go to a person. A larger model can answer them, and its own threshold decides what is left: measure the two together, as one system, because the questions that are left are the hard ones.

      A bound like ours covers one threshold that was fixed before the check. To choose among many thresholds and still keep a promise, use a method that allows for the choice, such as selective classification with guaranteed risk (${cite('geifman-2017')}).`,
  ],
});
