import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { chatPrompt } from './predict-next-token.ts';

const FILE = new URL('./reviews.json', import.meta.url);
/** As many candidates as chat APIs list. */
const LISTED = 20;

/** Two ways to put a review into a message. The program in the text uses the second. */
const WORDINGS = [(review: string) => review, (review: string) => `Review: ${review} Sentiment:`];

/** All orders of two positive and two negative labels. Examples of the same label keep the order of the file. */
const ORDERS = ['+−−+', '+−+−', '++−−', '−++−', '−+−+', '−−++'];
/** The places, among the prompts, of those that the program tries: in the order of the file, and sorted by label. */
export const SHOWN = [ORDERS.length, 2 * ORDERS.length - 1];

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
function wrongAt(threshold: number, reviews: readonly Review[], leads: readonly Lead[]): number {
  const isRight = (lead: Lead, label: string) => lead !== null && lead > threshold === (label === 'positive');
  return reviews.filter(([, label], place) => !isRight(at(leads, place), label)).length;
}

/** The mean of the leads that are known; zero, the threshold of somebody who knows nothing, if none is. */
function meanOf(leads: readonly Lead[]): number {
  const known = leads.filter((lead) => lead !== null);
  return known.length === 0 ? 0 : mean(known);
}

/** How well the first token of an answer sorts reviews, after the same examples in every order of their labels. */
export const reviewLabels = measurement({
  id: 'review-labels',
  data: { reviews: FILE },
  kinds: {
    ...each('exact', 'examples', 'labelled', 'unseen', 'half', 'asked'),
    ...each('rank', 'worseAtMean', 'onlyPositive'),
    ...each(statisticOf(DECISIONS), 'shareAtZero', 'shareAtMean'),
    shareAtOthers: statisticOf(BORROWED),
    wordings: each('nats', 'lowest', 'highest'),
    prompts: { mean: 'nats', leads: 'nats', ...each('rank', 'wrongAtZero', 'wrongAtMean') },
  },
  async measure({ lm, data }) {
    const { examples, labelled, unseen } = JSON.parse(data.reviews) as Record<Part, readonly Review[]>;
    const reviews = [...labelled, ...unseen];
    const asked = WORDINGS.flatMap((wording) =>
      ORDERS.map((order) => {
        const shown = inOrder(examples, order);
        const turns = shown.flatMap(([text, label]) => [wording(text), label]);
        const chats = reviews.map(([text]) => chatPrompt(lm, [...turns, wording(text)]));
        return { wording: wording('…'), order, labels: shown.map(([, label]) => label).join(' '), chats };
      }),
    );
    const predictions = await lm.nextOfMany(asked.flatMap(({ chats }) => chats));
    const all = predictions.map(({ logits }): Lead => {
      const list = lm.top(logits, LISTED);
      const [positive, negative] = ['positive', 'negative'].map(
        (label) => list.find(({ text }) => text === label)?.logprob,
      );
      return positive === undefined || negative === undefined ? null : positive - negative;
    });
    const prompts = asked.map(({ chats: _, ...prompt }, index) => {
      const own = all.slice(index * reviews.length, (index + 1) * reviews.length);
      const [mean, leads] = [meanOf(own.slice(0, labelled.length)), own.slice(labelled.length)];
      const [wrongAtZero, wrongAtMean] = [wrongAt(0, unseen, leads), wrongAt(mean, unseen, leads)];
      return { ...prompt, mean, wrongAtZero, wrongAtMean, leads };
    });
    const borrowed = prompts.flatMap((one) =>
      prompts
        .filter(({ wording, order }) => wording === one.wording && order !== one.order)
        .map(({ mean }) => wrongAt(mean, unseen, one.leads)),
    );
    const shareOf = (wrong: readonly number[]) => mean(wrong) / unseen.length;
    return {
      examples: examples.length,
      labelled: labelled.length,
      unseen: unseen.length,
      /** Errors of somebody who always says the same. */
      half: unseen.length / 2,
      asked: prompts.length,
      shareAtZero: shareOf(prompts.map(({ wrongAtZero }) => wrongAtZero)),
      shareAtMean: shareOf(prompts.map(({ wrongAtMean }) => wrongAtMean)),
      shareAtOthers: shareOf(borrowed),
      worseAtMean: prompts.filter((one) => one.wrongAtMean > one.wrongAtZero).length,
      onlyPositive: prompts.filter(({ leads }) => leads.every((lead) => lead !== null && lead > 0)).length,
      wordings: WORDINGS.map((wording) => {
        const means = prompts.filter((one) => one.wording === wording('…')).map((one) => one.mean);
        return { wording: wording('…'), lowest: Math.min(...means), highest: Math.max(...means) };
      }),
      prompts,
    };
  },
});
