import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { each, measurement } from '#report/measurement';

/** A list that an API might give after a review. */
const LIST = [
  { label: 'positive', logprob: -0.9 },
  { label: 'negative', logprob: -1.3 },
  { label: 'good', logprob: -2.3 },
  { label: 'bad', logprob: -3 },
  { label: 'mixed', logprob: -3.9 },
];
const COLD = 0.5;
const TOP_P = 0.9;
const THRESHOLD = 0.2;
const MARGIN = 0.5;

/** What the list of the exercise says: by arithmetic alone, without the model. */
export const listToDecision = measurement({
  id: 'list-to-decision',
  kinds: {
    list: { logprob: 'exact' },
    ...each('exact', 'cold', 'topP', 'threshold', 'margin'),
    ...each('float64', 'lead', 'odds', 'coldOdds', 'listed', 'last', 'distance', 'share'),
  },
  async measure() {
    const lead = at(LIST, 0).logprob - at(LIST, 1).logprob;
    const listed = LIST.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    return {
      list: LIST,
      cold: COLD,
      topP: TOP_P,
      threshold: THRESHOLD,
      margin: MARGIN,
      lead,
      odds: Math.exp(lead),
      coldOdds: Math.exp(lead / COLD),
      listed,
      last: Math.exp(at(LIST, LIST.length - 1).logprob),
      distance: lead - THRESHOLD,
      share: sigmoid(lead),
    };
  },
});
