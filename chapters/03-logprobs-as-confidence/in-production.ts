import { prose, section } from '#report';
import { given } from '#report/values';

export const inProduction = section({
  id: 'in-production',
  title: prose`In production`,
  needs: {},
  write: () => [
    prose`A threshold is valid for one model, prompt, format and mix of questions. Any of these can change.

      - Pin the model version. Before you switch, run the labelled questions again.
      - In each period, check a fixed number of random answers above the threshold. If so many errors would occur in fewer than ${given(5)}% of samples at the promised rate, hand over everything until you have chosen and tested a new threshold. 
      - Watch the coverage and the share of cut-off replies, which need no labels.`,
  ],
});
