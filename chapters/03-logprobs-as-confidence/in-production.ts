import { at } from '#numerics/list';
import { prose, section } from '#report';
import { cite, count, given } from '#report/values';
import { labelsNeeded } from './labels-needed.measure.ts';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: { labels: labelsNeeded },
  write: ({ labels }) => [
    prose`A threshold is valid for one model, prompt, format and mix of questions.

      - Pin the model version. Before a switch, run the labelled questions again.
      - In each period, check a fixed number of random answers above the threshold. Suppose the true rate is the promised one: if the chance of at least this many errors is below ${given(5)}%, hand over everything until you have tested a new threshold. For a promise of ${given(10)}%, that takes ${count(labels.alarm)} errors in ${count(at(labels.checks, 0).answers)} answers, so a quiet period proves little.
      - Watch the coverage and the share of cut-off replies, which need no labels.

      *Conformal risk control* keeps the expected risk within a limit if new questions come from the same source as the
      labelled ones (${cite('angelopoulos-2024')}).`,
  ],
});
