import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { answerIn, CLOSED_BOOK, greedyReplies, promptOfChat, replyOf, shortAnswerChat } from './chat.ts';
import { withSource } from './passages.ts';

const QUESTION = 'What is the capital of Germany?';
const PASSAGES = ['Berlin', 'Hamburg'].map(
  (city) => `Members of the German parliament work in the capital, ${city}.`,
);
const THRESHOLD = 0.5;

/** What the program of the section prints: an answer, or what a person should do. */
export const gateExample = measurement({
  id: 'gate-example',
  kinds: {},
  async measure({ lm }) {
    const asked = [QUESTION, ...PASSAGES.map((passage) => withSource(QUESTION, passage, 'source first'))];
    const generations = await greedyReplies(
      lm,
      asked.map((text) => promptOfChat(lm, shortAnswerChat(CLOSED_BOOK, text))),
    );
    const replies = generations.map((generation) => answerIn(replyOf(lm, generation)));
    const alone = at(replies, 0);
    const decisions = replies.slice(1).map(({ answer, sum }) => {
      if (sum === null || sum < Math.log(THRESHOLD)) return 'hand over';
      const isSame = alone.answered && alone.answer.toLowerCase() === answer.toLowerCase();
      return isSame ? answer : `check the source of ${answer}`;
    });
    return { question: QUESTION, decisions };
  },
});
