import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { promptFor, sharesOf } from './headlines.ts';

const TOPICS = ['money', 'sport', 'science', 'politics'];
/** What it is asked about, with the topics that a person would accept. */
const ASKED: readonly (readonly [headline: string, ...topics: string[]])[] = [
  ['Parliament votes on the new election law', 'politics'],
  ['Physicists weigh the smallest particle yet', 'science'],
  ['Oil price falls again', 'money'],
  ['Goalkeeper signs for four more years', 'sport'],
  ['Central bank buys a football club', 'money', 'sport'],
];
/** What another, larger model gave the same headlines, on another machine. */
export const RECORDED = new URL(
  '../../models/recorded/data/01-logits-logprobs-softmax.json',
  import.meta.url,
);
const THRESHOLD = 0.75;
/** Where the topics have less together, the model had something else in mind. */
const LEAST_HELD = 0.5;

/** As many as chat APIs list. */
const LISTED = 20;

/** After each prompt the likeliest tokens, as the shown programs get them. */
async function listsAfter(lm: LanguageModel, prompts: readonly string[]) {
  const predictions = await lm.nextOfMany(prompts.map((prompt) => lm.encode(prompt)));
  return predictions.map(({ logits }) =>
    lm.top(logits, LISTED).map(({ text: token, logprob }) => ({ token, logprob })),
  );
}

const outcomeOf = (through: number, right: number) =>
  through === 0 ? ('none' as const) : either(right === through, 'all right', 'not all right');

interface Recorded {
  readonly model: { readonly id: string };
  readonly measurements: readonly { readonly id: string; readonly output: unknown }[];
}

/** What the recorded model gave in a measurement, and which model that is; null where it gave nothing, or is this one. */
function larger<Output>(recorded: string, id: string, own: string) {
  const { model, measurements } = JSON.parse(recorded) as Recorded;
  const output = measurements.find((one) => one.id === id)?.output as Output | undefined;
  return output === undefined || model.id === own ? null : { model: model.id, output };
}

interface Sorted {
  readonly rows: readonly { readonly topic: string; readonly share: number; readonly passes: 'yes' | 'no' }[];
  readonly through: number;
  readonly right: number;
}

/** What the recorded model made of the headlines. */
function largerSorts(recorded: string, own: string) {
  const found = larger<Sorted>(recorded, 'headlines', own);
  if (found === null) return null;
  const { rows, through, right } = found.output;
  return {
    model: found.model,
    rows: rows.map(({ topic, share, passes }) => ({ topic, share, passes })),
    ...{ through, right, outcome: outcomeOf(through, right) },
  };
}

/** What two shares of yes decide, of a question that a passage answers and of one that it does not. */
function decided([answered, not]: readonly number[]) {
  const rows = [answered ?? 0, not ?? 0].map((yes) => {
    return { yes, decides: either(yes >= ENOUGH, 'answer', 'search') };
  });
  const [first, second] = rows.map(({ decides }) => decides);
  const outcome = first === second ? ('same' as const) : either(first === 'answer', 'right', 'wrong');
  return { rows, outcome };
}

/** The shares of yes of the recorded model. */
function largerFinds(recorded: string, own: string) {
  const found = larger<{ rows: { yes: number }[] }>(recorded, 'enough', own);
  return found && { model: found.model, ...decided(found.output.rows.map(({ yes }) => yes)) };
}

/** Headlines sorted under four topics, each with its share of what the four have together where they are listed. */
export const headlines = measurement({
  id: 'headlines',
  data: { recorded: RECORDED },
  kinds: {
    threshold: 'exact',
    rows: each('probability', 'share', 'held'),
    ...each('rank', 'through', 'right'),
    larger: { rows: { share: 'probability' }, ...each('rank', 'through', 'right') },
  },
  async measure({ lm, data }) {
    const lists = await listsAfter(
      lm,
      ASKED.map(([headline]) => promptFor(headline)),
    );
    const rows = ASKED.map(([headline, ...accepted], index) => {
      const { held, shares } = sharesOf(at(lists, index), TOPICS);
      const share = Math.max(...shares);
      const topic = held === 0 ? 'none of them' : at(TOPICS, shares.indexOf(share));
      return {
        headline,
        topic,
        share,
        held,
        passes: either(share >= THRESHOLD && held >= LEAST_HELD, 'yes', 'no'),
        accepted: accepted.join(' or '),
        isRight: either(accepted.includes(topic), 'yes', 'no'),
      };
    });
    const through = rows.filter(({ passes }) => passes === 'yes');
    const right = through.filter(({ isRight }) => isRight === 'yes').length;
    return {
      threshold: THRESHOLD,
      rows,
      through: through.length,
      right,
      outcome: outcomeOf(through.length, right),
      larger: largerSorts(data.recorded, lm.id),
    };
  },
});

const PASSAGE = 'The lighthouse at Corran Head was built in 1871. Since 1994 Ina Moss has kept it.';
/** One question that the passage answers, and one that it does not. */
const ABOUT_PASSAGE = [
  { question: 'Who keeps the lighthouse at Corran Head?', inPassage: 'yes' },
  { question: 'How tall is the lighthouse at Corran Head?', inPassage: 'no' },
] as const;
/** The share of yes from which a passage counts as enough; a placeholder. */
const ENOUGH = 0.8;
const isEnough = (passage: string, question: string) =>
  `Passage: ${passage}\nQuestion: ${question}\nDoes the passage contain the answer? Reply yes or no.\nAnswer:`;

/** Whether a passage is enough to answer a question, as the model says it, by all spellings of yes and no listed. */
export const enough = measurement({
  id: 'enough',
  data: { recorded: RECORDED },
  kinds: { threshold: 'exact', rows: { yes: 'probability' }, larger: { rows: { yes: 'probability' } } },
  async measure({ lm, data }) {
    const lists = await listsAfter(
      lm,
      ABOUT_PASSAGE.map(({ question }) => isEnough(PASSAGE, question)),
    );
    const shares = lists.map((list) => {
      const [yes = 0, no = 0] = ['yes', 'no'].map((word) =>
        list
          .filter(({ token }) => token.trim().toLowerCase() === word)
          .reduce((sum, { logprob }) => sum + Math.exp(logprob), 0),
      );
      return yes === 0 ? 0 : yes / (yes + no);
    });
    const { rows, outcome } = decided(shares);
    return {
      passage: PASSAGE,
      threshold: ENOUGH,
      prompt: isEnough('…', '…'),
      rows: rows.map((row, index) => ({ ...at(ABOUT_PASSAGE, index), ...row })),
      outcome,
      larger: largerFinds(data.recorded, lm.id),
    };
  },
});
