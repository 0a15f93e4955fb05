import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { median } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { each, measurement, statisticOf } from '#report/measurement';
import { chatPrompt } from './predict-next-token.ts';

const FILE = new URL('./reviews.json', import.meta.url);
/** The fewest reviews that an error rate is about. */
const DECIDED = 24;
/** As many candidates as chat APIs list. */
const LISTED = 20;

/** Three ways to put a review into a message. The program in the text uses the second. */
const WORDINGS = [
  (review: string) => review,
  (review: string) => `Review: ${review} Sentiment:`,
  (review: string) => `Is this review positive or negative? ${review}`,
];
export const SHOWN_WORDING = 1;
const SHOWN = ['The soup was cold.', 'What a lovely garden!'];

type Review = readonly [text: string, label: 'positive' | 'negative'];
interface Reviews {
  readonly examples: readonly Review[];
  readonly labelled: readonly Review[];
  readonly unseen: readonly Review[];
}

/** By how many nats “positive” leads “negative” after each review; null where a list of first tokens lacks one of them. */
async function leadsOf(
  lm: LanguageModel,
  examples: readonly Review[],
  wording: (review: string) => string,
  reviews: readonly string[],
): Promise<(number | null)[]> {
  const turns = examples.flatMap(([text, label]) => [wording(text), label]);
  const predictions = await lm.nextOfMany(reviews.map((text) => chatPrompt(lm, [...turns, wording(text)])));
  return predictions.map(({ logits }) => {
    const list = lm.top(logits, LISTED);
    const [positive, negative] = ['positive', 'negative'].map(
      (label) => list.find(({ text }) => text === label)?.logprob,
    );
    return positive === undefined || negative === undefined ? null : positive - negative;
  });
}

/** The mean lead of labelled reviews, and how far half of them are from it at most. */
function thresholdOf(leads: readonly (number | null)[]) {
  const known = leads.filter((lead) => lead !== null);
  // Without a single lead there is nothing to decide by: every review goes to a person.
  if (known.length === 0) return { threshold: 0, margin: Number.MAX_VALUE };
  const threshold = mean(known);
  return { threshold, margin: median(known.map((lead) => Math.abs(lead - threshold))) };
}

const labelOf = (lead: number, threshold: number) => (lead > threshold ? 'positive' : 'negative');

/** A label, or null for a person's decision: for a lead near the threshold, and where a label is not listed. */
function decide(lead: number | null, threshold: number, margin: number) {
  return lead === null || Math.abs(lead - threshold) < margin ? null : labelOf(lead, threshold);
}

/** How well the first token of an answer sorts reviews into positive and negative ones, in three wordings. */
export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: FILE },
  kinds: {
    ...each('exact', 'examples', 'labelled', 'unseen'),
    wordings: {
      ...each('nats', 'threshold', 'margin'),
      ...each('rank', 'wrongAtZero', 'wrongAtThreshold', 'decided', 'wrongDecided', 'passed'),
      highestErrorRate: statisticOf(DECIDED),
    },
    shown: each('nats', 'lead', 'distance'),
  },
  async measure({ lm, data }) {
    const { examples, labelled, unseen } = JSON.parse(data.reviews) as Reviews;
    const wordings = [];
    const shown = [];
    for (const [index, wording] of WORDINGS.entries()) {
      const isShown = index === SHOWN_WORDING;
      const reviews = [...labelled, ...unseen].map(([text]) => text);
      const leads = await leadsOf(lm, examples, wording, isShown ? [...reviews, ...SHOWN] : reviews);
      const { threshold, margin } = thresholdOf(leads.slice(0, labelled.length));
      const rows = unseen.map(([, label], place) => ({ label, lead: at(leads, labelled.length + place) }));
      const wrongWith = (border: number) =>
        rows.filter(({ label, lead }) => lead === null || labelOf(lead, border) !== label).length;
      const decisions = rows
        .map(({ label, lead }) => ({ label, decision: decide(lead, threshold, margin) }))
        .filter(({ decision }) => decision !== null);
      const decided = decisions.length;
      const wrongDecided = decisions.filter(({ label, decision }) => decision !== label).length;
      wordings.push({
        wording: wording('…'),
        threshold,
        margin,
        wrongAtZero: wrongWith(0),
        wrongAtThreshold: wrongWith(threshold),
        decided,
        wrongDecided,
        passed: rows.length - decided,
        // The upper end of the 95% interval: without a decision, any error rate is possible.
        highestErrorRate: decided > 0 ? wilsonInterval(wrongDecided, decided).high : 1,
      });
      for (const [place, lead] of leads.slice(reviews.length).entries()) {
        shown.push({
          review: at(SHOWN, place),
          lead,
          distance: lead === null ? null : Math.abs(lead - threshold),
          decision: decide(lead, threshold, margin) ?? 'ask a person',
        });
      }
    }
    return {
      examples: examples.length,
      labelled: labelled.length,
      unseen: unseen.length,
      wordings,
      shown,
    };
  },
});
