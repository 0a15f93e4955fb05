import { prose, section } from '#report';
import { cite, given } from '#report/values';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: {},
  write: () => [
    prose`A threshold is valid for one model, prompt, format and mix of questions.

      - Pin the model version. Before you switch, run the labelled questions again.
      - In each period, check a fixed number of random answers above the threshold. If at least as many errors as you find would occur in fewer than ${given(5)}% of samples at the promised rate, hand over everything until you have tested a new threshold.
      - Watch the coverage and the share of cut-off replies, which need no labels.

      *Conformal risk control* keeps the expected risk within a limit, if new questions come from the same source as the
      labelled ones (${cite('angelopoulos-2024')}). *Verbal confidence* asks the model for a number; for some large models
      it was better calibrated than their log-probabilities (${cite('tian-2023')}).`,
  ],
});
