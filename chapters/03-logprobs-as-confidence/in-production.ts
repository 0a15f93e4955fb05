import { prose, section } from '#report';
import { cite, ref } from '#report/values';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: {},
  write: () => [
    prose`A threshold is valid for one model, prompt, format and mix of questions. All of these drift.

      - Pin the model version. Before you switch, run the labelled questions again.
      - Every week, check a few random answers above the threshold. If the errors of recent weeks break your promise
        (${ref('labels-needed')}), choose a new threshold.
      - Watch the coverage and the share of cut-off replies, which need no labels.

      *Conformal risk control* keeps the expected risk within a limit, if new questions come from the same source as the labelled ones
      (${cite('angelopoulos-2024')}).
      *Verbal confidence* asks the model for a number. For some large models it was better calibrated than their
      log-probabilities (${cite('tian-2023')}); test it in three wordings, too.`,
  ],
});
