import { prose, section } from '#report';
import { cite, ref } from '#report/values';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: {},
  write: () => [
    prose`A threshold is valid for one model, prompt, format and mix of questions. All of these change.

      - **Pin the model version.** When it changes, run the labelled questions again before you switch.
      - **Check a few answers above the threshold every week**, picked at random. If the errors of the last weeks
        together exceed your promise (${ref('labels-needed')}), raise the threshold and label again.
      - **Watch the coverage.** It needs no labels, and a jump means that questions, prompt or model changed.
      - **Watch the share of cut-off replies** in the same way.

      *Conformal risk control* chooses a threshold so that the expected risk stays
      within a limit, if new questions come from the same source as the labelled ones (${cite('angelopoulos-2024')}).
      *Verbal confidence* asks the model for a number. For some large models it was better calibrated than their
      log-probabilities (${cite('tian-2023')}); test it in three wordings, too.`,
  ],
});
