import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { triedAnswers } from './agreement.measure.ts';
import { askedInWordings, type Wording } from './chat.ts';
import { chatAnswers } from './chat-answers.measure.ts';

/** Three ways to ask whether an answer is right; the last asks for the opposite. */
export const RIGHT_WORDINGS: readonly Wording[] = [
  { text: 'Is this answer right? Reply yes or no.', yes: 'Yes', no: 'No' },
  { text: 'Reply A if this answer is true, and B if it is false.', yes: 'A', no: 'B' },
  { text: 'Is this answer wrong? Reply yes or no.', yes: 'No', no: 'Yes' },
];

/** The log-odds by which the model says that its own answer is right, in each wording. */
export const askedAboutAnswers = measurement({
  id: 'asked-about-answers',
  needs: { chat: chatAnswers },
  kinds: { rows: { sum: 'nats', odds: 'nats' } },
  async measure({ lm, chat }) {
    const answers = triedAnswers(chat.rows);
    const odds = await askedInWordings(
      lm,
      answers.map(({ question, answer }) => `Question: ${question}\nAnswer: ${answer}`),
      RIGHT_WORDINGS,
    );
    const rows = answers.map(({ id, sum, right }, i) => ({ id, sum, right, odds: at(odds, i) }));
    return { wordings: RIGHT_WORDINGS.map(({ text }) => text), rows };
  },
});
