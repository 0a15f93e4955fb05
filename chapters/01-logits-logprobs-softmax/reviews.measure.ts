import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { chatPrompt } from './predict-next-token.ts';

const FILE = new URL('./reviews.json', import.meta.url);
/** As many candidates as chat APIs list. */
const LISTED = 20;

/** Two ways to put a review into a message. The program in the text uses the second. */
const WORDINGS = [(review: string) => review, (review: string) => `Review: ${review} Sentiment:`];
const SHOWN_WORDING = 1;

/** All orders of two positive and two negative labels. Examples of the same label keep the order of the file. */
const ORDERS = ['+−−+', '+−+−', '++−−', '−++−', '−+−+', '−−++'];
/** Those that the program in the text tries: as in the file, and sorted by label. */
const SHOWN_ORDERS = ['+−−+', '−−++'];

/** How many decisions there are, and how many with the threshold of another order: 2 wordings · 6 orders · 20 reviews · 5. */
const [DECISIONS, BORROWED] = [240, 1200];

type Review = readonly [text: string, label: 'positive' | 'negative'];
type Part = 'examples' | 'labelled' | 'unseen';
type Lead = number | null;

function inOrder(examples: readonly Review[], order: string): Review[] {
  const left = [...examples];
  return Array.from(order, (sign) => {
    const place = left.findIndex(([, label]) => label === (sign === '+' ? 'positive' : 'negative'));
    return at(left.splice(place, 1), 0);
  });
}

/** How many reviews fall on the wrong side of a threshold. Without a lead there is no side. */
const wrongAt = (threshold: number, reviews: readonly Review[], leads: readonly Lead[]): number =>
  reviews.filter(([, label], place) => {
    const lead = at(leads, place);
    return lead === null || lead > threshold !== (label === 'positive');
  }).length;

/** The mean of the leads that are known; zero, the threshold of somebody who knows nothing, if none is. */
function meanOf(leads: readonly Lead[]): number {
  const known = leads.filter((lead) => lead !== null);
  return known.length === 0 ? 0 : mean(known);
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** How well the first token of an answer sorts reviews, after the same examples in every order of their labels. */
export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: FILE },
  kinds: {
    ...each('exact', 'examples', 'labelled', 'unseen', 'half', 'prompts', 'decisions'),
    ...each('rank', 'worseAtMean', 'onlyPositive'),
    ...each(statisticOf(DECISIONS), 'shareAtZero', 'shareAtMean'),
    shareAtOthers: statisticOf(BORROWED),
    wordings: each('nats', 'lowest', 'highest'),
    orders: { prompts: { mean: 'nats', ...each('rank', 'wrongAtZero', 'wrongAtMean') } },
    shown: { mean: 'nats', ...each('rank', 'wrongAtZero', 'wrongAtMean') },
  },
  async measure({ lm, data }) {
    const { examples, labelled, unseen } = JSON.parse(data.reviews) as Record<Part, readonly Review[]>;
    const reviews = [...labelled, ...unseen];
    const asked = WORDINGS.flatMap((wording, which) =>
      ORDERS.map((order) => {
        const turns = inOrder(examples, order).flatMap(([text, label]) => [wording(text), label]);
        return { which, order, chats: reviews.map(([text]) => chatPrompt(lm, [...turns, wording(text)])) };
      }),
    );
    const predictions = await lm.nextOfMany(asked.flatMap(({ chats }) => chats));
    const leads = predictions.map(({ logits }): Lead => {
      const list = lm.top(logits, LISTED);
      const [positive, negative] = ['positive', 'negative'].map(
        (label) => list.find(({ text }) => text === label)?.logprob,
      );
      return positive === undefined || negative === undefined ? null : positive - negative;
    });
    const prompts = asked.map(({ which, order }, index) => {
      const own = leads.slice(index * reviews.length, (index + 1) * reviews.length);
      const [known, tested] = [own.slice(0, labelled.length), own.slice(labelled.length)];
      const threshold = meanOf(known);
      return {
        which,
        order,
        tested,
        mean: threshold,
        positives: tested.filter((lead) => lead !== null && lead > 0).length,
        wrongAtZero: wrongAt(0, unseen, tested),
        wrongAtMean: wrongAt(threshold, unseen, tested),
      };
    });
    const borrowed = prompts.flatMap((one) =>
      prompts
        .filter(({ which, order }) => which === one.which && order !== one.order)
        .map((other) => wrongAt(other.mean, unseen, one.tested)),
    );
    const shownOf = ({ mean, wrongAtZero, wrongAtMean }: (typeof prompts)[number]) => {
      return { mean, wrongAtZero, wrongAtMean };
    };
    const decisions = prompts.length * unseen.length;
    return {
      examples: examples.length,
      labelled: labelled.length,
      unseen: unseen.length,
      /** Errors of somebody who always says the same. */
      half: unseen.length / 2,
      prompts: prompts.length,
      decisions,
      shareAtZero: total(prompts.map(({ wrongAtZero }) => wrongAtZero)) / decisions,
      shareAtMean: total(prompts.map(({ wrongAtMean }) => wrongAtMean)) / decisions,
      shareAtOthers: total(borrowed) / (borrowed.length * unseen.length),
      worseAtMean: prompts.filter((one) => one.wrongAtMean > one.wrongAtZero).length,
      onlyPositive: prompts.filter(({ positives }) => positives === unseen.length).length,
      wordings: WORDINGS.map((wording, place) => {
        const means = prompts.filter(({ which }) => which === place).map(({ mean }) => mean);
        return { wording: wording('…'), lowest: Math.min(...means), highest: Math.max(...means) };
      }),
      orders: ORDERS.map((order) => {
        return { order, prompts: prompts.filter((one) => one.order === order).map(shownOf) };
      }),
      shown: SHOWN_ORDERS.map((order) => {
        const found = prompts.filter((one) => one.which === SHOWN_WORDING && one.order === order);
        return {
          labels: inOrder(examples, order)
            .map(([, label]) => label)
            .join(' '),
          ...shownOf(at(found, 0)),
        };
      }),
    };
  },
});
