import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { promptFor, sharesOf } from './headlines.ts';
import { spellingsOf } from './two-answers.measure.ts';

const TOPICS = ['money', 'sport', 'science', 'politics'];
/** What it is asked about, with the topics that a person would accept. */
const ASKED: readonly (readonly [headline: string, ...topics: string[]])[] = [
  ['Parliament votes on the new election law', 'politics'],
  ['Physicists weigh the smallest particle yet', 'science'],
  ['Oil price falls again', 'money'],
  ['Goalkeeper signs for four more years', 'sport'],
  ['Central bank buys a football club', 'money', 'sport'],
];
const THRESHOLD = 0.75;
/** Where the topics have less together, the model had something else in mind. */
const LEAST_HELD = 0.5;

/** Headlines sorted under four topics, each with its share of what the four have together. */
export const headlines = measurement({
  id: 'headlines',
  kinds: { threshold: 'exact', rows: each('probability', 'share', 'held'), through: 'rank', right: 'rank' },
  async measure({ lm }) {
    const continuations = TOPICS.map((topic) => lm.encode(` ${topic}`));
    const scored = await lm.scoreChoices(
      ASKED.map(([headline]) => ({ context: lm.encode(promptFor(headline)), continuations })),
      { entropies: false },
    );
    const rows = ASKED.map(([headline, ...accepted], index) => {
      const list = at(scored, index).scores.map(({ total }, topic) => {
        return { token: at(TOPICS, topic), logprob: total };
      });
      const { held, shares } = sharesOf(list, TOPICS);
      const share = Math.max(...shares);
      const topic = at(TOPICS, shares.indexOf(share));
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
    const some = either(right === through.length, 'all right', 'not all right');
    return {
      threshold: THRESHOLD,
      rows,
      through: through.length,
      right,
      outcome: through.length === 0 ? ('none' as const) : some,
    };
  },
});

const PASSAGE = 'The lighthouse at Corran Head was built in 1871. Since 1994 Ina Moss has kept it.';
/** One question that the passage answers, and one that it does not. */
const ABOUT_PASSAGE = [
  { question: 'Who keeps the lighthouse at Corran Head?', inPassage: 'yes' },
  { question: 'How tall is the lighthouse at Corran Head?', inPassage: 'no' },
] as const;
const isEnough = (passage: string, question: string) =>
  `Passage: ${passage}\nQuestion: ${question}\nDoes the passage contain the answer? Reply yes or no.\nAnswer:`;

/** Whether a passage is enough to answer a question, as the model says it, with all spellings of yes and no. */
export const enough = measurement({
  id: 'enough',
  kinds: { rows: { yes: 'probability' } },
  async measure({ lm }) {
    const forms = ['yes', 'no'].flatMap(spellingsOf);
    const continuations = forms.map((form) => lm.encode(form));
    const scored = await lm.scoreChoices(
      ABOUT_PASSAGE.map(({ question }) => ({
        context: lm.encode(isEnough(PASSAGE, question)),
        continuations,
      })),
      { entropies: false },
    );
    const rows = ABOUT_PASSAGE.map(({ question, inPassage }, index) => {
      const list = at(scored, index).scores.map(({ total }, form) => ({
        token: at(forms, form),
        logprob: total,
      }));
      const yes = at(sharesOf(list, ['yes', 'no']).shares, 0);
      return {
        question: question as string,
        inPassage,
        yes,
        says: yes === 0.5 ? ('neither' as const) : either(yes > 0.5, 'yes', 'no'),
      };
    });
    const [first, second] = [at(rows, 0).says, at(rows, 1).says];
    const apart = either(first === 'yes' && second === 'no', 'right', 'wrong');
    return {
      passage: PASSAGE,
      prompt: isEnough('…', '…'),
      rows,
      outcome: first === second ? ('same' as const) : apart,
    };
  },
});
