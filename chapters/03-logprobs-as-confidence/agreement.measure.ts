import { measurement } from '#report/measurement';
import { answerIn, CLOSED_BOOK, MOST_TOKENS, promptOfChat, replyOf, shortAnswerChat } from './chat.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { isSameAnswer } from './verdict.ts';

/** The kinds of question that the further methods are tried on: their answers are names. */
const TRIED = ['capital', 'element'];
export const SAMPLES = 10;

/** The finished answers to test questions of these kinds. */
export const triedAnswers = <Row extends { relation: string; half: string; sum: number | null }>(
  rows: readonly Row[],
) =>
  rows.flatMap((row) =>
    row.half === 'test' && TRIED.includes(row.relation) && row.sum !== null ? [{ ...row, sum: row.sum }] : [],
  );

/** How many of several sampled replies give the same answer as the greedy one. */
export const sampledAgreement = measurement({
  id: 'sampled-agreement',
  dependsOnEngine: 'a draw may choose another token where probabilities differ in their last digits',
  needs: { chat: chatAnswers },
  kinds: { samples: 'exact', rows: { sum: 'nats', agreement: 'rank' } },
  async measure({ lm, chat }) {
    const greedy = triedAnswers(chat.rows);
    const generations = await lm.generate(
      greedy.flatMap(({ question }) => {
        const prompt = promptOfChat(lm, shortAnswerChat(CLOSED_BOOK, question));
        return Array.from({ length: SAMPLES }, () => prompt);
      }),
      { maxTokens: MOST_TOKENS, temperature: 1, seed: 4 },
    );
    const rows = greedy.map(({ id, question, answer, sum, right }, i) => {
      const sampled = generations
        .slice(i * SAMPLES, (i + 1) * SAMPLES)
        .map((one) => answerIn(replyOf(lm, one)).answer);
      const agreement = sampled.filter((one) => isSameAnswer(one, answer)).length;
      return { id, question, answer, sum, right, agreement, sampled };
    });
    return { samples: SAMPLES, rows };
  },
});
