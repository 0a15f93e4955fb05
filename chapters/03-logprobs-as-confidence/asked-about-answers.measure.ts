import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { triedAnswers } from './agreement.measure.ts';
import { askedInWordings, type Wording } from './chat.ts';
import { chatAnswers } from './chat-answers.measure.ts';

/** Three ways to ask whether an answer is right, of which the last asks for the opposite. */
export const RIGHT_WORDINGS: readonly Wording[] = [
  { text: 'Is this answer right? Reply yes or no.', yes: 'Yes', no: 'No' },
  { text: 'Reply A if this answer is true, and B if it is false.', yes: 'A', no: 'B' },
  { text: 'Is this answer wrong? Reply yes or no.', yes: 'No', no: 'Yes' },
];

/** What the model says of its own answers, in each wording: the log-odds that they are right, and what its two words hold. */
export const askedAboutAnswers = measurement({
  id: 'asked-about-answers',
  needs: { chat: chatAnswers },
  kinds: { rows: { sum: 'nats', odds: 'nats', said: 'probability' } },
  async measure({ lm, chat }) {
    const answers = triedAnswers(chat.rows);
    const asked = await askedInWordings(
      lm,
      answers.map(({ question, answer }) => `Question: ${question}\nAnswer: ${answer}`),
      RIGHT_WORDINGS,
    );
    const rows = answers.map(({ id, sum, right }, i) => ({ id, sum, right, ...at(asked, i) }));
    return { wordings: RIGHT_WORDINGS.map(({ text }) => text), rows };
  },
});
